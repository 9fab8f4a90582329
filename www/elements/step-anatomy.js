// @ts-check
// <step-anatomy></step-anatomy>: the next update in parts and in numbers, and what is drawn of it over the panels.

import { Wish } from "../act.js";
import { t } from "../words.js";
import { names } from "./names.js";

/**
 * @typedef {import("../guarded.js").Guarded} Guarded
 * @typedef {import("../types.js").Page} Page
 * @typedef {{ key: string, name: string, vector: string, length: string }} Part
 * @typedef {{ rule: string, code: string, numbers: string, result: string }} Line
 * @typedef {{ heading: string, parts: Part[], lines: Line[] }} Anatomy
 */

/** What can be drawn over the panels: key, name and explanation. */
const LENSES = [
  ["arrows", t("arrows"), t("the parts of the next update at each head, to scale")],
  ["model", t("quadratic model"), t("contours of the second-order Taylor expansion at the head, and its stationary point")],
  ["region", t("unstable region"), t("where the sharpness exceeds what this learning rate bears: hatched")],
];

/** While a race plays faster than a step in so many milliseconds, nothing is drawn of steps that nobody could follow. */
const FASTEST = 90;

export class StepAnatomy extends HTMLElement {
  static tag = "step-anatomy";
  #details = document.createElement("details");
  #whose = document.createElement("select");
  #heading = document.createElement("p");
  #parts = document.createElement("ul");
  #rule = document.createElement("ol");
  /** @type {HTMLInputElement[]} */
  #switches = [];
  /** The canvases over the panels. @type {Map<Element, HTMLCanvasElement>} */
  #canvases = new Map();
  #shown = "";
  #named = "";
  /** When the playhead was last moved. */
  #moved = 0;
  #changed = true;

  connectedCallback() {
    if (this.#switches.length) return;
    const summary = document.createElement("summary");
    summary.textContent = t("Anatomy of a step");
    const lenses = document.createElement("div");
    lenses.className = "lenses";
    lenses.append(...LENSES.map(([key, name, title]) => {
      const label = document.createElement("label");
      const box = document.createElement("input");
      box.type = "checkbox";
      box.name = key;
      box.checked = key === "arrows";
      box.addEventListener("change", () => this.#redraw());
      label.title = title;
      label.append(box, name);
      this.#switches.push(box);
      return label;
    }));
    this.#whose.setAttribute("aria-label", t("whose update"));
    this.#whose.addEventListener("change", () => this.#redraw());
    this.#heading.className = "about";
    this.#parts.className = "parts";
    // Where it is too wide it is scrolled, by the keyboard as well.
    this.#rule.tabIndex = 0;
    this.#rule.dataset.arrows = "";
    this.#rule.setAttribute("aria-label", t("the rule, with the numbers of the moment"));
    this.#details.open = true;
    this.#details.addEventListener("toggle", () => this.#redraw());
    this.#details.append(summary, lenses, this.#whose, this.#heading, this.#parts, this.#rule);
    this.replaceChildren(this.#details);
  }

  #redraw() {
    this.#changed = true;
    this.dispatchEvent(new Wish("redraw"));
  }

  /** What is drawn over the panels: nothing while this is hidden. */
  get #lenses() {
    return this.#switches.map((box) => box.checked && !this.hidden);
  }

  /** @param {Guarded} _inside @param {Page} page */
  show(_inside, page) {
    const whose = names(page.contenders);
    const named = JSON.stringify(whose);
    this.#changed = true;
    if (named === this.#named) return;
    this.#named = named;
    const chosen = Math.min(Math.max(this.#whose.selectedIndex, 0), whose.length - 1);
    this.#whose.replaceChildren(...whose.map((name, k) => new Option(name, String(k))));
    this.#whose.selectedIndex = chosen;
  }

  /** @param {Guarded} inside @returns {boolean} whether there is something else to show */
  place(inside) {
    const changed = this.#changed;
    this.#changed = false;
    const [arrows, model, region] = this.#lenses;
    if (changed) inside.call("setLens", arrows, model, region);
    return this.#fit() || changed;
  }

  /** Takes away what is drawn over the panels. */
  leave() {
    for (const [panel, canvas] of this.#canvases) {
      canvas.hidden = true;
      this.#label(panel, canvas, "");
    }
    this.#changed = true;
  }

  /** Gives every panel a canvas of its size; whether one is new. */
  #fit() {
    const panels = [...document.querySelectorAll("race-board .panel .plot")];
    let fresh = false;
    for (const [panel, canvas] of this.#canvases) {
      if (panels.includes(panel)) continue;
      canvas.remove();
      this.#canvases.delete(panel);
    }
    for (const panel of panels) {
      const known = this.#canvases.get(panel);
      const size = `${panel.clientWidth} ${panel.clientHeight} ${devicePixelRatio}`;
      if (known?.dataset.size === size) continue;
      fresh = true;
      const canvas = known ?? document.createElement("canvas");
      canvas.dataset.size = size;
      if (known) continue;
      canvas.className = "lens";
      canvas.setAttribute("aria-hidden", "true");
      // Above paths and heads.
      panel.querySelector("canvas[role=img]")?.after(canvas);
      this.#canvases.set(panel, canvas);
    }
    return fresh;
  }

  /** @param {Guarded} inside @param {number} step @param {boolean} playing */
  follow(inside, step, playing) {
    const now = performance.now();
    const any = this.#lenses.includes(true) && !(playing && now - this.#moved < FASTEST);
    this.#moved = now;
    for (const [panel, canvas] of this.#canvases) {
      canvas.hidden = !any;
      if (!any) {
        this.#label(panel, canvas, "");
        continue;
      }
      const figure = /** @type {HTMLElement} */ (panel.closest(".panel"));
      const contender = Number(figure.dataset.contender ?? 0) - 1;
      const { clientWidth, clientHeight } = panel;
      const all = contender < 0;
      const words = inside.ask("drawLens", canvas, clientWidth, clientHeight, devicePixelRatio, Math.max(contender, 0), all, step) ?? "";
      this.#label(panel, canvas, words);
    }
  }

  /** What is to be said of what is drawn over a panel. @param {Element} panel @param {HTMLCanvasElement} canvas @param {string} words */
  #label(panel, canvas, words) {
    if ((canvas.dataset.words ?? "") === words) return;
    canvas.dataset.words = words;
    let label = /** @type {HTMLElement | null} */ (panel.querySelector(".lens-words"));
    if (!label) {
      label = document.createElement("span");
      label.className = "lens-words";
      panel.append(label);
    }
    label.textContent = words;
    label.hidden = !words;
  }

  /** @param {Guarded} inside @param {number} step */
  tell(inside, step) {
    if (!this.#details.open) return;
    const text = inside.ask("anatomy", Math.max(this.#whose.selectedIndex, 0), step) ?? "null";
    if (text === this.#shown) return;
    this.#shown = text;
    /** @type {Anatomy | null} */
    const anatomy = JSON.parse(text);
    this.#heading.textContent = anatomy?.heading ?? t("It makes no update.");
    this.dataset.contender = String(this.#whose.selectedIndex + 1);
    this.#parts.replaceChildren(...(anatomy?.parts ?? []).map(({ key, name, vector, length }) => {
      const entry = document.createElement("li");
      const sample = document.createElement("i");
      sample.className = `arrow ${key}`;
      const words = document.createElement("span");
      words.textContent = name;
      const value = document.createElement("b");
      value.textContent = vector;
      value.title = t("length {length}", { length });
      entry.append(sample, words, value);
      return entry;
    }));
    this.#rule.replaceChildren(...(anatomy?.lines ?? []).map(({ rule, code, numbers, result }) => {
      const entry = document.createElement("li");
      entry.append(rule ? math(rule) : text_of(code));
      const value = [numbers, result].filter((part) => part);
      if (value.length) {
        const below = math(`<mrow>${value.map((part) => `<mo>=</mo>${part}`).join("")}</mrow>`);
        below.classList.add("numbers");
        entry.append(below);
      }
      return entry;
    }));
  }
}

/** @param {string} inner MathML from the engine, made of names that hold letters, digits and `_` only */
function math(inner) {
  const root = document.createElement("div");
  root.className = "formula";
  root.innerHTML = `<math display="block">${inner}</math>`;
  return root;
}

/** @param {string} code */
function text_of(code) {
  const line = document.createElement("code");
  line.textContent = code;
  return line;
}
