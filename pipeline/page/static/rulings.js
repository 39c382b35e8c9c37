// What is known and decided of who is who, and what was decided here that the server has not taken yet.
//
// As in Hør gjennom: every action has an id of its own, and leaves the queue when the server says that it is on
// the disk. Until then it is asked for again, under the same id.

import { ask, newId, onNews } from "./page.js";

const RETRY_MS = [500, 1000, 2000, 4000];

export class Rulings extends EventTarget {
  /** @param {object} whole what `GET /api/interviews/ID/people` answers */
  constructor(whole) {
    super();
    this.path = `/interviews/${whole.interview}/people`;
    this.queue = [];
    this.sending = null;
    this.failed = 0;
    this.offline = "";
    this.becomes = null;
    this.after = {};
    this.left = [];
    this.take(whole);
  }

  // ---------------------------------------------------------------- reading

  take(found) {
    if (found.seq < this.seq) return; // overtaken by a later answer
    Object.assign(this, found);
    this.whom = new Map(this.entities.map((one) => [one.id, one]));
    this.texts = new Map(this.turns.map((one) => [one.id, one]));
    this.#tell("changed");
  }

  /** How the search goes. */
  takeSearch({ search }) {
    this.search = search;
    this.#tell("changed");
  }

  entity(id) {
    return this.whom.get(id);
  }

  /** What is said in a place. */
  words(mention) {
    return this.texts.get(mention.turn)?.text.slice(mention.start, mention.end) ?? "";
  }

  /** All mentions of an entity here, or all of its kind when no entity is given; rejected ones left out. */
  mentionsOf(entity) {
    return this.mentions.filter((one) => one.entity === entity && one.status !== "rejected");
  }

  /** A place as rulings speak of it. */
  place({ turn, start, end }) {
    return { interview: this.interview, turn, start, end, text: this.texts.get(turn).text };
  }

  /**
   * What people have to decide, in the order in which it helps: places whose words have changed, originals that
   * would be left, unsure places, two that may be one, persons without a role, what readers may know anyway, and
   * the other suggestions.
   */
  toDecide() {
    const of = (status) => this.mentions.filter((one) => one.status === status).map((mention) => ({ kind: status, mention, key: mention.id }));
    const doubts = this.doubts.map((doubt) => ({ kind: "doubt", doubt, key: `${doubt.left}-${doubt.right}` }));
    const roles = this.entities.filter((one) => this.roles.includes(one.id)).map((entity) => ({ kind: "role", entity, key: `role-${entity.id}` }));
    const left = this.left.filter((place) => !this.#isDecided(place)).map((place) => ({ kind: "left", place, key: `left-${place.turn}-${place.start}` }));
    const known = this.entities.filter((one) => one.here && this.ask[one.id]).map((entity) => ({ kind: "ask", entity, key: `ask-${entity.id}` }));
    return [...of("look_again"), ...left, ...of("check"), ...doubts, ...roles, ...known, ...of("suggested")];
  }

  #isDecided({ turn, start, end }) {
    return this.mentions.some((one) => one.turn === turn && one.start < end && start < one.end && ["accepted", "rejected"].includes(one.status));
  }

  get unsaved() {
    return this.queue.length;
  }

  // ---------------------------------------------------------------- deciding

  /** Decide; whether the server took it. What cannot be sent stays in the queue. */
  async decide(...operations) {
    const ruling = { id: newId(), operations };
    this.queue.push(ruling);
    this.#tell("saving");
    for (const operation of operations) this.#foresee(operation);
    await this.send();
    return ruling.taken === true;
  }

  /** Show at once what a decision does to the places that are seen; what it does to the study comes from there. */
  #foresee(operation) {
    let meant = null;
    if (operation.op === "accept") {
      const ids = new Set(operation.mentions.map(([, id]) => id));
      meant = (one) => ids.has(one.id);
    } else if (operation.op === "judge") {
      const { turn, start, end, text } = operation.place;
      const spelt = text.slice(start, end).toLocaleLowerCase("nb");
      if (operation.scope === "entity") meant = (one) => one.entity === operation.entity;
      else if (operation.scope === "spelling") meant = (one) => this.words(one).toLocaleLowerCase("nb") === spelt;
      else meant = (one) => one.turn === turn && one.start === start && one.end === end;
    }
    if (!meant) return;
    const rejects = operation.op === "judge" && operation.type === null;
    this.mentions = this.mentions.map((one) => (meant(one) ? { ...one, status: rejects ? "rejected" : "accepted", type: operation.type ?? one.type } : one));
    this.#tell("changed");
  }

  send() {
    this.sending ??= this.#sendAll().finally(() => (this.sending = null));
    return this.sending;
  }

  async #sendAll() {
    clearTimeout(this.retry);
    while (this.queue.length) {
      const part = this.queue.slice(0, 20);
      const rulings = part.map(({ id, operations }) => ({ id, operations }));
      const found = await this.#ask("POST", "/rulings", { rulings });
      if (!found) {
        this.retry = setTimeout(() => this.send(), RETRY_MS[Math.min(this.failed++, RETRY_MS.length - 1)]);
        return;
      }
      this.failed = 0;
      const taken = new Set(found.taken);
      for (const one of part) one.taken = taken.has(one.id);
      this.queue = this.queue.filter((one) => !taken.has(one.id) && one.id !== found.refused?.id);
      if (found.refused) this.#tell("refused", found.refused);
    }
    this.#tell("saved");
    this.refresh();
  }

  async undo(redo = false) {
    await this.send();
    if (this.unsaved) return;
    const found = await this.#ask("POST", redo ? "/redo" : "/undo");
    if (found?.refused) this.#tell("refused", found.refused);
    await this.refresh();
  }

  async approve() {
    await ask("POST", `${this.path}/approval`);
    await this.refresh();
  }

  // ---------------------------------------------------------------- what takes the server longer

  /** Who is who now; asked for once more when something was decided meanwhile. */
  refresh() {
    this.stillToAsk = true;
    this.refreshing ??= this.#refreshAll().finally(() => (this.refreshing = null));
    return this.refreshing;
  }

  async #refreshAll() {
    while (this.stillToAsk) {
      this.stillToAsk = false;
      const found = await this.#ask("GET", "/now");
      if (!found) return;
      if (this.queue.length) return; // asked for again when that is sent
      if (!this.stillToAsk) this.take(found);
    }
  }

  /** How the text would read, a moment after the last decision. */
  readOn() {
    clearTimeout(this.reading);
    this.reading = setTimeout(() => this.#readAfter(), this.becomes ? 400 : 0);
  }

  async #readAfter() {
    const { seq } = this;
    const after = this.searched && (await this.#ask("GET", "/after"));
    if (!after || seq !== this.seq) return;
    [this.after, this.becomes] = [after.turns, after.becomes];
    this.#tell("read");
    if (this.checked === undefined || !this.toDecide().length) await this.#readLeft(seq);
  }

  /** What would be left: over the whole study, so only at first, and when all else is decided. */
  async #readLeft(seq) {
    if (this.checked === seq) return;
    this.checked = seq;
    const found = await this.#ask("GET", "/left");
    if (!found) return;
    this.left = found.left;
    this.#tell("read");
  }

  async #ask(method, path, body) {
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
    this.#tell("online");
  }

  /** Follow what others decide and how the search goes. */
  follow() {
    onNews(`?interview=${this.interview}`, async ({ people }) => {
      if (this.queue.length) await this.send();
      if (this.sending) await this.sending;
      if (this.refreshing) await this.refreshing;
      if (JSON.stringify(people) !== JSON.stringify(this.pulse)) await this.refresh();
    });
    addEventListener("online", () => this.send());
  }

  #tell(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
