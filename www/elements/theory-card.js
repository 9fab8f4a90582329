// @ts-check
// <theory-card></theory-card>: a contender in the eigenvectors of a quadratic, theory beside what was measured.

import { Act, Wish } from "../act.js";
import { t } from "../words.js";
import { push } from "./button.js";

/**
 * @typedef {import("../guarded.js").Guarded} Guarded
 * @typedef {import("../types.js").TheoryCard} Card
 * @typedef {import("../types.js").TheoryMode} Mode
 */

const HEADS = [t("factor of a step"), t("theory"), t("measured"), t("steps a decade"), ""];

export class TheoryCard extends HTMLElement {
  static tag = "theory-card";
  #details = document.createElement("details");
  #contender = document.createElement("select");
  #scope = document.createElement("p");
  #setting = document.createElement("p");
  #plot = document.createElement("figure");
  #up = document.createElement("span");
  #picture = document.createElement("canvas");
  #across = document.createElement("figcaption");
  #table = document.createElement("table");
  #rows = document.createElement("tbody");
  #trend = document.createElement("figure");
  #clock = document.createElement("span");
  #chart = document.createElement("canvas");
  #best = document.createElement("p");
  #use = document.createElement("button");
  #remarks = document.createElement("ul");
  #names = "";
  #shown = "";
  /** @type {[string, string][]} */
  #edits = [];
  #width = 0;
  #observer = new ResizeObserver(([{ contentRect }]) => {
    if (contentRect.width === this.#width) return;
    this.#width = contentRect.width;
    // Drawn anew at once it would change sizes while the browser tells of them.
    if (this.#width) this.dispatchEvent(new Wish("told"));
  });

  connectedCallback() {
    const title = document.createElement("summary");
    const heading = document.createElement("h2");
    heading.textContent = t("Theory beside practice");
    title.append(heading);
    this.#contender.setAttribute("aria-label", t("contender of which theory speaks"));
    this.#contender.addEventListener("change", () => this.dispatchEvent(new Wish("told")));
    this.#scope.className = "about scope";
    this.#setting.className = "setting";
    this.#up.className = "axis";
    for (const canvas of [this.#picture, this.#chart]) canvas.setAttribute("role", "img");
    this.#chart.setAttribute("aria-label", t("the sizes of the coordinates against the step, with the slopes of theory"));
    this.#plot.append(this.#up, this.#picture, this.#across);
    const legend = document.createElement("figcaption");
    legend.append(sample("first", "|z₁|"), sample("second", "|z₂|"), sample("theory", t("theory")), this.#clock);
    this.#trend.append(this.#chart, legend);
    const head = this.#table.createTHead().insertRow();
    head.append(...HEADS.map((text) => Object.assign(document.createElement(text ? "th" : "td"), { textContent: text, ...(text && { scope: "col" }) })));
    this.#table.append(this.#rows);
    this.#best.className = "best";
    push("", "", () => this.#edits.forEach(([field, text]) => this.dispatchEvent(new Act("edit", field, text))), this.#use);
    this.#remarks.className = "about";
    this.#details.open = true;
    this.#details.append(title, this.#contender, this.#scope, this.#setting, this.#table, this.#best, this.#use, this.#remarks, this.#plot, this.#trend);
    this.#details.addEventListener("toggle", () => this.dispatchEvent(new Wish("told")));
    this.replaceChildren(this.#details);
    this.#observer.observe(this.#details);
  }

  disconnectedCallback() {
    this.#observer.disconnect();
  }

  /** @param {Guarded} _inside @param {import("../types.js").Page} page */
  show(_inside, page) {
    const names = page.contenders.map(({ name }, k) => `${k + 1} ${name}`);
    if (names.join() === this.#names) return;
    this.#names = names.join();
    const chosen = Math.min(Number(this.#contender.value), names.length - 1);
    this.#contender.replaceChildren(...names.map((name, k) => new Option(name, String(k))));
    this.#contender.value = String(chosen);
  }

  /** @param {Guarded} inside @param {number} step */
  tell(inside, step) {
    if (!this.#details.open) return;
    const contender = Number(this.#contender.value);
    /** @type {Card | undefined} */
    const card = inside.read("theory", contender, step);
    if (!card) return;
    this.#write(card);
    const draw = (/** @type {string} */ method, /** @type {HTMLCanvasElement} */ canvas) => {
      const { clientWidth, clientHeight } = canvas;
      return clientWidth ? inside.ask(method, contender, step, canvas, clientWidth, clientHeight, devicePixelRatio) : "";
    };
    if (card.axes) this.#across.textContent = `${card.axes[0]}; ${draw("drawEigenbasis", this.#picture)}`;
    if (card.modes.length) draw("drawModes", this.#chart);
  }

  /** @param {Card} card */
  #write(card) {
    const shown = JSON.stringify(card);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#scope.textContent = card.scope;
    this.#setting.textContent = card.setting;
    this.#plot.hidden = !card.axes;
    this.#up.textContent = card.axes?.[1] ?? "";
    this.#picture.setAttribute("aria-label", card.picture);
    this.#table.hidden = this.#trend.hidden = card.modes.length === 0;
    this.#clock.textContent = card.clock;
    this.#trend.toggleAttribute("data-one", card.modes.length === 1);
    this.#rows.replaceChildren(...card.modes.flatMap(rows));
    this.#best.textContent = card.best;
    this.#use.hidden = !card.button;
    this.#edits = card.button?.edits ?? [];
    this.#use.textContent = card.button?.label ?? "";
    this.#use.title = card.button?.idle || (card.button?.title ?? "");
    this.#use.disabled = Boolean(card.button?.idle);
    this.#remarks.replaceChildren(...card.remarks.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  }
}

/** @param {string} kind @param {string} text */
function sample(kind, text) {
  const entry = document.createElement("span");
  entry.className = `sample ${kind}`;
  entry.textContent = text;
  return entry;
}

/** The two rows of an eigenvalue: numbers, and in which manner it moves. @param {Mode} mode */
function rows(mode) {
  const numbers = document.createElement("tr");
  const head = document.createElement("th");
  head.scope = "row";
  head.textContent = mode.eigenvalue;
  head.title = mode.name;
  numbers.append(head);
  for (const text of [mode.factor, mode.measured, mode.decade]) numbers.insertCell().textContent = text;
  numbers.cells[2].title = mode.window;
  const verdict = numbers.insertCell();
  verdict.textContent = mode.verdict;
  verdict.className = "verdict";
  verdict.dataset.tone = mode.tone;
  const words = document.createElement("tr");
  const cell = words.insertCell();
  cell.colSpan = HEADS.length;
  cell.className = "manner";
  cell.textContent = mode.manner;
  return mode.manner ? [numbers, words] : [numbers];
}
