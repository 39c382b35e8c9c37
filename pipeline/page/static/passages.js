// The interview's text in its flow, cut into passages: theme, state and doubt in words and signs beside each.
//
// Arrow up and down go from passage to passage, left and right from word to word inside one, so that it can be
// split without a mouse.

import { clock, make, say } from "./page.js";
import { OUTSIDE, UNPLACED } from "./placings.js";

/** What stands beside a passage for each state. */
export const SIGNS = { suggested: "?", accepted: "✓", unplaced: "!", look_again: "↻" };

export class Passages {
  constructor(list, placings, words) {
    Object.assign(this, { list, placings, words, rows: new Map(), active: null, order: "time", only: null, picked: null });
  }

  // ---------------------------------------------------------------- drawing

  draw() {
    const { placings } = this;
    const had = this.list.contains(document.activeElement);
    const index = [...this.rows.keys()].indexOf(this.active);
    const shown = placings.ordered(this.order, this.only);
    const keep = new Set(shown.map((one) => one.id));
    shown.forEach((passage, place) => {
      const before = shown[place - 1];
      const key = JSON.stringify([passage, passage.spans.map((one) => placings.said(one)), this.#names(passage), placings.asked(passage, before?.spans), placings.isAgain(passage)]);
      const row = this.rows.get(passage.id);
      if (row?.key !== key) {
        row?.item.remove();
        this.rows.set(passage.id, { item: this.#row(passage, before), key });
      }
      const { item } = this.rows.get(passage.id);
      if (this.list.children[place] !== item) this.list.insertBefore(item, this.list.children[place] ?? null);
    });
    for (const [id, row] of this.rows) {
      if (keep.has(id)) continue;
      row.item.remove();
      this.rows.delete(id);
    }
    this.rows = new Map(shown.map((one) => [one.id, this.rows.get(one.id)]));
    if (!keep.has(this.active)) this.active = shown[Math.min(Math.max(index, 0), shown.length - 1)]?.id ?? null;
    this.#activate();
    if (had && !this.list.contains(document.activeElement)) this.#text()?.focus({ preventScroll: true });
    const empty = this.list.querySelector(".empty");
    if (shown.length) empty?.remove();
    else if (!empty) this.list.append(make("li", { class: "empty help" }, say("categories.nothing_of")));
  }

  #names(passage) {
    return [...this.placings.themesOf(passage), ...passage.codes].map((id) => this.placings.name(id));
  }

  #row(passage, before) {
    const { placings } = this;
    const asked = this.placings.asked(passage, before?.spans);
    const tags = [
      ...(passage.unplaced && passage.offered.length ? [make("span", { class: "theme", data: { kind: "none" } }, say("categories.perhaps", { name: placings.name(passage.offered[0].theme) }))] : []),
      ...placings.themesOf(passage).filter((id) => id !== UNPLACED).map((id, index) => make("span", { class: "theme", data: { kind: id === OUTSIDE ? "none" : index ? "second" : "first" } }, placings.name(id))),
      ...passage.codes.map((id) => make("span", { class: "theme own" }, placings.name(id))),
    ];
    const marks = [
      passage.relevant && make("span", { class: "mark" }, `★ ${say("categories.relevant")}`),
      placings.isAgain(passage) && make("span", { class: "mark" }, `↑ ${say("categories.again")}`),
      passage.research && make("span", { class: "mark" }, `◆ ${this.#research(passage.research)}`),
    ].filter(Boolean);
    const text = make("div", { class: "text", role: "group", tabIndex: -1, lang: "no", data: { passage: passage.id }, "aria-label": this.about(passage) }, ...passage.spans.map((span, place) => this.#part(passage, span, place)));
    return make(
      "li",
      { class: "passage", data: { state: passage.state, id: passage.id } },
      make(
        "div",
        { class: "beside" },
        make("p", { class: "state" }, make("span", { class: "sign", "aria-hidden": "true" }, SIGNS[passage.state]), ` ${this.words.states[passage.state]}`, passage.confidence ? make("span", { class: "sure" }, ` · ${passage.confidence}`) : null),
        make("p", { class: "names" }, ...tags),
        marks.length ? make("p", { class: "marks" }, ...marks) : null,
      ),
      make("div", { class: "said" }, asked ? make("p", { class: "asked" }, say("categories.question", { question: `«${asked}»` })) : null, text, passage.memo ? make("p", { class: "memo" }, make("span", { class: "kind" }, say("categories.memo")), ` ${passage.memo}`) : null),
    );
  }

  #part(passage, span, place) {
    const turn = this.placings.texts.get(span.turn);
    const same = place > 0 && passage.spans[place - 1].turn === span.turn;
    const who = make("span", { class: "who" }, same ? "…" : turn.speaker, !same && turn.start !== null && span.start === 0 ? make("span", { class: "time" }, ` ${clock(turn.start)}`) : null);
    return make("p", { class: "part", data: { role: turn.role } }, who, make("span", { class: "words", data: { span: String(place), cut: `${span.start ? "before" : ""} ${span.end < turn.text.length ? "after" : ""}` } }, this.placings.said(span)));
  }

  #research(id) {
    return this.placings.research.find(([name]) => name === id)?.[1] ?? id;
  }

  /** Themes, state and doubt, as a screen reader says it. */
  about(passage) {
    return [this.#names(passage).join(", "), this.words.states[passage.state], passage.confidence, passage.relevant && say("categories.relevant")].filter(Boolean).join(", ");
  }

  // ---------------------------------------------------------------- where somebody is

  #text(id = this.active) {
    return id ? this.list.querySelector(`.text[data-passage="${CSS.escape(id)}"]`) : null;
  }

  #activate() {
    for (const one of this.list.querySelectorAll('.text[tabindex="0"]')) one.setAttribute("tabindex", "-1");
    for (const one of this.list.querySelectorAll(".passage[aria-current]")) one.removeAttribute("aria-current");
    const text = this.#text();
    text?.setAttribute("tabindex", "0");
    text?.closest(".passage").setAttribute("aria-current", "true");
  }

  get chosen() {
    return this.placings.byId.get(this.active) ?? null;
  }

  choose(id, { focus = true, middle = false } = {}) {
    if (!this.rows.has(id)) return;
    if (id !== this.active) this.picked = null;
    this.active = id;
    this.#activate();
    const text = this.#text();
    if (!focus) return;
    if (document.activeElement !== text) text.focus({ preventScroll: true });
    text.closest(".passage").scrollIntoView({ block: middle ? "center" : "nearest" });
  }

  step(by) {
    const ids = [...this.rows.keys()];
    const next = ids[ids.indexOf(this.active) + by];
    if (next) this.choose(next);
  }

  /** The next passage in the text after this one, whatever the order on the screen. */
  after(passage) {
    const all = this.placings.passages;
    return all[all.indexOf(passage) + 1] ?? null;
  }

  // ---------------------------------------------------------------- where to split

  /** Go from word to word in the chosen passage, or extend; gives the words. */
  pick(by, extend = false) {
    const words = this.chosen ? this.placings.words(this.chosen) : [];
    if (!words.length) return "";
    const last = words.length - 1;
    const to = this.picked ? Math.max(0, Math.min(last, this.picked.to + by)) : by > 0 ? 0 : last;
    this.picked = { from: extend && this.picked ? this.picked.from : to, to, extended: extend && this.picked !== null };
    const [low, high] = [this.picked.from, this.picked.to].sort((a, b) => a - b).map((index) => words[index]);
    const [first, end] = [this.#node(low.span), this.#node(high.span)];
    const range = document.createRange();
    range.setStart(first, low.start - this.chosen.spans[low.span].start);
    range.setEnd(end, high.end - this.chosen.spans[high.span].start);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return range.toString();
  }

  #node(span) {
    return this.#text().querySelector(`.words[data-span="${span}"]`).firstChild;
  }

  unpick() {
    this.picked = null;
    getSelection().removeAllRanges();
  }

  /**
   * What is to be split off: {before, part, after}. Selected words become a part of their own; at the cursor, or
   * at a word that was gone to by keys, what follows does. Null where there is nothing to split at.
   */
  part() {
    const passage = this.chosen;
    if (!passage) return null;
    const { placings } = this;
    const words = placings.words(passage);
    if (this.picked) {
      const [low, high] = [this.picked.from, this.picked.to].sort((a, b) => a - b);
      return placings.cut(passage, low, this.picked.extended ? high + 1 : words.length);
    }
    const found = this.#selected();
    if (!found) return null;
    const [start, end] = found;
    const before = ([span, at]) => (word) => word.span < span || (word.span === span && word.end <= at);
    const from = words.filter(before(start)).length;
    const to = getSelection().isCollapsed ? words.length : words.filter((word) => word.span < end[0] || (word.span === end[0] && word.start < end[1])).length;
    return placings.cut(passage, from, to);
  }

  /** The ends of the selection in the chosen passage, in the order of the text: [[span, offset], [span, offset]]. */
  #selected() {
    const selection = getSelection();
    if (!selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const ends = [
      [range.startContainer, range.startOffset],
      [range.endContainer, range.endOffset],
    ].map(([node, offset]) => {
      const words = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.(".words");
      if (!words || !this.#text()?.contains(words)) return null;
      const alone = document.createRange();
      alone.setStart(words, 0);
      alone.setEnd(node, offset);
      const span = Number(words.dataset.span);
      return [span, this.chosen.spans[span].start + alone.toString().length];
    });
    return ends.every(Boolean) ? ends : null;
  }
}
