// How a person likes the page: keys and their profiles, playing, reading. Opened by F1.

import { openDialog } from "./dialog.js";
import { ACTIONS, PROFILES, keymap, pressed, shown } from "./keys.js";
import { keep, make, say, settings } from "./page.js";

export function openKeys({ onChange }) {
  const problem = make("p", { class: "problem", role: "alert" });
  const table = make("tbody");
  const set = (changed) => {
    keep(changed);
    onChange();
  };

  const drawTable = () => {
    const map = keymap();
    table.replaceChildren(
      ...ACTIONS.map((action) =>
        make(
          "tr",
          {},
          make("th", { scope: "row" }, say(`listen.key.${action}`)),
          make("td", {}, ...map[action].flatMap((key, index) => [index ? " " : "", make("kbd", {}, shown(key))])),
          make("td", {}, change(action)),
        ),
      ),
    );
  };

  const change = (action) => {
    const name = say(`listen.key.${action}`);
    const button = make("button", { type: "button", class: "quiet" }, say("listen.change"), make("span", { class: "unseen" }, ` ${name}`));
    button.addEventListener("click", () => {
      button.textContent = say("listen.press");
      const take = (event) => {
        const key = pressed(event);
        if (!key || key === "Tab") return;
        event.preventDefault();
        event.stopPropagation();
        removeEventListener("keydown", take, true);
        if (key !== "Escape") choose(action, key);
        drawTable();
        [...table.rows][ACTIONS.indexOf(action)].querySelector("button").focus();
      };
      addEventListener("keydown", take, true);
      button.addEventListener("blur", () => {
        removeEventListener("keydown", take, true);
        if (button.isConnected) drawTable();
      }, { once: true });
    });
    return button;
  };

  const choose = (action, key) => {
    const other = Object.entries(keymap()).find(([name, keys]) => name !== action && keys.includes(key));
    problem.textContent = "";
    if (other) problem.textContent = say("listen.key_taken", { key: shown(key), name: say(`listen.key.${other[0]}`) });
    else if (/^[^+]$|^Space$|^Enter$|^Backspace$/.test(key)) problem.textContent = say("listen.key_writes", { key: shown(key) });
    else set({ keys: { ...settings.keys, [action]: [key] } });
  };

  const profile = make("select", { id: "profile", onchange: () => (set({ profile: profile.value, keys: {} }), drawTable()) }, ...Object.keys(PROFILES).map((name) => make("option", { value: name, selected: name === (settings.profile ?? "renskriv") }, say(`listen.profile.${name}`))));
  const box = (name, text) => {
    const input = make("input", { type: "checkbox", checked: settings[name] !== false, onchange: () => set({ [name]: input.checked }) });
    return make("label", { class: "line" }, input, text);
  };
  const pick = (name, text, values, otherwise) => {
    const select = make("select", { id: `like-${name}`, onchange: () => set({ [name]: select.value }) }, ...values.map((value) => make("option", { value, selected: value === (settings[name] ?? otherwise) }, say(`listen.${name}.${value}`))));
    return make("div", { class: "line" }, make("label", { htmlFor: select.id }, text), select);
  };
  const rewind = make("input", { type: "number", id: "rewind", min: "0", max: "5", step: "0.5", value: String(settings.rewind ?? ""), placeholder: "1.5", onchange: () => set({ rewind: rewind.value === "" ? null : Math.max(0, Math.min(5, Number(rewind.value))) }) });

  drawTable();
  openDialog(
    say("listen.keys"),
    [
      make("div", { class: "line" }, make("label", { htmlFor: "profile" }, say("listen.profile")), profile, make("button", { type: "button", class: "quiet", onclick: () => (set({ keys: {} }), drawTable()) }, say("listen.keys_reset"))),
      problem,
      make("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": say("listen.keys") }, make("table", { class: "keys" }, make("thead", {}, make("tr", {}, make("th", { scope: "col" }, say("listen.keys.action")), make("th", { scope: "col" }, say("listen.keys.key")), make("th", { scope: "col" }, make("span", { class: "unseen" }, say("listen.change"))))), table)),
      make("p", { class: "help" }, say("listen.keys_fixed")),
      make("h3", {}, say("listen.likes")),
      make("div", { class: "line" }, make("label", { htmlFor: "rewind" }, say("listen.rewind")), rewind),
      box("clickPlays", say("listen.click_plays")),
      box("pauseTyping", say("listen.pause_typing")),
      box("follow", say("listen.follow")),
      pick("size", say("listen.size"), ["s", "m", "l", "xl"], "m"),
      pick("theme", say("listen.theme"), ["auto", "light", "dark"], "auto"),
    ],
    [],
    { wide: true },
  );
}
