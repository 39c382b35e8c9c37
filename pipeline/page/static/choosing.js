// Dialogs of Kategorier: choose a theme or a category by its number or some words, and see to own categories.

import { closeDialog, openDialog, whenClosed } from "./dialog.js";
import { make, say } from "./page.js";
import { OUTSIDE } from "./placings.js";

const plain = (text) => text.normalize("NFC").replace(/\s+/gu, " ").trim();

export class Choosing {
  constructor(placings) {
    this.placings = placings;
  }

  /** A theme of the guide, or `OUTSIDE`; null for somebody who turned away. */
  theme(title, { chosen = null, taken = [], quote = "", outside = true } = {}) {
    const { placings } = this;
    const leaves = placings.guide.filter((one) => one.leaf);
    const choices = leaves.map((one) => ({ id: one.id, text: placings.name(one.id), about: one.under ? placings.name(one.under) : "", taken: taken.includes(one.id) }));
    if (outside) choices.push({ id: OUTSIDE, text: say("categories.outside"), about: "" });
    return this.#pick(title, choices, { chosen, quote });
  }

  /** An own category: {id}, or {name} for one that is to be made; null for somebody who turned away. */
  async own(title, { taken = [] } = {}) {
    const { placings } = this;
    const choices = placings.codes.map((one) => ({ id: one.id, text: placings.name(one.id), about: one.under ? placings.name(one.under) : "", taken: taken.includes(one.id) }));
    const found = await this.#pick(title, choices, { make: true });
    if (found === null) return null;
    return found.startsWith("new ") ? { name: found.slice(4) } : { id: found };
  }

  /** A list that is narrowed by typing; Enter takes the one that is marked. Resolves to an id or null. */
  #pick(title, choices, { chosen = null, quote = "", make: makes = false } = {}) {
    return new Promise((resolve) => {
      const input = make("input", { id: "dialog-find", type: "text", role: "combobox", autocomplete: "off", spellcheck: false, maxLength: 60, "aria-expanded": "true", "aria-controls": "dialog-list", "aria-autocomplete": "list" });
      const list = make("ul", { id: "dialog-list", class: "choices", role: "listbox", "aria-label": title });
      let shown = [];
      let at = 0;
      const draw = () => {
        const rows = shown.map((one, index) =>
          make(
            "li",
            { id: `choice-${index}`, class: "choice", role: "option", "aria-selected": String(index === at), data: { id: one.id }, onclick: () => take(one) && closeDialog() },
            make("span", { class: "name" }, one.text),
            one.about ? make("span", { class: "help" }, ` ${one.about}`) : null,
            one.taken ? make("span", { class: "help" }, ` · ${say("categories.has_it")}`) : null,
          ),
        );
        list.replaceChildren(...rows);
        none.textContent = rows.length ? "" : say("categories.no_match");
        if (rows[at]) input.setAttribute("aria-activedescendant", rows[at].id);
        else input.removeAttribute("aria-activedescendant");
        rows[at]?.scrollIntoView({ block: "nearest" });
      };
      const none = make("p", { class: "help", role: "status" });
      const find = () => {
        const typed = plain(input.value);
        shown = matching(choices, typed);
        const there = this.placings.codes.some((one) => one.name.toLowerCase() === typed.toLowerCase());
        if (makes && typed && !there) shown.push({ id: `new ${typed}`, text: say("categories.make_named", { name: typed }), about: "" });
        at = typed ? 0 : Math.max(0, shown.findIndex((one) => one.id === chosen));
        draw();
      };
      const take = (one) => {
        resolve(one?.id ?? null);
        return Boolean(one);
      };
      openDialog(
        title,
        [quote ? make("p", { class: "quote" }, quote) : null, make("label", { htmlFor: "dialog-find" }, say("categories.find")), input, list, none].filter(Boolean),
        [{ text: say("categories.choose"), primary: true, run: () => take(shown[at]) }],
      );
      whenClosed(() => resolve(null));
      input.addEventListener("input", find);
      input.addEventListener("keydown", (event) => {
        const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (!by || !shown.length) return;
        event.preventDefault();
        at = (at + by + shown.length) % shown.length;
        draw();
      });
      find();
      input.focus();
    });
  }

  /** Ask for name, place and description of a category; null for somebody who turned away. */
  code({ id = null, name = "", under = "", description = "" } = {}) {
    const { placings } = this;
    const branch = id ? placings.within(id) : new Set();
    return new Promise((resolve) => {
      const field = make("input", { id: "dialog-name", type: "text", value: name, autocomplete: "off", spellcheck: false, maxLength: 59 });
      const places = [["", say("categories.under.nothing")], ...[...placings.guide, ...placings.codes].filter((one) => !branch.has(one.id)).map((one) => [one.id, placings.name(one.id)])];
      const where = make("select", { id: "dialog-under" }, ...places.map(([value, text]) => make("option", { value, selected: value === under }, text)));
      const about = make("textarea", { id: "dialog-about", rows: 3, value: description, spellcheck: false, "aria-describedby": "dialog-about-help" });
      const problem = make("p", { class: "problem", role: "alert" });
      const run = () => {
        if (!plain(field.value)) {
          problem.textContent = say("categories.name.needed");
          return false;
        }
        resolve({ name: plain(field.value), under: where.value, description: about.value.trim() });
        return true;
      };
      openDialog(
        id ? say("categories.change.of", { name: placings.name(id) }) : say("categories.make"),
        [
          make("label", { htmlFor: "dialog-name" }, say("categories.name")),
          field,
          make("label", { htmlFor: "dialog-under" }, say("categories.under")),
          where,
          make("label", { htmlFor: "dialog-about" }, say("categories.description")),
          about,
          make("p", { class: "help", id: "dialog-about-help" }, say("categories.description.help")),
          problem,
        ],
        [{ text: say("page.keep"), primary: true, run }],
      );
      whenClosed(() => resolve(null));
      field.focus();
    });
  }

  /** One category goes into another. */
  mergeCode(code) {
    const { placings } = this;
    const name = placings.name(code.id);
    const others = placings.codes.filter((one) => one.id !== code.id);
    if (!others.length) {
      openDialog(say("categories.merge_code"), [make("p", {}, say("categories.merge_code.nobody"))]);
      return;
    }
    const into = make("select", { id: "dialog-into" }, ...others.map((one) => make("option", { value: one.id }, placings.name(one.id))));
    openDialog(
      say("categories.merge_code"),
      [make("p", {}, say("categories.merge_code.what", { name })), make("label", { htmlFor: "dialog-into" }, say("categories.merge_code.into")), into],
      [{ text: say("categories.merge_code.do"), primary: true, run: () => void placings.changeTree({ op: "merge_code", code: into.value, other: code.id }) }],
    );
    into.focus();
  }

  removeCode(code) {
    const { placings } = this;
    openDialog(say("categories.drop", { name: placings.name(code.id) }), [make("p", {}, say("categories.remove.what", { name: placings.name(code.id) }))], [{ text: say("page.remove"), primary: true, run: () => void placings.changeTree({ op: "remove_code", code: code.id }) }]);
  }

  /** The research question that a passage answers: its id, "" for none, null for somebody who turned away. */
  research(now) {
    const { placings } = this;
    if (!placings.research.length) {
      openDialog(say("categories.research"), [make("p", {}, say("categories.research.missing"))]);
      return Promise.resolve(null);
    }
    return this.#pick(
      say("categories.research"),
      [...placings.research.map(([id, text]) => ({ id, text: `${id} ${text}`, about: "" })), { id: "", text: say("categories.research.none"), about: "" }],
      { chosen: now },
    );
  }
}

/** Those that a number or words fit: the number itself first, then numbers that begin so, then words. */
function matching(choices, typed) {
  if (!typed) return [...choices];
  const words = typed.toLowerCase().split(" ");
  const rank = (one) => {
    const [text, number] = [`${one.text} ${one.about}`.toLowerCase(), one.text.split(" ")[0].toLowerCase()];
    if ((number === words[0] && words.length === 1) || one.id === typed) return 0;
    if (number.startsWith(words[0]) && words.length === 1) return 1;
    return words.every((word) => text.includes(word)) ? 2 : 3;
  };
  return choices
    .map((one) => [rank(one), one])
    .filter(([place]) => place < 3)
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one);
}
