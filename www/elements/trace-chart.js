// @ts-check

import { Wish } from "../act.js";
import { t } from "../words.js";
import { push } from "./button.js";
import { ChartCanvases } from "./chart-canvases.js";
import { sight } from "./sight.js";
import { write } from "./write.js";

/**
 * @typedef {import("../guarded.js").Guarded} Guarded
 * @typedef {{ key: string, name: string }} Choice
 * @typedef {{ key: string, linear: boolean, choice: boolean, zoomed: boolean, over_steps: boolean, remarks: string[] }} Words
 * @typedef {HTMLElement & { appeared: boolean, turn: (k: number, key?: string) => void }} Owner
 */

/** Who just crosses a chart does not move the playhead: only who has been in it for this many milliseconds. */
const DWELL = 250;
/** A press that moves less than this, in CSS pixels, is a click. */
const CLICK = 4;

/** One chart. */
export class TraceChart {
  root = document.createElement("figure");
  resized = true;
  sight;
  #owner;
  #k;
  #quantity = document.createElement("select");
  #linear = document.createElement("button");
  #whole = document.createElement("button");
  #plot = document.createElement("div");
  #canvases = new ChartCanvases();
  #brush = document.createElement("div");
  #mark = document.createElement("div");
  #legend = document.createElement("ul");
  #remarks = document.createElement("p");
  /** @type {HTMLElement[]} */
  #dots = [];
  /** @type {HTMLElement[]} */
  #values = [];
  #offered = "";
  #named = "";
  #overSteps = true;
  #step = 0;
  /** @type {Guarded | undefined} */
  #inside;
  /** When the pointer came. */
  #entered = 0;
  #waiting = 0;
  /** Where a press began. @type {{ x: number, y: number } | null} */
  #from = null;
  #observer = new ResizeObserver(() => ((this.resized = true), this.#owner.dispatchEvent(new Wish("redraw"))));

  /** @param {number} k @param {Owner} owner */
  constructor(k, owner) {
    this.#k = k;
    this.#owner = owner;
    this.root.className = "chart";
    this.#quantity.setAttribute("aria-label", t("what this chart shows"));
    this.#quantity.addEventListener("change", () => owner.turn(k, this.#quantity.value));
    push(t("log"), t("logarithmic or linear axis"), () => this.#ask("setLinear", this.#k, this.#linear.ariaPressed === "true"), this.#linear);
    push(t("all"), t("the whole race (double click)"), () => this.#ask("unzoomChart", this.#k), this.#whole);
    this.#whole.hidden = true;
    const away = push("×", t("remove this chart"), () => owner.turn(k));
    for (const button of [this.#linear, this.#whole, away]) button.className = "quiet";
    const bar = document.createElement("div");
    bar.className = "bar";
    bar.append(this.#quantity, this.#whole, this.#linear, away);
    this.#plot.className = "plot";
    this.#plot.tabIndex = 0;
    this.#plot.setAttribute("role", "img");
    this.#brush.className = "brush";
    this.#brush.hidden = true;
    this.#mark.className = "mark";
    this.#mark.hidden = true;
    this.#plot.append(...this.#canvases.seen, this.#mark, this.#brush);
    this.#remarks.className = "remarks";
    this.root.append(bar, this.#plot, this.#legend, this.#remarks);
    this.#observer.observe(this.#plot);
    this.sight = sight(this.root, () => ((owner.appeared = true), owner.dispatchEvent(new Wish("redraw"))));
    this.#listen();
  }

  get key() {
    return this.#quantity.value || this.#wanted;
  }

  set key(key) {
    this.#wanted = key;
    this.#quantity.value = key;
  }

  #wanted = "";

  #listen() {
    const plot = this.#plot;
    plot.addEventListener("pointerenter", (event) => {
      this.#entered = event.timeStamp;
      clearTimeout(this.#waiting);
      this.#waiting = setTimeout(() => this.#last && !this.#from && this.#seek(this.#last), DWELL);
    });
    plot.addEventListener("pointerleave", () => (clearTimeout(this.#waiting), (this.#last = null)));
    plot.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      plot.setPointerCapture(event.pointerId);
      this.#from = this.#at(event);
    });
    plot.addEventListener("pointermove", (event) => {
      const at = (this.#last = this.#at(event));
      // Released where nobody saw it.
      if (this.#from && !event.buttons) [this.#from, this.#brush.hidden] = [null, true];
      // A finger has no brush: it moves the playhead.
      if (this.#from && event.pointerType !== "touch") this.#span(this.#from, at);
      else if (this.#from || event.timeStamp - this.#entered >= DWELL) this.#seek(at);
    });
    plot.addEventListener("pointerup", (event) => this.#release(this.#at(event), event.pointerType === "touch"));
    plot.addEventListener("pointercancel", () => ((this.#from = null), (this.#brush.hidden = true)));
    plot.addEventListener("dblclick", () => this.#ask("unzoomChart", this.#k));
    plot.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const { clientWidth, clientHeight } = plot;
      const x = this.#inside?.ask("chartX", this.#k, this.#step) ?? NaN;
      const middle = Number.isFinite(x) && x > 0 ? x : clientWidth / 2;
      if (event.key === "+" || event.key === "=") {
        const half = clientWidth / 4;
        this.#ask("zoomChart", this.#k, middle - half, clientHeight / 2, middle + half, clientHeight / 2);
      } else if (event.key === "-" || event.key === "0") {
        this.#ask("unzoomChart", this.#k);
      } else {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
    });
  }

  /** Where the pointer is. @type {{ x: number, y: number } | null} */
  #last = null;

  /** @param {MouseEvent} event */
  #at(event) {
    const box = this.#plot.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  /** @param {{ x: number, y: number }} at */
  #seek({ x, y }) {
    this.#plot.dispatchEvent(new Wish("seek", this.#inside?.ask("chartStep", this.#k, x, y)));
  }

  /** Shows the rectangle between two points. @param {{ x: number, y: number }} a @param {{ x: number, y: number }} b */
  #span(a, b) {
    const [left, top] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
    this.#brush.hidden = Math.hypot(a.x - b.x, a.y - b.y) < CLICK;
    this.#brush.style.transform = `translate(${left}px, ${top}px)`;
    this.#brush.style.width = `${Math.abs(a.x - b.x)}px`;
    this.#brush.style.height = `${Math.abs(a.y - b.y)}px`;
  }

  /** @param {{ x: number, y: number }} at @param {boolean} touched */
  #release(at, touched) {
    const from = this.#from;
    this.#from = null;
    this.#brush.hidden = true;
    if (!from || touched) return;
    if (Math.hypot(at.x - from.x, at.y - from.y) < CLICK) this.#seek(at);
    else this.#ask("zoomChart", this.#k, from.x, from.y, at.x, at.y);
  }

  /** @param {string} method @param {...any} args */
  #ask(method, ...args) {
    this.#inside?.call(method, ...args);
    this.#owner.dispatchEvent(new Wish("redraw"));
  }

  /** @param {Choice[]} choices */
  offer(choices) {
    const offered = JSON.stringify(choices);
    if (offered === this.#offered) return;
    this.#offered = offered;
    const chosen = this.key;
    this.#quantity.replaceChildren(...choices.map(({ key, name }) => new Option(name, key)));
    this.#quantity.value = chosen;
  }

  /** @param {string[]} whose */
  name(whose) {
    const named = JSON.stringify(whose);
    if (named === this.#named) return;
    this.#named = named;
    this.#dots.forEach((dot) => dot.remove());
    this.#dots = whose.map((_, k) => {
      const dot = document.createElement("span");
      dot.className = "dot";
      dot.dataset.contender = String(k + 1);
      dot.hidden = true;
      return dot;
    });
    this.#plot.append(...this.#dots);
    this.#values = whose.map(() => document.createElement("b"));
    this.#legend.replaceChildren(...whose.map((name, k) => {
      const entry = document.createElement("li");
      entry.dataset.contender = String(k + 1);
      entry.title = name;
      entry.hidden = true;
      entry.append(this.#values[k]);
      return entry;
    }));
  }

  /** @param {Guarded} inside */
  place(inside) {
    this.#inside = inside;
    if (!this.resized) return;
    this.resized = false;
    const { clientWidth, clientHeight } = this.#plot;
    inside.call("setChart", this.#k, this.#canvases.all, clientWidth, clientHeight, devicePixelRatio);
  }

  /** What is to be said of the picture. @param {Guarded} inside */
  say(inside) {
    /** @type {Words | null | undefined} */
    const words = inside.read("chartWords", this.#k);
    if (!words) return;
    this.#linear.ariaPressed = String(!words.linear);
    this.#linear.disabled = !words.choice;
    this.#whole.hidden = !words.zoomed;
    this.#overSteps = words.over_steps;
    const remarks = words.remarks.join(". ");
    write(this.#remarks, remarks);
    this.#remarks.hidden = !remarks;
  }

  /** @param {Guarded} inside @param {number} step @param {boolean} playing */
  follow(inside, step, playing) {
    this.#step = step;
    inside.call("followChart", this.#k, step);
    /** @type {Float64Array | undefined} */
    // While the race plays the curves' ends are their own marks, but where the whole curve is there from the start.
    const dots = playing && this.#overSteps ? undefined : inside.ask("chartDots", this.#k, step);
    this.#dots.forEach((dot, k) => {
      const shown = dots?.[3 * k + 2] === 1;
      if (dot.hidden && !shown) return;
      dot.hidden = !shown;
      if (shown) dot.style.transform = `translate(${dots?.[3 * k]}px, ${dots?.[3 * k + 1]}px)`;
    });
  }

  /** @param {Guarded} inside @param {number | null} step */
  mark(inside, step) {
    const x = step === null ? NaN : inside.ask("chartX", this.#k, step) ?? NaN;
    this.#mark.hidden = !Number.isFinite(x);
    this.#mark.style.transform = `translateX(${x}px)`;
  }

  /** @param {Guarded} inside @param {number} step */
  tell(inside, step) {
    /** @type {string[]} */
    const values = inside.read("chartValues", this.#k, step) ?? [];
    this.#values.forEach((value, k) => {
      if (value.textContent === values[k]) return;
      value.textContent = values[k] ?? "";
      /** @type {HTMLElement} */ (value.parentElement).hidden = !values[k];
    });
    const name = this.#quantity.selectedOptions[0]?.text ?? "";
    const entries = /** @type {HTMLElement[]} */ ([...this.#legend.children]);
    const label = `${name}: ${entries.map(({ title, textContent }) => `${title} ${textContent}`).join("; ")}`;
    if (this.#plot.ariaLabel !== label) this.#plot.ariaLabel = label;
  }
}
