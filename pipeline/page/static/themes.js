// Kategorier: brings the passages, the tree and what people decide together, and what keys and buttons do.

import { banner, by, holdFocus, holdKeys, sayProblem, showKeys, showPanes, showSaved, takeUp, wholeOf, wide } from "./around.js";
import { Choosing } from "./choosing.js";
import { Comparing } from "./comparing.js";
import { askText, openMenu } from "./dialog.js";
import { Drafts } from "./drafts.js";
import { pressed } from "./keys.js";
import { announce, ask, make, say } from "./page.js";
import { Passages } from "./passages.js";
import { OUTSIDE, Placings } from "./placings.js";
import { Tree } from "./tree.js";

const root = by("themes");

const { words, ...known } = await wholeOf(`/interviews/${root.dataset.interview}/themes`);
const placings = new Placings(known);
const drafts = await Drafts.open("themes", known);
const passages = new Passages(by("passages"), placings, words);
const choosing = new Choosing(placings);
const tree = new Tree(by("tree"), placings, words, {
  only: showOnly,
  goTo: (turn) => {
    const passage = placings.passages.find((one) => one.spans.some((span) => span.turn === turn));
    if (!passage) return;
    if (passages.only) showOnly(null);
    showPane("text");
    passages.choose(passage.id, { middle: true });
    drawChosen();
  },
  make: makeCode,
  change: async (code) => {
    const found = await choosing.code(code);
    if (found) placings.changeTree({ op: "change_code", code: code.id, ...found });
  },
  merge: (code) => choosing.mergeCode(code),
  remove: (code) => choosing.removeCode(code),
});

const showPane = showPanes(root, "tree");
const drawSaved = showSaved(placings, { stale: say("categories.stale") });
const refocus = holdFocus();
placings.addEventListener("changed", draw);
placings.addEventListener("read", () => tree.draw());

// ---------------------------------------------------------------- drawing

let read = "";
let reading = 0;

function draw() {
  const ready = !placings.missing;
  root.dataset.ready = String(ready);
  by("dock").hidden = !ready;
  drawFirst();
  passages.draw();
  tree.draw();
  drawOnly();
  drawDone();
  drawChosen();
  drawSaved();
  refocus();
  const now = `${placings.seq} ${placings.on} ${placings.passages.length}`;
  if (now !== read) {
    read = now;
    clearTimeout(reading);
    reading = setTimeout(() => placings.readOn(), 300);
  }
}

/** What comes before themes can be looked at, with the way there. */
function drawFirst() {
  const { missing, cutting } = placings;
  const told = cutting.told;
  by("first").hidden = !missing && !cutting.running && !told.length;
  by("first-title").hidden = !missing;
  if (by("first").hidden) return;
  const { done = 0, all = "…" } = cutting.far[""] ?? {};
  const far = say("categories.cutting", { done, all });
  const going = make("progress", { "aria-label": far, max: 1 });
  if (done) going.value = done / all;
  const begin = make("button", { type: "button", class: "primary", id: "cut", onclick: cut }, say("categories.cut"));
  const ways = { guide: [say("categories.no_guide.how"), null], text: [say("categories.no_text.how"), make("a", { class: "button primary", href: `/interviews/${placings.interview}/people` }, say("page.view.identify"))], cut: [say("categories.not_cut.how"), begin] };
  const [how, way] = missing ? ways[missing.what] : ["", null];
  by("first-text").textContent = cutting.running ? far : missing ? `${missing.text} ${missing.hint}`.trim() : "";
  by("first-how").textContent = cutting.running ? "" : how;
  by("first-do").replaceChildren(...(cutting.running ? [going] : way ? [way] : []), ...told.map((one) => make("p", { class: `told ${one.kind}`, role: one.kind === "error" ? "alert" : null }, one.text)));
}

async function cut() {
  try {
    const found = await ask("POST", `${placings.path}/cut`);
    placings.cutting = found.cutting;
    draw();
  } catch (refusal) {
    sayProblem(refusal);
  }
}

function showOnly(id) {
  tree.only = passages.only = id;
  draw();
  if (id && !wide.matches) showPane("text");
}

function drawOnly() {
  const { only } = passages;
  by("only").hidden = !only;
  by("only-text").textContent = only ? say("categories.only", { name: placings.name(only), count: placings.of(only).length }) : "";
}

function drawDone() {
  const [all, open] = [placings.passages.length, placings.open.length];
  by("done").max = Math.max(1, all);
  by("done").value = all - open;
  by("done-text").textContent = by("open").textContent = say("categories.decided", { done: all - open, all });
  by("next").disabled = !open;
}

// ---------------------------------------------------------------- the chosen passage

function drawChosen() {
  const passage = passages.chosen;
  const had = by("offered").contains(document.activeElement) ? document.activeElement.dataset.key : null;
  by("acts").hidden = by("offered").hidden = by("why").hidden = !passage;
  if (!passage) {
    by("what").textContent = say("categories.none_chosen");
    return;
  }
  const asked = placings.asked(passage);
  by("what").textContent = asked ? say("categories.question", { question: `«${asked}»` }) : passage.spans.map((one) => placings.said(one)).join(" ");
  const because = passage.state === "look_again" ? say(passage.fromTool ? "categories.from_tool" : "categories.changed") : passage.state === "unplaced" ? say("categories.waits") : "";
  by("why").textContent = [
    placings.themesOf(passage).map((id) => placings.name(id)).join(" + "),
    words.states[passage.state],
    because,
    passage.by && say("categories.decided_by", { who: passage.by }),
    passage.confidence,
    passage.reason && say("categories.because", { reason: passage.reason }),
  ].filter(Boolean).join(" · ");
  by("offered").replaceChildren(
    ...passage.offered.map(({ theme, confidence }, index) =>
      make("button", { type: "button", class: "offer", data: { key: `offer ${index}`, theme }, "aria-pressed": String(placings.themesOf(passage)[0] === theme), title: [placings.name(theme), confidence].filter(Boolean).join(" · "), onclick: () => take(index) }, make("kbd", {}, String(index + 1)), " ", make("span", { class: "name" }, placings.name(theme)), confidence ? make("span", { class: "help" }, ` ${confidence}`) : null),
    ),
  );
  if (had) by("offered").querySelector(`[data-key="${had}"]`)?.focus();
  by("accept").disabled = passage.state === "accepted" || !(passage.themes.length || passage.outside);
}

/** The themes a passage keeps beside the one that it gets now: what the machine proposed beside is not decided. */
const others = (passage, theme) => (passage.by ? passage.themes.slice(1).filter((one) => one !== theme) : []);

/** Make it about this theme first of all, or outside the guide. */
const moveTo = (passage, theme) => placings.place(passage, theme === OUTSIDE ? [] : [theme, ...others(passage, theme)]);

/** Its themes; asks where it has none yet and is not outside. Null for somebody who turned away. */
async function themesOf(passage, title) {
  if (passage.themes.length || passage.outside) return passage.themes;
  const found = await choosing.theme(title, { chosen: passage.offered[0]?.theme });
  return found === null ? null : found === OUTSIDE ? [] : [found];
}

function take(index) {
  const passage = passages.chosen;
  const offer = passage?.offered[index];
  if (!offer) return;
  if (index === 0 && (passage.themes.length || passage.outside)) accept();
  else moveTo(passage, offer.theme);
}

function accept() {
  const passage = passages.chosen;
  if (!passage || passage.state === "accepted") return;
  if (!passage.themes.length && !passage.outside) {
    announce(say("categories.accept.unplaced"));
    return;
  }
  return placings.place(passage, passage.themes);
}

async function acceptAndOn() {
  const passage = passages.chosen;
  if (passage && passage.state !== "accepted" && !passage.themes.length && !passage.outside) {
    announce(say("categories.accept.unplaced"));
    return;
  }
  const deciding = accept();
  next(passage);
  await deciding;
}

async function move() {
  const passage = passages.chosen;
  const found = passage && (await choosing.theme(say("categories.move"), { chosen: passage.themes[0] ?? passage.offered[0]?.theme }));
  if (found) moveTo(passage, found);
}

async function add() {
  const passage = passages.chosen;
  const found = passage && (await choosing.theme(say("categories.add"), { taken: passage.themes, outside: false }));
  if (found) placings.place(passage, [...new Set([...passage.themes, found])]);
}

async function own() {
  const passage = passages.chosen;
  const found = passage && (await choosing.own(say("categories.own"), { taken: passage.codes }));
  if (!found) return;
  const themes = await themesOf(passage, say("categories.move"));
  if (themes === null) return;
  let code = found.id;
  if (!code) {
    const made = await placings.changeTree({ op: "make_code", name: found.name, under: themes[0] ?? "" });
    code = made.made;
  }
  if (!code) banner("later", say("categories.own.later", { name: found.name }));
  if (!code || passage.codes.includes(code)) return;
  const now = placings.byId.get(passage.id) ?? passage;
  placings.place(now, themes, [...new Set([...now.codes, code])]);
}

function out() {
  const passage = passages.chosen;
  if (passage) placings.place(passage, []);
}

async function split() {
  const [passage, part] = [passages.chosen, passages.part()];
  if (!passage || !part) {
    announce(say("categories.split.where"));
    banner("where", say("categories.split.where"));
    setTimeout(() => banner("where", ""), 6000);
    return;
  }
  const quote = part.part.map((one) => placings.said(one)).join(" … ");
  passages.unpick();
  const found = await choosing.theme(say("categories.split.what"), { chosen: passage.themes[0] ?? passage.offered[0]?.theme, quote: `«${quote}»` });
  if (!found) return;
  const id = await placings.split(passage, part, [found]);
  passages.choose(id);
}

async function join() {
  const passage = passages.chosen;
  const after = passage && passages.after(passage);
  if (!after) {
    announce(say("categories.merge.last"));
    return;
  }
  const themes = await themesOf(passage, say("categories.move"));
  if (themes === null) return;
  await placings.join(passage, after, themes);
  announce(say("categories.merged"));
}

async function annotate(changes) {
  const passage = passages.chosen;
  const themes = passage && (await themesOf(passage, say("categories.move")));
  if (themes) placings.annotate(passage, themes, changes);
}

async function memo() {
  const passage = passages.chosen;
  if (!passage) return;
  const said = await askText(say("categories.memo.of"), { value: passage.memo, label: say("categories.memo"), help: say("categories.memo.help"), remove: Boolean(passage.memo) });
  if (said !== null && said.trim() !== passage.memo) annotate({ memo: said.trim() });
}

async function research() {
  const passage = passages.chosen;
  const found = passage && (await choosing.research(passage.research));
  if (found !== null && found !== undefined && found !== passage.research) annotate({ research: found });
}

function openMore() {
  const passage = passages.chosen;
  if (!passage) return;
  const drop = [...passage.themes.slice(1), ...passage.codes];
  openMenu(by("more"), say("categories.more"), [
    [say("categories.add"), add],
    [say("categories.own"), own],
    [say("categories.out"), out],
    [say("categories.split"), split],
    [say("categories.merge"), join],
    [say("categories.relevant"), DO.relevant, passage.relevant],
    [say("categories.memo"), memo],
    [say("categories.research"), research],
    ...drop.map((id) => [say("categories.drop", { name: placings.name(id) }), () => placings.place(passage, passage.themes.filter((one, index) => !index || one !== id), passage.codes.filter((one) => one !== id))]),
    ...(passage.held ? [[say("categories.withdraw"), DO.withdraw]] : []),
  ]);
}

/** The next that is to decide: unsure ones first, after where somebody is, from the beginning again at the end. */
function next(from = passages.chosen) {
  const open = placings.ordered(passages.order, passages.only).filter((one) => one.state !== "accepted" && one.id !== from?.id);
  const unsure = open.filter((one) => one.doubt >= 1.4);
  const all = [...passages.rows.keys()];
  const ahead = (some) => some.find((one) => all.indexOf(one.id) > all.indexOf(from?.id)) ?? some[0];
  const found = ahead(unsure) ?? ahead(open);
  if (!found) {
    announce(say("categories.nothing_open"));
    return;
  }
  showPane("text");
  passages.choose(found.id, { middle: true });
  drawChosen();
}

const DO = {
  accept,
  move,
  own,
  split,
  more: openMore,
  next: () => next(),
  undo: () => placings.undo(),
  redo: () => placings.undo(true),
  help: openHelp,
  relevant: () => passages.chosen && annotate({ relevant: !passages.chosen.relevant }),
  withdraw: () => passages.chosen?.held && placings.withdraw(passages.chosen),
};
for (const id of ["accept", "move", "own", "split", "more", "next", "undo", "redo", "help"]) by(id).addEventListener("click", DO[id]);
for (const id of ["split", "more"]) by(id).addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the selection
by("make").addEventListener("click", () => makeCode(""));
by("cut-again").addEventListener("click", cut);
by("all").addEventListener("click", () => showOnly(null));
by("order").addEventListener("change", () => {
  passages.order = by("order").value;
  draw();
});

async function makeCode(under) {
  const found = await choosing.code({ under });
  if (found) placings.changeTree({ op: "make_code", ...found });
}

// ---------------------------------------------------------------- mouse and keys in the text

by("passages").addEventListener("click", (event) => {
  const row = event.target.closest(".passage");
  if (!row) return;
  const cursor = getSelection().rangeCount ? getSelection().getRangeAt(0).cloneRange() : null;
  passages.picked = null;
  passages.choose(row.dataset.id, { focus: getSelection().isCollapsed });
  if (cursor) {
    getSelection().removeAllRanges();
    getSelection().addRange(cursor); // where to split
  }
  drawChosen();
});
by("passages").addEventListener("focusin", (event) => {
  const text = event.target.closest(".text");
  if (!text || text.dataset.passage === passages.active) return;
  passages.choose(text.dataset.passage, { focus: false });
  drawChosen();
});

const pick = (by_, extend = false) => {
  const said = passages.pick(by_, extend);
  if (said) announce(said);
};
/** Keys in the text; each is also a button or in the menu. */
const KEYS = {
  ArrowDown: () => passages.step(1),
  ArrowUp: () => passages.step(-1),
  ArrowRight: () => pick(1),
  ArrowLeft: () => pick(-1),
  "Shift+ArrowRight": () => pick(1, true),
  "Shift+ArrowLeft": () => pick(-1, true),
  Escape: () => passages.unpick(),
  Enter: acceptAndOn,
  G: accept,
  1: () => take(0),
  2: () => take(1),
  3: () => take(2),
  T: move,
  L: add,
  E: own,
  U: out,
  D: split,
  S: join,
  R: DO.relevant,
  M: memo,
  P: research,
  W: DO.withdraw,
  N: DO.next,
};

by("passages").addEventListener("keydown", (event) => {
  const run = KEYS[pressed(event)];
  if (!run) return;
  event.preventDefault();
  event.stopPropagation();
  run();
  drawChosen();
});

holdKeys(DO, '#passages .text[tabindex="0"]');

// ---------------------------------------------------------------- help

function openHelp() {
  showKeys(say("categories.keys"), say("categories.keys.where"), [
    [["ArrowUp", "ArrowDown"], say("categories.key.passages")],
    [["Enter"], say("categories.key.on")],
    [["G"], say("categories.accept")],
    [["1", "2", "3"], say("categories.key.candidates")],
    [["T"], say("categories.move")],
    [["L"], say("categories.add")],
    [["E"], say("categories.own")],
    [["U"], say("categories.out")],
    [["ArrowLeft", "ArrowRight"], say("categories.key.words")],
    [["D"], say("categories.split")],
    [["S"], say("categories.merge")],
    [["R"], say("categories.relevant")],
    [["M"], say("categories.memo")],
    [["P"], say("categories.research")],
    [["W"], say("categories.withdraw")],
    [["N", "Alt+J"], say("categories.next")],
    [["Ctrl+Z"], say("categories.undo")],
    [["Ctrl+Shift+Z", "Ctrl+Y"], say("categories.redo")],
    [["F1"], say("categories.keys")],
  ]);
}

// ---------------------------------------------------------------- begin

if (by("compare")) {
  const comparing = new Comparing({ shown: by("compared"), title: by("compare-title"), count: by("compare-count") }, placings, choosing);
  by("compare").addEventListener("click", () => comparing.compare());
}
showPane("text");
draw();
await takeUp(placings, drafts);
placings.follow();
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
document.documentElement.dataset.ready = "true";
