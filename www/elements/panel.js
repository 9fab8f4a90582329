// @ts-check

import { line } from "./icon.js";

/**
 * @typedef {import("../types.js").Page} Page
 * @typedef {import("../types.js").Status} Status
 */

/** Signs of how a contender stands, beside the words. @type {Record<string, string>} */
const SIGNS = { running: "…", reached: "✓", stuck: "⚠", lost: "✗", open: "↻" };

/** One panel of the board: canvases, heads, starts, caption and status. */
export class Panel {
  root = document.createElement("figure");
  stage = document.createElement("div");
  still = document.createElement("canvas");
  paths = document.createElement("canvas");
  #caption = document.createElement("figcaption");
  #status = document.createElement("p");
  #marks = document.createElement("div");
  /** @type {HTMLElement[]} */
  #heads = [];
  /** @type {HTMLButtonElement[]} */
  #starts = [];
  #captionShown = "";
  #statusShown = "";

  /**
   * @param {number} index
   * @param {boolean} overlay whether it shows all contenders
   */
  constructor(index, overlay) {
    this.index = index;
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
    this.stage.append(this.still, this.paths, this.#marks);
    this.root.append(this.#caption, this.stage, this.#status);
    if (!overlay) this.root.dataset.contender = String(index + 1);
  }

  /** The contenders shown, by index. @param {number} count */
  #shown(count) {
    return this.overlay ? Array.from({ length: count }, (_, k) => k) : [this.index];
  }

  /** @param {Page} page */
  show(page) {
    const shown = this.#shown(page.contenders.length);
    const names = shown.map((k) => {
      const card = page.contenders[k];
      const rate = card.controls[0];
      return { k, name: card.name, rate: `${rate.symbol} ${rate.text}`, form: card.form ?? "" };
    });
    const caption = JSON.stringify(names);
    if (caption !== this.#captionShown) {
      this.#captionShown = caption;
      this.#caption.replaceChildren(...names.map(({ k, name, rate, form }) => {
        const entry = document.createElement("span");
        entry.className = "entry";
        entry.dataset.contender = String(k + 1);
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
      this.stage.setAttribute("aria-label", `${label} on ${page.surface.name}: plus and minus zoom, arrows pan`);
    }
    this.#heads = this.#fill(this.#heads, shown.length, (k) => {
      const head = document.createElement("span");
      head.className = "head";
      head.dataset.contender = String(shown[k] + 1);
      return head;
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
      const [x, y] = page.starts[k];
      start.setAttribute("aria-label", `start ${k + 1} at ${x.text}, ${y.text}; arrows move it`);
      start.title = `start (${x.text}, ${y.text}): drag it`;
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

  /** @param {Float64Array} heads @param {Float64Array} starts @param {Status[]} statuses */
  follow(heads, starts, statuses) {
    const shown = this.#shown(statuses.length);
    this.#heads.forEach((head, k) => put(head, heads, shown[k]));
    this.#starts.forEach((start, k) => put(start, starts, k));
    const lines = shown.map((k) => statuses[k]);
    const text = JSON.stringify(lines);
    if (text === this.#statusShown) return;
    this.#statusShown = text;
    const words = lines.map(({ step, loss, gradient, outcome, tone }) =>
      this.overlay ? `${SIGNS[tone]} ${outcome}` : `${SIGNS[tone]} ${outcome} · step ${step} · L ${loss} · ‖∇L‖ ${gradient}`);
    this.root.dataset.tone = this.overlay ? "running" : lines[0].tone;
    if (this.overlay) {
      this.#caption.querySelectorAll(".entry").forEach((entry, k) => {
        /** @type {HTMLElement} */ (entry).dataset.tone = lines[k].tone;
        /** @type {HTMLElement} */ (entry).title = `${lines[k].outcome}, step ${lines[k].step}, L ${lines[k].loss}, ‖∇L‖ ${lines[k].gradient}`;
      });
      this.#status.textContent = "";
    } else {
      const [{ outcome, tone, step, loss, gradient }] = lines;
      const verdict = document.createElement("b");
      verdict.textContent = `${SIGNS[tone]} ${outcome}`;
      verdict.title = outcome;
      const numbers = document.createElement("span");
      numbers.append(...[`step ${step}`, `L ${loss}`, `‖∇L‖ ${gradient}`].map((text) => {
        const part = document.createElement("span");
        part.textContent = text;
        return part;
      }));
      this.#status.replaceChildren(verdict, numbers);
    }
    this.paths.setAttribute("aria-label", words.join("; "));
  }
}

/**
 * Places a mark, or hides it outside the plot.
 * @param {HTMLElement} mark
 * @param {Float64Array} places x, y and whether inside, three numbers each
 * @param {number} k
 */
function put(mark, places, k) {
  const inside = places[3 * k + 2] === 1;
  mark.hidden = !inside;
  if (inside) mark.style.transform = `translate(${places[3 * k]}px, ${places[3 * k + 1]}px)`;
}
