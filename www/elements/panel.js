// @ts-check

import { t } from "../words.js";
import { line } from "./icon.js";
import { write } from "./write.js";

/**
 * @typedef {import("../types.js").Page} Page
 * @typedef {import("../types.js").Status} Status
 */

/** Signs of how a contender stands, beside the words. @type {Record<string, string>} */
export const SIGNS = { running: "…", reached: "✓", stuck: "⚠", lost: "✗", open: "↻" };

/** One panel of the board: canvases, starts, caption and status. */
export class Panel {
  root = document.createElement("figure");
  stage = document.createElement("div");
  still = document.createElement("canvas");
  paths = document.createElement("canvas");
  /** What is below the heads, which nobody sees. */
  below = document.createElement("canvas");
  #caption = document.createElement("figcaption");
  #status = document.createElement("div");
  #marks = document.createElement("div");
  /** Two arrows a head: of the loss over all data, and of what the next update sees. @type {HTMLElement[]} */
  #arrows = [];
  /** @type {HTMLButtonElement[]} */
  #starts = [];
  /** @type {StatusLine[]} */
  #lines = [];
  #captionShown = "";
  #whose;

  /**
   * @param {number[]} whose the contenders that it shows, by index
   * @param {boolean} overlay whether it is the one for all
   */
  constructor(whose, overlay) {
    this.#whose = whose;
    this.index = whose[0];
    this.overlay = overlay;
    this.root.className = "panel";
    this.stage.className = "plot";
    this.stage.tabIndex = 0;
    this.stage.dataset.arrows = "";
    this.stage.setAttribute("role", "group");
    this.still.setAttribute("aria-hidden", "true");
    this.paths.setAttribute("role", "img");
    this.#marks.className = "marks";
    this.#status.className = "status";
    // Starts below paths and heads, which let the pointer through.
    this.stage.append(this.still, this.#marks, this.paths);
    this.root.append(this.#caption, this.stage, this.#status);
    if (!overlay) this.root.dataset.contender = String(this.index + 1);
  }

  /** @param {Page} page */
  show(page) {
    const shown = this.#whose;
    const names = shown.map((k) => {
      const card = page.contenders[k];
      const arrow = card.schedule.length ? "↘" : "";
      const batch = card.batch ? `, ${card.batch}` : "";
      const pins = card.pins.map(([, words]) => t("pinned: {run}", { run: words }));
      // Another of the same name and rate: only the form of its rule tells it from this one.
      const twin = page.contenders.some((other, index) => index !== k && other.name === card.name && other.rate === card.rate);
      return { k, name: card.name, twin, rate: `η ${card.rate}${arrow}${batch}`, form: [card.form ?? [], pins].flat().join("; ") };
    });
    const caption = JSON.stringify(names);
    if (caption !== this.#captionShown) {
      this.#captionShown = caption;
      this.#caption.replaceChildren(...names.map(({ k, name, twin, rate, form }) => {
        const entry = document.createElement("span");
        entry.className = "entry";
        entry.dataset.contender = String(k + 1);
        entry.toggleAttribute("data-twin", twin);
        const swatch = this.overlay ? line() : document.createElement("span");
        if (!this.overlay) swatch.setAttribute("class", "swatch");
        const title = document.createElement("b");
        title.textContent = name;
        const detail = document.createElement("span");
        detail.className = "rate";
        detail.textContent = rate;
        detail.title = form;
        entry.append(swatch, title, detail);
        if (form && !this.overlay) {
          const formed = document.createElement("span");
          formed.className = "form";
          formed.textContent = form;
          entry.append(formed);
        }
        return entry;
      }));
      const label = names.map(({ name }) => name).join(", ");
      this.stage.setAttribute("aria-label", t("{names} on {surface}: plus and minus zoom, arrows pan", { names: label, surface: page.surface.name }));
    }
    this.#arrows = this.#fill(this.#arrows, 2 * shown.length, (k) => {
      const arrow = document.createElement("span");
      arrow.className = k % 2 ? "arrow seen" : "arrow";
      arrow.dataset.contender = String(shown[k >> 1] + 1);
      arrow.hidden = true;
      return arrow;
    });
    this.#starts = this.#fill(this.#starts, page.starts.length, (k) => {
      const start = document.createElement("button");
      start.type = "button";
      start.className = "start";
      start.dataset.start = String(k);
      start.dataset.arrows = "";
      return start;
    });
    this.#starts.forEach((start, k) => {
      const place = page.starts[k].map(({ text }) => text).join(", ");
      start.setAttribute("aria-label", t("start {number} at {place}; arrows move it", { number: k + 1, place }));
      start.title = t("start ({place}): drag it", { place });
    });
  }

  /**
   * @template {HTMLElement} T
   * @param {T[]} marks
   * @param {number} count
   * @param {(k: number) => T} make
   */
  #fill(marks, count, make) {
    if (marks.length === count) return marks;
    marks.forEach((mark) => mark.remove());
    const made = Array.from({ length: count }, (_, k) => make(k));
    this.#marks.append(...made);
    return made;
  }

  /** The height of caption and status, in CSS pixels. */
  captions() {
    return this.root.offsetHeight - this.stage.offsetHeight;
  }

  /** @param {number} width @param {number} height */
  resize(width, height) {
    this.width = width;
    this.height = height;
  }

  /**
   * Moves starts, and arrows with the heads that they are of.
   * @param {Float64Array} starts
   * @param {Float64Array} [arrows]
   * @param {Float64Array} [heads]
   */
  follow(starts, arrows, heads) {
    this.#arrows.forEach((arrow, k) => {
      const contender = this.#whose[k >> 1];
      const [length, angle] = arrows?.subarray(4 * contender + 2 * (k % 2)) ?? [NaN];
      const [x, y, inside] = heads?.subarray(3 * contender) ?? [];
      conceal(arrow, Number.isNaN(length) || inside !== 1);
      if (arrow.hidden) return;
      arrow.style.width = `${length}px`;
      arrow.style.transform = `translate(${x}px, ${y}px) rotate(${angle}rad)`;
    });
    this.#starts.forEach((start, k) => put(start, starts, k));
  }

  /**
   * Writes how each contender stands.
   * @param {Status[]} statuses
   */
  tell(statuses) {
    const shown = this.#whose;
    if (this.#lines.length !== shown.length) {
      this.#lines = shown.map((k) => new StatusLine(k, this.overlay));
      this.#status.replaceChildren(...this.#lines.map((line) => line.root));
    }
    const changed = shown.map((k, n) => this.#lines[n].tell(statuses[k]));
    if (changed.includes(true)) this.paths.setAttribute("aria-label", this.#lines.map((line) => line.words).join("; "));
  }
}

/** A contender's line of status: its texts are replaced, never its elements, so that a playing race costs little. */
class StatusLine {
  root = document.createElement("div");
  words = "";
  #verdict = document.createElement("b");
  #numbers = [0, 1, 2].map(() => document.createElement("span"));

  #name = document.createElement("i");

  /** @param {number} contender @param {boolean} named whether it says whose line it is */
  constructor(contender, named) {
    this.root.className = "line";
    this.root.dataset.contender = String(contender + 1);
    const numbers = document.createElement("span");
    numbers.append(...this.#numbers);
    if (named) this.root.append(this.#name);
    this.root.append(this.#verdict, numbers);
  }

  /** @param {Status} status */
  tell({ name, step, loss, gradient, outcome, brief, tone }) {
    const numbers = [t("step {step}", { step }), `L ${loss}`, `‖∇L‖ ${gradient}`];
    const words = `${name}: ${[`${SIGNS[tone]} ${outcome}`, ...numbers].join(" · ")}`;
    if (words === this.words) return false;
    this.words = words;
    write(this.#name, name);
    write(this.#verdict, `${SIGNS[tone]} ${brief}`);
    if (this.#verdict.title !== outcome) this.#verdict.title = outcome;
    if (this.root.dataset.tone !== tone) this.root.dataset.tone = tone;
    numbers.forEach((text, k) => write(this.#numbers[k], text));
    return true;
  }
}

/**
 * Hides a mark or shows it; an attribute that is written again, though it is the same, has its style looked up anew.
 * @param {HTMLElement} mark
 * @param {boolean} hidden
 */
function conceal(mark, hidden) {
  if (mark.hidden !== hidden) mark.hidden = hidden;
}

/**
 * Places a mark, or hides it outside the plot.
 * @param {HTMLElement} mark
 * @param {Float64Array} places x, y and whether inside, three numbers each
 * @param {number} k
 */
function put(mark, places, k) {
  const inside = places[3 * k + 2] === 1;
  conceal(mark, !inside);
  if (inside) mark.style.transform = `translate(${places[3 * k]}px, ${places[3 * k + 1]}px)`;
}
