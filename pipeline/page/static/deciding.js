// The dialogs of Personer og steder: adding, changing, linking, parting, what stands instead, the respondent.

import { openDialog } from "./dialog.js";
import { ask, make, say } from "./page.js";

/** An id for somebody new: drawn at random, and it says nothing of whom it stands for. */
export const newEntity = () => `e-${[...crypto.getRandomValues(new Uint8Array(4))].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;

const option = (value, text, selected = false) => make("option", { value, selected }, text);

export class Deciding {
  constructor(rulings, words) {
    Object.assign(this, { rulings, words });
  }

  #types(chosen) {
    return make("select", { id: "dialog-type" }, ...Object.entries(this.words.types).map(([type, text]) => option(type, text, type === chosen)));
  }

  /** A choice among those of a kind; `first` are [value, text] before them. */
  #entities(type, first, { without = null, chosen = null, id = "dialog-whom" } = {}) {
    const own = this.rulings.entities.filter((one) => one.type === type && one.id !== without);
    own.sort((a, b) => b.here - a.here || a.name.localeCompare(b.name, "nb"));
    return make("select", { id }, ...first.map(([value, text]) => option(value, text)), ...own.map((one) => option(one.id, one.name, one.id === chosen)));
  }

  #scopes(chosen = "mention", names = ["mention", "spelling"]) {
    const texts = { mention: say("identify.scope.mention"), spelling: say("identify.scope.spelling"), entity: say("identify.scope.entity") };
    return make(
      "fieldset",
      {},
      make("legend", {}, say("identify.scope")),
      ...names.map((name) => make("label", { class: "line" }, make("input", { type: "radio", name: "dialog-scope", value: name, checked: name === chosen }), texts[name])),
    );
  }

  /** Mark words as something that identifies. */
  add(place) {
    const { rulings } = this;
    const said = rulings.words(place);
    const type = this.#types("PERSON");
    const found = () => this.#entities(type.value, [["", say("identify.add.unknown")]]);
    let whom = found();
    type.addEventListener("change", () => {
      const other = found();
      whom.replaceWith(other);
      whom = other;
    });
    const scopes = this.#scopes();
    openDialog(
      say("identify.add"),
      [make("p", { class: "quote" }, `«${said}»`), make("label", { htmlFor: "dialog-type" }, say("identify.what")), type, make("label", { htmlFor: "dialog-whom" }, say("identify.whom")), whom, scopes],
      [
        {
          text: say("identify.add.do"),
          primary: true,
          run: () => {
            rulings.decide({ op: "judge", place: rulings.place(place), type: type.value, scope: scope(scopes), entity: whom.value || null });
          },
        },
      ],
    );
    type.focus();
  }

  /** Say that a place is of another kind. */
  retype(mention, chosen) {
    const { rulings } = this;
    const type = this.#types(mention.type);
    const scopes = this.#scopes(chosen, ["mention", "spelling", "entity"]);
    openDialog(
      say("identify.retype"),
      [make("p", { class: "quote" }, `«${rulings.words(mention)}»`), make("label", { htmlFor: "dialog-type" }, say("identify.what")), type, scopes],
      [
        {
          text: say("identify.retype"),
          primary: true,
          run: () => void rulings.decide({ op: "judge", place: rulings.place(mention), type: type.value, scope: scope(scopes), entity: scope(scopes) === "entity" ? mention.entity : null }),
        },
      ],
    );
    type.focus();
  }

  /** Say that a place mentions somebody else. */
  rewhom(mention) {
    const { rulings } = this;
    const now = rulings.entity(mention.entity);
    const whom = this.#entities(mention.type, [["new", say("identify.add.new")]], { without: mention.entity });
    openDialog(
      say("identify.rewhom"),
      [make("p", { class: "quote" }, `«${rulings.words(mention)}»`), make("p", { class: "help" }, say("identify.rewhom.now", { name: now?.name ?? "" })), make("label", { htmlFor: "dialog-whom" }, say("identify.whom")), whom],
      [
        {
          text: say("page.keep"),
          primary: true,
          run: () => void rulings.decide({ op: "separate", entity: mention.entity, new_entity: whom.value === "new" ? newEntity() : whom.value, places: [rulings.place(mention)] }),
        },
      ],
    );
    whom.focus();
  }

  /** Two that are one. */
  link(entity) {
    const { rulings } = this;
    const whom = this.#entities(entity.type, [], { without: entity.id });
    if (!whom.options.length) {
      openDialog(say("identify.link"), [make("p", {}, say("identify.link.nobody"))]);
      return;
    }
    openDialog(
      say("identify.link"),
      [make("p", {}, say("identify.link.what", { name: entity.name })), make("label", { htmlFor: "dialog-whom" }, say("identify.whom")), whom],
      [{ text: say("identify.link.do"), primary: true, run: () => void rulings.decide({ op: "link", entity: entity.id, other: whom.value }) }],
    );
    whom.focus();
  }

  /** Some places are of somebody else. */
  async separate(entity) {
    const { rulings } = this;
    const { places } = await ask("GET", `${rulings.path}/places?entity=${entity.id}`);
    const boxes = places.map((one, index) => make("input", { type: "checkbox", value: String(index) }));
    const rows = places.map((one, index) =>
      make("label", { class: "line one-place" }, boxes[index], make("span", {}, make("span", { class: "help" }, `${one.interview} `), one.before, make("b", {}, one.words), one.after)),
    );
    const whom = this.#entities(entity.type, [["new", say("identify.add.new")]], { without: entity.id });
    const problem = make("p", { class: "problem", role: "alert" });
    openDialog(
      say("identify.separate"),
      [make("p", {}, say("identify.separate.what", { name: entity.name })), make("div", { class: "scroll", role: "group", "aria-label": say("identify.places_of", { name: entity.name }), tabIndex: 0 }, ...rows), make("label", { htmlFor: "dialog-whom" }, say("identify.separate.to")), whom, problem],
      [
        {
          text: say("identify.separate"),
          primary: true,
          run: () => {
            const chosen = boxes.filter((box) => box.checked).map((box) => places[Number(box.value)]);
            if (!chosen.length) {
              problem.textContent = say("identify.separate.none");
              return false;
            }
            const of = ({ interview, turn, start, end, text }) => ({ interview, turn, start, end, text });
            rulings.decide({ op: "separate", entity: entity.id, new_entity: whom.value === "new" ? newEntity() : whom.value, places: chosen.map(of) });
            return true;
          },
        },
      ],
      { wide: true },
    );
    (boxes[0] ?? whom).focus();
  }

  /** Another name of the same. */
  alias(entity) {
    const text = make("input", { id: "dialog-alias", type: "text", autocomplete: "off", spellcheck: false, maxLength: 200 });
    openDialog(
      say("identify.alias"),
      [make("label", { htmlFor: "dialog-alias" }, say("identify.alias.of", { name: entity.name })), text, make("p", { class: "help" }, say("identify.alias.help"))],
      [
        {
          text: say("page.keep"),
          primary: true,
          run: () => {
            const alias = text.value.normalize("NFC").replace(/\s+/gu, " ").trim();
            if (!alias) return false;
            this.rulings.decide({ op: "alias", entity: entity.id, alias });
            return true;
          },
        },
      ],
    );
    text.focus();
  }

  /** Whose a title or a place of work is. */
  person(entity) {
    const { rulings } = this;
    const whom = this.#entities("PERSON", [["", say("identify.nobodys")]], { chosen: entity.person });
    openDialog(
      say("identify.whose"),
      [make("p", { class: "quote" }, `«${entity.name}»`), make("label", { htmlFor: "dialog-whom" }, say("identify.whom")), whom],
      [{ text: say("page.keep"), primary: true, run: () => void rulings.decide({ op: "set_person", entity: entity.id, person: whom.value || null }) }],
    );
    whom.focus();
  }

  /** What stands instead, with how it would read. */
  instead(entity) {
    const { rulings } = this;
    const operator = make("select", { id: "dialog-operator" }, option("", say("identify.operator.study"), !entity.operator), ...Object.entries(this.words.operators).map(([name, text]) => option(name, text, name === entity.operator)));
    const own = make("input", { id: "dialog-own", type: "text", value: entity.replacement, autocomplete: "off", spellcheck: false, maxLength: 200, "aria-describedby": "dialog-own-help" });
    const shown = make("div", { class: "preview", role: "status", "aria-label": say("identify.preview") });
    const chosen = () => ({ entity: entity.id, operator: operator.value || null, replacement: own.value.normalize("NFC").replace(/\s+/gu, " ").trim() });
    let asked = 0;
    const draw = async () => {
      const mine = ++asked;
      try {
        const { preview } = await ask("POST", `${rulings.path}/preview`, chosen());
        if (mine !== asked) return;
        shown.replaceChildren(
          make("h3", {}, say("identify.preview")),
          ...preview.map((one) => make("div", { class: "pair" }, make("p", {}, one.before, make("del", {}, one.words), one.after), make("p", {}, one.before, make("ins", {}, one.new), one.after))),
          ...(preview.length ? [] : [make("p", { class: "help" }, say("identify.preview.none"))]),
          ...(operator.value === "surrogate" && !entity.surrogate ? [make("p", { class: "help" }, say("identify.preview.drawn"))] : []),
        );
      } catch (refusal) {
        if (refusal.status === undefined) throw refusal;
        if (mine === asked) shown.replaceChildren(make("p", { class: "problem" }, `${refusal.message} ${refusal.hint}`));
      }
    };
    let due = 0;
    const later = () => {
      clearTimeout(due);
      due = setTimeout(draw, 200);
    };
    operator.addEventListener("change", later);
    own.addEventListener("input", later);
    openDialog(
      say("identify.instead"),
      [
        make("p", { class: "quote" }, `«${entity.name}»`),
        make("label", { htmlFor: "dialog-operator" }, say("identify.instead.how")),
        operator,
        make("label", { htmlFor: "dialog-own" }, say("identify.instead.own")),
        own,
        make("p", { class: "help", id: "dialog-own-help" }, say("identify.instead.help")),
        shown,
      ],
      [{ text: say("page.keep"), primary: true, run: () => void rulings.decide({ op: "set_replacement", ...chosen() }) }],
      { wide: true },
    );
    operator.focus();
    draw();
  }

  /** Tell something else of the respondent than what is told now; a ruling tells all anew. */
  tellOf(changes) {
    const { group, subgroup, label, bands } = { ...this.rulings.respondent, ...changes };
    this.rulings.decide({ op: "respond", interview: this.rulings.interview, group, subgroup, label, bands });
  }

  /** What is told of the respondent beside the talk. */
  respond() {
    const { rulings } = this;
    const now = rulings.respondent;
    const field = (name, text, help) => [make("label", { htmlFor: `dialog-${name}` }, text), make("input", { id: `dialog-${name}`, type: "text", value: now[name], autocomplete: "off", maxLength: 200 }), make("p", { class: "help" }, help)];
    const form = openDialog(
      say("identify.respondent"),
      [
        make("p", { class: "help" }, say("identify.respondent.help")),
        ...field("group", say("identify.respondent.group"), say("identify.respondent.group.help")),
        ...field("subgroup", say("identify.respondent.subgroup"), say("identify.respondent.subgroup.help")),
        ...field("label", say("identify.respondent.label"), say("identify.respondent.label.help")),
      ],
      [
        {
          text: say("page.keep"),
          primary: true,
          run: () => {
            const value = (name) => form.querySelector(`#dialog-${name}`).value.replace(/\s+/gu, " ").trim();
            this.tellOf({ group: value("group"), subgroup: value("subgroup"), label: value("label") });
          },
        },
      ],
    );
    form.querySelector("#dialog-group").focus();
  }
}

const scope = (fieldset) => fieldset.querySelector("input:checked").value;
