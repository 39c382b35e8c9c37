// The words of a turn: where each stands in the text and when it is said.

/** Start and end of each word in a text, one after the other. */
export function wordSpans(text) {
  const spans = [];
  for (const match of text.matchAll(/\S+/gu)) spans.push(match.index, match.index + match[0].length);
  return spans;
}

/**
 * When each word of the text on the screen is said: [start, end, start, end …], in ms.
 *
 * The server times the words of its own text. While somebody types, words that begin or end the text alike
 * keep their times, and those between share the time between.
 */
export function wordTimes(turn, text) {
  if (!turn.times.length || text === turn.text) return turn.times;
  const [old, now] = [turn.text.split(" "), text.split(/\s+/u).filter(Boolean)];
  const shorter = Math.min(old.length, now.length);
  let head = 0;
  while (head < shorter && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  const from = head ? turn.times[2 * head - 1] : turn.start;
  const to = tail ? turn.times[2 * (old.length - tail)] : turn.end;
  const between = now.length - head - tail;
  const times = turn.times.slice(0, 2 * head);
  for (let i = 0; i < between; i++) times.push(from + ((to - from) * i) / between, from + ((to - from) * (i + 1)) / between);
  return times.concat(tail ? turn.times.slice(-2 * tail) : []);
}

/** The index of the word that is being said at a time: the last that has begun. -1 before the first. */
export function wordAt(times, ms) {
  let [low, high] = [0, times.length / 2];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[2 * middle] <= ms) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The index of the word that a place in the text is in or before. */
export function wordOver(spans, offset) {
  for (let i = 0; i < spans.length; i += 2) if (offset <= spans[i + 1]) return i / 2;
  return spans.length / 2 - 1;
}

/** Two texts as [kind, words]: "same", "gone" (only in the first) and "new" (only in the second). */
export function difference(before, after) {
  const [a, b] = [before.split(" "), after.split(" ")];
  const longest = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i][j] = a[i] === b[j] ? longest[i + 1][j + 1] + 1 : Math.max(longest[i + 1][j], longest[i][j + 1]);
    }
  }
  const pieces = [];
  const add = (kind, word) => (pieces.at(-1)?.[0] === kind ? pieces.at(-1)[1].push(word) : pieces.push([kind, [word]]));
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) [, i, j] = [add("same", a[i]), i + 1, j + 1];
    else if (j >= b.length || (i < a.length && longest[i + 1][j] >= longest[i][j + 1])) [, i] = [add("gone", a[i]), i + 1];
    else [, j] = [add("new", b[j]), j + 1];
  }
  return pieces.map(([kind, words]) => [kind, words.join(" ")]);
}
