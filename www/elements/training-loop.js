// @ts-check
// <training-loop><details></details></training-loop>: a contender's training loop as code, with the running line and the
// current values.

import { Wish } from "../act.js";
import { t } from "../words.js";
import { push } from "./button.js";

/**
 * @typedef {import("../types.js").Training} Training
 * @typedef {import("../types.js").CodeLine} CodeLine
 */

/** A level of indentation. */
const INDENT = "  ";

export class TrainingLoop extends HTMLElement {
  static tag = "training-loop";
  static home = "";
  static flag = /** @type {const} */ ("code");
  #contender = document.createElement("select");
  #code = document.createElement("pre");
  #functions = document.createElement("details");
  #functionCode = document.createElement("pre");
  #names = "";
  #shown = "";
  /** The line of the body that has run last; the values of those after it are not known yet. */
  #line = Infinity;
  #count = 0;
  /** The update whose lines are shown, and where the clock stands at the next. */
  #update = -1;
  #nextClock = 0;
  #playing = false;
  /** Whether the first line is to run wherever the playhead is next. */
  #begins = false;

  connectedCallback() {
    this.#contender.setAttribute("aria-label", t("contender whose loop is shown"));
    this.#contender.addEventListener("change", () => this.dispatchEvent(new Wish("told")));
    const next = push(t("Next line"), t("run one line of the loop"), () => this.#next());
    const bar = document.createElement("div");
    bar.className = "bar";
    bar.append(this.#contender, next);
    this.#code.tabIndex = 0;
    this.#code.setAttribute("role", "region");
    this.#code.setAttribute("aria-label", t("training loop"));
    const summary = document.createElement("summary");
    summary.textContent = t("functions that it calls");
    this.#functions.append(summary, this.#functionCode);
    this.querySelector("summary + *")?.replaceWith(bar, this.#code, this.#functions);
  }

  /**
   * Runs one line; after the last the playhead goes on to the next update.
   *
   * Where no line has run yet, or while the race plays, which this ends, it is the first.
   */
  #next() {
    if (!this.#playing && this.#line < this.#count - 1) {
      this.#line += 1;
    } else {
      const isWalked = !this.#playing && this.#line < Infinity;
      this.#begins = true;
      this.dispatchEvent(isWalked ? new Wish("seek", this.#nextClock) : new Wish("stepBy", 0));
    }
    this.dispatchEvent(new Wish("told"));
  }

  /** @param {import("../guarded.js").Guarded} _inside @param {import("../types.js").Page} page */
  show(_inside, page) {
    const names = page.contenders.map(({ name }, k) => `${k + 1} ${name}`);
    if (names.join() === this.#names) return;
    this.#names = names.join();
    const chosen = Math.min(Number(this.#contender.value), names.length - 1);
    this.#contender.replaceChildren(...names.map((name, k) => new Option(name, String(k))));
    this.#contender.value = String(chosen);
  }

  /**
   * @param {import("../guarded.js").Guarded} inside
   * @param {number} _step
   * @param {import("../player.js").Player} player
   */
  tell(inside, _step, player) {
    /** @type {Training | undefined} */
    const loop = inside.read("training", Number(this.#contender.value), player.step, player.within);
    if (!loop) return;
    this.#count = loop.body.length;
    if (player.playing) this.#line = loop.running;
    else if (player.step === player.steps) this.#line = Infinity;
    else if (this.#begins) this.#line = 0;
    else if (loop.update !== this.#update) this.#line = Infinity;
    this.#update = loop.update;
    this.#nextClock = loop.next;
    this.#playing = player.playing;
    this.#begins = false;
    const shown = JSON.stringify([loop, Math.min(this.#line, this.#count)]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const indent = INDENT.repeat(loop.heads.length);
    this.#code.replaceChildren(
      ...loop.before.map((line) => row(line, "", "")),
      ...loop.heads.map((line) => row(line, "", "")),
      ...loop.body.map((line, k) => row(line, indent, k === this.#line ? "running" : k > this.#line ? "later" : "")),
    );
    this.#functions.hidden = loop.functions.length === 0;
    this.#functionCode.textContent = loop.functions.join("\n");
  }
}

/** @param {CodeLine} line @param {string} indent @param {string} state */
function row({ text, value }, indent, state) {
  const line = document.createElement("span");
  line.className = `line ${state}`;
  // The column is narrow: two spaces a level are enough.
  line.append(indent + text.replace(/^ +/, (spaces) => INDENT.repeat(spaces.length / 4)));
  if (value && state !== "later") {
    const comment = document.createElement("span");
    comment.className = "value";
    comment.textContent = `  # ${value}`;
    line.append(comment);
  }
  if (state === "running") line.setAttribute("aria-current", "step");
  return line;
}
