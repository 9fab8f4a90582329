// @ts-check
// The page's own WebAssembly package: no other script imports it.

import init, { Engine, speak } from "./pkg/steepest.js";
import { Guarded } from "./guarded.js";
import { lend } from "./words.js";

/** @typedef {import("./types.js").Page} Page */

/** Begun before the elements are made, so that the browser compiles meanwhile. */
const loading = init({ module_or_path: new URL("./pkg/steepest_bg.wasm", import.meta.url) });

/** The state of a page that was opened once more, which outlives that. */
const AGAIN = "again";

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

  /** Once the module has come; where it traps at once the page is opened a second time. @returns {Promise<Laboratory>} */
  static async load() {
    try {
      await loading;
      lend(speak);
      const laboratory = new Laboratory(new Engine());
      if (history.state === AGAIN) history.replaceState(null, "");
      return laboratory;
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError) || history.state === AGAIN) throw error;
      // WebKit on Linux stops a module now and then for an access that it never made (github.com/tauri-apps/tauri/issues/7154).
      // Nothing is lost yet, and the next time it hardly ever does.
      history.replaceState(AGAIN, "");
      location.reload();
      return new Promise(() => {});
    }
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
