// @ts-check
// <loss-chart></loss-chart>: losses or learning rates against steps or epochs for all contenders, on the playhead; hover,
// press or drag to scrub.

import { Act, Wish } from "../act.js";
import { t } from "../words.js";
import { push } from "./button.js";
import { ChartCanvases } from "./chart-canvases.js";
import { line } from "./icon.js";
import { names } from "./names.js";

/** @typedef {import("../engine.js").Laboratory} Laboratory */

/** How long the pointer is in the chart before it moves the playhead, in milliseconds. */
const DWELL = 250;

export class LossChart extends HTMLElement {
  static tag = "loss-chart";
  #canvases = new ChartCanvases();
  #plot = document.createElement("div");
  #title = document.createElement("h2");
  #quantity = document.createElement("select");
  #unit = document.createElement("select");
  #legend = document.createElement("ul");
  #linear = document.createElement("button");
  #shown = "";
  #hasFloor = true;
  /** What it is to show, by its key. */
  #chosen = "loss";
  #scrubbing = false;
  /** When the pointer came. */
  #entered = 0;
  /** Whether the size has changed since the canvases were last handed to the engine. */
  resized = true;
  #observer = new ResizeObserver(() => (this.resized = true));
  /** @type {(x: number) => void} */
  #seek = () => {};

  connectedCallback() {
    this.#plot.className = "chart-plot";
    const { curves } = this.#canvases;
    curves.removeAttribute("aria-hidden");
    curves.setAttribute("role", "img");
    curves.setAttribute("aria-label", t("loss"));
    this.#plot.append(...this.#canvases.seen);
    push(t("log"), t("logarithmic or linear axis"), () => {
      const log = this.#linear.ariaPressed !== "true";
      this.#linear.ariaPressed = String(log);
      this.dispatchEvent(new Wish("linear", !log));
    }, this.#linear);
    this.#linear.className = "quiet";
    this.#linear.ariaPressed = "true";
    this.#quantity.setAttribute("aria-label", t("what the chart shows"));
    this.#quantity.addEventListener("change", () => (this.#choose(this.#quantity.value), this.#offer()));
    this.#unit.setAttribute("aria-label", t("the chart and the race are counted in"));
    this.#unit.append(new Option(t("against steps"), "steps"), new Option(t("against epochs"), "epochs"));
    this.#unit.addEventListener("change", () => this.#unit.dispatchEvent(new Act("edit", "unit", this.#unit.value)));
    this.#title.append(this.#quantity, this.#unit);
    const bar = document.createElement("div");
    bar.className = "bar";
    bar.append(this.#title, this.#legend, this.#linear);
    this.replaceChildren(bar, this.#plot);
    this.#observer.observe(this.#plot);
    this.#plot.addEventListener("pointerdown", (event) => {
      this.#plot.setPointerCapture(event.pointerId);
      this.#scrubbing = true;
      this.#scrub(event);
    });
    // Who just crosses the chart does not move the playhead.
    this.#plot.addEventListener("pointerenter", (event) => (this.#entered = event.timeStamp));
    this.#plot.addEventListener("pointermove", (event) => {
      // Released where nobody saw it.
      this.#scrubbing &&= event.buttons !== 0;
      if (this.#scrubbing || (event.pointerType === "mouse" && event.timeStamp - this.#entered >= DWELL)) this.#scrub(event);
    });
    for (const name of ["pointerup", "pointercancel"]) {
      this.#plot.addEventListener(name, () => (this.#scrubbing = false));
    }
  }

  disconnectedCallback() {
    this.#observer.disconnect();
  }

  /** @param {string} key of what it is to show */
  #choose(key) {
    this.#chosen = key;
    this.dispatchEvent(new Wish("series", key));
  }

  /** Shows what a link says. @param {string[]} see */
  look(see) {
    const linear = see.includes("linear");
    this.#linear.ariaPressed = String(!linear);
    this.dispatchEvent(new Wish("linear", linear));
    this.#choose(see.find((key) => /_loss$|^rate$/.test(key)) ?? "loss");
    this.#shown = "";
  }

  /** A loss without a known infimum has a linear axis only. */
  #offer() {
    const possible = this.#hasFloor || this.#quantity.value === "rate";
    this.#linear.disabled = !possible;
    this.#linear.title = possible ? t("logarithmic or linear axis") : t("linear axis: the loss has no known infimum to take a logarithm above");
  }

  /** @param {MouseEvent} event */
  #scrub(event) {
    this.#seek(event.clientX - this.#plot.getBoundingClientRect().left);
  }

  /** @param {import("../types.js").Page} page */
  show(page) {
    this.#hasFloor = page.has_floor;
    this.#offer();
    const whose = names(page.contenders);
    this.#unit.hidden = !page.has_epochs;
    this.#unit.value = page.unit;
    const shown = JSON.stringify([whose, page.quantities]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#quantity.replaceChildren(...page.quantities.map(([key, name]) => new Option(name, key)));
    // What is no longer to be had gives way to the loss, as in the picture.
    if (!page.quantities.some(([key]) => key === this.#chosen)) this.#choose("loss");
    this.#quantity.value = this.#chosen;
    this.#legend.replaceChildren(...whose.map((name, k) => {
      const entry = document.createElement("li");
      entry.dataset.contender = String(k + 1);
      entry.append(line(), name);
      return entry;
    }));
  }

  /** @param {Laboratory} lab */
  place(lab) {
    if (!this.resized) return;
    this.resized = false;
    const { clientWidth, clientHeight } = this.#plot;
    lab.call("setChart", this.#canvases.all, clientWidth, clientHeight, devicePixelRatio);
    this.#seek = (x) => this.dispatchEvent(new Wish("seek", lab.ask("chartStep", x)));
  }

  /** What of it follows the playhead. */
  get sheet() {
    return this.#canvases.sheet;
  }

  /** Says what the chart shows at a playhead at rest. @param {Laboratory} lab @param {number} step */
  tell(lab, step) {
    const label = `${this.#quantity.selectedOptions[0]?.text}: ${lab.ask("chartWords", step)}`;
    const { curves } = this.#canvases;
    if (curves.ariaLabel !== label) curves.ariaLabel = label;
  }
}
