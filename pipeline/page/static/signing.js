// Signing a round: what was played, what was not, who has signed, and why if something is left.

import { closeDialog, openDialog } from "./dialog.js";
import { announce, clock, make, say } from "./page.js";

export function openSigning({ interview, player, hearing, who, playUnheard }) {
  const share = hearing.of ? Math.floor((100 * hearing.played) / hearing.of) : 100;
  const left = hearing.of - hearing.played;
  const reason = make("textarea", { id: "reason", rows: 3, spellcheck: false, "aria-describedby": "reason-help" });
  const problem = make("p", { class: "problem", role: "alert" });
  const language = document.documentElement.lang;
  const signed = interview.signatures.map((one) =>
    make("li", { class: one.valid ? "" : "void" }, say(one.valid ? "listen.signature" : "listen.signature_void", { round: one.round, who: one.who, date: new Date(one.at).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" }) }), one.reason ? make("span", { class: "quote" }, ` «${one.reason}»`) : null),
  );
  const sign = async () => {
    try {
      await interview.sign(hearing.round, reason.value);
      announce(say("listen.signed_now", { round: hearing.round }));
      return true;
    } catch (refusal) {
      if (refusal.status === undefined) throw refusal;
      problem.textContent = `${refusal.message} ${refusal.hint}`;
      return false;
    }
  };
  const body = [
    make("p", {}, say("listen.sign_what", { who, round: hearing.round, interview: interview.interview })),
    hearing.of ? make("p", {}, make("meter", { min: 0, max: 100, value: share, "aria-label": say("listen.share", { share }) }), " ", say("listen.sign_share", { share, left: clock(left) })) : null,
    hearing.left.length ? make("button", { type: "button", onclick: () => (closeDialog(), playUnheard()) }, say("listen.play_left")) : null,
    make("label", { htmlFor: "reason" }, say("listen.reason")),
    reason,
    make("p", { class: "help", id: "reason-help" }, say("listen.reason_help")),
    signed.length ? make("h3", {}, say("listen.signatures")) : null,
    signed.length ? make("ul", { class: "signatures" }, ...signed) : null,
    problem,
  ];
  openDialog(say("listen.sign_round", { round: hearing.round }), body.filter(Boolean), [{ text: say("listen.sign_round", { round: hearing.round }), primary: true, run: sign }]);
}
