// One dialog at a time, and small menus: the browser's own elements, so that focus and Escape work as everywhere.

import { make, say } from "./page.js";

const dialog = document.getElementById("dialog");
let leaving = []; // what is to be done when the dialog that is open now is closed

/** Do this when the dialog that is open now is closed, in whichever way. */
export const whenClosed = (run) => leaving.push(run);

function left() {
  for (const run of leaving.splice(0)) run();
}

// "close" is told some time after the closing: another dialog may be open by then, which it does not mean.
dialog.addEventListener("close", () => dialog.open || left());

/**
 * Open the dialog.
 * @param {string} title
 * @param {Node[]} body
 * @param {{text: string, primary?: boolean, run?: () => (any | Promise<any>)}[]} actions
 *   what the buttons do; `run` that gives false keeps the dialog open, a function is run after closing
 */
export function openDialog(title, body, actions = [], { wide = false } = {}) {
  left();
  const back = document.activeElement;
  const form = make(
    "form",
    { method: "dialog", class: wide ? "wide" : "" },
    make("h2", { id: "dialog-title" }, title),
    ...body,
    make("div", { class: "dialog-do" }, ...actions.map(button), make("button", { type: "button", onclick: () => dialog.close() }, say(actions.length ? "page.cancel" : "page.close"))),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    form.querySelector("button.primary")?.click();
  });
  dialog.replaceChildren(form);
  whenClosed(() => back?.isConnected && back.focus({ preventScroll: true }));
  dialog.showModal();
  return form;
}

function button({ text, primary, run }) {
  return make(
    "button",
    {
      type: "button",
      class: primary ? "primary" : "",
      onclick: async () => {
        const then = await run?.();
        if (then === false) return;
        dialog.close();
        if (typeof then === "function") then();
      },
    },
    text,
  );
}

export const closeDialog = () => dialog.close();
export const dialogIsOpen = () => dialog.open;

/** Ask for a text; resolves to it, or null if the person turned away. */
export function askText(title, { value = "", label, help = "", remove = false }) {
  return new Promise((resolve) => {
    const text = make("textarea", { id: "dialog-text", rows: 4, value, spellcheck: false, "aria-describedby": help ? "dialog-help" : null });
    const actions = [{ text: say("page.keep"), primary: true, run: () => resolve(text.value) }];
    if (remove) actions.push({ text: say("page.remove"), run: () => resolve("") });
    openDialog(title, [make("label", { htmlFor: "dialog-text" }, label), text, help ? make("p", { class: "help", id: "dialog-help" }, help) : null].filter(Boolean), actions);
    whenClosed(() => resolve(null));
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) dialog.querySelector("button.primary").click();
    });
    text.focus();
    text.setSelectionRange(value.length, value.length);
  });
}

let menu = null;

/** A menu beside a button: [[text, run], …]; run null makes it a line that cannot be chosen. */
export function openMenu(anchor, label, items) {
  menu?.remove();
  menu = make("div", { class: "menu", role: "menu", popover: "auto", "aria-label": label });
  for (const [text, run, checked] of items) {
    menu.append(
      make(
        "button",
        {
          type: "button",
          role: checked === undefined ? "menuitem" : "menuitemradio",
          "aria-checked": checked === undefined ? null : String(checked),
          disabled: !run,
          onclick: () => {
            menu.hidePopover();
            run();
          },
        },
        text,
      ),
    );
  }
  document.getElementById("main").append(menu);
  const own = menu;
  own.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    own.remove();
    if (document.activeElement === document.body) anchor.focus({ preventScroll: true });
  });
  own.addEventListener("keydown", (event) => {
    const buttons = [...own.querySelectorAll("button:not([disabled])")];
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    buttons.at(to % buttons.length).focus();
  });
  own.showPopover();
  const box = anchor.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.left, innerWidth - own.offsetWidth - 8));
  const floor = document.getElementById("dock")?.getBoundingClientRect().top ?? innerHeight;
  const below = box.bottom + own.offsetHeight + 8 < floor;
  own.style.left = `${left}px`;
  own.style.top = `${below ? box.bottom + 4 : Math.max(8, box.top - own.offsetHeight - 4)}px`;
  own.querySelector("button:not([disabled])")?.focus();
}
