// @ts-check
// What explains runs: a second wiring, loaded when it is asked for, with a WebAssembly package of its own.

import init, { Inside } from "./pkg/inside.js";
import { Guarded } from "./guarded.js";
import { colors } from "./theme.js";
import { RaceComparison } from "./elements/race-comparison.js";

/**
 * An element of the column that explains runs. Every method but `show` may be left out.
 * @typedef {object} Explaining
 * @property {(inside: Guarded, page: import("./types.js").Page) => void} show the experiment has changed
 * @property {(inside: Guarded) => void} [place] called on every frame; hands canvases over whose size has changed
 * @property {(inside: Guarded, step: number) => void} [follow] the playhead has moved
 * @property {(inside: Guarded, step: number) => void} [tell] numbers are to be written: while a race plays now and then
 */

/** The elements of the column, from the top. @type {{ tag: string, new (): HTMLElement & Explaining }[]} */
const ELEMENTS = [RaceComparison];

for (const element of ELEMENTS) customElements.define(element.tag, element);

/** The column that explains runs, with a laboratory of its own that follows the page's. */
export class Insight {
  #inside;
  #elements = ELEMENTS.map((element) => new element());
  /** The experiment that it knows. */
  #text = "";
  #shown = false;
  /** Whether all is to be shown anew. */
  #stale = true;
  #step = -1;

  /** @param {string} text the experiment @param {Element} column */
  static async open(text, column) {
    const styles = document.createElement("link");
    styles.rel = "stylesheet";
    styles.href = new URL("./styles/inside.css", import.meta.url).href;
    const styled = new Promise((resolve, reject) => {
      styles.onload = resolve;
      styles.onerror = () => reject(new Error(`${styles.href} cannot be loaded`));
    });
    document.head.append(styles);
    await Promise.all([init({ module_or_path: new URL("./pkg/inside_bg.wasm", import.meta.url) }), styled]);
    return new Insight(new Inside(text), text, column);
  }

  /** @param {Inside} engine @param {string} text @param {Element} column */
  constructor(engine, text, column) {
    this.#inside = new Guarded(engine);
    this.#text = text;
    column.prepend(...this.#elements);
  }

  get shown() {
    return this.#shown;
  }

  set shown(on) {
    this.#shown = on;
    this.#stale = true;
    this.#elements.forEach((element) => (element.hidden = !on));
    document.body.toggleAttribute("data-inside", on);
  }

  /** Takes over what a worker has computed of the race. @param {Float64Array[]} runs */
  complete(runs) {
    this.#inside.call("complete", runs);
    this.#stale = true;
  }

  /** Takes over what a worker has proved of the landscape. @param {Float64Array} census @param {boolean} done */
  prove(census, done) {
    this.#stale = this.#inside.ask("prove", census, done) || this.#stale;
  }

  /**
   * A frame of the page.
   * @param {object} state
   * @param {() => string} state.text the experiment
   * @param {import("./types.js").Page} state.page
   * @param {number} state.step
   * @param {{ page: boolean, theme: boolean }} state.stale
   * @param {boolean} state.telling whether numbers are written
   * @returns {string | undefined} what went wrong
   */
  frame({ text, page, step, stale, telling }) {
    // Also while it is hidden, so that what a worker computes next is of the experiment that it knows.
    const refused = stale.page ? this.#load(text()) : undefined;
    if (!this.#shown) return refused;
    if (stale.theme || this.#stale) this.#inside.call("setTheme", colors(document.body));
    const changed = this.#stale || stale.page || stale.theme;
    this.#stale = false;
    if (changed) this.#elements.forEach((element) => element.show(this.#inside, page));
    this.#elements.forEach((element) => element.place?.(this.#inside));
    if (changed || step !== this.#step) this.#elements.forEach((element) => element.follow?.(this.#inside, step));
    if (changed || telling) this.#elements.forEach((element) => element.tell?.(this.#inside, step));
    this.#step = step;
    return refused;
  }

  /** @param {string} text */
  #load(text) {
    if (text === this.#text) return undefined;
    const { refused } = this.#inside.call("load", text);
    this.#text = text;
    return refused;
  }
}
