// Oversikt: draws what the server knows of the study, and lets a person add files and write them out.

import { ask, clock, make, onNews, say } from "./page.js";

const by = (id) => document.getElementById(id);
let state = null;
let models = null;
let model = "";
let offered = false;

const minutes = (seconds) => Math.max(1, Math.ceil(seconds / 60));
const percent = (part, of) => (of ? Math.floor((100 * part) / of) : 0);

async function refresh() {
  try {
    state = await ask("GET", "/interviews");
  } catch (refusal) {
    by("next-text").textContent = `${refusal.message} ${refusal.hint}`;
    return;
  }
  draw();
}

function draw() {
  by("interviews").replaceChildren(...state.interviews.map(card));
  by("empty").hidden = state.interviews.length > 0;
  by("protection").textContent = state.protection;
  if (state.new && !offered) by("model").open = offered = true;
  drawNext();
  drawWork();
  delete by("overview").dataset.loading;
}

/** The one thing to do: write out what is new, else the first interview that waits for people. */
function drawNext() {
  const where = by("next-do");
  const keepFocus = where.contains(document.activeElement);
  where.replaceChildren();
  const waiting = state.interviews.find((row) => row.state !== "recording" && row.round);
  const text = by("next-text");
  if (state.work.running) {
    text.textContent = say("overview.next.running");
  } else if (state.new) {
    text.textContent = say("overview.next.transcribe", { count: state.new });
    where.append(make("button", { class: "primary", onclick: transcribe, id: "transcribe" }, say("overview.transcribe")));
  } else if (waiting) {
    text.textContent = say("overview.next.listen", { interview: waiting.interview, round: waiting.round });
    where.append(make("a", { class: "button primary", href: `/interviews/${waiting.interview}/listen` }, say("page.view.listen")));
  } else {
    text.textContent = say(state.interviews.length ? "overview.next.nothing" : "overview.next.empty");
  }
  if (keepFocus) where.querySelector("button, a")?.focus();
}

function card(row) {
  const ready = row.state !== "recording";
  const far = state.work.far[row.interview];
  const facts = [
    row.duration_ms ? clock(row.duration_ms) : null,
    ready ? say("overview.words", { count: row.words }) : null,
    ...row.signed.map((s) => say("overview.signed", { round: s.round, who: s.who })),
    ...row.voided.map((round) => say("overview.voided", { round })),
  ];
  const open = [
    row.marks ? say("overview.marks", { count: row.marks }) : null,
    row.unsure ? say("overview.unsure", { count: row.unsure }) : null,
    row.remarks ? say("overview.remarks", { count: row.remarks }) : null,
    row.look_again ? say("overview.look_again", { count: row.look_again }) : null,
  ].filter(Boolean);
  return make(
    "li",
    { class: "card", data: { interview: row.interview, state: row.state } },
    make("div", { class: "card-head" }, make("h3", {}, row.interview), make("span", { class: "badge", data: { state: row.state } }, row.state_text)),
    make("p", { class: "facts" }, facts.filter(Boolean).join(" · ")),
    row.round && row.speech ? share(row) : null,
    open.length ? make("p", { class: "open" }, say("overview.open"), " ", open.join(" · ")) : null,
    row.torn_log ? make("p", { class: "note" }, say("overview.torn")) : null,
    far ? progress(row.interview, far) : null,
    make(
      "p",
      { class: "card-do" },
      ready
        ? make("a", { class: "button", href: `/interviews/${row.interview}/listen` }, row.round ? say("overview.listen_round", { round: row.round }) : say("overview.read"), make("span", { class: "unseen" }, ` ${row.interview}`))
        : make("span", { class: "help" }, say("overview.waits")),
    ),
  );
}

function share(row) {
  const done = percent(row.played, row.speech);
  const text = say("overview.played", { round: row.round, share: done });
  return make("div", { class: "share" }, make("meter", { min: 0, max: 100, value: done, "aria-label": text }), make("span", {}, text));
}

function progress(interview, far) {
  const done = far.all ? percent(far.done, far.all) : null;
  const left = far.left_s === null ? "" : say("overview.left", { minutes: minutes(far.left_s) });
  const text = done === null ? say("overview.reading") : say("overview.written", { share: done, left });
  const bar = make("progress", { max: 100, "aria-label": `${interview}: ${text}` });
  if (done !== null) bar.value = done;
  return make("div", { class: "share" }, bar, make("span", {}, text));
}

function drawWork() {
  const { work } = state;
  const section = by("work");
  section.hidden = !work.running && !work.told.length;
  const strangers = Object.entries(work.far).filter(([id]) => !state.interviews.some((row) => row.interview === id));
  section.replaceChildren(
    ...(work.running
      ? [make("p", {}, say("overview.running", { count: work.planned.length || "…" })), make("button", { class: "quiet", onclick: stop }, say("overview.stop"))]
      : []),
    ...strangers.map(([id, far]) => progress(id, far)),
    ...work.told.map((one) => make("p", { class: `told ${one.kind}`, role: one.kind === "error" ? "alert" : null }, one.text)),
  );
}

async function transcribe() {
  try {
    state.work = await ask("POST", "/work", { model });
  } catch (refusal) {
    state.work = { ...state.work, told: [{ kind: "error", text: `${refusal.message} ${refusal.hint}` }] };
  }
  draw();
}

async function stop() {
  state.work = await ask("DELETE", "/work");
  await refresh();
}

// ---------------------------------------------------------------- files

async function send(files) {
  for (const file of files) {
    const line = make("li", {}, say("overview.sending", { name: file.name }));
    by("arriving").append(line);
    try {
      const { told } = await ask("PUT", `/files?name=${encodeURIComponent(file.name)}`, file);
      line.replaceChildren(...told.map((one) => make("span", { class: `told ${one.kind}` }, one.text)));
    } catch (refusal) {
      line.replaceChildren(make("span", { class: "told error" }, `${file.name}: ${refusal.message} ${refusal.hint}`));
    }
  }
  await refresh();
}

const drop = by("drop");
by("files").addEventListener("change", (event) => send([...event.target.files]).then(() => (event.target.value = "")));
drop.addEventListener("dragover", (event) => {
  event.preventDefault();
  drop.dataset.over = "true";
});
drop.addEventListener("dragleave", () => delete drop.dataset.over);
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  delete drop.dataset.over;
  send([...event.dataTransfer.files]);
});

// ---------------------------------------------------------------- models

async function drawModels() {
  by("models").replaceChildren(make("p", { class: "help" }, say("overview.measuring")));
  ({ models } = await ask("GET", "/models"));
  const rows = models.filter((one) => one.here).map((one) => ({ ...one, title: one.name }));
  rows.unshift({ name: "", title: state?.model ? say("overview.model_of_study", { name: state.model }) : say("overview.model_none"), note: say("overview.model_none_note") });
  const away = models.filter((one) => !one.here);
  by("models").replaceChildren(
    ...rows.map((one) =>
      make(
        "label",
        { class: "model-row" },
        make("input", { type: "radio", name: "model", value: one.name, checked: one.name === model, onchange: () => (model = one.name) }),
        make("span", { class: "model-name" }, one.title),
        make("span", { class: "model-note" }, about(one)),
      ),
    ),
  );
  by("away").hidden = !away.length;
  by("away-list").replaceChildren(
    ...away.map((one) => make("li", { class: "model-row" }, make("span", { class: "model-name" }, one.name), make("span", { class: "model-note" }, about(one)), make("code", {}, `renskriv models fetch ${one.name}`))),
  );
}

/** Size, speed and a word on a model. */
function about({ size, minutes: each, note }) {
  const speed = each === undefined || each === null ? null : each < 90 ? say("overview.model_minutes", { minutes: each }) : say("overview.model_hours", { hours: Math.round(each / 60) });
  return [size, speed, note].filter(Boolean).join(" · ");
}

let known = "";
let due = 0;
let drawn = 0;

/** Progress comes often, and is asked for alone; all else is asked for when a file has changed. */
async function onPulse(pulse) {
  const interviews = JSON.stringify(pulse.interviews);
  if (interviews !== known || !state) {
    known = interviews;
    due ||= setTimeout(() => ((due = 0), (drawn = Date.now()), refresh()), Math.max(0, drawn + 2000 - Date.now())); // others may be typing
    return;
  }
  const { running } = state.work;
  state.work = await ask("GET", "/work");
  if (running && !state.work.running) await refresh();
  else draw();
}

onNews("", (pulse) => onPulse(pulse).catch(() => {}));

// Measuring the models takes the machine some seconds: only when somebody is about to choose one.
by("model").addEventListener("toggle", () => {
  if (by("model").open && !models) drawModels().catch(() => by("models").replaceChildren());
});
