// What was decided here that the server has not taken yet, and what others decide meanwhile.
//
// As in Hør gjennom: every action has an id of its own, and leaves the queue when the server says that it is on
// the disk. Until then it is asked for again, under the same id, and kept in the browser (drafts.js): what was
// decided while the server was away is sent when the page is opened again. What others have decided about the same
// meanwhile stands, so an action carries its time.

import { ask, newId, onNews } from "./page.js";

const RETRY_MS = [500, 1000, 2000, 4000];

export class Taking extends EventTarget {
  door = "decisions"; // where they are sent, and what they are called there
  queue = []; // [{id, whole, taken, made}]
  drafts = null;
  sending = null;
  failed = 0;
  offline = "";

  constructor(interview, path) {
    super();
    Object.assign(this, { interview, path });
  }

  get unsaved() {
    return this.queue.length;
  }

  /** Decide; the action, with `taken` once the server has it. What cannot be sent stays in the queue. */
  async decide(action) {
    const whole = { id: newId(), at: new Date().toISOString(), ...action };
    const entry = { id: whole.id, whole, taken: false, made: null };
    this.queue.push(entry);
    this.tell("saving");
    this.#keep();
    this.foresee(whole);
    await this.send();
    return entry;
  }

  /** Show at once what an action does, where that is known here: keys come faster than answers. */
  foresee() {}

  /** Keep in the browser what is in the queue; take up what was left there, and send it. How much that was. */
  async keepIn(drafts) {
    const left = [...(await drafts.kept()).values()].filter((one) => !this.queue.some(({ id }) => id === one.id));
    this.drafts = drafts;
    this.queue.unshift(...left.map((whole) => ({ id: whole.id, whole, taken: false, made: null })));
    if (!left.length) return 0;
    this.tell("saving");
    for (const whole of left) this.foresee(whole);
    this.send();
    return left.length;
  }

  #keep() {
    const kept = this.drafts?.keep(new Map(this.queue.map((one) => [one.id, one.whole])));
    kept?.catch(() => this.tell("full")); // the browser has no room, or keeps nothing at all
  }

  /** In a few words what an action is about, for whoever took it; "" where nothing is to be said. */
  about() {
    return "";
  }

  send() {
    this.sending ??= this.#sendAll().finally(() => (this.sending = null));
    return this.sending;
  }

  async #sendAll() {
    clearTimeout(this.retry);
    while (this.queue.length) {
      const part = this.queue.slice(0, 20);
      const found = await this.knock("POST", `/${this.door}`, { [this.door]: part.map((one) => one.whole) });
      if (!found) {
        this.retry = setTimeout(() => this.send(), RETRY_MS[Math.min(this.failed++, RETRY_MS.length - 1)]);
        return;
      }
      this.failed = 0;
      const taken = new Set(found.taken);
      for (const one of part) Object.assign(one, { taken: taken.has(one.id), made: found.made?.[one.id] ?? null });
      this.queue = this.queue.filter((one) => !taken.has(one.id) && one.id !== found.refused?.id);
      this.#keep();
      const refused = part.find((one) => one.id === found.refused?.id);
      if (refused) this.tell("refused", { ...found.refused, about: this.about(refused.whole) });
      this.answered(found);
    }
    this.tell("saved");
  }

  async undo(redo = false) {
    await this.send();
    if (this.unsaved) return;
    const found = await this.knock("POST", redo ? "/redo" : "/undo");
    if (!found) return;
    if (found.refused) this.tell("refused", found.refused);
    this.answered(found);
  }

  /** An action was answered: with all that stands now, where nothing else is said. */
  answered(found) {
    this.take(found);
  }

  /** What the server answers; null where it could not, which is told. */
  async knock(method, path, body) {
    try {
      const found = await ask(method, `${this.path}${path}`, body);
      this.#online("");
      return found;
    } catch (refusal) {
      if (refusal.status === undefined) throw refusal;
      this.#online(`${refusal.message} ${refusal.hint}`.trim());
      return null;
    }
  }

  #online(problem) {
    if (this.offline === problem) return;
    this.offline = problem;
    this.tell("online");
  }

  /** Follow what others decide; `take` is given what stands now. */
  follow() {
    let known = null;
    onNews(`?interview=${this.interview}`, async (pulse) => {
      const now = JSON.stringify(pulse);
      if (now === known) return;
      const first = known === null;
      known = now;
      if (this.sending) await this.sending;
      if (this.queue.length) await this.send();
      if (first && !this.offline) return;
      const found = await this.knock("GET", "/now");
      if (found) this.take(found);
    });
    addEventListener("online", () => this.send());
  }

  tell(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
