// An interview as this page knows it, and what was done to it here that the server has not taken yet.
//
// Every action is a decision with an id of its own, in a queue. It leaves the queue when the server says that
// it is on the disk; until then it is unsaved, and asked for again whatever happens. What the server refuses
// because somebody else was there first becomes a conflict, which keeps both texts until a person settles it.

import { ask, newId, onNews } from "./page.js";

/** Text as the server keeps it: normal form C, single spaces. */
export const canon = (text) => text.normalize("NFC").replace(/\s+/gu, " ").trim();

/** Operations that give a turn a new revision. */
const TOUCHING = new Set(["set_text", "set_speaker", "split", "merge", "remove"]);

const RETRY_MS = [500, 1000, 2000, 4000];

export class Interview extends EventTarget {
  /** @param {object} whole what `GET /api/interviews/ID` answers */
  constructor(whole) {
    super();
    this.path = `/interviews/${whole.interview}`;
    this.queue = []; // [{id, operations, turn?, text?}]
    this.typed = new Map(); // turn -> {text, base}: not yet in the queue
    this.conflicts = new Map(); // turn -> {mine, base}
    this.sending = null;
    this.failed = 0;
    this.gone = false; // another transcript, or no session: only reloading helps
    this.offline = "";
    Object.assign(this, whole);
    this.turns = new Map(whole.turns.map((turn) => [turn.id, turn]));
    this.edited = new Set(whole.edited);
    this.local = new Map(); // turn -> text on the screen where it is not the server's
  }

  // ---------------------------------------------------------------- reading

  turn(id) {
    return this.turns.get(id);
  }

  /** The text of a turn as it is on the screen. */
  text(id) {
    return this.local.get(id) ?? this.turns.get(id).text;
  }

  speaker(label) {
    return this.speakers.find((one) => one.label === label) ?? { label, name: "", role: "other", rev: 0 };
  }

  remarksOn(id) {
    return this.remarks.filter((one) => one.turn === id);
  }

  notesOn(id) {
    return this.notes.filter((one) => one.turn === id);
  }

  neighbour(id, step) {
    return this.order[this.order.indexOf(id) + step] ?? null;
  }

  get unsaved() {
    return this.queue.length + this.typed.size;
  }

  isUnsaved(id) {
    return this.typed.has(id) || this.queue.some((one) => one.turn === id);
  }

  /** Texts that are not on the disk, for the drafts: turn (`!turn` for a conflict) -> {text, base}. */
  unsavedTexts() {
    const found = new Map();
    for (const [id, one] of this.conflicts) found.set(`!${id}`, { text: one.mine, base: one.base });
    for (const one of this.queue) if (one.turn && !found.has(one.turn)) found.set(one.turn, { text: one.text, base: one.operations[0].revision });
    for (const [id, typed] of this.typed) found.set(id, { text: typed.text, base: found.get(id)?.base ?? typed.base });
    return found;
  }

  /** Take up texts that were not saved when the page was last here; how many there were. */
  restore(drafts) {
    let restored = 0;
    for (const [key, { text, base }] of drafts) {
      const id = key.replace(/^!/, "");
      const turn = this.turns.get(id);
      if (turn && canon(text) === turn.text) continue;
      restored += 1;
      if (turn && turn.rev === base && !key.startsWith("!")) {
        this.type(id, text);
        this.checkpoint(id);
      } else {
        this.conflicts.set(id, { mine: canon(text), base });
      }
    }
    return restored;
  }

  // ---------------------------------------------------------------- typing

  /** The text of a turn has changed under somebody's hands. */
  type(id, text) {
    this.local.set(id, text);
    const before = this.typed.get(id);
    this.typed.set(id, { text, base: before ? before.base : this.#expected(id) });
    this.#tell("saving");
  }

  /** Put what was typed in the queue as one step that can be undone. */
  checkpoint(id) {
    for (const turn of id === undefined ? [...this.typed.keys()] : [id]) {
      const typed = this.typed.get(turn);
      if (!typed) continue;
      this.typed.delete(turn);
      const text = canon(typed.text);
      const last = this.queue.findLast((one) => one.turn === turn)?.text ?? this.turns.get(turn)?.text;
      if (text === last) continue;
      this.queue.push({ id: newId(), operations: [{ op: "set_text", turn, revision: typed.base, text }], turn, text });
    }
    this.#tell("saving");
    return this.#send();
  }

  /** The revision that the next operation of ours on this turn is made on. */
  #expected(id) {
    const queued = this.queue.flatMap((one) => one.operations).filter((one) => one.turn === id && one.revision !== undefined && TOUCHING.has(one.op));
    return queued.length ? queued[0].revision + queued.length : (this.turns.get(id)?.rev ?? 0);
  }

  // ---------------------------------------------------------------- deciding

  /**
   * Do something else than typing. What was typed goes first, so that offsets and revisions are the server's.
   * @param {() => object[]} operations made when everything before has been taken
   * @returns whether it was taken
   */
  async decide(operations) {
    await this.settled();
    if (this.unsaved || this.gone) {
      this.#tell("refused", { refused: { reason: "offline" } });
      return false;
    }
    const made = operations();
    if (!made || !made.length) return false;
    const decision = { id: newId(), operations: made };
    this.queue.push(decision);
    this.#tell("saving");
    await this.#send();
    return decision.taken === true;
  }

  /** When everything that was done here so far is on the disk (or cannot be: see `offline`, `conflicts`). */
  async settled() {
    this.checkpoint();
    while (this.sending) await this.sending;
  }

  async undo(redo = false) {
    await this.settled();
    if (this.unsaved || this.gone) return { refused: null };
    const found = await this.#ask("POST", redo ? "/redo" : "/undo", { edition: this.edition, since: this.seq });
    if (!found) return { refused: null };
    const before = new Set(Object.keys(found.turns ?? {}));
    this.take(found);
    return { refused: found.refused, turns: before };
  }

  async sign(round, reason) {
    await this.settled();
    const found = await ask("POST", `${this.path}/signatures`, { edition: this.edition, since: this.seq, round, reason });
    this.take(found);
  }

  // ---------------------------------------------------------------- sending

  #send() {
    this.sending ??= this.#sendAll().finally(() => (this.sending = null));
    return this.sending;
  }

  async #sendAll() {
    while (this.queue.length && !this.gone) {
      const part = this.queue.slice(0, 50);
      const decisions = part.map(({ id, operations }) => ({ id, operations }));
      const found = await this.#ask("POST", "/decisions", { edition: this.edition, since: this.seq, decisions });
      if (!found) {
        clearTimeout(this.retry);
        this.retry = setTimeout(() => this.#send(), RETRY_MS[Math.min(this.failed++, RETRY_MS.length - 1)]);
        return;
      }
      this.failed = 0;
      if (found.reload) {
        this.#lost();
        return;
      }
      const taken = new Set(found.taken);
      for (const one of part) one.taken = taken.has(one.id);
      this.queue = this.queue.filter((one) => !taken.has(one.id));
      if (found.refused) this.#refused(found.refused);
      this.take(found);
    }
    this.#tell(this.unsaved ? "saving" : "saved");
  }

  /** A decision was refused: what was typed is kept as a conflict, all else is said and dropped. */
  #refused(refused) {
    const decision = this.queue.find((one) => one.id === refused.id);
    if (!decision) return;
    const { turn } = decision;
    if (!turn) {
      this.queue = this.queue.filter((one) => one !== decision);
      this.#tell("refused", { refused, decision });
      return;
    }
    const mine = this.typed.get(turn)?.text ?? this.queue.findLast((one) => one.turn === turn).text;
    this.queue = this.queue.filter((one) => one.turn !== turn);
    this.typed.delete(turn);
    this.local.delete(turn);
    this.conflicts.set(turn, { mine: canon(mine), base: decision.operations[0].revision });
    this.#tell("conflict", { turn });
  }

  /** A person has settled a conflict: their text, or (null) what the other one wrote. */
  settle(id, text) {
    this.conflicts.delete(id);
    if (text !== null && this.turns.has(id)) {
      this.type(id, text);
      this.checkpoint(id);
    }
    this.#tell("turn", { id });
    this.#tell(this.unsaved ? "saving" : "saved");
  }

  async #ask(method, path, body) {
    try {
      const found = await ask(method, `${this.path}${path}`, body);
      this.#online("");
      return found;
    } catch (refusal) {
      this.#online(`${refusal.message} ${refusal.hint}`.trim());
      if (refusal.status === 401) this.#tell("no-session");
      return null;
    }
  }

  #online(problem) {
    if (this.offline === problem) return;
    this.offline = problem;
    this.#tell("online");
  }

  #lost() {
    this.gone = true;
    this.#tell("gone");
  }

  // ---------------------------------------------------------------- news

  /** Follow what others do, and try again when the server is back. */
  follow() {
    onNews(`?interview=${this.interview}`, () => this.catchUp());
    addEventListener("online", () => this.#send());
  }

  async catchUp() {
    if (this.sending) await this.sending;
    if (this.queue.length) await this.#send();
    const found = await this.#ask("GET", `/changes?edition=${this.edition}&since=${this.seq}`);
    if (found) this.take(found);
  }

  /** Take in what the server says has changed. */
  take(found) {
    if (found.reload) {
      this.#lost();
      return;
    }
    if (found.seq < this.seq) return; // overtaken by a later answer
    this.seq = found.seq;
    for (const name of ["speakers", "remarks", "notes", "signatures", "canUndo", "canRedo"]) this[name] = found[name];
    for (const [id, turn] of Object.entries(found.turns)) {
      if (turn) {
        this.turns.set(id, turn);
        if (!this.isUnsaved(id)) this.local.delete(id);
      }
      this.edited.add(id);
    }
    if (found.order) {
      this.order = found.order;
      for (const id of [...this.turns.keys()]) if (!this.order.includes(id)) this.#drop(id);
    }
    this.#tell("changed", { turns: Object.keys(found.turns), order: Boolean(found.order), others: found.others ?? [] });
  }

  /** A turn is gone. What was typed on it and not saved becomes a conflict: there is nothing to put it on. */
  #drop(id) {
    if (this.isUnsaved(id)) {
      const mine = this.typed.get(id)?.text ?? this.queue.findLast((one) => one.turn === id).text;
      this.queue = this.queue.filter((one) => one.turn !== id);
      this.typed.delete(id);
      this.conflicts.set(id, { mine, base: -1 });
      this.#tell("conflict", { turn: id });
    }
    this.local.delete(id);
    this.turns.delete(id);
  }

  #tell(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
