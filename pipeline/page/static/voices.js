// The voices of an interview: what each is called, and its role. Names stay in the study.

import { openDialog } from "./dialog.js";
import { make, say } from "./page.js";

const ROLES = ["interviewer", "respondent", "other"];

export function openVoices(interview, rows, addNote = null) {
  const lines = interview.speakers.map((speaker) => {
    const count = interview.order.filter((id) => interview.turn(id).speaker === speaker.label).length;
    const name = make("input", { id: `voice-${speaker.label}`, value: speaker.name, maxLength: 80, autocomplete: "off", placeholder: rows.nameOf(speaker.label) });
    const role = make("select", { id: `role-${speaker.label}` }, ...ROLES.map((one) => make("option", { value: one, selected: one === speaker.role }, say(`reading.role.${one}`))));
    return {
      speaker,
      name,
      role,
      element: make(
        "fieldset",
        { class: "voice", data: { voice: String(rows.voiceNumber(speaker.label)) } },
        make("legend", {}, say("listen.voice_of", { name: rows.nameOf(speaker.label), count })),
        make("label", { htmlFor: name.id }, say("listen.voice_name")),
        name,
        make("label", { htmlFor: role.id }, say("listen.voice_role")),
        role,
      ),
    };
  });
  const keep = () =>
    interview.decide(() =>
      lines
        .filter(({ speaker, name, role }) => name.value.trim() !== speaker.name || role.value !== speaker.role)
        .map(({ speaker, name, role }) => ({ op: "name_speaker", speaker: speaker.label, revision: interview.speaker(speaker.label).rev, name: name.value, role: role.value })),
    );
  const actions = [{ text: say("page.keep"), primary: true, run: () => void keep() }];
  if (addNote) actions.push({ text: say("listen.note_whole_add"), run: () => addNote });
  openDialog(say("listen.voices"), [make("p", { class: "help" }, say("listen.voices_help")), ...lines.map((line) => line.element)], actions);
}
