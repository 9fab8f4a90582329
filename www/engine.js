// @ts-check
// The page's own WebAssembly package: no other script imports it.

import init, { Engine, speak } from "./pkg/steepest.js";
import { Guarded } from "./guarded.js";
import { lend } from "./words.js";

/** @typedef {import("./types.js").Page} Page */

/** Begun before the elements are made, so that the browser compiles meanwhile. */
const loading = init({ module_or_path: new URL("./pkg/steepest_bg.wasm", import.meta.url) });

/** The laboratory. */
export class Laboratory extends Guarded {
  /** The link of the last good state, to be saved if anything breaks. */
  #link = "";
  /** @type {(link: string, reason: string) => void} */
  oncrash = () => {};

  /** @param {Engine} engine */
  constructor(engine) {
    super(engine);
    this.#link = engine.link();
  }

  static async load() {
    await loading;
    lend(speak);
    return new Laboratory(new Engine());
  }

  /** @param {string} reason */
  lost(reason) {
    this.oncrash(this.#link, reason);
  }

  /** Everything that the controls show. @returns {Page | undefined} */
  page() {
    const page = this.read("describe");
    if (page) this.#link = page.link;
    return page;
  }
}
