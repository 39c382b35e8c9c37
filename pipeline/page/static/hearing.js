// The round of listening: what one has played of it, what is left, and who has signed.

import { banner, by } from "./around.js";
import { announce, make, say } from "./page.js";
import { openSigning } from "./signing.js";

export class Hearing {
  /** @param {object} whole what `GET /api/interviews/ID` answers */
  constructor(interview, rows, player, outline, whole) {
    const { hearing, rounds, who } = whole;
    Object.assign(this, { interview, rows, player, outline, rounds, who, now: { ...hearing, heard: join(hearing.heard) } });
    rows.heard = this.now.heard;
    player.addEventListener("heard", ({ detail }) => {
      this.now = { ...detail, heard: join(detail.heard) };
      this.draw();
    });
    by("round").addEventListener("change", async () => {
      await player.setRound(Number(by("round").value));
      this.drawSigned();
    });
    by("sign").addEventListener("click", async () => {
      await player.report();
      openSigning({ interview, player, hearing: this.now, who, playUnheard: () => this.playUnheard() });
    });
    by("next-unheard").addEventListener("click", () => this.playUnheard());
  }

  /** What was played, also of what is playing. */
  draw() {
    const { now, player } = this;
    const heard = player.open ? join([...now.heard, player.open]) : now.heard;
    this.rows.setHeard(heard);
    this.outline.setHeard(heard);
    const share = now.of ? Math.floor((100 * now.played) / now.of) : 100;
    by("share").textContent = now.of ? say("listen.share", { share }) : "";
    by("heard").setAttribute("aria-label", say("listen.heard_of", { share, round: now.round }));
  }

  drawRounds() {
    const { now, rounds } = this;
    by("round").replaceChildren(...Array.from({ length: rounds }, (_, i) => make("option", { value: String(i + 1), selected: i + 1 === now.round }, say("listen.round_of", { round: i + 1, rounds }))));
  }

  drawSigned() {
    const lines = this.interview.signatures.map((one) => ({ ...one, date: new Date(one.at).toLocaleDateString(document.documentElement.lang) }));
    const valid = new Set(lines.filter((one) => one.valid).map((one) => one.round));
    const voided = lines.filter((one) => !one.valid && !valid.has(one.round));
    banner("voided", voided.length ? voided.map((one) => say("listen.voided", one)).join(" ") : "", "note");
    const mine = lines.find((one) => one.valid && one.round === this.now.round && one.who === this.who);
    by("sign").textContent = mine ? say("listen.signed") : say("listen.sign");
    by("sign").dataset.signed = String(Boolean(mine));
  }

  /** Play the next speech that this person has not played in this round. */
  playUnheard() {
    const { now, player } = this;
    const next = now.left.find(([, end]) => end > player.now + 300) ?? now.left[0];
    if (next) player.playFrom(Math.max(0, next[0] - 300));
    else announce(say("listen.all_heard"));
  }
}

/** Stretches in order, without overlaps. */
function join(stretches) {
  const joined = [];
  for (const [start, end] of stretches.toSorted((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}
