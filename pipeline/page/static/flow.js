// The interview's text with what identifies marked in it: by shape and letters, colour only beside them.
//
// A place is a button in the text. Arrow keys go from place to place and from turn to turn; Enter on a turn lets
// the arrows choose words, so that a place can be added without a mouse.

import { selectionIn } from "./caret.js";
import { clock, make, say } from "./page.js";
import { wordOver, wordSpans } from "./words.js";

/** What stands beside a place in the text for each state. */
export const SIGNS = { suggested: "?", check: "!", accepted: "✓", rejected: "✕", look_again: "↻" };

/** How a place is found again, also when it has become another kind. */
export const placeOf = ({ turn, start, end }) => `${turn} ${start}-${end}`;

export class Flow {
  constructor(list, rulings, words) {
    Object.assign(this, { list, rulings, words, rows: new Map(), active: null, sides: false, picked: null });
  }

  // ---------------------------------------------------------------- drawing

  draw() {
    const { rulings } = this;
    const picked = this.picked && this.rows.get(this.picked.turn)?.item;
    const had = this.list.contains(document.activeElement);
    const mentions = Map.groupBy ? Map.groupBy(rulings.mentions, (one) => one.turn) : grouped(rulings.mentions);
    rulings.turns.forEach((turn, index) => {
      const own = mentions.get(turn.id) ?? [];
      const key = JSON.stringify([turn, own, own.map((one) => this.#about(one)), this.sides && [rulings.after[turn.id], !rulings.becomes], this.sides]);
      const before = this.rows.get(turn.id);
      if (before?.key !== key) {
        const item = this.#row(turn, own);
        before?.item.remove();
        this.rows.set(turn.id, { item, key });
      }
      const { item } = this.rows.get(turn.id);
      if (this.list.children[index] !== item) this.list.insertBefore(item, this.list.children[index] ?? null);
    });
    for (const [id, row] of this.rows) {
      if (rulings.texts.has(id)) continue;
      row.item.remove();
      this.rows.delete(id);
    }
    this.#activate(this.#found(this.active) ?? this.list.querySelector(".mention") ?? this.list.querySelector(".text"));
    if (had && !this.list.contains(document.activeElement)) this.#found(this.active)?.focus({ preventScroll: true });
    if (picked && !picked.isConnected) this.#selectPicked();
  }

  #row(turn, own) {
    const text = make("div", { class: "text", role: "group", tabIndex: -1, lang: "no", data: { place: turn.id }, "aria-label": say("identify.turn", { speaker: turn.speaker, time: turn.start === null ? "" : clock(turn.start) }) });
    let at = 0;
    for (const one of shown(own)) {
      text.append(turn.text.slice(at, one.start), this.#mention(one, turn.text.slice(one.start, one.end)));
      at = one.end;
    }
    text.append(turn.text.slice(at));
    const after = this.sides ? make("div", { class: "after", lang: "no" }, ...this.#after(turn)) : null;
    const side = make("p", { class: "side" }, make("span", { class: "speaker" }, turn.speaker), turn.start === null ? null : make("span", { class: "time" }, clock(turn.start)));
    return make("li", { class: "turn", data: { turn: turn.id, role: turn.role } }, side, text, after);
  }

  #mention(one, words) {
    const about = this.#about(one);
    return make(
      "span",
      {
        class: "mention",
        role: "button",
        tabIndex: -1,
        data: { mention: one.id, place: placeOf(one), status: one.status, type: one.type, sign: `${SIGNS[one.status]} ${this.words.short[one.type]}` },
        "aria-label": `${words}: ${about}`,
      },
      make("span", { class: "words" }, words),
    );
  }

  /** Type, state and whom, as a screen reader says it. */
  #about(one) {
    const whom = this.rulings.entity(one.entity);
    return [this.words.types[one.type], this.words.statuses[one.status], whom?.name, one.reason, one.confidence].filter(Boolean).join(", ");
  }

  #after(turn) {
    if (!this.rulings.becomes) return [say("page.loading")]; // never the original in the place of what will stand
    const after = this.rulings.after[turn.id];
    if (!after) return [turn.text];
    const pieces = [];
    let at = 0;
    for (const [start, end] of after.new) {
      pieces.push(after.text.slice(at, start), make("ins", {}, after.text.slice(start, end)));
      at = end;
    }
    return [...pieces, after.text.slice(at)];
  }

  // ---------------------------------------------------------------- where somebody is

  #found(place) {
    return place ? this.list.querySelector(`[data-place="${CSS.escape(place)}"]`) : null;
  }

  #activate(element) {
    this.list.querySelector('[tabindex="0"]')?.setAttribute("tabindex", "-1");
    element?.setAttribute("tabindex", "0");
    this.active = element?.dataset.place ?? null;
  }

  /** The place that is chosen, or null. */
  get chosen() {
    return this.rulings.mentions.find((one) => placeOf(one) === this.active && one.status !== "rejected") ?? this.rulings.mentions.find((one) => placeOf(one) === this.active) ?? null;
  }

  /** Choose an element: a place or a turn. */
  choose(element, { focus = true } = {}) {
    if (!element) return;
    this.#activate(element);
    for (const other of this.list.querySelectorAll(".mention[aria-current]")) other.removeAttribute("aria-current");
    if (element.classList.contains("mention")) element.setAttribute("aria-current", "true");
    if (focus && document.activeElement !== element) element.focus({ preventScroll: true });
    if (focus) element.scrollIntoView({ block: "nearest" });
  }

  /** Go to a mention, or a turn where there is none. */
  goTo(place) {
    const element = this.#found(place);
    this.choose(element);
    element?.scrollIntoView({ block: "center" });
    return element;
  }

  /** From place to place in the order of the text. */
  step(by) {
    const all = [...this.list.querySelectorAll(".mention")];
    const here = this.#found(this.active);
    const next = by > 0 ? all.find((one) => follows(here, one)) : all.findLast((one) => follows(one, here));
    if (next) this.choose(next);
  }

  /** From turn to turn. */
  line(by) {
    const row = this.#found(this.active)?.closest(".turn");
    const next = by > 0 ? row?.nextElementSibling : row?.previousElementSibling;
    if (next) this.choose(next.querySelector(".text"));
  }

  // ---------------------------------------------------------------- choosing words

  /** The words that are selected in one turn, widened to whole words: {turn, start, end}, or null. */
  selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const node = selection.getRangeAt(0).startContainer;
    const text = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.(".turn .text");
    const found = text && selectionIn(text);
    if (!found) return null;
    return trimmed(text.closest(".turn").dataset.turn, text.textContent, ...found);
  }

  /** Begin to choose words of the turn that is chosen, or go on: `by` words on, `extend` from where it began. */
  pick(by = 0, extend = false) {
    const text = this.#found(this.active)?.closest(".turn").querySelector(".text");
    if (!text) return;
    const spans = wordSpans(text.textContent);
    const last = spans.length / 2 - 1;
    if (last < 0) return;
    const turn = text.closest(".turn").dataset.turn;
    if (this.picked?.turn !== turn) {
      const mention = this.chosen;
      const first = mention ? wordOver(spans, mention.start + 1) : 0;
      this.picked = { turn, from: first, to: first };
    } else {
      const to = Math.max(0, Math.min(last, this.picked.to + by));
      this.picked = { turn, from: extend ? this.picked.from : to, to };
    }
    this.choose(text);
    return this.#selectPicked();
  }

  /** Select the words that are picked; which they are. */
  #selectPicked() {
    const text = this.rows.get(this.picked.turn)?.item.querySelector(".text");
    const spans = text ? wordSpans(text.textContent) : [];
    const [low, high] = [this.picked.from, this.picked.to].sort((a, b) => a - b);
    if (2 * high + 1 >= spans.length) return "";
    select(text, spans[2 * low], spans[2 * high + 1]);
    return text.textContent.slice(spans[2 * low], spans[2 * high + 1]);
  }

  unpick() {
    this.picked = null;
    getSelection().removeAllRanges();
  }
}

/** Mentions that can be drawn: in order, and rejected ones only where nothing else is. */
function shown(own) {
  const found = own.filter((one) => one.status !== "rejected");
  for (const one of own) if (one.status === "rejected" && !found.some((other) => other.start < one.end && one.start < other.end)) found.push(one);
  return found.sort((a, b) => a.start - b.start);
}

function grouped(mentions) {
  const found = new Map();
  for (const one of mentions) found.set(one.turn, [...(found.get(one.turn) ?? []), one]);
  return found;
}

const follows = (a, b) => Boolean(a && b && a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING);

function trimmed(turn, text, start, end) {
  const said = text.slice(start, end);
  const from = start + said.length - said.trimStart().length;
  const to = end - (said.length - said.trimEnd().length);
  return from < to ? { turn, start: from, end: to } : null;
}

function select(element, start, end) {
  const range = document.createRange();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let at = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (start >= at && start <= at + node.length) range.setStart(node, start - at);
    if (end >= at && end <= at + node.length) {
      range.setEnd(node, end - at);
      break;
    }
    at += node.length;
  }
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}
