// One row a turn: speaker, time, text, state, and what stands beside the talk. Only the row that changes is drawn.

import { canon } from "./interview.js";
import { rangeIn } from "./caret.js";
import { clock, make, say } from "./page.js";
import { difference, wordSpans, wordTimes } from "./words.js";

/** The turn that an element belongs to, or null; and whether it is a turn's text. */
export const idOf = (node) => node?.closest?.(".turn")?.dataset.turn ?? null;
export const isText = (node) => node?.classList?.contains("text");

const LIT = "highlights" in CSS;
const [spoken, doubtful, remarked] = LIT ? [new Highlight(), new Highlight(), new Highlight()] : [];
if (LIT) {
  spoken.priority = 2;
  CSS.highlights.set("spoken", spoken);
  CSS.highlights.set("doubtful", doubtful);
  CSS.highlights.set("remarked", remarked);
}

export class Rows {
  /**
   * @param {HTMLElement} list where the rows go
   * @param {import("./interview.js").Interview} interview
   */
  constructor(list, interview) {
    this.list = list;
    this.interview = interview;
    this.rows = new Map();
    this.heard = []; // stretches without overlaps, in order
    this.active = null;
    this.shown = { turn: null, word: -1 };
  }

  row(id) {
    return this.rows.get(id);
  }

  // ---------------------------------------------------------------- drawing

  /** The rows whose remarks or notes are others than those on the screen. */
  besideChanged() {
    return this.interview.order.filter((id) => this.rows.has(id) && this.#besideKey(id) !== this.rows.get(id).besideKey);
  }

  drawAll() {
    const kept = new Map();
    const order = this.interview.order;
    order.forEach((id, index) => {
      const row = this.rows.get(id) ?? this.#make(id);
      kept.set(id, row);
      const at = this.list.children[index];
      if (at !== row.item) this.list.insertBefore(row.item, at ?? null);
    });
    for (const [id, row] of this.rows) {
      if (kept.has(id)) continue;
      this.#unlight(row);
      row.item.remove();
    }
    this.rows = kept;
    for (const id of order) this.draw(id);
    if (!this.rows.has(this.active)) this.activate(order[0] ?? null);
    this.drawOrphans();
  }

  #make(id) {
    const speaker = make("button", { type: "button", class: "speaker", tabIndex: -1, "aria-haspopup": "menu" });
    const time = make("button", { type: "button", class: "time", tabIndex: -1 });
    const state = make("span", { class: "state", role: "img" });
    const text = make("div", { class: "text", role: "textbox", "aria-multiline": "true", tabIndex: -1, spellcheck: false, lang: this.interview.language, autocapitalize: "off" });
    text.contentEditable = "plaintext-only";
    // No helper of the browser may read along: some send what is written to their makers.
    for (const [name, value] of [["autocorrect", "off"], ["writingsuggestions", "false"], ["data-gramm", "false"], ["data-lt-active", "false"]]) text.setAttribute(name, value);
    const beside = make("div", { class: "beside" });
    const more = make("button", { type: "button", class: "more quiet", tabIndex: -1, "aria-haspopup": "menu" }, make("span", { "aria-hidden": "true" }, "⋯"), make("span", { class: "unseen" }, say("listen.more")));
    const item = make("li", { class: "turn", data: { turn: id } }, make("div", { class: "side" }, speaker, make("span", { class: "when" }, time, state)), make("div", { class: "said" }, text, beside), more);
    return { id, item, speaker, time, state, text, beside, more, ranges: [], lit: "", besideKey: "" };
  }

  /** Draw one row from what is known of its turn. */
  draw(id) {
    const row = this.rows.get(id);
    const turn = this.interview.turn(id);
    if (!row || !turn) return;
    const speaker = this.interview.speaker(turn.speaker);
    const role = speaker.name || speaker.rev ? speaker.role : turn.role;
    const name = this.nameOf(turn.speaker);
    row.item.dataset.role = role;
    row.item.dataset.voice = String(this.voiceNumber(turn.speaker));
    row.speaker.textContent = name;
    row.speaker.setAttribute("aria-label", say("listen.speaker_of", { name }));
    row.item.dataset.sure = String(turn.sure);
    const when = turn.start === null ? "–" : clock(turn.start);
    row.time.textContent = when;
    row.time.disabled = turn.start === null;
    row.time.setAttribute("aria-label", say("listen.play_from", { time: when }));
    row.text.setAttribute("aria-label", say("listen.text_of", { name, time: when }));
    const text = this.interview.text(id);
    if (canon(row.text.textContent) !== canon(text) || (document.activeElement !== row.text && row.text.textContent !== text)) this.#setText(row, text);
    this.drawState(id);
    this.#light(row, turn);
    this.#drawBeside(row);
  }

  #setText(row, text) {
    const held = document.activeElement === row.text ? getSelection().rangeCount && getSelection().getRangeAt(0).startOffset : null;
    row.text.textContent = text;
    if (held !== null) {
      const range = rangeIn(row.text, held, held);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
    }
  }

  /** What a person should know of a turn at a glance: signs, and the same in words. */
  drawState(id) {
    const row = this.rows.get(id);
    const turn = this.interview.turn(id);
    if (!row || !turn) return;
    const told = [];
    const unsaved = this.interview.isUnsaved(id);
    if (this.interview.conflicts.has(id)) told.push(["!", "conflict"]);
    else if (unsaved) told.push(["…", "unsaved"]);
    if (!turn.sure) told.push(["?", "unsure"]);
    if (this.interview.edited.has(id)) told.push(["✎", "edited"]);
    if (turn.start !== null) told.push(this.#isHeard(turn) ? ["●", "heard"] : ["○", "unheard"]);
    row.state.textContent = told.map(([sign]) => sign).join(" ");
    const words = told.map(([, name]) => say(`listen.state.${name}`)).join(", ");
    row.state.setAttribute("aria-label", words || say("listen.state.none"));
    row.state.title = words;
    row.item.dataset.heard = String(told.some(([, name]) => name === "heard"));
    row.item.dataset.unsaved = String(unsaved);
  }

  nameOf(label) {
    const speaker = this.interview.speaker(label);
    if (speaker.name) return speaker.name;
    const role = say(`reading.role.${speaker.role}`);
    const same = this.interview.speakers.filter((one) => one.role === speaker.role && !one.name);
    return same.length > 1 ? `${role} ${1 + same.findIndex((one) => one.label === label)}` : role;
  }

  voiceNumber(label) {
    return 1 + this.interview.speakers.findIndex((one) => one.label === label);
  }

  // ---------------------------------------------------------------- played

  /** What this person has played in this round: stretches in order, without overlaps. */
  setHeard(stretches) {
    this.heard = stretches;
    for (const [id, row] of this.rows) {
      const turn = this.interview.turn(id);
      if (turn && turn.start !== null && String(this.#isHeard(turn)) !== row.item.dataset.heard) this.drawState(id);
    }
  }

  #isHeard(turn) {
    const length = turn.end - turn.start;
    let covered = 0;
    for (const [start, end] of this.heard) {
      if (start >= turn.end) break;
      covered += Math.max(0, Math.min(end, turn.end) - Math.max(start, turn.start));
    }
    return length <= 0 || covered >= 0.95 * length;
  }

  // ---------------------------------------------------------------- lights

  #light(row, turn) {
    if (!LIT) return;
    const remarks = this.interview.remarksOn(row.id);
    const text = row.text.textContent;
    const key = `${text}|${turn.doubt}|${remarks.map((one) => `${one.start}-${one.end}`)}`;
    if (key === row.lit) return;
    this.#unlight(row);
    row.lit = key;
    const add = (light, start, end) => {
      const range = rangeIn(row.text, start, end);
      light.add(range);
      row.ranges.push([light, range]);
    };
    if (text === turn.text && turn.doubt.length) {
      const spans = wordSpans(text);
      for (const word of turn.doubt) add(doubtful, spans[2 * word], spans[2 * word + 1]);
    }
    for (const one of remarks) if (one.end > one.start) add(remarked, one.start, one.end);
  }

  #unlight(row) {
    for (const [light, range] of row.ranges) light.delete(range);
    row.ranges = [];
    row.lit = "";
  }

  /** Show which word is being said; null shows none. */
  showWord(id, word) {
    if (this.shown.turn === id && this.shown.word === word) return;
    if (this.shown.turn !== id) {
      this.rows.get(this.shown.turn)?.item.removeAttribute("data-now");
      this.rows.get(id)?.item.setAttribute("data-now", "true");
    }
    this.shown = { turn: id, word };
    if (!LIT) return;
    spoken.clear();
    const row = this.rows.get(id);
    if (!row || word < 0) return;
    const spans = wordSpans(row.text.textContent);
    if (2 * word + 1 < spans.length) spoken.add(rangeIn(row.text, spans[2 * word], spans[2 * word + 1]));
  }

  /** When each word on the screen is said. */
  times(id) {
    return wordTimes(this.interview.turn(id), canon(this.rows.get(id).text.textContent));
  }

  // ---------------------------------------------------------------- beside the talk

  #drawBeside(row) {
    const { interview } = this;
    const conflict = interview.conflicts.get(row.id);
    const key = this.#besideKey(row.id);
    if (key === row.besideKey) return;
    row.besideKey = key;
    row.beside.replaceChildren(
      ...(conflict ? [this.#conflict(row.id, conflict)] : []),
      ...interview.remarksOn(row.id).map((remark) => this.#aside("remark", remark, interview.turn(row.id).text.slice(remark.start, remark.end))),
      ...interview.notesOn(row.id).map((note) => this.#aside("note", note, "")),
    );
  }

  #besideKey(id) {
    const { interview } = this;
    const conflict = interview.conflicts.get(id);
    return JSON.stringify([interview.remarksOn(id), interview.notesOn(id), conflict && [conflict, interview.turn(id).text]]);
  }

  #aside(kind, one, quote) {
    return make(
      "div",
      { class: `aside ${kind}`, role: "note" },
      make("p", { class: "aside-head" }, make("span", { class: "kind" }, say(`listen.${kind}`)), ` ${one.who}`, one.lookAgain ? make("span", { class: "again" }, say("listen.look_again")) : null),
      quote ? make("p", { class: "quote" }, quote) : null,
      make("p", {}, one.text),
      make("button", { type: "button", class: "quiet", onclick: () => this.#act(`edit-${kind}`, one) }, say("listen.change"), make("span", { class: "unseen" }, ` ${say(`listen.${kind}`)}`)),
    );
  }

  /** Both texts of a conflict, what differs marked, and the three ways out. */
  #conflict(id, { mine }) {
    const turn = this.interview.turn(id);
    const theirs = turn?.text ?? "";
    const shown = difference(theirs, mine).map(([kind, words]) => (kind === "same" ? `${words} ` : make(kind === "gone" ? "del" : "ins", {}, words, " ")));
    const settle = (text) => () => this.#act("settle", { id, text });
    return make(
      "div",
      { class: "conflict", role: "group", "aria-label": say("listen.conflict") },
      make("p", { class: "aside-head" }, say(turn ? "listen.conflict.what" : "listen.conflict.gone")),
      make("p", { class: "both" }, ...shown),
      make(
        "p",
        { class: "dialog-do" },
        turn ? make("button", { type: "button", class: "primary", onclick: settle(mine) }, say("listen.conflict.mine")) : make("button", { type: "button", class: "primary", onclick: () => this.#act("rescue", { id, text: mine }) }, say("listen.conflict.rescue")),
        make("button", { type: "button", onclick: settle(null) }, say(turn ? "listen.conflict.theirs" : "listen.conflict.drop")),
        turn ? make("button", { type: "button", onclick: () => this.#act("compare", { id, mine }) }, say("listen.conflict.both")) : null,
      ),
    );
  }

  /** Conflicts on turns that are gone stand at the top. */
  drawOrphans() {
    const banners = document.getElementById("orphans");
    banners?.replaceChildren(...[...this.interview.conflicts].filter(([id]) => !this.interview.turn(id)).map(([id, conflict]) => this.#conflict(id, conflict)));
  }

  #act(type, detail) {
    this.list.dispatchEvent(new CustomEvent(type, { detail }));
  }

  // ---------------------------------------------------------------- moving about

  /** The row that Tab goes into; the others are reached by the arrow keys. */
  activate(id) {
    if (this.active === id) return;
    const reach = (row, index) => row && [row.speaker, row.time, row.text, row.more].forEach((one) => (one.tabIndex = index));
    reach(this.rows.get(this.active), -1);
    this.active = id;
    reach(this.rows.get(id), 0);
  }
}
