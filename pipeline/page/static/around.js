// What stands around the text of an interview: banners, what is saved, panes, keys and where the keyboard is.

import { dialogIsOpen, openDialog } from "./dialog.js";
import { pressed, shown } from "./keys.js";
import { ask, make, say } from "./page.js";

export const by = (id) => document.getElementById(id);
export const wide = matchMedia("(min-width: 62rem)");

/** What the server answers when a view begins; that it cannot is told. */
export function wholeOf(path) {
  return ask("GET", path).catch((refusal) => {
    banner("lost", `${refusal.message} ${refusal.hint}`, "error");
    throw refusal;
  });
}

export function banner(kind, text, level = "note", action = null) {
  const before = document.querySelector(`[data-banner="${kind}"]`);
  if (!text) {
    before?.remove();
    return;
  }
  const line = make("div", { class: `banner ${level}`, data: { banner: kind }, role: level === "error" ? "alert" : "status" }, make("p", {}, text), action);
  if (before) before.replaceWith(line);
  else by("banners").append(line);
}

export function sayProblem(refusal) {
  if (refusal.status === undefined) throw refusal;
  banner("problem", `${refusal.message} ${refusal.hint}`, "error");
}

/**
 * Tell whether what somebody decides is saved, and keep the page open until it is.
 * @param {Taking} taking
 * @param {{[reason: string]: string}} refused what is said here of some refusals, instead of what the server says
 * @returns {() => void} what draws it
 */
export function showSaved(taking, refused = {}) {
  const texts = { saved: say("page.saved.saved"), saving: say("page.saved.saving"), offline: say("page.saved.offline") };
  let told = "";
  const draw = () => {
    const state = taking.offline ? "offline" : taking.unsaved ? "saving" : "saved";
    if (by("saved").dataset.state !== state) {
      by("saved").dataset.state = state;
      by("saved-text").textContent = texts[state];
    }
    by("undo").disabled = !taking.canUndo;
    by("redo").disabled = !taking.canRedo;
    const away = taking.offline && `${taking.offline} ${taking.unsaved ? say("page.saved.kept") : ""}`.trim();
    if (away === told) return;
    told = away;
    const again = make("button", { type: "button", onclick: () => taking.send() }, say("page.saved.again"));
    banner("offline", told, "error", taking.unsaved ? again : null);
  };
  for (const type of ["saving", "saved", "online"]) taking.addEventListener(type, draw);
  taking.addEventListener("refused", ({ detail }) => {
    const text = refused[detail.reason] ?? detail.text;
    const kind = `refused ${detail.id}`;
    const close = make("button", { type: "button", onclick: () => banner(kind, "") }, say("page.close"));
    banner(kind, detail.about ? `${detail.about}: ${text}` : text, "error", close);
  });
  taking.addEventListener("full", () => banner("full", say("page.saved.full"), "error"));
  addEventListener("beforeunload", (event) => {
    if (taking.unsaved) event.preventDefault();
  });
  return draw;
}

/** Take up what was decided here and not saved when the page was last open; it is told, and so is what no longer fits. */
export async function takeUp(taking, drafts) {
  const count = await taking.keepIn(drafts);
  if (count) banner("restored", say("page.saved.restored", { count }));
}

/** Panes beside the text on a wide screen, instead of it on a narrow one; gives what shows one of them. */
export function showPanes(root, pane) {
  const buttons = by("panes").querySelectorAll("button");
  const show = (name) => {
    if (name !== "text") pane = name;
    root.dataset.pane = wide.matches && name === "text" ? pane : name;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.pane === root.dataset.pane));
  };
  for (const button of buttons) button.addEventListener("click", () => show(button.dataset.pane));
  wide.addEventListener("change", () => show("text"));
  return show;
}

/** Know where the keyboard is; gives what gives it back there when what had it was drawn anew. */
export function holdFocus() {
  const dialog = by("dialog");
  let last = null; // as a selector; null for somebody who points
  const refocus = () => {
    const at = document.activeElement; // that of a closed dialog until the next frame
    if (last && !dialogIsOpen() && (at === document.body || dialog.contains(at))) document.querySelector(last)?.focus({ preventScroll: true });
  };
  addEventListener("pointerdown", () => (last = null), true);
  document.addEventListener("focusin", ({ target }) => {
    if (dialog.contains(target)) return;
    const named = ["place", "passage", "key"].find((name) => target.dataset?.[name]);
    last = named ? `[data-${named}="${CSS.escape(target.dataset[named])}"]` : target.id ? `#${target.id}` : null;
  });
  dialog.addEventListener("close", () => setTimeout(refocus));
  return refocus;
}

/** The keys that hold in the whole view; Escape leads from the dock to what `text` selects. */
export function holdKeys({ undo, redo, next, help }, text) {
  addEventListener("keydown", (event) => {
    if (dialogIsOpen() || event.isComposing) return;
    const writing = event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea");
    const run = { "Ctrl+Z": undo, "Ctrl+Shift+Z": redo, "Ctrl+Y": redo, "Alt+J": next, F1: help }[pressed(event)];
    if (event.key === "Escape" && by("dock").contains(event.target)) {
      event.preventDefault();
      document.querySelector(text)?.focus();
    } else if (run && !writing) {
      event.preventDefault();
      run();
    }
  });
}

/** A table of keys: rows of [the keys, what they do]. */
export function showKeys(title, where, rows) {
  const table = make("table", { class: "keys" }, make("tbody", {}, ...rows.map(([keys, text]) => make("tr", {}, make("th", { scope: "row" }, text), make("td", {}, ...keys.flatMap((key, index) => [index ? " " : "", make("kbd", {}, shown(key))]))))));
  openDialog(title, [make("p", { class: "help" }, where), table]);
}
