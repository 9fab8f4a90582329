// @ts-check
// The only importer of the WebAssembly package.

import init, { Engine } from "./pkg/steepest.js";

/** @typedef {import("./types.js").Page} Page */

/** Begun before the elements are made, so that the browser compiles meanwhile. */
const loading = init({ module_or_path: new URL("./pkg/steepest_bg.wasm", import.meta.url) });

/**
 * The laboratory, with every call guarded: a refused edit comes back as a message, and a crash is reported once, after
 * which no further call is made.
 */
export class Laboratory {
  #engine;
  #crashed = false;
  /** The link of the last good state, to be saved if anything breaks. */
  #link = "";
  /** @type {(link: string, reason: string) => void} */
  oncrash = () => {};

  /** @param {Engine} engine */
  constructor(engine) {
    this.#engine = engine;
    this.#link = engine.link();
  }

  static async load() {
    await loading;
    return new Laboratory(new Engine());
  }

  get crashed() {
    return this.#crashed;
  }

  /**
   * Calls a method of the engine.
   * @param {string} method
   * @param {...any} args
   * @returns {{ value?: any, refused?: string }} its value, or why it was refused
   */
  call(method, ...args) {
    if (this.#crashed) return { refused: "the laboratory has stopped" };
    try {
      const value = /** @type {any} */ (this.#engine)[method](...args);
      return { value };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      // A panic arrives as a trap; what the engine refuses is an ordinary error.
      if (error instanceof WebAssembly.RuntimeError || /recursive use/.test(reason)) {
        this.#crashed = true;
        this.oncrash(this.#link, reason);
      }
      return { refused: reason };
    }
  }

  /**
   * Calls a method that cannot be refused and returns its value.
   * @param {string} method
   * @param {...any} args
   */
  ask(method, ...args) {
    return this.call(method, ...args).value;
  }

  /**
   * Calls a method that returns JSON.
   * @param {string} method
   * @param {...any} args
   */
  read(method, ...args) {
    const text = this.ask(method, ...args);
    return text === undefined ? undefined : JSON.parse(text);
  }

  /** Everything that the controls show. @returns {Page | undefined} */
  page() {
    const page = this.read("describe");
    if (page) this.#link = page.link;
    return page;
  }
}
