// @ts-check
import { t } from "../words.js";

/**
 * @typedef {import("../guarded.js").Guarded} Guarded
 * @typedef {{ apply: (edits: [string, string][]) => void, resized: () => void }} Heard
 */

/** CSS pixels by which an arrow key moves the contender's setting, alone and with Shift. */
const [PACE, STRIDE] = [4, 20];

/** The map over two settings: what is below the pointer is told, and the contender's own setting is a dot that is moved. */
export class MapPlot {
  root = document.createElement("figure");
  #plot = document.createElement("div");
  #canvas = document.createElement("canvas");
  #dot = document.createElement("button");
  #at = document.createElement("output");
  /** @type {Guarded | undefined} */
  #inside;
  /** What the canvas shows, and how often its pixels have changed. */
  #drawn = "";
  #sized = 0;
  #apply;

  /** @param {Heard} heard the edits that a place stands for, and that there is another size to draw for */
  constructor({ apply, resized }) {
    this.#apply = apply;
    this.#canvas.setAttribute("role", "img");
    this.#canvas.setAttribute("aria-label", t("the map over both settings"));
    this.#dot.className = "dot";
    this.#dot.type = "button";
    this.#dot.dataset.arrows = "";
    this.#plot.className = "plot";
    this.#plot.hidden = true;
    this.#plot.append(this.#canvas, this.#dot);
    this.root.append(this.#plot, this.#at);
    this.#listen();
    new ResizeObserver(() => (this.sharpen(), resized())).observe(this.#canvas);
  }

  /** Takes over the laboratory. @param {Guarded} inside */
  show(inside) {
    this.#inside = inside;
  }

  /** Whether there is such a map. @param {boolean} shown */
  set shown(shown) {
    this.#plot.hidden = !shown;
  }

  /** What is read aloud of the whole map. @param {string} words */
  set words(words) {
    this.#canvas.ariaLabel = words;
  }

  /** Writes what is at a place. @param {string} text */
  tell(text) {
    this.#at.textContent = text;
  }

  /** It is to be drawn in other pixels. */
  sharpen() {
    this.#sized += 1;
  }

  /** Draws what is out of date. @param {Guarded} inside @param {string} generation of the map and its colours */
  draw(inside, generation) {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const drawn = `${generation} ${width} ${height} ${this.#sized}`;
    if (!width || drawn === this.#drawn) return;
    this.#drawn = drawn;
    inside.call("drawTuning", this.#canvas, width, height, devicePixelRatio);
  }

  /** Puts the dot where the contender's setting is. @param {Guarded} inside */
  follow(inside) {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    /** @type {Float64Array | undefined} */
    const at = width ? inside.ask("mapDot", width, height) : undefined;
    this.#dot.hidden = !at;
    if (!at) return;
    this.#dot.style.transform = `translate(${at[0]}px, ${at[1]}px)`;
    const stands = inside.ask("mapAt", width, height, 0, at[0], at[1]) ?? "";
    this.#dot.setAttribute("aria-label", t("the contender's setting, {setting}: drag it, or move it by arrow keys", { setting: stands }));
  }

  #listen() {
    const plot = this.#plot;
    const place = (/** @type {PointerEvent} */ event) => {
      const box = plot.getBoundingClientRect();
      return [plot.clientWidth, plot.clientHeight, event.clientX - box.left, event.clientY - box.top];
    };
    const set = (/** @type {number[]} */ at) => this.#apply(this.#inside?.read("mapEdits", ...at) ?? []);
    plot.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      plot.setPointerCapture(event.pointerId);
      set(place(event));
    });
    plot.addEventListener("pointermove", (event) => {
      const [width, height, x, y] = place(event);
      this.tell(this.#inside?.ask("mapAt", width, height, 0, x, y) ?? "");
      if (plot.hasPointerCapture(event.pointerId)) set([width, height, x, y]);
    });
    plot.addEventListener("pointerleave", () => this.tell(""));
    this.#dot.addEventListener("keydown", (event) => {
      const [x, y] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [0, 0];
      if (!x && !y) return;
      event.preventDefault();
      /** @type {Float64Array | undefined} */
      const at = this.#inside?.ask("mapDot", plot.clientWidth, plot.clientHeight);
      const pace = event.shiftKey ? STRIDE : PACE;
      if (at) set([plot.clientWidth, plot.clientHeight, at[0] + pace * x, at[1] + pace * y]);
    });
  }
}
