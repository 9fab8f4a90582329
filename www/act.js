// @ts-check

/**
 * A wish of the user, on its way up to main.js: a method of the engine with its arguments.
 *
 * Elements never change the laboratory themselves; they dispatch an Act and are updated afterwards.
 */
export class Act extends Event {
  /**
   * @param {string} method the engine's method
   * @param {...any} args its arguments
   */
  constructor(method, ...args) {
    super("act", { bubbles: true });
    this.method = method;
    this.args = args;
  }
}

/** A wish that concerns the playhead or the page, not the experiment: `play`, `seek`, `overlay`, … */
export class Wish extends Event {
  /**
   * @param {string} name what is wished
   * @param {any} [value] with which value
   */
  constructor(name, value) {
    super("wish", { bubbles: true, cancelable: true });
    this.name = name;
    this.value = value;
  }
}
