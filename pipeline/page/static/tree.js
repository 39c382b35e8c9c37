// The guide's themes and the researchers' own categories as a tree, with what the interview holds of each.

import { openMenu } from "./dialog.js";
import { make, say } from "./page.js";
import { OUTSIDE, UNPLACED } from "./placings.js";

const SIGNS = { asked: "●", rephrased: "◐", skipped: "○", not_meant: "–" };

export class Tree {
  /** @param {object} does what the buttons do: only, goTo, make, change, merge, remove */
  constructor(place, placings, words, does) {
    Object.assign(this, { place, placings, words, does, only: null, opened: new Set() });
  }

  draw() {
    const { placings } = this;
    const focus = this.place.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const top = placings.guide.filter((one) => !one.under);
    const known = new Set([...placings.themes.keys(), ...placings.own.keys()]);
    const loose = placings.codes.filter((one) => !known.has(one.under));
    const none = [OUTSIDE, UNPLACED].filter((id) => placings.of(id).length);
    this.place.replaceChildren(
      make("ul", { class: "tree" }, ...top.map((one) => this.#branch(one)), ...none.map((id) => make("li", {}, this.#row(id)))),
      ...(loose.length ? [make("h3", {}, say("categories.loose")), make("ul", { class: "tree" }, ...loose.map((one) => this.#branch(one)))] : []),
    );
    if (focus) this.place.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
  }

  #branch(one) {
    const { placings } = this;
    const under = [...placings.guide, ...placings.codes].filter((other) => other.under === one.id);
    return make("li", {}, this.#row(one.id), one.description ? make("p", { class: "help about" }, one.description) : null, this.#questions(one), under.length ? make("ul", {}, ...under.map((other) => this.#branch(other))) : null);
  }

  #row(id) {
    const { placings } = this;
    const [name, count, own] = [placings.name(id), placings.of(id).length, placings.own.get(id)];
    const words = placings.talk[id] ?? 0;
    const all = placings.talk["*"] ?? 0;
    const { met, interviews } = placings.covered;
    const share = words && all ? say("categories.share", { percent: Math.round((100 * words) / all) }) : "";
    const study = interviews > 1 && placings.themes.get(id)?.leaf ? say("categories.met", { count: met[id] ?? 0, all: interviews }) : "";
    const counted = [say("categories.count", { count }), share, study].filter(Boolean).join(" · ");
    const topic = make(
      "button",
      { type: "button", class: "topic quiet", "aria-pressed": String(this.only === id), data: { key: `only ${id}`, id }, title: say("categories.show", { name }), onclick: () => this.does.only(this.only === id ? null : id) },
      make("span", { class: "title" }, name),
      make("span", { class: "count", "aria-hidden": "true" }, String(count)),
      make("span", { class: "unseen" }, ` ${counted}`),
    );
    const menu = (items) => {
      const button = make("button", { type: "button", class: "quiet more", "aria-haspopup": "menu", data: { key: `more ${id}` }, title: say("categories.do_with", { name }), onclick: () => openMenu(button, say("categories.do_with", { name }), items) }, make("span", { "aria-hidden": "true" }, "⋯"), make("span", { class: "unseen" }, say("categories.do_with", { name })));
      return button;
    };
    const more = own
      ? menu([
          [say("categories.change"), () => this.does.change(own)],
          [say("categories.make"), () => this.does.make(id)],
          [say("categories.merge_code"), () => this.does.merge(own)],
          [say("page.remove"), () => this.does.remove(own)],
        ])
      : placings.themes.has(id)
        ? menu([[say("categories.make"), () => this.does.make(id)]])
        : null;
    const told = [share, study].filter(Boolean).join(" · ");
    return make("div", { class: own ? "row own" : "row" }, topic, more, told ? make("p", { class: "help told", "aria-hidden": "true" }, told) : null);
  }

  /** The guide's questions of a theme, each with whether it was asked. */
  #questions(one) {
    const asked = this.placings.covered.questions.filter((question) => question.theme === one.id);
    if (!asked.length) return null;
    const meant = asked.filter(({ how }) => how !== "not_meant");
    const details = make(
      "details",
      { class: "questions", open: this.opened.has(one.id) },
      make("summary", { data: { key: `questions ${one.id}` } }, say("categories.questions", { asked: meant.filter(({ how }) => how !== "skipped").length, all: meant.length })),
      make("ul", {}, ...asked.map((question) => this.#question(question))),
    );
    details.addEventListener("toggle", () => (details.open ? this.opened.add(one.id) : this.opened.delete(one.id)));
    return details;
  }

  /** One question; where it was asked, a way there. */
  #question({ question, how, turn }) {
    const text = turn ? make("button", { type: "button", class: "quiet ask", data: { key: `ask ${turn} ${question}` }, title: say("categories.see"), onclick: () => this.does.goTo(turn) }, question) : question;
    return make("li", { data: { how } }, make("span", { "aria-hidden": "true" }, SIGNS[how]), make("span", {}, text, make("span", { class: "help" }, ` ${this.words.asked[how]}`)));
  }
}
