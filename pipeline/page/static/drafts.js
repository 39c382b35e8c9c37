// What was typed or decided and not saved yet, kept through a crash of the browser or the server.
//
// A browser keeps its storage outside the study, so what is kept there is locked (AES-GCM) with a key that
// lies with the interview and that only the page's memory holds: without the study it is noise. Each piece is
// kept under a key of its own, so that two pages of one person do not take away what the other has kept.

const bytesOf = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const textOf = (bytes) => btoa(Array.from(new Uint8Array(bytes), (b) => String.fromCharCode(b)).join(""));

export class Drafts {
  /**
   * @param {string} view whose drafts
   * @param {{interview: string, who: string, draftKey: string}} whole what the server says of the interview; the key is 32 bytes in base 64
   */
  static async open(view, { interview, who, draftKey }) {
    const drafts = new Drafts();
    drafts.name = `renskriv:${view}:${interview}:${encodeURIComponent(who)}:`;
    drafts.key = await crypto.subtle.importKey("raw", bytesOf(draftKey), "AES-GCM", false, ["encrypt", "decrypt"]);
    drafts.own = new Set(); // the keys of what this page has kept or taken up
    drafts.turn = 0;
    return drafts;
  }

  /** Keep these: Map of key -> plain value; what this page kept before and is not among them is taken away. */
  async keep(values) {
    const turn = ++this.turn;
    const locked = await Promise.all([...values].map(async ([key, value]) => [key, await this.#lock(value)]));
    if (turn !== this.turn) return; // a later call keeps what is there now
    for (const [key, text] of locked) localStorage.setItem(this.name + key, text);
    for (const key of this.own) if (!values.has(key)) localStorage.removeItem(this.name + key);
    this.own = new Set(values.keys());
  }

  /** What was kept, in the order of its keys; what cannot be unlocked any more (another study, a forgotten interview) is thrown away. */
  async kept() {
    const found = new Map();
    for (const name of Object.keys(localStorage).sort()) {
      if (!name.startsWith(this.name)) continue;
      try {
        found.set(name.slice(this.name.length), await this.#unlock(localStorage.getItem(name)));
      } catch {
        localStorage.removeItem(name);
      }
    }
    this.own = new Set(found.keys());
    return found;
  }

  async #lock(value) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(value));
    return `${textOf(iv)} ${textOf(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.key, plain))}`;
  }

  async #unlock(text) {
    const [iv, locked] = text.split(" ").map(bytesOf);
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, this.key, locked)));
  }
}
