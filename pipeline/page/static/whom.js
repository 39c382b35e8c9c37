// Who and what is mentioned: one card each, by kind, with role, other names and what stands instead.

import { make, say } from "./page.js";

/** Kinds in the order in which they are shown. */
const KINDS = ["PERSON", "ORG", "TITLE", "PLACE", "DISTRICT", "DATE", "AGE", "SPECIAL", "PHONE", "EMAIL", "NATIONAL_ID", "ID"];

/** Kinds that may be somebody's: a title, a place of work. */
export const OF_SOMEBODY = new Set(["TITLE", "ORG", "AGE", "SPECIAL"]);

export class Whom {
  /** @param {object} does what the buttons do: role, goTo, accept, link, separate, alias, instead, person */
  constructor(place, rulings, words, does) {
    Object.assign(this, { place, rulings, words, does, open: new Set(), wholeStudy: false });
  }

  draw() {
    const focus = this.place.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const shown = this.rulings.entities.filter((one) => this.wholeStudy || one.here);
    const groups = KINDS.map((kind) => [kind, shown.filter((one) => one.type === kind)]).filter(([, all]) => all.length);
    this.place.replaceChildren(
      ...groups.map(([kind, all]) =>
        make("section", { class: "kind", "aria-labelledby": `kind-${kind}` }, make("h3", { id: `kind-${kind}` }, `${this.words.types[kind]} (${all.length})`), make("ul", { class: "entities" }, ...all.map((one) => this.#card(one)))),
      ),
    );
    if (!groups.length) this.place.append(make("p", { class: "help" }, say("identify.nobody")));
    if (focus) this.place.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
  }

  /** Open the card of an entity and go there. */
  show(id) {
    this.open.add(id);
    if (!this.rulings.entity(id)?.here) this.wholeStudy = true;
    this.draw();
    const summary = this.place.querySelector(`[data-key="open ${id}"]`);
    summary?.focus();
    summary?.scrollIntoView({ block: "nearest" });
  }

  #card(one) {
    const { rulings, words, does } = this;
    const mentions = rulings.mentionsOf(one.id);
    const becomes = [...new Set(mentions.map((mention) => rulings.becomes?.[mention.id]).filter(Boolean))];
    const elsewhere = one.elsewhere.reduce((sum, [, times]) => sum + times, 0);
    const others = one.aliases.filter((alias) => alias !== one.name);
    const waiting = mentions.filter((mention) => mention.status !== "accepted").length;
    const button = (name, text, run) => make("button", { type: "button", data: { key: `${name} ${one.id}` }, onclick: run }, text, make("span", { class: "unseen" }, ` ${one.name}`));
    const details = make(
      "details",
      { class: "entity", open: this.open.has(one.id), data: { entity: one.id } },
      make(
        "summary",
        { data: { key: `open ${one.id}` } },
        make("span", { class: "name" }, one.name),
        one.type === "PERSON" ? make("span", { class: "tag", data: { role: one.role } }, words.roles[one.role]) : null,
        make("span", { class: "times" }, elsewhere ? say("identify.times_study", { here: one.here, elsewhere }) : say("identify.times", { here: one.here })),
        make("span", { class: "becomes" }, becomes.length ? `→ ${becomes.slice(0, 3).join(" · ")}` : one.here && rulings.becomes ? `→ ${say("identify.stays")}` : ""),
      ),
      one.type === "PERSON" ? this.#role(one) : null,
      others.length ? make("p", { class: "help" }, say("identify.also_called", { names: others.join(" · ") })) : null,
      OF_SOMEBODY.has(one.type) ? make("p", { class: "help" }, one.person && rulings.entity(one.person) ? say("identify.is_of", { name: rulings.entity(one.person).name }) : say("identify.of_nobody")) : null,
      mentions.length
        ? make(
            "ul",
            { class: "places", "aria-label": say("identify.places_of", { name: one.name }) },
            ...mentions.map((mention) =>
              make("li", {}, make("button", { type: "button", class: "quiet", data: { key: `go ${mention.id}` }, onclick: () => does.goTo(mention) }, make("span", { class: "said" }, rulings.words(mention)), make("span", { class: "help" }, ` ${words.statuses[mention.status]}`))),
            ),
          )
        : null,
      one.elsewhere.length
        ? make("p", { class: "help" }, say("identify.also_in"), " ", ...one.elsewhere.flatMap(([interview, times], index) => [index ? ", " : "", make("a", { href: `/interviews/${interview}/people` }, interview), ` (${times})`]))
        : null,
      make(
        "div",
        { class: "line acts" },
        waiting ? button("accept", say("identify.accept_all"), () => does.accept(one)) : null,
        button("instead", say("identify.instead"), () => does.instead(one)),
        button("alias", say("identify.alias"), () => does.alias(one)),
        button("link", say("identify.link"), () => does.link(one)),
        one.here + elsewhere > 1 ? button("separate", say("identify.separate"), () => does.separate(one)) : null,
        OF_SOMEBODY.has(one.type) ? button("person", say("identify.whose"), () => does.person(one)) : null,
      ),
    );
    details.addEventListener("toggle", () => (details.open ? this.open.add(one.id) : this.open.delete(one.id)));
    return make("li", {}, details);
  }

  #role(one) {
    const choice = make(
      "select",
      { data: { key: `role ${one.id}` }, "aria-label": say("identify.role_of", { name: one.name }), onchange: () => this.does.role(one, choice.value) },
      ...Object.entries(this.words.roles).map(([role, text]) => make("option", { value: role, selected: role === one.role }, text)),
    );
    return make("div", { class: "line" }, choice, one.roleBy ? make("span", { class: "help" }, say("identify.decided_by", { who: one.roleBy })) : null);
  }
}
