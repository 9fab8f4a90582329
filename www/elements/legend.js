// @ts-check

import { t } from "../words.js";

/** What the overlay of definiteness shows, in words and with samples of its textures. */
export class Legend {
  root = document.createElement("div");
  #shown = "";

  constructor() {
    this.root.className = "legend";
    this.root.hidden = true;
    this.root.setAttribute("role", "group");
    this.root.setAttribute("aria-label", t("definiteness of the Hessian"));
  }

  /** @param {[key: string, text: string][] | null} words none while the overlay is off @returns {boolean} whether its height has changed */
  show(words) {
    const shown = JSON.stringify(words);
    if (shown === this.#shown) return false;
    this.#shown = shown;
    const before = this.root.offsetHeight;
    this.root.hidden = !words;
    this.root.replaceChildren(...(words ?? []).map(([key, text]) => {
      const entry = document.createElement("span");
      const sample = document.createElement("i");
      sample.dataset.region = key;
      entry.append(sample, text);
      return entry;
    }));
    return this.root.offsetHeight !== before;
  }
}
