// What waits for people in an interview, each with its ways out: places, doubts, roles, what readers may know.

import { placeOf } from "./flow.js";
import { make, say } from "./page.js";

export class Waiting {
  /** @param {(place: string) => void} goTo shows a place or a turn of the text */
  constructor(list, title, rulings, words, goTo) {
    Object.assign(this, { list, title, rulings, words, goTo });
  }

  /** Draw what waits, and keep the keyboard where it was. */
  draw() {
    const { list, rulings } = this;
    const all = rulings.toDecide();
    const had = list.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const index = had ? [...list.querySelectorAll("[data-key]")].indexOf(document.activeElement) : -1;
    const first = all.filter((one) => one.kind !== "suggested");
    const sure = all.length - first.length;
    list.replaceChildren(...first.map((one) => this.#item(one)), ...(sure ? [make("li", { class: "item rest" }, make("p", {}, say("identify.rest", { count: sure })))] : []), ...(all.length ? [] : [make("li", { class: "item" }, say("identify.nothing_open"))]));
    if (had) {
      const buttons = [...list.querySelectorAll("[data-key]")];
      (list.querySelector(`[data-key="${CSS.escape(had)}"]`) ?? buttons[Math.min(index, buttons.length - 1)] ?? this.title).focus();
    }
    return { all: all.length, first: first.length, sure };
  }

  #item(one) {
    const { rulings, words } = this;
    const act = (name, text, run, guess = false) => make("button", { type: "button", data: { key: `${name} ${one.key}`, ...(guess && { guess }) }, onclick: run }, text);
    if (one.kind === "doubt") {
      const [left, right] = [rulings.entity(one.doubt.left), rulings.entity(one.doubt.right)];
      const name = (entity) => entity?.name ?? "?";
      return make(
        "li",
        { class: "item" },
        make("p", {}, make("b", {}, name(left)), ` ${say("identify.and")} `, make("b", {}, name(right)), `: ${say("identify.why.doubt")}`),
        make("p", { class: "help" }, [one.doubt.reason, one.doubt.confidence].filter(Boolean).join(" · ")),
        make(
          "div",
          { class: "line" },
          act("link", say("identify.same"), () => rulings.decide({ op: "link", entity: one.doubt.left, other: one.doubt.right })),
          act("part", say("identify.two"), () => rulings.decide({ op: "part", entity: one.doubt.left, other: one.doubt.right })),
          act("see", say("identify.see"), () => this.#see(one)),
        ),
      );
    }
    if (one.kind === "role") {
      const choose = (role) => act(role, words.roles[role], () => rulings.setRole(one.entity, role), role === one.entity.role);
      return make("li", { class: "item" }, make("p", {}, make("b", {}, one.entity.name), `: ${say("identify.why.role")}`), one.entity.role === "undecided" ? null : make("p", { class: "help" }, say("identify.guessed", { role: words.roles[one.entity.role] })), make("div", { class: "line" }, choose("respondent"), choose("third_party"), choose("public_figure")));
    }
    if (one.kind === "ask") {
      const { entity } = one;
      const choose = (name, text, operator) => act(name, text, () => rulings.decide({ op: "set_replacement", entity: entity.id, operator, replacement: "" }));
      return make(
        "li",
        { class: "item" },
        make("p", {}, make("b", {}, entity.name), `: ${say("identify.why.ask")}`),
        make("div", { class: "line" }, choose("keep", say("identify.ask.keep"), "keep"), choose("replace", say("identify.ask.replace"), rulings.ask[entity.id]), act("see", say("identify.see"), () => this.#see(one))),
      );
    }
    if (one.kind === "left") {
      const place = rulings.place(one.place);
      const entity = rulings.entity(one.place.entity);
      return make(
        "li",
        { class: "item" },
        make("p", {}, make("b", {}, rulings.words(one.place)), `: ${say("identify.why.left", { name: entity?.name ?? "" })}`),
        make(
          "div",
          { class: "line" },
          entity && act("yes", say("identify.left.yes"), () => rulings.decide({ op: "judge", place, type: entity.type, scope: "mention", entity: entity.id })),
          act("no", say("identify.left.no"), () => rulings.decide({ op: "judge", place, type: null, scope: "spelling", entity: null })),
          act("see", say("identify.see"), () => this.#see(one)),
        ),
      );
    }
    const { mention } = one;
    const why = one.kind === "look_again" ? say("identify.why.look_again") : say("identify.why.check");
    return make(
      "li",
      { class: "item" },
      make("p", {}, make("b", {}, rulings.words(mention)), ` – ${words.types[mention.type]}: ${why}`),
      make("p", { class: "help" }, [mention.reason, mention.confidence].filter(Boolean).join(" · ")),
      make(
        "div",
        { class: "line" },
        act("accept", say("identify.accept"), () => rulings.judge(mention, mention.type)),
        act("reject", say("identify.reject"), () => rulings.judge(mention, null)),
        act("see", say("identify.see"), () => this.#see(one)),
      ),
    );
  }

  /** Go to where something to decide is. */
  #see(one) {
    const { rulings, goTo } = this;
    if (one.mention) goTo(placeOf(one.mention));
    else if (one.place) goTo(one.place.turn);
    else {
      const entity = rulings.entity(one.entity?.id ?? (rulings.mentionsOf(one.doubt.left).length ? one.doubt.left : one.doubt.right));
      const mention = entity && rulings.mentionsOf(entity.id)[0];
      if (mention) goTo(placeOf(mention));
    }
  }
}
