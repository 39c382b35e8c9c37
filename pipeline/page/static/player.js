// The sound: play, step back, faster and slower, loop a turn, and what of it was played.

import { ask, keep, settings } from "./page.js";

const RATES = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.75, 2];
const REPORT_MS = 5000;

export class Player extends EventTarget {
  /** @param {HTMLAudioElement} sound; @param {object} whole the interview as the server sent it */
  constructor(sound, whole) {
    super();
    Object.assign(this, { sound, path: `/interviews/${whole.interview}`, duration: whole.duration, round: whole.hearing.round });
    this.present = whole.sound;
    this.rewind = settings.rewind ?? whole.rewind;
    this.resting = false; // paused by hand: the next play steps back a little
    this.loop = null; // [start, end]
    this.stretch = null; // what is being played without a jump: [start, end]
    this.plays = []; // not reported yet
    this.reported = performance.now();
    if (!this.present) return;
    sound.src = `/api${this.path}/sound`;
    sound.preservesPitch = true;
    sound.playbackRate = sound.defaultPlaybackRate = settings.rate ?? 1;
    for (const event of ["play", "pause", "seeked", "ratechange", "ended", "error"]) sound.addEventListener(event, () => this.#changed(event));
    sound.addEventListener("seeking", () => this.#close());
    addEventListener("pagehide", () => this.report(true));
    document.addEventListener("visibilitychange", () => document.hidden && this.report(true));
  }

  get now() {
    return Math.round(this.sound.currentTime * 1000);
  }

  get playing() {
    return this.present && !this.sound.paused && !this.sound.ended;
  }

  get rate() {
    return this.sound.playbackRate;
  }

  seek(ms) {
    if (!this.present) return;
    this.#close();
    this.resting = false;
    this.sound.currentTime = Math.max(0, Math.min(ms, this.duration)) / 1000;
    this.#tell("moved");
  }

  skip(ms) {
    this.seek(this.now + ms);
  }

  playFrom(ms) {
    if (!this.present) return;
    this.seek(ms);
    this.play();
  }

  /** Play on; after a pause from a little before. */
  play() {
    if (!this.present || this.playing) return;
    if (this.resting && this.rewind) this.sound.currentTime = Math.max(0, this.sound.currentTime - this.rewind);
    this.resting = false;
    this.sound.play().catch(() => this.#tell("state"));
  }

  pause() {
    if (!this.playing) return;
    this.resting = true;
    this.sound.pause();
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  faster(step) {
    if (!this.present) return;
    const at = RATES.findIndex((rate) => rate >= this.rate - 0.001);
    this.sound.playbackRate = this.sound.defaultPlaybackRate = RATES[Math.max(0, Math.min(RATES.length - 1, at + step))];
    keep({ rate: this.rate });
  }

  setLoop(stretch) {
    this.loop = stretch;
    this.#tell("state");
  }

  /** Called for every frame while the sound plays. */
  tick() {
    if (!this.playing) return;
    const { now } = this;
    if (this.stretch) this.stretch[1] = Math.max(this.stretch[1], now);
    else if (!this.sound.seeking) this.stretch = [now, now];
    if (this.loop && (now >= this.loop[1] || now < this.loop[0] - 50)) this.seek(this.loop[0]);
    if (performance.now() - this.reported > REPORT_MS) {
      this.#close();
      this.report();
    }
  }

  /** The stretch that is being played, which no report holds yet. */
  get open() {
    return this.stretch;
  }

  #close() {
    if (this.stretch && this.stretch[1] > this.stretch[0]) {
      this.plays.push({ start: this.stretch[0], end: Math.min(this.stretch[1], this.duration), rate: this.rateOfStretch ?? this.rate });
    }
    this.stretch = null;
    this.rateOfStretch = this.rate;
  }

  #changed(event) {
    if (event === "pause" || event === "ended" || event === "ratechange") {
      if (this.stretch) this.stretch[1] = Math.max(this.stretch[1], this.now);
      this.#close();
    }
    if (event === "pause" || event === "ended") this.report();
    this.rateOfStretch = this.rate;
    this.#tell(event === "error" ? "broken" : "state");
  }

  /** Tell the server what was played; what it does not take is told again. */
  async report(leaving = false) {
    this.reported = performance.now();
    if (leaving) this.#close();
    const { plays, round } = this;
    if (!plays.length) return;
    this.plays = [];
    try {
      const hearing = await ask("POST", `${this.path}/listened`, { round, plays }, { keepalive: leaving });
      if (round === this.round) this.#tell("heard", hearing);
    } catch {
      this.plays = [...plays, ...this.plays];
    }
  }

  /** Work on another round; what was played counts for the one before. */
  async setRound(round) {
    this.#close();
    await this.report();
    this.round = round;
    this.#tell("heard", await ask("GET", `${this.path}/listened?round=${round}`));
  }

  #tell(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
