// What stands beside the talk: remarks on words, field notes on a turn or on the whole interview.

import { selectionIn } from "./caret.js";
import { askText } from "./dialog.js";
import { canon } from "./interview.js";
import { make, newId, say } from "./page.js";
import { wordOver, wordSpans } from "./words.js";

export class Beside {
  constructor(interview, rows) {
    Object.assign(this, { interview, rows });
  }

  /** Ask for a remark on the selected words of a turn, or on the word at the cursor. */
  async comment(id) {
    const { interview, rows } = this;
    const element = rows.row(id)?.text;
    if (!element) return;
    let [start, end] = selectionIn(element) ?? [0, 0];
    const text = element.textContent;
    if (start === end) {
      const spans = wordSpans(text);
      const word = wordOver(spans, start);
      [start, end] = word >= 0 ? spans.slice(2 * word, 2 * word + 2) : [0, 0];
    }
    const lead = (offset) => canon(text.slice(0, offset)).length + (/\s$/.test(text.slice(0, offset)) && offset < text.length && canon(text.slice(0, offset)) ? 1 : 0);
    const [from, to] = [lead(start), Math.max(lead(start), canon(text.slice(0, end)).length)];
    const said = await askText(say("listen.comment_on"), { label: say("listen.remark"), help: text.slice(start, end) ? `«${text.slice(start, end)}»` : "" });
    if (!said?.trim()) return;
    await interview.decide(() => [{ op: "comment", comment: newId(), revision: 0, turn: id, turn_revision: interview.turn(id).rev, start: from, end: to, text: said }]);
  }

  /** Change a remark, or take it away. */
  async editRemark(remark) {
    const { interview } = this;
    const said = await askText(say("listen.comment_on"), { value: remark.text, label: say("listen.remark"), remove: true });
    if (said === null || said === remark.text) return;
    await interview.decide(() => {
      const now = interview.remarks.find((one) => one.id === remark.id);
      return now && [{ op: "comment", comment: now.id, revision: now.rev, turn: now.turn, turn_revision: interview.turn(now.turn).rev, start: now.start, end: now.end, text: said }];
    });
  }

  /** Ask for a field note on a turn, or (null) on the whole interview; or change one. */
  async note(id, existing = null) {
    const { interview } = this;
    const said = await askText(say(id ? "listen.note_on" : "listen.note_whole"), { value: existing?.text ?? "", label: say("listen.note"), help: say("listen.note_help"), remove: Boolean(existing) });
    if (said === null || (!existing && !said.trim())) return;
    await interview.decide(() => {
      const now = existing ? interview.notes.find((one) => one.id === existing.id) : null;
      if (existing && !now) return null;
      return [{ op: "field_note", note: now?.id ?? newId(), revision: now?.rev ?? 0, turn: id, text: said }];
    });
  }

  /** Draw the field notes that stand beside the whole interview. */
  drawNotes() {
    const { interview } = this;
    const place = document.getElementById("whole-notes");
    const notes = interview.notes.filter((one) => !one.turn);
    place.hidden = !notes.length;
    place.replaceChildren(
      ...notes.map((one) =>
        make("div", { class: "aside note", role: "note" }, make("p", { class: "aside-head" }, make("span", { class: "kind" }, say("listen.note")), ` ${one.who}`), make("p", {}, one.text), make("button", { type: "button", class: "quiet", onclick: () => this.note(null, one) }, say("listen.change"), make("span", { class: "unseen" }, ` ${say("listen.note")}`))),
      ),
    );
  }
}
