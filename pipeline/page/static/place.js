// Where a person is in an interview: sound, scroll and cursor, kept in the study and found again.

import { placeCaret, selectionIn } from "./caret.js";
import { ask } from "./page.js";
import { idOf, isText } from "./rows.js";

export class Place {
  constructor(interview, rows, player) {
    Object.assign(this, { interview, rows, player, kept: "", waiting: 0 });
    addEventListener("scroll", () => this.keep(), { passive: true });
    document.addEventListener("selectionchange", () => this.keep());
  }

  now() {
    const { interview, rows, player } = this;
    const top = document.querySelector(".top").offsetHeight;
    const boxOf = (id) => rows.row(id).item.getBoundingClientRect();
    const first = interview.order.find((id) => boxOf(id).bottom > top + 1) ?? null;
    const element = isText(document.activeElement) ? document.activeElement : null;
    return {
      ms: player.present ? player.now : 0,
      first,
      offset: first ? Math.round(boxOf(first).top) : 0,
      turn: element ? idOf(element) : null,
      caret: element ? (selectionIn(element)?.[0] ?? 0) : 0,
    };
  }

  /** Keep it, when it has been the same for a second. */
  keep() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.send(), 1000);
  }

  send(options = {}) {
    if (!this.rows.rows.size) return; // not drawn yet
    const now = this.now();
    if (JSON.stringify(now) === this.kept) return;
    this.kept = JSON.stringify(now);
    ask("POST", `${this.interview.path}/place`, { place: now }, options).catch(() => (this.kept = ""));
  }

  /** Go back to where this person was; null for somebody new. */
  find(at) {
    const { rows, player } = this;
    if (!at) return;
    if (at.ms) player.seek(at.ms);
    if (at.turn && rows.row(at.turn)) {
      rows.activate(at.turn);
      placeCaret(rows.row(at.turn).text, at.caret);
    }
    if (at.first && rows.row(at.first)) {
      const { item } = rows.row(at.first);
      item.scrollIntoView({ block: "start" });
      scrollBy(0, item.getBoundingClientRect().top - at.offset);
    }
  }
}
