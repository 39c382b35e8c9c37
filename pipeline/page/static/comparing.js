// Two who code blind: how far they agree, where they differ, and what settles it for both.

import { ask, make, say } from "./page.js";
import { OUTSIDE } from "./placings.js";

export class Comparing {
  constructor({ shown, title, count }, placings, choosing) {
    Object.assign(this, { shown, title, count, placings, choosing });
  }

  /** Ask what both have decided, and show where they differ. */
  async compare() {
    const { shown, placings } = this;
    try {
      this.#draw(await ask("GET", `${placings.path}/disagreements`));
    } catch (refusal) {
      if (refusal.status === undefined) throw refusal;
      shown.replaceChildren(make("p", { class: "problem" }, `${refusal.message} ${refusal.hint}`));
    }
  }

  #draw({ names, alpha, here, elsewhere }) {
    const { shown } = this;
    this.count.textContent = here.length ? `(${here.length})` : "";
    shown.replaceChildren(
      ...(alpha === null ? [] : [make("p", { class: "help" }, say("categories.compare.alpha", { alpha }))]),
      here.length ? make("ol", { class: "queue" }, ...here.map((one) => this.#disagreement(one, names))) : make("p", {}, say("categories.compare.none")),
      ...(elsewhere.length
        ? [make("p", { class: "help" }, say("categories.compare.elsewhere"), " ", ...elsewhere.flatMap(([interview, count], index) => [index ? ", " : "", make("a", { href: `/interviews/${interview}/themes` }, interview), ` (${count})`]))]
        : []),
    );
  }

  #disagreement({ spans, says }, names) {
    const { placings, choosing, shown } = this;
    const settle = async (themes, codes) => {
      await placings.settle(spans, themes, codes);
      await this.compare();
      (shown.querySelector("button") ?? this.title).focus();
    };
    const called = ({ themes, codes }) => [...(themes.length ? themes : [OUTSIDE]), ...codes].map((id) => placings.name(id)).join(" + ");
    const codes = [...new Set(says.flatMap((one) => one.codes))];
    const other = async () => {
      const found = await choosing.theme(say("categories.compare.other"));
      if (found) settle([found], codes);
    };
    return make(
      "li",
      { class: "item" },
      make("p", { class: "quote" }, `«${spans.map((one) => placings.said(one)).join(" ")}»`),
      make(
        "div",
        { class: "line" },
        ...says.map((one, index) => make("button", { type: "button", onclick: () => settle(one.themes, one.codes) }, say("categories.compare.says", { who: names[index], themes: called(one) }))),
        ...(says.every((one) => one.themes.length) ? [make("button", { type: "button", onclick: () => settle([...new Set(says.flatMap((one) => one.themes))], codes) }, say("categories.compare.both"))] : []),
        make("button", { type: "button", class: "quiet", onclick: other }, say("categories.compare.other")),
      ),
    );
  }
}
