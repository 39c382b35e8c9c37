// What every view needs: the catalogue, the server, settings, and small things of the document.

const messages = JSON.parse(document.getElementById("messages").textContent);
export const settings = JSON.parse(document.getElementById("settings").textContent);

/** The message of a key, with its values filled in. */
export function say(key, values = {}) {
  const text = messages[key];
  if (text === undefined) throw new Error(`no message ${key}`);
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** What the server answered when it could not do what was asked; `hint` says what to do. */
export class Refusal extends Error {
  constructor(status, error, hint = "") {
    super(error);
    this.status = status;
    this.hint = hint;
  }
}

/** Ask the server; plain values in and out. A server that is not there is a Refusal with status 0. */
export async function ask(method, path, body, options = {}) {
  let response;
  let found;
  try {
    response = await fetch(`/api${path}`, {
      method,
      body: body === undefined || body instanceof Blob ? body : JSON.stringify(body),
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      ...options,
    });
    found = await response.json(); // half an answer is none: the server was killed while it wrote
  } catch {
    throw new Refusal(0, say("page.no_server"), say("page.no_server.hint"));
  }
  if (!response.ok) throw new Refusal(response.status, found.error ?? say("page.bug"), found.hint ?? "");
  return found;
}

/** Keep some of this person's settings. */
export function keep(changed) {
  Object.assign(settings, changed);
  return ask("POST", "/settings", { settings: changed }).catch(() => {});
}

/** An element with properties, data and children; text is always text. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (name === "class") element.className = value;
    else if (name === "data") Object.assign(element.dataset, value);
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && !name.startsWith("aria")) element[name] = value;
    else if (value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Minutes and seconds, hours where there are any: 62 000 -> "1:02". */
export function clock(milliseconds) {
  const seconds = Math.floor((milliseconds ?? 0) / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n) => String(n).padStart(2, "0");
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** Tell somebody who cannot see. */
export function announce(text) {
  const live = document.getElementById("live");
  live.textContent = "";
  requestAnimationFrame(() => (live.textContent = text));
}

/** A unique id that sorts by time (UUID version 7), as the logs have them. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let now = Date.now();
  for (let i = 5; i >= 0; i--, now = Math.floor(now / 256)) bytes[i] = now % 256;
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** Listen to news of the study, but only while somebody looks: browsers allow few connections. */
export function onNews(query, tell) {
  let stream = null;
  const open = () => {
    if (stream || document.hidden) return;
    stream = new EventSource(`/api/news${query}`);
    stream.onmessage = (event) => tell(JSON.parse(event.data));
    stream.onerror = () => {
      if (stream?.readyState !== EventSource.CLOSED) return; // it tries again by itself
      stream = null; // refused: the server was started anew, and somebody may open its new address here
      setTimeout(open, 3000);
    };
  };
  const close = () => {
    stream?.close();
    stream = null;
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  open();
}

for (const button of document.querySelectorAll("button[data-language]")) {
  button.addEventListener("click", async () => {
    await ask("POST", "/language", { language: button.dataset.language });
    location.reload();
  });
}
