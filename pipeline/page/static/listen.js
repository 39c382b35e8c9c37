// Hør gjennom: brings the interview, its rows and the sound together, and what keys and buttons do.

import { banner, by, wholeOf } from "./around.js";
import { Beside } from "./beside.js";
import { atEdge, placeCaret, selectionIn } from "./caret.js";
import { askText, closeDialog, dialogIsOpen, openDialog, openMenu } from "./dialog.js";
import { Drafts } from "./drafts.js";
import { Following } from "./following.js";
import { Hearing } from "./hearing.js";
import { Interview, canon } from "./interview.js";
import { actionOf } from "./keys.js";
import { openKeys } from "./likes.js";
import { Outline } from "./outline.js";
import { announce, clock, make, newId, say, settings } from "./page.js";
import { Place } from "./place.js";
import { Player } from "./player.js";
import { Rows, idOf, isText } from "./rows.js";
import { Tone } from "./tone.js";
import { openVoices } from "./voices.js";
import { wordOver, wordSpans } from "./words.js";

const list = by("turns");

const whole = await wholeOf(`/interviews/${by("listen").dataset.interview}`);
const interview = new Interview(whole);
const rows = new Rows(list, interview);
const player = new Player(by("sound"), whole);
const outline = new Outline(interview, player, whole);
const tone = new Tone(by("sound"));
const beside = new Beside(interview, rows);
const place = new Place(interview, rows, player);
const drafts = await Drafts.open("listen", whole);
const hearing = new Hearing(interview, rows, player, outline, whole);
const following = new Following(interview, rows, player, outline, hearing);

// ---------------------------------------------------------------- banners and what is saved

function drawSaved() {
  const state = interview.offline ? "offline" : interview.conflicts.size ? "conflict" : interview.unsaved ? "saving" : "saved";
  if (by("saved").dataset.state !== state) {
    by("saved").dataset.state = state;
    by("saved-text").textContent = say(`listen.saved.${state}`);
  }
  by("undo").disabled = !interview.canUndo;
  by("redo").disabled = !interview.canRedo;
  by("end").hidden = interview.order.length > 0;
}

let keeping = 0;
function keepDrafts() {
  clearTimeout(keeping);
  keeping = setTimeout(() => drafts.keep(interview.unsavedTexts()), 120);
}

for (const type of ["saving", "saved", "conflict"]) {
  interview.addEventListener(type, ({ detail }) => {
    keepDrafts();
    drawSaved();
    if (detail.turn) rows.draw(detail.turn);
    if (type === "conflict") {
      rows.drawOrphans();
      announce(say("listen.conflict"));
    }
  });
}
interview.addEventListener("online", () => {
  drawSaved();
  banner("offline", interview.offline && `${interview.offline} ${interview.unsaved ? say("listen.offline_kept") : ""}`.trim(), "error");
});
interview.addEventListener("no-session", () => banner("offline", say("listen.no_session"), "error"));
interview.addEventListener("gone", () => banner("gone", say("listen.new_transcript"), "error", make("button", { type: "button", onclick: () => location.reload() }, say("listen.reload"))));
interview.addEventListener("turn", ({ detail }) => {
  rows.draw(detail.id);
  rows.drawOrphans();
});
interview.addEventListener("refused", ({ detail }) => sayRefused(detail.refused));
interview.addEventListener("changed", ({ detail }) => {
  const voices = JSON.stringify(interview.speakers);
  if (detail.order) rows.drawAll();
  else if (voices !== rows.voices) for (const id of interview.order) rows.draw(id);
  else for (const id of new Set([...detail.turns, ...rows.besideChanged()])) rows.draw(id);
  rows.voices = voices;
  following.forget();
  if (detail.others.length && detail.turns.length) announce(say("listen.others_changed", { who: detail.others.join(", ") }));
  drawSaved();
  hearing.drawSigned();
  beside.drawNotes();
});

function sayRefused(refused) {
  const text = say(`listen.refused.${refused.reason}`);
  banner("refused", text, "error");
  setTimeout(() => banner("refused", ""), 8000);
}

// ---------------------------------------------------------------- the sound

player.addEventListener("state", () => {
  const { playing } = player;
  by("play").setAttribute("aria-pressed", String(playing));
  by("play-text").textContent = say(playing ? "listen.pause" : "listen.play");
  by("rate").textContent = `${player.rate.toLocaleString(document.documentElement.lang)}×`;
  by("loop").setAttribute("aria-pressed", String(Boolean(player.loop)));
  following.draw();
  if (playing) following.play();
  place.keep();
});
player.addEventListener("broken", () => banner("sound", say("listen.sound_broken"), "error"));

// ---------------------------------------------------------------- the text

let idle = 0;
let resume = 0;

/** The row that keys act on: the one with the cursor, else the one being said. */
const current = () => idOf(document.activeElement) ?? rows.shown.turn ?? rows.active;

list.addEventListener("focusin", ({ target }) => {
  const id = idOf(target);
  if (id) rows.activate(id);
});
list.addEventListener("focusout", ({ target }) => {
  if (!isText(target)) return;
  const id = idOf(target);
  interview.checkpoint(id);
  if (interview.turn(id) && !interview.conflicts.has(id)) rows.draw(id);
});

list.addEventListener("beforeinput", (event) => {
  if (event.inputType === "historyUndo" || event.inputType === "historyRedo") {
    event.preventDefault();
    takeBack(event.inputType === "historyRedo");
  } else if (event.inputType === "insertParagraph" || event.inputType === "insertLineBreak") {
    event.preventDefault();
  }
});

list.addEventListener("input", (event) => {
  if (!isText(event.target)) return;
  const id = idOf(event.target);
  const was = interview.isUnsaved(id);
  interview.type(id, event.target.textContent);
  if (!was) rows.drawState(id);
  following.typed();
  clearTimeout(idle);
  if (event.isComposing) return;
  if (event.inputType === "insertText" && /\s/.test(event.data ?? "")) interview.checkpoint(id); // a step a word
  else idle = setTimeout(() => interview.checkpoint(id), 600);
  if (settings.pauseTyping === false) return;
  if (player.playing || resume) {
    player.pause();
    clearTimeout(resume);
    resume = setTimeout(() => {
      resume = 0;
      player.play();
    }, 1000);
  }
});

list.addEventListener("paste", (event) => {
  if (!isText(event.target)) return;
  event.preventDefault();
  document.execCommand("insertText", false, event.clipboardData.getData("text/plain").replace(/\s+/gu, " "));
});
list.addEventListener("drop", (event) => event.preventDefault());

list.addEventListener("click", (event) => {
  const id = idOf(event.target);
  if (!id) return;
  const row = rows.row(id);
  if (row.time.contains(event.target)) player.playFrom(interview.turn(id).start);
  else if (row.speaker.contains(event.target)) speakerMenu(id);
  else if (row.more.contains(event.target)) turnMenu(id);
  else if (isText(event.target) && event.detail === 1 && !event.altKey && settings.clickPlays !== false) playWord(id);
});

/** Play from the word that the cursor is in. */
function playWord(id) {
  const selection = selectionIn(rows.row(id).text);
  const times = rows.times(id);
  if (!selection || selection[0] !== selection[1] || !times.length) return;
  const word = wordOver(wordSpans(rows.row(id).text.textContent), selection[0]);
  if (word >= 0 && 2 * word < times.length) player.playFrom(times[2 * word]);
}

list.addEventListener("keydown", (event) => {
  if (!isText(event.target) || event.isComposing) return;
  const id = idOf(event.target);
  const element = event.target;
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
  if (!plain) return;
  const [start, end] = selectionIn(element) ?? [0, 0];
  const length = element.textContent.length;
  if (event.key === "Enter") {
    event.preventDefault();
    if (start > 0 && end < length) split(id);
    else go(1);
  } else if (event.key === "Backspace" && start === 0 && end === 0) {
    event.preventDefault();
    merge(interview.neighbour(id, -1), id);
  } else if (event.key === "Delete" && start === length && end === length) {
    event.preventDefault();
    merge(id, interview.neighbour(id, 1));
  } else if (event.key === "ArrowUp" && atEdge(element, -1) && interview.neighbour(id, -1)) {
    event.preventDefault();
    const above = rows.row(interview.neighbour(id, -1)).text;
    focusText(idOf(above), above.textContent.length);
  } else if (event.key === "ArrowDown" && atEdge(element, 1) && interview.neighbour(id, 1)) {
    event.preventDefault();
    focusText(interview.neighbour(id, 1), 0);
  }
});

function focusText(id, offset) {
  const row = rows.row(id);
  if (!row) return;
  rows.activate(id);
  placeCaret(row.text, offset);
  row.item.scrollIntoView({ block: "nearest" });
}

// ---------------------------------------------------------------- what can be done to a turn

/** Cut the turn at the cursor; the cursor goes on in the new one. */
async function split(id = current()) {
  const element = rows.row(id)?.text;
  const selection = element && selectionIn(element);
  if (!selection) return;
  const before = element.textContent.slice(0, selection[0]);
  const newTurn = newId();
  const done = await interview.decide(() => {
    const at = canon(before).length;
    return [{ op: "split", turn: id, revision: interview.turn(id).rev, at, new_turn: newTurn }];
  });
  if (done) focusText(newTurn, 0);
}

async function merge(left, right) {
  if (!left || !right) return;
  let joint = 0;
  const done = await interview.decide(() => {
    joint = interview.text(left).length + 1;
    return [{ op: "merge", turn: left, revision: interview.turn(left).rev, right, right_revision: interview.turn(right).rev }];
  });
  if (done) focusText(left, joint);
}

async function insertAfter(id) {
  const turn = interview.turn(id);
  const newTurn = newId();
  const following = interview.neighbour(id, 1);
  const other = interview.speakers.find((one) => one.label !== turn.speaker)?.label ?? turn.speaker;
  const start = turn.end;
  const end = following ? Math.max(start ?? 0, interview.turn(following).start ?? start ?? 0) : start;
  const done = await interview.decide(() => [{ op: "insert", after: id, new_turn: newTurn, speaker: other, text: "", start_ms: start, end_ms: start === null ? null : end }]);
  if (done) focusText(newTurn, 0);
}

async function remove(id) {
  const near = interview.neighbour(id, 1) ?? interview.neighbour(id, -1);
  const done = await interview.decide(() => [{ op: "remove", turn: id, revision: interview.turn(id).rev }]);
  if (done) {
    announce(say("listen.removed"));
    if (near) focusText(near, 0);
  }
}

/** Give turns to a voice: this one, all of its voice from here on, or all of its voice. */
async function setSpeaker(id, label, reach = "this") {
  const old = interview.turn(id).speaker;
  const from = interview.order.indexOf(id);
  const those = reach === "this" ? [id] : interview.order.filter((one, index) => interview.turn(one).speaker === old && (reach === "all" || index >= from));
  const done = await interview.decide(() => those.map((turn) => ({ op: "set_speaker", turn, revision: interview.turn(turn).rev, speaker: label })));
  if (done) announce(say("listen.speaker_set", { name: rows.nameOf(label), count: those.length }));
}

const newLabel = () => {
  let number = 1;
  while (interview.speakers.some((one) => one.label === `S${number}`)) number += 1;
  return `S${number}`;
};

function speakerMenu(id = current()) {
  const voices = interview.speakers.map((one) => one.label);
  const choose = (label) => {
    const { speaker } = interview.turn(id); // now: it may have changed while the menu was open
    if (label === speaker) return undefined;
    const same = interview.order.filter((one) => interview.turn(one).speaker === speaker);
    if (same.length < 2) return setSpeaker(id, label);
    const later = same.filter((one) => interview.order.indexOf(one) >= interview.order.indexOf(id)).length;
    const name = rows.nameOf(speaker);
    const choice = (reach, text) => ({ text, primary: reach === "this", run: () => void setSpeaker(id, label, reach) });
    openDialog(say("listen.reach", { name: interview.speakers.some((one) => one.label === label) ? rows.nameOf(label) : say("listen.new_voice") }), [], [
      choice("this", say("listen.reach.this")),
      choice("on", say("listen.reach.on", { name, count: later })),
      choice("all", say("listen.reach.all", { name, count: same.length })),
    ]);
    return undefined;
  };
  openMenu(rows.row(id).speaker, say("listen.speaker"), [
    ...voices.map((label) => [rows.nameOf(label), () => choose(label), label === interview.turn(id).speaker]),
    [say("listen.new_voice"), () => choose(newLabel()), false],
    [say("listen.name_voices"), () => openVoices(interview, rows)],
  ]);
}

function turnMenu(id) {
  const [before, after] = [interview.neighbour(id, -1), interview.neighbour(id, 1)];
  const { start } = interview.turn(id);
  openMenu(rows.row(id).more, say("listen.more"), [
    [say("listen.menu.comment"), () => beside.comment(id)],
    [say("listen.menu.note"), () => beside.note(id)],
    [say("listen.menu.speaker"), () => speakerMenu(id)],
    [say("listen.menu.loop"), start === null ? null : () => toggleLoop(id)],
    [say("listen.menu.merge_before"), before ? () => merge(before, id) : null],
    [say("listen.menu.merge_after"), after ? () => merge(id, after) : null],
    [say("listen.menu.insert"), () => insertAfter(id)],
    [say("listen.menu.remove"), () => remove(id)],
  ]);
}

/** Put a mark of the field's into the text at the cursor: [uhørbart], (pause), (ler). */
function insertMark(text) {
  const element = document.activeElement;
  if (!isText(element)) return;
  const [start, end] = selectionIn(element);
  const before = element.textContent.slice(0, start);
  const after = element.textContent.slice(end);
  const padded = `${before && !/\s$/.test(before) ? " " : ""}${text}${/^\s/.test(after) ? "" : " "}`;
  document.execCommand("insertText", false, padded);
  interview.checkpoint(idOf(element));
}

list.addEventListener("edit-remark", ({ detail }) => beside.editRemark(detail));
list.addEventListener("edit-note", ({ detail }) => beside.note(detail.turn, detail));
list.addEventListener("settle", ({ detail }) => {
  interview.settle(detail.id, detail.text);
  if (interview.turn(detail.id)) focusText(detail.id, 0);
});
list.addEventListener("rescue", async ({ detail }) => {
  const id = newId();
  const after = interview.order.at(-1) ?? null;
  const speaker = after ? interview.turn(after).speaker : "S1";
  if (await interview.decide(() => [{ op: "insert", after, new_turn: id, speaker, text: detail.text }])) {
    interview.settle(detail.id, null);
    focusText(id, 0);
  }
});
list.addEventListener("compare", async ({ detail }) => {
  const said = await askText(say("listen.conflict"), { value: detail.mine, label: say("listen.conflict.edit"), help: interview.text(detail.id) });
  if (said !== null) interview.settle(detail.id, canon(said));
});

async function takeBack(redo) {
  const { refused, turns } = await interview.undo(redo);
  if (refused) sayRefused(refused);
  const [first] = turns ?? [];
  if (!first) return;
  announce(say(redo ? "listen.redone" : "listen.undone"));
  const row = rows.row(first);
  if (!row) return;
  row.item.scrollIntoView({ block: "nearest" });
  row.item.animate?.([{ backgroundColor: "var(--lit)" }, {}], matchMedia("(prefers-reduced-motion: reduce)").matches ? 1 : 900);
}

// ---------------------------------------------------------------- going about

/** To another turn; `play` plays it. */
function go(step, play = false) {
  const id = step ? interview.neighbour(current(), step) : rows.shown.turn;
  if (!id) return;
  focusText(id, 0);
  const { start } = interview.turn(id);
  if (start === null) return;
  if (play) player.playFrom(start);
  else if (!player.playing) player.seek(start);
}

function toggleLoop(id = current()) {
  const { start, end } = interview.turn(id) ?? {};
  if (player.loop || start === null || start === undefined) {
    player.setLoop(null);
    return;
  }
  player.setLoop([start, end]);
  player.playFrom(start);
}

/** The next place that the machine wants a person to listen to. */
function nextMark() {
  const starts = [...whole.marks.map(([, start]) => start), ...[...interview.turns.values()].filter((turn) => !turn.sure && turn.start !== null).map((turn) => turn.start)].sort((a, b) => a - b);
  const next = starts.find((start) => start > player.now + 500) ?? starts[0];
  if (next === undefined) announce(say("listen.no_marks"));
  else player.playFrom(next);
}

function openTone() {
  const boost = make("input", { type: "range", id: "boost", min: "1", max: "4", step: "0.5", value: String(settings.boost ?? 1), oninput: () => tone.set({ boost: Number(boost.value) }) });
  const even = make("input", { type: "checkbox", checked: Boolean(settings.even), onchange: () => tone.set({ even: even.checked }) });
  const ears = ["", "left", "right"].map((side) =>
    make("label", { class: "line" }, make("input", { type: "radio", name: "ears", checked: (settings.ears ?? "") === side, onchange: () => tone.set({ ears: side }) }), say(`listen.ears.${side || "both"}`)),
  );
  openDialog(say("listen.tone"), [make("label", { htmlFor: "boost" }, say("listen.boost")), boost, make("label", { class: "line" }, even, say("listen.even")), ...(whole.channels > 1 ? [make("fieldset", {}, make("legend", {}, say("listen.ears")), ...ears)] : [])]);
}

const DO = {
  play: () => {
    clearTimeout(resume);
    resume = 0;
    player.toggle();
  },
  back2: () => player.skip(-2000),
  on2: () => player.skip(2000),
  back10: () => player.skip(-10000),
  on10: () => player.skip(10000),
  slower: () => player.faster(-1),
  faster: () => player.faster(1),
  loop: () => toggleLoop(),
  previous: () => go(-1),
  next: () => go(1),
  playNext: () => go(1, true),
  here: () => playWord(current()),
  unheard: () => hearing.playUnheard(),
  mark: nextMark,
  split: () => split(),
  merge: () => merge(interview.neighbour(current(), -1), current()),
  insert: () => insertAfter(current()),
  speaker: () => speakerMenu(),
  inaudible: () => insertMark(say("listen.mark.inaudible")),
  pauseMark: () => insertMark(say("listen.mark.pause")),
  laughter: () => insertMark(say("listen.mark.laughter")),
  comment: () => beside.comment(current()),
  note: () => beside.note(current()),
  undo: () => takeBack(false),
  redo: () => takeBack(true),
  help: () => openKeys({ onChange: likesChanged }),
};

addEventListener(
  "keydown",
  (event) => {
    if (event.isComposing) return;
    const action = actionOf(event);
    if (!action) return;
    if (dialogIsOpen()) {
      if (action === "help" && event.key === "F1") {
        event.preventDefault();
        closeDialog();
      }
      return;
    }
    if (document.querySelector(".menu:popover-open")) return;
    const [verb, voice] = action.split(":");
    if (voice && !interview.speakers[voice - 1]) return;
    event.preventDefault();
    event.stopPropagation();
    if (voice) setSpeaker(current(), interview.speakers[voice - 1].label);
    else DO[verb]();
  },
  true,
);

for (const [id, action] of Object.entries({ play: "play", back2: "back2", on2: "on2", back10: "back10", on10: "on10", slower: "slower", faster: "faster", loop: "loop", undo: "undo", redo: "redo", help: "help" })) {
  by(id).addEventListener("click", () => DO[action]());
}
by("tone").addEventListener("click", openTone);
by("voices").addEventListener("click", () => openVoices(interview, rows, () => beside.note(null)));

function likesChanged() {
  player.rewind = settings.rewind ?? whole.rewind;
  document.documentElement.dataset.theme = settings.theme ?? "auto";
  document.documentElement.dataset.size = settings.size ?? "m";
  outline.recolour();
}

// ---------------------------------------------------------------- leaving

addEventListener("pagehide", () => {
  interview.checkpoint();
  place.send({ keepalive: true });
});
addEventListener("beforeunload", (event) => {
  if (interview.unsaved && interview.offline) event.preventDefault();
});

// ---------------------------------------------------------------- begin

by("banners").append(make("div", { id: "orphans" }));
by("length").textContent = clock(whole.duration);
by("dock").dataset.sound = String(whole.sound);
if (!whole.sound) banner("sound", say("listen.no_sound_here"));
rows.drawAll();
rows.voices = JSON.stringify(interview.speakers);
hearing.drawRounds();
hearing.draw();
hearing.drawSigned();
beside.drawNotes();
place.find(whole.place);
following.draw();
const restored = interview.restore(await drafts.kept());
if (restored) {
  rows.drawAll();
  banner("restored", say("listen.restored", { count: restored }), "note");
}
drawSaved();
interview.follow();
if (whole.sound) outline.load();
document.documentElement.dataset.ready = "true";
