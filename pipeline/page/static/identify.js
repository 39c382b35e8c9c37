// Personer og steder: brings the text, who is who and what is to decide together, and what keys and buttons do.

import { by, holdFocus, holdKeys, sayProblem, showKeys, showPanes, showSaved, takeUp, wholeOf, wide } from "./around.js";
import { Deciding } from "./deciding.js";
import { openDialog } from "./dialog.js";
import { Drafts } from "./drafts.js";
import { Flow, placeOf } from "./flow.js";
import { pressed } from "./keys.js";
import { announce, ask, make, say } from "./page.js";
import { Rulings } from "./rulings.js";
import { Waiting } from "./waiting.js";
import { Whom } from "./whom.js";

const root = by("identify");

const { words, ...known } = await wholeOf(`/interviews/${root.dataset.interview}/people`);
const rulings = new Rulings(known);
const drafts = await Drafts.open("identify", known);
const flow = new Flow(by("turns"), rulings, words);
const deciding = new Deciding(rulings, words);
const waiting = new Waiting(by("queue-list"), by("queue-title"), rulings, words, goTo);
const whom = new Whom(by("entities"), rulings, words, {
  goTo: (mention) => goTo(placeOf(mention)),
  role: (entity, role) => rulings.setRole(entity, role),
  accept: (entity) => acceptEntity(entity),
  link: (entity) => deciding.link(entity),
  separate: (entity) => deciding.separate(entity).catch(sayProblem),
  alias: (entity) => deciding.alias(entity),
  instead: (entity) => deciding.instead(entity),
  person: (entity) => deciding.person(entity),
});

const showPane = showPanes(root, "queue");
const drawSaved = showSaved(rulings);
const refocus = holdFocus();
rulings.addEventListener("changed", draw);
rulings.addEventListener("read", drawRead);

// ---------------------------------------------------------------- drawing

let read = ""; // what the text was last read on from

function draw() {
  root.dataset.searched = String(rulings.searched);
  by("dock").hidden = !rulings.searched;
  flow.draw();
  drawRead();
  drawSearch();
  drawRespondent();
  drawSaved();
  const now = JSON.stringify(rulings.pulse);
  if (now !== read) {
    read = now;
    rulings.readOn();
  }
}

/** What also depends on how the text would read. */
function drawRead() {
  if (flow.sides) flow.draw();
  whom.draw();
  drawWaiting();
  drawChosen();
  refocus();
}

function drawSearch() {
  const { search } = rulings;
  const needed = !rulings.searched || search.running || search.told.length > 0;
  by("search").hidden = !needed;
  if (!needed) return;
  const why = rulings.stale ? say("identify.stale") : rulings.searched ? "" : say("identify.not_searched");
  by("search-text").textContent = search.running ? searching(search) : why;
  const begin = make("button", { type: "button", class: "primary", id: "begin-search", onclick: startSearch }, say(rulings.searched || rulings.stale ? "identify.search_again" : "identify.search_begin"));
  const going = make("progress", { "aria-label": say("identify.search"), max: 1 });
  const far = search.far[""];
  if (far?.done && far.done < far.all) going.value = far.done / far.all;
  const stop = make("button", { type: "button", class: "quiet", onclick: stopSearch }, say("identify.stop"));
  by("search-do").replaceChildren(...(search.running ? [going, stop] : [begin]), ...search.told.map((one) => make("p", { class: `told ${one.kind}`, role: one.kind === "error" ? "alert" : null }, one.text)));
}

function searching({ far, planned }) {
  const { done = 0, all = planned.length } = far[""] ?? {};
  return say("identify.searching", { done, all: all || "…" });
}

async function startSearch() {
  try {
    rulings.takeSearch(await ask("POST", `${rulings.path}/search`));
  } catch (refusal) {
    sayProblem(refusal);
  }
}

async function stopSearch() {
  await ask("DELETE", `${rulings.path}/search`).catch(sayProblem);
}

function drawRespondent() {
  const { group, subgroup, label } = rulings.respondent;
  const told = [group, subgroup, label && `«${label}»`].filter(Boolean).join(" · ");
  const had = by("respondent").contains(document.activeElement);
  const change = make("button", { type: "button", class: "quiet", id: "respond", onclick: () => deciding.respond() }, say("identify.respondent.change"));
  const rare = rulings.respondent.coarser.map(({ column, label: now, coarser, reason }) =>
    make(
      "div",
      { class: "line coarser" },
      make("p", { class: "help" }, say("identify.respondent.rare", { label: now, reason })),
      make("button", { type: "button", data: { key: `coarser ${column}` }, onclick: () => deciding.tellOf({ [column]: coarser }) }, say("identify.respondent.coarser", { label: coarser })),
    ),
  );
  by("respondent").replaceChildren(make("h3", {}, say("identify.respondent")), make("div", { class: "line" }, make("p", { class: told ? "" : "help" }, told || say("identify.respondent.nothing")), change), ...rare);
  if (had) change.focus();
}

// ---------------------------------------------------------------- what is to decide

function drawWaiting() {
  const { all, first, sure } = waiting.draw();
  by("queue-count").textContent = first ? `(${first})` : "";
  by("whom-count").textContent = `(${rulings.entities.filter((one) => one.here).length})`;
  by("open").textContent = all ? say("identify.open", { count: all }) : say("identify.nothing_open");
  by("accept-sure").hidden = !sure;
  by("accept-sure").textContent = say("identify.accept_sure", { count: sure });
  by("next").disabled = !all;
  const signed = rulings.text.by;
  by("approve").textContent = signed ? say("identify.approved_by", { who: signed }) : say("identify.approve");
  by("approve").dataset.signed = String(Boolean(signed));
}

function goTo(place) {
  showPane("text");
  flow.goTo(place);
}

/** The next that is to decide after where somebody is, from the beginning again at the end. */
function next() {
  const all = rulings.toDecide();
  const places = [...by("turns").querySelectorAll(".mention")].filter((one) => all.some(({ mention }) => mention?.id === one.dataset.mention));
  const here = by("turns").querySelector('[tabindex="0"]');
  const ahead = places.find((one) => here && here.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) ?? places[0];
  if (ahead) goTo(ahead.dataset.place);
  else if (all.length) {
    showPane("queue");
    (by("queue-list").querySelector("button") ?? by("queue-title")).focus();
  } else announce(say("identify.nothing_open"));
}

// ---------------------------------------------------------------- the chosen place

function drawChosen() {
  const mention = flow.chosen;
  by("acts").hidden = !mention;
  by("why").hidden = !mention;
  if (!mention) {
    by("what").replaceChildren(say("identify.none_chosen"));
    return;
  }
  const entity = rulings.entity(mention.entity);
  const instead = rulings.becomes?.[mention.id];
  const link = entity && make("button", { type: "button", class: "quiet name", id: "chosen-whom", onclick: () => (showPane("whom"), whom.show(entity.id)) }, entity.name);
  by("what").replaceChildren(
    make("b", {}, `«${rulings.words(mention)}»`),
    ` ${words.types[mention.type]}`,
    ...(entity && link ? [" · ", link] : []),
    ...(mention.status === "rejected" || !rulings.becomes ? [] : [` → ${instead ?? say("identify.stays")}`]),
  );
  by("why").textContent = [words.statuses[mention.status], mention.by && say("identify.decided_by", { who: mention.by }), mention.reason && say("identify.because", { reason: mention.reason }), mention.confidence].filter(Boolean).join(" · ");
  by("accept").disabled = mention.status === "accepted" && by("scope").value === "mention";
  by("reject").disabled = mention.status === "rejected" && by("scope").value === "mention";
}

/** All mentions of this interview that the machine is sure of. */
function acceptSure() {
  const sure = rulings.mentions.filter((one) => one.status === "suggested");
  if (sure.length) rulings.decide({ op: "accept", mentions: sure.map((one) => [rulings.interview, one.id]) });
}

function acceptEntity(entity) {
  const [mention] = rulings.mentionsOf(entity.id);
  if (mention) rulings.judge(mention, mention.type, "entity");
}

const chosenDo = (run) => () => {
  const mention = flow.chosen;
  if (mention) run(mention, by("scope").value);
};
const DO = {
  accept: chosenDo((mention, scope) => rulings.judge(mention, mention.type, scope)),
  reject: chosenDo((mention, scope) => rulings.judge(mention, null, scope)),
  retype: chosenDo((mention, scope) => deciding.retype(mention, scope)),
  rewhom: chosenDo((mention) => deciding.rewhom(mention)),
  instead: chosenDo((mention) => {
    const entity = rulings.entity(mention.entity);
    if (entity) deciding.instead(entity);
  }),
  next,
  undo: () => rulings.undo(),
  redo: () => rulings.undo(true),
  help: () => openHelp(),
};
for (const [id, run] of Object.entries({ ...DO, approve: () => openApproval(), "accept-sure": acceptSure })) by(id).addEventListener("click", run);
by("scope").addEventListener("change", drawChosen);

// ---------------------------------------------------------------- adding by selecting

function addSelected() {
  const place = flow.selected();
  if (!place) {
    announce(say("identify.add.select"));
    return;
  }
  deciding.add(place);
  flow.unpick();
}

const adder = make("button", { type: "button", class: "adder", id: "adder", hidden: true, onclick: addSelected, onpointerdown: (event) => event.preventDefault() }, say("identify.add"));
root.append(adder);

/** Beside a selection stands what can be done with it. */
document.addEventListener("selectionchange", () => {
  const place = rulings.searched && flow.selected();
  adder.hidden = !place;
  if (!place) return;
  const box = getSelection().getRangeAt(0).getBoundingClientRect();
  adder.style.left = `${Math.max(8, Math.min(box.left, innerWidth - 180))}px`;
  adder.style.top = `${box.top > 110 ? box.top - 44 : box.bottom + 6}px`;
});
addEventListener("scroll", () => (adder.hidden = true), { passive: true });

// ---------------------------------------------------------------- mouse and keys in the text

by("turns").addEventListener("click", (event) => {
  if (!getSelection().isCollapsed) return;
  const element = event.target.closest(".mention, .text");
  if (element) flow.choose(element, { focus: true });
  drawChosen();
});
by("turns").addEventListener("focusin", (event) => {
  const element = event.target.closest(".mention, .text");
  if (!element) return;
  flow.choose(element, { focus: false });
  drawChosen();
});

/** Keys in the text; each is also a button. */
const KEYS = {
  ArrowRight: () => flow.step(1),
  ArrowLeft: () => flow.step(-1),
  ArrowDown: () => flow.line(1),
  ArrowUp: () => flow.line(-1),
  G: DO.accept,
  A: DO.reject,
  T: DO.retype,
  H: DO.rewhom,
  E: DO.instead,
  N: () => pick(0),
  Enter: () => (flow.chosen ? by("accept").focus() : pick(0)),
  Space: () => (flow.chosen ? by("accept").focus() : pick(0)),
};
const PICKING = {
  ArrowRight: () => pick(1),
  ArrowLeft: () => pick(-1),
  "Shift+ArrowRight": () => pick(1, true),
  "Shift+ArrowLeft": () => pick(-1, true),
  Enter: addSelected,
  N: addSelected,
  Escape: () => flow.unpick(),
};

function pick(by_, extend = false) {
  const said = flow.pick(by_, extend);
  if (said) announce(said);
}

by("turns").addEventListener("keydown", (event) => {
  const run = (flow.picked ? PICKING : KEYS)[pressed(event)];
  if (!run) {
    if (["ArrowUp", "ArrowDown", "Tab"].includes(event.key)) flow.unpick();
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  run();
});

holdKeys(DO, '#turns [tabindex="0"]');

// ---------------------------------------------------------------- sides

by("sides").addEventListener("click", () => {
  flow.sides = !flow.sides;
  by("sides").setAttribute("aria-pressed", String(flow.sides));
  root.dataset.sides = String(flow.sides);
  flow.draw();
});
by("whole-study").addEventListener("change", () => {
  whom.wholeStudy = by("whole-study").checked;
  whom.draw();
});

// ---------------------------------------------------------------- help and sign-off

function openHelp() {
  showKeys(say("identify.keys"), say("identify.keys.where"), [
    [["ArrowLeft", "ArrowRight"], say("identify.key.places")],
    [["ArrowUp", "ArrowDown"], say("identify.key.turns")],
    [["G"], say("identify.accept")],
    [["A"], say("identify.reject")],
    [["T"], say("identify.retype")],
    [["H"], say("identify.rewhom")],
    [["E"], say("identify.instead")],
    [["N"], say("identify.key.pick")],
    [["Alt+J"], say("identify.next")],
    [["Ctrl+Z"], say("identify.undo")],
    [["Ctrl+Shift+Z", "Ctrl+Y"], say("identify.redo")],
    [["F1"], say("identify.keys")],
  ]);
}

function openApproval() {
  const all = rulings.toDecide().filter(({ kind }) => kind !== "ask"); // asked once in a study, and never in the way
  const { made, reviewed, by: signed, profile, unsigned } = rulings.text;
  const title = say("identify.approve");
  if (signed) {
    openDialog(title, [make("p", {}, say("identify.approve.done", { who: signed }))]);
  } else if (all.length) {
    const lines = [
      ["look_again", "identify.left.look_again"],
      ["left", "identify.left.left"],
      ["check", "identify.left.check"],
      ["doubt", "identify.left.doubt"],
      ["role", "identify.left.role"],
      ["suggested", "identify.left.suggested"],
    ].map(([kind, key]) => [all.filter((one) => one.kind === kind).length, key]);
    openDialog(title, [make("p", {}, say("identify.approve.open")), make("ul", { class: "open-list" }, ...lines.filter(([count]) => count).map(([count, key]) => make("li", {}, say(key, { count }))))]);
  } else if (unsigned.length) {
    openDialog(title, [make("p", {}, say("identify.approve.unsigned", { rounds: unsigned.join(", ") })), make("p", {}, make("a", { href: `/interviews/${rulings.interview}/listen` }, say("identify.approve.listen")))]);
  } else if (!made || !reviewed) {
    openDialog(title, [make("p", {}, say("identify.approve.no_text"))], [{ text: say("identify.make_text"), primary: true, run: () => void startSearch() }]);
  } else {
    const problem = make("p", { class: "problem", role: "alert" });
    const run = async () => {
      try {
        await rulings.approve();
        announce(say("identify.approved_by", { who: rulings.text.by }));
        return true;
      } catch (refusal) {
        if (refusal.status === undefined) throw refusal;
        problem.textContent = `${refusal.message} ${refusal.hint}`;
        return false;
      }
    };
    const what = say(profile === "publish" ? "identify.approve.publish" : "identify.approve.work", { interview: rulings.interview });
    openDialog(title, [make("p", {}, what), problem], [{ text: title, primary: true, run }]);
  }
}

// ---------------------------------------------------------------- begin

showPane(wide.matches ? "queue" : "text");
draw();
await takeUp(rulings, drafts);
rulings.follow();
if (location.hash === "#respondent") {
  showPane("whom"); // Oversikt leads here to what tables and quotes say of somebody
  by("respond").focus();
  deciding.respond();
}
document.querySelector(".tabs").scrollLeft = document.querySelector(".tabs [aria-current]").offsetLeft;
document.documentElement.dataset.ready = "true";
