// @ts-check

import { t } from "./words.js";

/**
 * An engine with every call guarded: a refusal comes back as a message, and a crash is reported once, after which no
 * further call is made.
 */
export class Guarded {
  #engine;
  #crashed = false;

  /** @param {object} engine of a WebAssembly package */
  constructor(engine) {
    this.#engine = engine;
  }

  get crashed() {
    return this.#crashed;
  }

  /** The engine has stopped. @param {string} _reason */
  lost(_reason) {}

  /**
   * Calls a method of the engine.
   * @param {string} method
   * @param {...any} args
   * @returns {{ value?: any, refused?: string }} its value, or why it was refused
   */
  call(method, ...args) {
    if (this.#crashed) return { refused: t("the laboratory has stopped") };
    try {
      const value = /** @type {any} */ (this.#engine)[method](...args);
      return { value };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      // A panic arrives as a trap; what the engine refuses is an ordinary error.
      if (error instanceof WebAssembly.RuntimeError || /recursive use/.test(reason)) {
        this.#crashed = true;
        this.lost(reason);
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
}
