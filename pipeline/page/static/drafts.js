// What is typed and not saved yet, kept through a crash of the browser or the server.
//
// A browser keeps its storage outside the study, so what is kept there is locked (AES-GCM) with a key that
// lies with the interview and that only the page's memory holds: without the study it is noise.

const bytesOf = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const textOf = (bytes) => btoa(Array.from(new Uint8Array(bytes), (b) => String.fromCharCode(b)).join(""));

export class Drafts {
  /** @param {string} interview id; @param {string} who; @param {string} key 32 bytes in base 64 */
  static async open(interview, who, key) {
    const drafts = new Drafts();
    drafts.name = `renskriv:${interview}:${who}`;
    drafts.key = await crypto.subtle.importKey("raw", bytesOf(key), "AES-GCM", false, ["encrypt", "decrypt"]);
    drafts.turn = 0;
    return drafts;
  }

  /** Keep these: Map of turn -> {text, base}; an empty one takes the drafts away. */
  async keep(texts) {
    const turn = ++this.turn;
    if (!texts.size) {
      localStorage.removeItem(this.name);
      return;
    }
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify([...texts]));
    const locked = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.key, plain);
    if (turn === this.turn) localStorage.setItem(this.name, `${textOf(iv)} ${textOf(locked)}`);
  }

  /** What was kept; what cannot be unlocked any more (another study, a forgotten interview) is thrown away. */
  async kept() {
    const found = localStorage.getItem(this.name);
    if (!found) return new Map();
    try {
      const [iv, locked] = found.split(" ").map(bytesOf);
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, this.key, locked);
      return new Map(JSON.parse(new TextDecoder().decode(plain)));
    } catch {
      localStorage.removeItem(this.name);
      return new Map();
    }
  }
}
