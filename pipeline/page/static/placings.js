// What is proposed and decided about the passages of an interview, and the actions that people take on them.

import { newId, say } from "./page.js";
import { Taking } from "./taking.js";
import { wordSpans } from "./words.js";

/** So much of a passage is said where it is spoken of, in UTF-16 units. */
const MOST_SAID = 60;

/** Stands where a theme does: outside the guide, and unplaced. */
export const [OUTSIDE, UNPLACED] = ["-", "?"];

export class Placings extends Taking {
  covered = { questions: [], interviews: 0, met: {} };

  /** @param {object} whole what `GET /api/interviews/ID/themes` answers */
  constructor(whole) {
    super(whole.interview, `/interviews/${whole.interview}/themes`);
    this.take(whole);
  }

  // ---------------------------------------------------------------- reading

  take(found) {
    if (found.seq < this.seq && !found.missing) return; // overtaken by a later answer
    Object.assign(this, found);
    this.texts = new Map(this.turns.map((one) => [one.id, one]));
    this.themes = new Map(this.guide.map((one) => [one.id, one]));
    this.own = new Map(this.codes.map((one) => [one.id, one]));
    this.byId = new Map(this.passages.map((one) => [one.id, one]));
    this.tell("changed");
  }

  /** What has been asked of the guide, and where else in the study its themes are met; drawn when it comes. */
  async readOn() {
    if (this.missing) return;
    const seq = this.seq;
    const found = await this.knock("GET", "/coverage");
    if (!found || seq !== this.seq) return;
    this.covered = found;
    this.tell("read");
  }

  /** What a theme or an own category is called. */
  name(id) {
    if (id === OUTSIDE) return say("categories.outside");
    if (id === UNPLACED) return say("categories.unplaced");
    const [theme, code] = [this.themes.get(id), this.own.get(id)];
    return theme ? `${theme.id} ${theme.title}` : code ? `E${code.number} ${code.name}` : id;
  }

  /** What the themes of a passage are called; what stands there instead of them where it has none. */
  themesOf(passage) {
    if (passage.themes.length) return passage.themes;
    return [passage.outside ? OUTSIDE : UNPLACED];
  }

  said(span) {
    return this.texts.get(span.turn)?.text.slice(span.start, span.end) ?? "";
  }

  /** Whether words of a passage stand in one before it too. */
  isAgain(passage) {
    const before = this.passages.slice(0, this.passages.indexOf(passage)).flatMap((one) => one.spans);
    return passage.spans.some((own) => before.some((one) => one.turn === own.turn && one.start < own.end && own.start < one.end));
  }

  /** The interviewer's question before a passage; "" where it is part of the passage, or of these spans. */
  asked({ question, spans }, others = []) {
    const inside = (one) => one.turn === question.turn && one.start < question.end && question.start < one.end;
    return question && ![...spans, ...others].some(inside) ? this.said(question) : "";
  }

  /** What is under a theme or a category, itself with it, at any depth. */
  within(id) {
    const found = new Set([id]);
    for (let before = 0; before < found.size; ) {
      before = found.size;
      for (const one of [...this.guide, ...this.codes]) if (found.has(one.under)) found.add(one.id);
    }
    return found;
  }

  /** The passages of a theme (its subthemes with it), of an own category (what is under it too), or all. */
  of(id) {
    if (!id) return this.passages;
    if (this.own.has(id)) {
      const branch = this.within(id);
      return this.passages.filter((one) => one.codes.some((code) => branch.has(code)));
    }
    const branch = new Set([...this.within(id)].filter((one) => !this.own.has(one)));
    return this.passages.filter((one) => this.themesOf(one).some((theme) => branch.has(theme)));
  }

  /** All passages in an order: "time" as in the interview, "doubt" with the most unsure first. */
  ordered(order, only) {
    const found = this.of(only);
    return order === "doubt" ? [...found].sort((a, b) => b.doubt - a.doubt) : found;
  }

  /** Those that people have not decided, or must decide again. */
  get open() {
    return this.passages.filter((one) => one.state !== "accepted");
  }

  // ---------------------------------------------------------------- actions

  about({ operations: [first] = [], code }) {
    if (code) return code.name ?? this.name(code.code);
    const passage = first.spans ? first.on === this.on && first.spans.map(({ turn_id, start, end }) => ({ turn: turn_id, start, end })) : this.byId.get(first.passage)?.spans;
    const said = (passage || []).map((one) => this.said(one)).join(" ");
    return said && `«${said.length > MOST_SAID ? `${said.slice(0, MOST_SAID).trim()} …` : said}»`;
  }

  #place(passage, spans, themes, codes) {
    return { op: "place", passage, on: this.on, spans: spans.map(({ turn, start, end }) => ({ turn_id: turn, start, end })), themes: themes.filter((one) => one !== OUTSIDE), codes };
  }

  /** The passage is about these themes; what has no themes is outside the guide. */
  place(passage, themes, codes = passage.codes) {
    return this.decide({ operations: [this.#place(passage.id, passage.spans, themes, codes)] });
  }

  /** Memo, relevance, research question; a passage that nobody has placed yet is placed by it. */
  annotate(passage, themes, changes) {
    const { memo, relevant, research } = { ...passage, ...changes };
    const note = { op: "annotate", passage: passage.id, memo, relevant, research_question: research };
    return this.decide({ operations: [...(passage.state === "accepted" && passage.held ? [] : [this.#place(passage.id, passage.spans, themes, passage.codes)]), note] });
  }

  withdraw(passage) {
    return this.decide({ operations: [{ op: "withdraw", passage: passage.id }] });
  }

  /**
   * A part of a passage becomes a passage of its own. What is left of one that people have placed stays as they
   * placed it; what is left of a proposal is still a proposal.
   */
  async split(passage, { before, part, after }, themes) {
    const placed = passage.by !== "";
    const id = newId();
    const rest = [before, after].filter((spans) => spans.length);
    const left = placed ? rest.map((spans, index) => this.#place(index ? newId() : passage.id, spans, passage.themes, passage.codes)) : [];
    await this.decide({ operations: [...left, this.#place(id, part, themes, placed ? passage.codes : [])] });
    return id;
  }

  /** The next passage becomes part of this one; its own categories and its memo come along. */
  join(passage, next, themes) {
    const codes = [...new Set([...passage.codes, ...next.codes])];
    const memo = [passage.memo, next.memo].filter(Boolean).join("\n\n");
    const note = { op: "annotate", passage: passage.id, memo, relevant: passage.relevant || next.relevant, research_question: passage.research || next.research };
    return this.decide({
      operations: [
        ...(next.held ? [{ op: "withdraw", passage: next.id }] : []),
        this.#place(passage.id, [...passage.spans, ...next.spans], themes, codes),
        ...(note.memo || note.relevant || note.research_question ? [note] : []),
      ],
    });
  }

  /** What two have agreed on: a passage of both. */
  settle(spans, themes, codes) {
    return this.decide({ operations: [this.#place(newId(), spans, themes, codes)], settled: true });
  }

  changeTree(code) {
    return this.decide({ code });
  }

  // ---------------------------------------------------------------- where a passage can be cut

  /** The words of a passage in order: [{span, start, end}], offsets in their turn. */
  words(passage) {
    return passage.spans.flatMap((span, index) => {
      const spans = wordSpans(this.said(span));
      return Array.from({ length: spans.length / 2 }, (_, i) => ({ span: index, start: span.start + spans[2 * i], end: span.start + spans[2 * i + 1] }));
    });
  }

  /**
   * A passage cut at whole words: from word `from` up to but not with word `to`. Spaces stay with the word before.
   * Null where nothing would be left on either side.
   */
  cut(passage, from, to) {
    const words = this.words(passage);
    if (from >= to || (from <= 0 && to >= words.length)) return null;
    const place = (index) => (index <= 0 ? [-1, 0] : index >= words.length ? [Infinity, 0] : [words[index].span, words[index].start]);
    const [low, high] = [place(from), place(to)];
    const between = ([span, start], [other, end]) =>
      passage.spans.flatMap((one, index) => {
        if (index < span || index > other) return [];
        const piece = { turn: one.turn, start: index === span ? Math.max(start, one.start) : one.start, end: index === other ? Math.min(end, one.end) : one.end };
        return piece.start < piece.end ? [piece] : [];
      });
    return { before: between([-1, 0], low), part: between(low, high), after: between(high, [Infinity, 0]) };
  }
}
