// The outline of the sound: the whole of it with what was played beneath, and what is near the place now.

import { clock, say } from "./page.js";

const PEAK_MS = 20;
const NEAR_MS = 24000;

export class Outline {
  constructor(interview, player, whole) {
    Object.assign(this, { interview, player, peaks: new Uint8Array(), loudest: 255, heard: [], speech: whole.speech, marks: whole.marks });
    this.far = document.getElementById("far");
    this.canvases = { far: document.getElementById("far-canvas"), near: document.getElementById("near"), heard: document.getElementById("heard") };
    this.far.setAttribute("aria-valuemax", Math.round(player.duration / 1000));
    this.far.addEventListener("pointerdown", (event) => this.#drag(event, this.far, (share) => share * player.duration));
    this.canvases.near.addEventListener("pointerdown", (event) => this.#drag(event, this.canvases.near, (share, from) => from + share * NEAR_MS));
    this.far.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -5000, ArrowDown: -5000, ArrowRight: 5000, ArrowUp: 5000, PageDown: 60000, PageUp: -60000 }[event.key];
      if (event.key === "Home") player.seek(0);
      else if (event.key === "End") player.seek(player.duration);
      else if (step) player.skip(step);
      else return;
      event.preventDefault();
    });
    new ResizeObserver(() => this.#resize()).observe(this.far);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.recolour());
    this.recolour();
  }

  /** Fetch the outline; where it is being made, again a little later. */
  async load() {
    for (let tries = 0; tries < 120; tries++) {
      const answer = await fetch(`/api${this.interview.path}/peaks`);
      if (answer.status === 200) {
        this.peaks = new Uint8Array(await answer.arrayBuffer());
        const sorted = this.peaks.slice().sort();
        this.loudest = Math.max(24, sorted[Math.floor(sorted.length * 0.995)] ?? 255);
        break;
      }
      if (answer.status !== 202) return;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    this.drawAll();
  }

  setHeard(stretches) {
    this.heard = stretches;
    this.#drawHeard();
  }

  /** A colour of the style sheet as a canvas takes it: light or dark is settled by the browser alone. */
  colour(name) {
    this.far.style.color = `var(--${name})`;
    return getComputedStyle(this.far).color;
  }

  /** Take the colours of the theme that is on now. */
  recolour() {
    this.colours = Object.fromEntries(["wave", "wave-played", "accent", "line", "mark", "muted", "ground"].map((name) => [name, this.colour(name)]));
    this.drawAll();
  }

  #drag(event, element, place) {
    const from = this.nearStart;
    const move = (one) => {
      const box = element.getBoundingClientRect();
      this.player.seek(place(Math.max(0, Math.min(1, (one.clientX - box.left) / box.width)), from));
    };
    move(event);
    element.setPointerCapture(event.pointerId);
    element.addEventListener("pointermove", move);
    element.addEventListener("pointerup", () => element.removeEventListener("pointermove", move), { once: true });
  }

  #resize() {
    for (const canvas of Object.values(this.canvases)) {
      canvas.width = Math.round(canvas.clientWidth * devicePixelRatio);
      canvas.height = Math.round(canvas.clientHeight * devicePixelRatio);
    }
    this.drawAll();
  }

  drawAll() {
    this.picture = null;
    this.drawNow();
    this.#drawHeard();
  }

  /** The loudest of some peaks, 0–1. */
  #height(from, to) {
    let most = 0;
    for (let i = Math.max(0, from); i < Math.min(to, this.peaks.length); i++) if (this.peaks[i] > most) most = this.peaks[i];
    return Math.min(1, most / this.loudest);
  }

  /** Draw what moves with the time. */
  drawNow() {
    const { now, duration } = this.player;
    const second = Math.round(now / 1000);
    if (second !== this.second) {
      this.second = second;
      this.far.setAttribute("aria-valuenow", second);
      this.far.setAttribute("aria-valuetext", say("listen.position_of", { now: clock(now), length: clock(duration) }));
    }
    const x = Math.round((now / Math.max(1, duration)) * this.canvases.far.width);
    if (x !== this.x || !this.picture) {
      this.x = x;
      this.#drawFar(now);
    }
    this.#drawNear(now);
  }

  #drawFar(now) {
    const canvas = this.canvases.far;
    const { width, height } = canvas;
    if (!width) return;
    const context = canvas.getContext("2d");
    this.picture ??= this.#wholePicture(width, height);
    context.clearRect(0, 0, width, height);
    context.drawImage(this.picture, 0, 0);
    const x = (now / Math.max(1, this.player.duration)) * width;
    context.fillStyle = this.colours.accent;
    context.fillRect(Math.round(x) - devicePixelRatio, 0, 2 * devicePixelRatio, height);
  }

  #wholePicture(width, height) {
    const picture = new OffscreenCanvas(width, height);
    const context = picture.getContext("2d");
    const each = this.peaks.length / width;
    context.fillStyle = this.colours.wave;
    for (let x = 0; x < width; x++) {
      const tall = Math.max(1, this.#height(Math.floor(x * each), Math.max(Math.ceil((x + 1) * each), Math.floor(x * each) + 1)) * height * 0.9);
      context.fillRect(x, (height - tall) / 2, 1, tall);
    }
    context.fillStyle = this.colours.mark;
    for (const [, start, end] of this.marks) {
      const [a, b] = [start, end].map((ms) => (ms / Math.max(1, this.player.duration)) * width);
      context.fillRect(a, height - 3 * devicePixelRatio, Math.max(2, b - a), 3 * devicePixelRatio);
    }
    return picture;
  }

  #drawNear(now) {
    const canvas = this.canvases.near;
    const { width, height } = canvas;
    if (!width || !height) return; // a canvas knows its size without a layout
    const context = canvas.getContext("2d");
    this.nearStart = now - NEAR_MS / 2;
    context.clearRect(0, 0, width, height);
    const bar = 3 * devicePixelRatio;
    const each = ((NEAR_MS / PEAK_MS) * bar) / width;
    const first = this.nearStart / PEAK_MS;
    const offset = -((((first / each) % 1) + 1) % 1) * bar;
    let filled = "";
    for (let x = offset, at = Math.floor(first / each); x < width; x += bar, at += 1) {
      const tall = Math.max(1, this.#height(Math.floor(at * each), Math.floor((at + 1) * each)) * height * 0.92);
      const colour = this.colours[x < width / 2 ? "wave-played" : "wave"];
      if (colour !== filled) context.fillStyle = filled = colour;
      if (at * each >= 0 && at * each * PEAK_MS < this.player.duration) context.fillRect(x, (height - tall) / 2, bar - devicePixelRatio, tall);
    }
    context.fillStyle = this.colours.line;
    for (const turn of this.interview.turns.values()) {
      if (turn.start === null || turn.start < this.nearStart || turn.start > this.nearStart + NEAR_MS) continue;
      context.fillRect(((turn.start - this.nearStart) / NEAR_MS) * width, 0, devicePixelRatio, height);
    }
    context.fillStyle = this.colours.accent;
    context.fillRect(width / 2 - devicePixelRatio, 0, 2 * devicePixelRatio, height);
  }

  /** The strip: speech is outlined, what was played of it is filled. */
  #drawHeard() {
    const canvas = this.canvases.heard;
    const { width, height } = canvas;
    if (!width) return;
    const context = canvas.getContext("2d");
    const x = (ms) => (ms / Math.max(1, this.player.duration)) * width;
    context.clearRect(0, 0, width, height);
    context.fillStyle = this.colours.line;
    for (const [start, end] of this.speech) context.fillRect(x(start), height / 2 - devicePixelRatio / 2, Math.max(1, x(end) - x(start)), devicePixelRatio);
    context.fillStyle = this.colours.accent;
    for (const [start, end] of this.heard) context.fillRect(x(start), 0, Math.max(1, x(end) - x(start)), height);
  }
}
