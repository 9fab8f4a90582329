// @ts-check
// <class-marker></class-marker>: what a hall follows: which landscape it is, what is shown of the race, and where the clock
// stands.

import { write } from "./write.js";

/** @typedef {import("../types.js").Page} Page */

export class ClassMarker extends HTMLElement {
  static tag = "class-marker";
  #name = document.createElement("b");
  #state = document.createElement("span");
  #clock = document.createElement("p");
  #number = document.createElement("b");
  #way = document.createElement("i");
  #shown = "";

  connectedCallback() {
    if (this.firstChild) return;
    const what = document.createElement("p");
    what.className = "what";
    // The page's own heading is out of sight.
    this.setAttribute("role", "banner");
    this.#name.setAttribute("role", "heading");
    this.#name.setAttribute("aria-level", "1");
    this.#state.className = "state";
    this.#state.setAttribute("role", "status");
    what.append(this.#name, this.#state);
    this.#clock.className = "clock";
    const way = document.createElement("div");
    way.className = "way";
    way.append(this.#way);
    this.replaceChildren(what, this.#clock, way);
  }

  /** @param {Page} page @param {string} scene the name of the scene, or empty */
  show(page, scene) {
    const name = scene ? `${scene} · ${page.surface.name}` : page.surface.name;
    write(this.#name, name);
  }

  /**
   * Says what of the race is shown.
   * @param {string} words empty if all is
   * @param {number | null} contender whose colour the words have
   */
  state(words, contender) {
    this.#state.textContent = words;
    this.#state.hidden = !words;
    if (contender === null) delete this.#state.dataset.contender;
    else this.#state.dataset.contender = String(contender + 1);
  }

  /** @param {string} words where the clock stands, as “step 3 of 40” */
  tell(words) {
    if (words === this.#shown) return;
    this.#shown = words;
    const [, before = "", number = "", after = ""] = words.match(/^(\D*)(\S*)(.*)$/) ?? [];
    this.#number.textContent = number;
    this.#clock.replaceChildren(before, this.#number, after);
  }

  /** @param {number} share of the way, from 0 to 1 */
  follow(share) {
    this.#way.style.transform = `scaleX(${share})`;
  }
}
