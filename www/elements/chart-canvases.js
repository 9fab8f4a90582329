// @ts-check

/** The canvases of a chart, as the engine draws on them. */
export class ChartCanvases {
  /** What does not follow the playhead, as it is seen, and what it is drawn on, which nobody sees. */
  axes = document.createElement("canvas");
  #drawn = document.createElement("canvas");
  /** All of the curves, which nobody sees. */
  #whole = document.createElement("canvas");
  /** The curves that the playhead has passed, and above them the strip that it is in. */
  curves = document.createElement("canvas");
  #strip = document.createElement("canvas");
  /** Those that are seen, from below. */
  seen = [this.axes, this.curves, this.#strip];
  /** What a worker needs to go on with the curves. @type {import("../painting.js").Sheet} */
  sheet = { seen: [this.curves, this.#strip], kept: this.#whole };
  /** All of them, in the engine's order. */
  all = [this.axes, this.#drawn, this.#whole, this.curves, this.#strip];

  constructor() {
    for (const canvas of this.seen) canvas.setAttribute("aria-hidden", "true");
  }
}
