// What is known and decided of who is who, and the decisions that people take on it.

import { ask, onNews } from "./page.js";
import { Taking } from "./taking.js";

export class Rulings extends Taking {
  door = "rulings";
  becomes = null;
  after = {};
  left = [];

  /** @param {object} whole what `GET /api/interviews/ID/people` answers */
  constructor(whole) {
    super(whole.interview, `/interviews/${whole.interview}/people`);
    this.addEventListener("saved", () => this.refresh());
    this.take(whole);
  }

  // ---------------------------------------------------------------- reading

  take(found) {
    if (found.seq < this.seq) return; // overtaken by a later answer
    Object.assign(this, found);
    this.whom = new Map(this.entities.map((one) => [one.id, one]));
    this.texts = new Map(this.turns.map((one) => [one.id, one]));
    this.tell("changed");
  }

  /** How the search goes. */
  takeSearch({ search }) {
    this.search = search;
    this.tell("changed");
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

  // ---------------------------------------------------------------- deciding

  /** Decide; whether the server took it. What cannot be sent stays in the queue. */
  async decide(...operations) {
    return (await super.decide({ operations })).taken;
  }

  /** Say of a place what it is (null: nothing that identifies): here, wherever it is spelt so, or of all of its entity. */
  judge(mention, type, scope = "mention") {
    return this.decide({ op: "judge", place: this.place(mention), type, scope, entity: scope === "entity" ? mention.entity : null });
  }

  /** A respondent answers in this interview, and in those where people have said so before. */
  setRole(entity, role) {
    const respondentOf = role === "respondent" ? [...new Set([...entity.respondentOf, this.interview])] : [];
    return this.decide({ op: "set_role", entity: entity.id, role, respondent_of: respondentOf });
  }

  foresee({ operations }) {
    for (const operation of operations) this.#foresee(operation);
  }

  about({ operations: [{ place, entity }] }) {
    if (place) return `«${place.text.slice(place.start, place.end)}»`;
    return this.entity(entity)?.name ?? "";
  }

  /** What a decision does to the places that are seen; what it does to the study comes from there. */
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
    this.tell("changed");
  }

  async undo(redo = false) {
    await super.undo(redo);
    if (!this.unsaved) await this.refresh();
  }

  answered() {} // who is who takes the server longer: `refresh` asks for it

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
      const found = await this.knock("GET", "/now");
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
    const after = this.searched && (await this.knock("GET", "/after"));
    if (!after || seq !== this.seq) return;
    [this.after, this.becomes] = [after.turns, after.becomes];
    this.tell("read");
    if (this.checked === undefined || !this.toDecide().length) await this.#readLeft(seq);
  }

  /** What would be left: over the whole study, so only at first, and when all else is decided. */
  async #readLeft(seq) {
    if (this.checked === seq) return;
    this.checked = seq;
    const found = await this.knock("GET", "/left");
    if (!found) return;
    this.left = found.left;
    this.tell("read");
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
}
