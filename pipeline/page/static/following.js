// The text follows the sound: the word being said is lit, and its row is brought into sight.

import { by } from "./around.js";
import { clock, settings } from "./page.js";
import { wordAt } from "./words.js";

/** So long after somebody typed or scrolled the text stays where it is, in ms. */
const LEFT_ALONE_MS = 4000;

export class Following {
  #timeline = null; // [[start, id], …] of turns with a time, in order of time
  #moved = 0;
  #typed = 0;
  #framing = 0; // one loop of frames, however often the state changes
  #drawnHeard = 0;

  constructor(interview, rows, player, outline, hearing) {
    Object.assign(this, { interview, rows, player, outline, hearing });
    for (const type of ["wheel", "touchmove"]) addEventListener(type, () => (this.#moved = performance.now()), { passive: true });
    player.addEventListener("moved", () => this.draw());
  }

  /** Turns are others, or have other times. */
  forget() {
    this.#timeline = null;
  }

  /** Somebody writes. */
  typed() {
    this.#typed = performance.now();
  }

  #turnAt(ms) {
    const { interview } = this;
    this.#timeline ??= interview.order.map((id) => [interview.turn(id).start, id]).filter(([start]) => start !== null).sort((a, b) => a[0] - b[0]);
    let [low, high] = [0, this.#timeline.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#timeline[middle][0] <= ms) low = middle + 1;
      else high = middle;
    }
    return this.#timeline[Math.max(0, low - 1)]?.[1] ?? null;
  }

  /** Show where the sound is. */
  draw() {
    const { rows, player } = this;
    const { now } = player;
    if (by("now").textContent !== clock(now)) by("now").textContent = clock(now);
    const id = this.#turnAt(now);
    if (id && rows.row(id)) {
      const changed = rows.shown.turn !== id;
      rows.showWord(id, wordAt(rows.times(id), now));
      if (changed && player.playing) this.#goTo(id);
    }
    this.outline.drawNow();
  }

  /** Go along while it plays. */
  play() {
    this.#framing ||= requestAnimationFrame((at) => this.#frame(at));
    if (this.rows.shown.turn) this.#goTo(this.rows.shown.turn);
  }

  #frame(at) {
    const { player } = this;
    this.#framing = 0;
    player.tick();
    this.draw();
    if (at - this.#drawnHeard > 1000) {
      this.#drawnHeard = at;
      this.hearing.draw();
    }
    if (player.playing) this.#framing ||= requestAnimationFrame((next) => this.#frame(next));
  }

  /** Bring the row into sight, unless the person reads or writes somewhere else. */
  #goTo(id) {
    const { item, text } = this.rows.row(id);
    const [element, now] = [document.activeElement, performance.now()];
    const elsewhere = element?.classList.contains("text") && element !== text && now - this.#typed < LEFT_ALONE_MS;
    if (settings.follow === false || elsewhere || now - this.#moved < LEFT_ALONE_MS) return;
    const box = item.getBoundingClientRect();
    const [top, bottom] = [document.querySelector(".top").offsetHeight, innerHeight - by("dock").offsetHeight];
    if (box.top >= top && box.bottom <= bottom) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    item.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
  }
}
