// Keys: what each action is called by, profiles of other programs, and keys of one's own.
//
// "Ctrl" is also ⌘. Letters go by their place on the keyboard, so that Alt on a Mac does not turn them into signs.

import { settings } from "./page.js";

const OWN = {
  play: ["Escape", "Ctrl+Space"],
  back2: ["Ctrl+ArrowLeft"],
  on2: ["Ctrl+ArrowRight"],
  back10: ["Ctrl+Shift+ArrowLeft"],
  on10: ["Ctrl+Shift+ArrowRight"],
  slower: ["F3"],
  faster: ["F4"],
  loop: ["Ctrl+L"],
  previous: ["Ctrl+ArrowUp"],
  next: ["Ctrl+ArrowDown"],
  playNext: ["Ctrl+Enter"],
  here: ["Ctrl+H"],
  unheard: ["Alt+J"],
  mark: ["Alt+K"],
  split: ["Ctrl+Shift+Enter"],
  merge: ["Ctrl+Backspace"],
  insert: ["Alt+Enter"],
  speaker: ["Alt+S"],
  inaudible: ["Alt+U"],
  pauseMark: ["Alt+P"],
  laughter: ["Alt+L"],
  comment: ["Ctrl+M"],
  note: ["Alt+N"],
  undo: ["Ctrl+Z"],
  redo: ["Ctrl+Shift+Z", "Ctrl+Y"],
  help: ["F1"],
};

/** Keys of programs that people come from; what they do not name is as in our own. */
export const PROFILES = {
  renskriv: {},
  otranscribe: { play: ["Escape"], back2: ["F1", "Ctrl+1"], on2: ["F2", "Ctrl+2"], slower: ["F3", "Ctrl+3"], faster: ["F4", "Ctrl+4"], help: ["F8"] },
  f4: { play: ["F4", "Escape"], back2: ["F3"], on2: ["F5"], slower: ["F6"], faster: ["F7"] },
  maxqda: { play: ["F4", "Escape"], back2: ["Shift+F12"], on2: ["F12"], slower: ["F6"], faster: ["F7"] },
};

export const ACTIONS = Object.keys(OWN);

/** The keys of every action in force: own ones, else the profile's, else ours. */
export function keymap() {
  const profile = PROFILES[settings.profile] ?? {};
  return Object.fromEntries(ACTIONS.map((action) => [action, settings.keys?.[action] ?? profile[action] ?? OWN[action]]));
}

/** The name of what was pressed, "" for a modifier alone. */
export function pressed(event) {
  if (["Control", "Shift", "Alt", "Meta", "AltGraph", "Dead"].includes(event.key)) return "";
  if (event.getModifierState("AltGraph")) return ""; // writes @, €, [ … on a Norwegian keyboard
  let key = event.key === " " ? "Space" : event.key;
  if (/^Key[A-Z]$/.test(event.code)) key = event.code.slice(3);
  else if (/^Digit\d$/.test(event.code)) key = event.code.slice(5);
  else if (key.length === 1) key = key.toUpperCase();
  const modifiers = [event.ctrlKey || event.metaKey ? "Ctrl" : "", event.altKey ? "Alt" : "", event.shiftKey ? "Shift" : ""];
  return [...modifiers.filter(Boolean), key].join("+");
}

/** The action of a pressed key; "speaker:3" for the third voice. */
export function actionOf(event) {
  const name = pressed(event);
  if (!name) return null;
  for (const [action, keys] of Object.entries(keymap())) if (keys.includes(name)) return action;
  const voice = /^(?:Ctrl|Alt)\+([1-9])$/.exec(name);
  return voice ? `speaker:${voice[1]}` : null;
}

const SHOWN = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc", Backspace: "⌫" };
const isMac = /Mac/.test(navigator.platform);

/** A key as people read it. */
export function shown(name) {
  return name
    .split("+")
    .map((part) => SHOWN[part] ?? (isMac && part === "Ctrl" ? "⌘" : part))
    .join(" ");
}
