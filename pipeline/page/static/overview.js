// Oversikt: draws what the server knows of the study, and lets a person add files and write them out.

import { openDialog } from "./dialog.js";
import { announce, ask, clock, make, onNews, say } from "./page.js";

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
  const key = document.activeElement?.dataset?.key;
  by("interviews").replaceChildren(...state.interviews.map(card));
  by("empty").hidden = state.interviews.length > 0;
  by("protection").textContent = state.protection;
  if (state.new && !offered) by("model").open = offered = true;
  drawNext();
  drawWork();
  drawFiles();
  if (key && document.activeElement?.dataset?.key !== key) refocus(key);
  delete by("overview").dataset.loading;
}

/** What had the focus was drawn anew; where it is gone, something harmless close by takes over. */
function refocus(key) {
  const [, interview] = key.split(" ");
  const same = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const near = interview && document.querySelector(`.card[data-interview="${CSS.escape(interview)}"] [data-key]`);
  (same ?? near ?? by("study-title")).focus({ preventScroll: true });
}

// ---------------------------------------------------------------- what comes next

/** The order of work; the study's next step is the first of these that any interview waits for. */
const STEPS = ["listen", "anonymise", "decide", "approve", "segment", "place", "export"];

/** So many interviews are named in a sentence. */
const MOST_NAMED = 6;

/** What a step is called and how it is done: a place to go to, or something to run. */
const DO = {
  write: () => ({ text: say("overview.transcribe"), run: transcribe, work: "write" }),
  listen: (row) => ({ text: row.round ? say("overview.listen_round", { round: row.round }) : say("overview.read"), href: "listen" }),
  anonymise: () => ({ text: say("overview.anonymise"), run: () => begin("search"), work: "search" }),
  decide: () => ({ text: say("page.view.identify"), href: "people" }),
  approve: () => ({ text: say("overview.approve"), href: "people" }),
  segment: () => ({ text: say("overview.segment"), run: () => begin("cut"), work: "cut" }),
  place: () => ({ text: say("page.view.themes"), href: "themes" }),
  export: () => ({ text: say("overview.export"), run: openExport, work: "export" }),
};

/** A step as a link or a button. While its work is under way the button stays where it is, but does nothing. */
function doing(row, { main = false } = {}) {
  const { text, href, run, work } = DO[row.step](row);
  const key = `${main ? "next" : "step"} ${main ? "" : row.interview}`.trim();
  const look = main ? "button primary" : "button";
  const whom = main ? null : make("span", { class: "unseen" }, ` ${row.interview}`);
  if (href) return make("a", { class: look, href: `/interviews/${row.interview}/${href}`, data: { key } }, text, whom);
  const busy = state.work[work].running;
  return make("button", { type: "button", class: main ? "primary" : "", id: main && work === "write" ? "transcribe" : null, "aria-disabled": busy ? "true" : null, onclick: () => busy || run(), data: { key } }, text, whom);
}

function drawNext() {
  const where = by("next-do");
  where.replaceChildren();
  const text = by("next-text");
  const running = Object.keys(state.work).find((kind) => state.work[kind].running);
  const first = STEPS.find((step) => state.interviews.some((row) => row.step === step));
  const rows = state.interviews.filter((row) => row.step === first);
  const interviews = rows.map((row) => row.interview).slice(0, MOST_NAMED).join(", ") + (rows.length > MOST_NAMED ? " …" : "");
  const told = { interviews, interview: rows[0]?.interview, round: rows[0]?.round };
  if (running) {
    text.textContent = { write: say("overview.next.running"), search: say("overview.next.search_running"), cut: say("overview.next.cut_running"), export: say("overview.next.export_running") }[running];
  } else if (state.new) {
    text.textContent = say("overview.next.transcribe", { count: state.new });
    where.append(doing({ step: "write" }, { main: true }));
  } else if (first) {
    const next = {
      listen: () => say("overview.next.listen", told),
      anonymise: () => say("overview.next.anonymise", told),
      decide: () => say("overview.next.decide", told),
      approve: () => say("overview.next.approve", told),
      segment: () => say("overview.next.segment", told),
      place: () => say("overview.next.place", told),
      export: () => say("overview.next.export", told),
    };
    text.textContent = next[first]();
    where.append(doing(rows[0], { main: true }));
  } else if (state.interviews.some((row) => row.step === "write")) {
    text.textContent = say("overview.next.again");
    where.append(doing({ step: "write" }, { main: true }));
  } else {
    text.textContent = say(state.interviews.some((row) => row.step === "wait") ? "overview.next.wait" : state.interviews.length ? "overview.next.nothing" : "overview.next.empty");
  }
}

// ---------------------------------------------------------------- the interviews

function card(row) {
  const ready = row.state !== "recording";
  const far = state.work.write.far[row.interview];
  const facts = [
    row.duration_ms ? clock(row.duration_ms) : null,
    ready ? say("overview.words", { count: row.words }) : null,
    ...row.signed.map((s) => say("overview.signed", { round: s.round, who: s.who })),
    ...row.voided.map((round) => say("overview.voided", { round })),
    row.approved ? say("overview.approved_by", { who: row.approved }) : null,
    row.passages ? say("overview.passages", { count: row.passages }) : null,
  ];
  const open = [
    row.marks ? say("overview.marks", { count: row.marks }) : null,
    row.unsure ? say("overview.unsure", { count: row.unsure }) : null,
    row.remarks ? say("overview.remarks", { count: row.remarks }) : null,
    row.look_again ? say("overview.look_again", { count: row.look_again }) : null,
    row.unplaced ? say("overview.unplaced", { count: row.unplaced }) : null,
  ].filter(Boolean);
  return make(
    "li",
    { class: "card", data: { interview: row.interview, state: row.state, step: row.step } },
    make("div", { class: "card-head" }, make("h3", {}, row.interview), make("span", { class: "badge", data: { state: row.state, looked: row.looked } }, row.stand)),
    make("p", { class: "facts" }, facts.filter(Boolean).join(" · ")),
    row.round && row.speech ? share(row) : null,
    open.length ? make("p", { class: "open" }, say("overview.open"), " ", open.join(" · ")) : null,
    row.torn_log ? make("p", { class: "note" }, say("overview.torn")) : null,
    ready ? respondent(row) : null,
    far ? progress(row.interview, far) : null,
    make("p", { class: "card-do" }, ...nextOf(row, ready)),
  );
}

/** The one next step of an interview. */
function nextOf(row, ready) {
  if (!ready) return [make("span", { class: "help" }, say("overview.waits"))];
  if (DO[row.step]) return [doing(row)];
  return [make("span", { class: "help" }, say(row.step === "done" ? "overview.done" : "overview.next.wait"))];
}

/** What quotes and tables say of the respondent, with the way to where that is written. */
function respondent(row) {
  const { group, subgroup, label } = row.respondent;
  const told = [group, subgroup, label && `«${label}»`].filter(Boolean).join(" · ");
  const text = told ? say("overview.respondent", { told }) : say("overview.respondent_none");
  const change = make("a", { href: `/interviews/${row.interview}/people#respondent`, data: { key: `respondent ${row.interview}` } }, say("overview.respondent_change"), make("span", { class: "unseen" }, ` (${row.interview})`));
  return make("p", { class: "facts" }, text, ". ", change);
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

// ---------------------------------------------------------------- what is under way

function drawWork() {
  const section = by("work");
  const last = Math.max(...Object.values(state.work).map((work) => work.ended)); // what came of it is said until something else ends
  const lines = Object.entries(state.work).flatMap(([kind, work]) => [...(work.running ? [going(kind, work)] : work.ended === last ? came(kind, work.came) : []), ...work.told.map((one) => make("p", { class: `told ${one.kind}`, role: one.kind === "error" ? "alert" : null }, one.text))]);
  section.hidden = !lines.length;
  section.replaceChildren(...lines);
}

function going(kind, work) {
  const { done = 0, all = work.planned.length || "…" } = work.far[""] ?? {}; // counted over the whole study, but for writing out
  const text = { write: say("overview.running", { count: work.planned.length || "…" }), search: say("overview.search_running", { done, all }), cut: say("overview.cut_running", { done, all }), export: say("overview.export_running", { done, all }) }[kind];
  const strangers = kind === "write" ? Object.entries(work.far).filter(([id]) => !state.interviews.some((row) => row.interview === id)) : [];
  const bar = kind === "write" ? null : make("progress", { max: 1, "aria-label": text });
  if (bar && done && done < all) bar.value = done / all;
  return make("div", { class: "going", data: { kind } }, make("p", {}, text), bar, ...strangers.map(([id, far]) => progress(id, far)), make("button", { type: "button", class: "quiet", onclick: () => stop(kind), data: { key: `stop ${kind}` } }, say("overview.stop")));
}

/** What became of each interview, in sentences, with the way to those that wait for people. */
function came(kind, all) {
  const to = (interview, view, text) => make("a", { href: `/interviews/${interview}/${view}`, data: { key: `${view} ${interview}` } }, text, make("span", { class: "unseen" }, ` (${interview})`));
  const line = (level, ...parts) => make("p", { class: `told ${level}` }, ...parts);
  const one = {
    search: (row) => {
      const told = { interview: row.interview, count: row.undecided };
      if (row.stopped) return line("error", say("overview.came.stopped", told));
      if (row.state === "written") return line("made", say("overview.came.written", told));
      if (row.state === "decide") return line("note", say("overview.came.decide", told), " ", to(row.interview, "people", say("page.view.identify")));
      return row.state === "review" ? line("note", say("overview.came.review", told), " ", to(row.interview, "listen", say("page.view.listen"))) : null;
    },
    cut: (row) => {
      const told = { interview: row.interview, count: row.passages, unplaced: row.unplaced };
      if (row.outcome === "waiting") return line("note", say("overview.came.no_text", told));
      return row.outcome === "segmented" ? line("made", say("overview.came.segmented", told), " ", to(row.interview, "themes", say("page.view.themes"))) : null;
    },
    export: ({ written, kept, interviews }) => [
      written.length ? line("made", say("overview.came.files", { count: written.length, folder: state.files.folder })) : line("note", say("overview.came.no_files")),
      ...kept.map((name) => line("note", say("overview.came.kept", { name }))),
      ...interviews.filter((row) => !row.exported).map((row) => line("note", say("overview.came.waits", { interview: row.interview, reason: row.reason }))),
      ...interviews.filter((row) => row.exported && !row.reviewed).map((row) => line("note", say("overview.came.unreviewed", { interview: row.interview }))),
    ],
  }[kind];
  return all.flatMap((row) => one(row)).filter(Boolean);
}

async function begin(kind, body) {
  try {
    state.work = await ask("POST", `/work/${kind}`, body);
  } catch (refusal) {
    state.work[kind] = { ...state.work[kind], told: [{ kind: "error", text: `${refusal.message} ${refusal.hint}` }] };
  }
  draw();
  by("work").scrollIntoView({ block: "nearest" });
}

const transcribe = () => begin("write", { model });

async function stop(kind) {
  state.work = await ask("DELETE", `/work/${kind}`);
  await refresh();
}

// ---------------------------------------------------------------- files for coding tools

function drawFiles() {
  const { folder, files, at, current } = state.files;
  by("files-section").hidden = !at && !state.interviews.some((row) => row.stages.replace);
  by("files-text").textContent = at ? [say("overview.files.at", { at: new Date(at).toLocaleString(document.documentElement.lang) }), current ? "" : say("overview.files.stale")].join(" ").trim() : say("overview.files.none");
  by("files-where").hidden = by("files-all").hidden = !at;
  by("folder").value = folder;
  by("files-count").textContent = say("overview.files.list", { count: files.length });
  by("files-list").replaceChildren(...files.map((name) => make("li", {}, name)));
}

by("copy").addEventListener("click", async () => {
  by("folder").select();
  try {
    await navigator.clipboard.writeText(by("folder").value);
    announce(say("overview.files.copied"));
  } catch {
    by("folder").focus(); // the path stands there, chosen, for the person's own copy key
  }
});
by("export").addEventListener("click", () => openExport());

/** What would be written, what waits and for what, and the choices; nothing unreviewed without being told so. */
async function openExport() {
  if (state.work.export.running) return;
  let found;
  try {
    found = await ask("GET", "/files");
  } catch (refusal) {
    state.work.export = { ...state.work.export, told: [{ kind: "error", text: `${refusal.message} ${refusal.hint}` }] };
    draw();
    return;
  }
  const { ready, unreviewed, waiting, unplaced, not_reviewed, formats, tools } = found;
  const left = [...waiting, ...unreviewed.map((interview) => ({ interview, reason: not_reviewed, why: "unreviewed" }))].sort((one, other) => one.interview.localeCompare(other.interview));
  const problem = make("p", { class: "problem", id: "export-problem", role: "alert" });
  const tool = make("select", { id: "export-tool" }, make("option", { value: "" }, say("overview.export.any")), ...tools.map((one) => make("option", { value: one.name }, one.text)));
  const kinds = formats.map((one) => [one.name, make("input", { type: "checkbox", name: "format", value: one.name, checked: true }), one.text]);
  const times = make("input", { type: "checkbox", id: "export-times" });
  const anyway = make("input", { type: "checkbox", id: "export-anyway" });
  const run = () => {
    const wanted = { formats: kinds.filter(([, box]) => box.checked).map(([name]) => name), tool: tool.value, times: times.checked, unreviewed: anyway.checked ? unreviewed : [] };
    if (!wanted.formats.length) problem.textContent = say("overview.export.none_chosen");
    else if (!ready.length && !wanted.unreviewed.length) problem.textContent = say("overview.export.none");
    else if (wanted.unreviewed.length) return () => confirmUnreviewed(wanted);
    else return void begin("export", wanted);
    return false;
  };
  const exportable = ready.length + unreviewed.length > 0;
  openDialog(
    say("overview.export.title"),
    [
      make("p", { id: "export-ready" }, ready.length ? say("overview.export.ready", { interviews: ready.join(", ") }) : say("overview.export.none")),
      ...Object.entries(unplaced).map(([interview, count]) => make("p", { class: "help" }, say("overview.export.unplaced", { interview, count }))),
      ...(left.length ? [make("h3", {}, say("overview.export.waiting")), make("ul", { class: "left-out" }, ...left.map((one) => make("li", { data: { why: one.why } }, `${one.interview}: ${one.reason}`)))] : []),
      ...(exportable
        ? [
            make("label", { htmlFor: "export-tool" }, say("overview.export.tool")),
            tool,
            make("fieldset", {}, make("legend", {}, say("overview.export.formats")), ...kinds.map(([, box, text]) => make("label", { class: "line" }, box, text))),
            make("label", { class: "line" }, times, say("overview.export.times")),
            unreviewed.length ? make("label", { class: "line" }, anyway, say("overview.export.anyway")) : null,
            problem,
          ].filter(Boolean)
        : []),
    ],
    exportable ? [{ text: say("overview.export_go"), primary: true, run }] : [],
    { wide: true },
  );
}

/** In as many words, and by name: nobody has looked at these. */
function confirmUnreviewed(wanted) {
  openDialog(say("overview.export.anyway"), [make("p", { id: "export-sure" }, say("overview.export.sure", { interviews: wanted.unreviewed.join(", ") }))], [{ text: say("overview.export.anyway"), run: () => void begin("export", wanted) }]);
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
  const interviews = JSON.stringify([pulse.interviews, pulse.study]);
  if (interviews !== known || !state) {
    known = interviews;
    due ||= setTimeout(() => ((due = 0), (drawn = Date.now()), refresh()), Math.max(0, drawn + 2000 - Date.now())); // others may be typing
    return;
  }
  const before = state.work;
  state.work = await ask("GET", "/work");
  const over = Object.keys(before).filter((kind) => before[kind].running && !state.work[kind].running);
  if (!over.length) return draw();
  await refresh();
  announce(by("work").innerText);
}

onNews("", (pulse) => onPulse(pulse).catch(() => {}));

// Measuring the models takes the machine some seconds: only when somebody is about to choose one.
by("model").addEventListener("toggle", () => {
  if (by("model").open && !models) drawModels().catch(() => by("models").replaceChildren());
});
