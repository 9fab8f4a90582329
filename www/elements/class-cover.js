// @ts-check
// <class-cover hidden></class-cover>: what covers the whole screen for a while: black, or a number counted down.

import { t } from "../words.js";

/** From one number to the next, in milliseconds. */
const BEAT = 1000;

export class ClassCover extends HTMLElement {
  static tag = "class-cover";
  #number = document.createElement("b");
  #timer = 0;
  /** What is done when it is taken away. */
  #after = () => {};

  connectedCallback() {
    if (this.firstChild) return;
    this.hidden = true;
    this.#number.setAttribute("role", "timer");
    this.#number.setAttribute("aria-live", "assertive");
    this.replaceChildren(this.#number);
    this.addEventListener("click", () => this.lift());
  }

  /** Whether it covers anything. */
  get on() {
    return !this.hidden;
  }

  /** Makes the screen black. @param {() => void} after */
  blank(after) {
    this.#cover("blank", "", after);
    this.setAttribute("role", "img");
    this.setAttribute("aria-label", t("The screen is blank: any key brings the race back."));
  }

  /**
   * Counts down, then lets go.
   * @param {number} from
   * @param {() => void} start what begins at zero; not if it is lifted before
   */
  count(from, start) {
    for (const name of ["role", "aria-label"]) this.removeAttribute(name);
    const beat = (/** @type {number} */ left) => {
      if (left === 0) {
        this.lift();
        return start();
      }
      this.#cover("count", String(left), () => {});
      this.#timer = setTimeout(() => beat(left - 1), BEAT);
    };
    beat(from);
  }

  /** @param {string} kind @param {string} text @param {() => void} after */
  #cover(kind, text, after) {
    clearTimeout(this.#timer);
    this.className = kind;
    this.#number.textContent = text;
    this.#after = after;
    this.hidden = false;
  }

  /** Takes it away. */
  lift() {
    if (this.hidden) return;
    clearTimeout(this.#timer);
    this.hidden = true;
    this.#after();
  }
}
