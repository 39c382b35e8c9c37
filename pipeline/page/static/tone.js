// How the sound is made: louder than the recording, evened out, one ear's channel to both. All in the browser.

import { keep, settings } from "./page.js";

export class Tone {
  constructor(sound) {
    this.sound = sound;
    this.chain = null;
    if (settings.boost > 1 || settings.even || settings.ears) sound.addEventListener("play", () => this.apply(), { once: true });
  }

  /** Change some of {boost: 1–4, even: bool, ears: "" | "left" | "right"}. */
  set(changed) {
    keep(changed);
    this.apply();
  }

  apply() {
    this.chain ??= this.#build();
    const { context, source, split, both, gain, compressor } = this.chain;
    for (const node of [source, split, both, gain, compressor]) node.disconnect();
    if (settings.ears) {
      source.connect(split);
      split.connect(both, settings.ears === "right" ? 1 : 0, 0);
    } else {
      source.connect(both);
    }
    both.connect(gain);
    gain.gain.value = settings.boost ?? 1;
    if (settings.even) gain.connect(compressor).connect(context.destination);
    else gain.connect(context.destination);
    context.resume();
  }

  #build() {
    const context = new AudioContext();
    const both = context.createGain();
    both.channelCount = 1; // mixed down: what only one ear got, both hear
    both.channelCountMode = "explicit";
    return {
      context,
      both,
      source: context.createMediaElementSource(this.sound),
      split: context.createChannelSplitter(2),
      gain: context.createGain(),
      compressor: context.createDynamicsCompressor(),
    };
  }
}
