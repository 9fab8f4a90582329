// @ts-check
// <path-probe></path-probe>: the iterate under the pointer, in words beside it.

/**
 * @typedef {import("../guarded.js").Guarded} Guarded
 * @typedef {{ contender: number, clock: number, x: number, y: number, words: string }} Met
 */

export class PathProbe extends HTMLElement {
  static tag = "path-probe";
  static home = "body";
  #mark = document.createElement("span");
  #words = document.createElement("output");
  /** @type {Guarded | undefined} */
  #inside;
  #shown = "";
  /** What is told of an iterate that is met, or of none. @type {(clock: number | null) => void} */
  onmeet = () => {};

  connectedCallback() {
    if (this.#words.parentElement) return;
    this.#mark.className = "mark";
    this.append(this.#mark, this.#words);
    this.#leave();
    document.addEventListener("pointermove", (event) => this.#move(event));
    document.addEventListener("pointerdown", () => this.#leave());
  }

  #leave() {
    if (this.#shown) this.onmeet(null);
    this.#shown = "";
    this.#mark.hidden = this.#words.hidden = true;
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const plot = /** @type {Element} */ (event.target).closest?.("race-board .panel .plot");
    const panel = /** @type {HTMLElement | undefined | null} */ (plot?.closest(".panel"));
    if (!plot || !panel || this.hidden || !this.#inside || event.buttons || event.pointerType === "touch") return this.#leave();
    const box = plot.getBoundingClientRect();
    const contender = Number(panel.dataset.contender ?? 0) - 1;
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const text = this.#inside.ask("probe", plot.clientWidth, plot.clientHeight, Math.max(contender, 0), contender < 0, x, y) ?? "null";
    /** @type {Met | null} */
    const met = JSON.parse(text);
    if (!met) return this.#leave();
    if (text === this.#shown) return;
    this.#shown = text;
    this.#mark.hidden = this.#words.hidden = false;
    this.dataset.contender = String(met.contender + 1);
    this.#words.textContent = met.words;
    this.#mark.style.transform = `translate(${box.left + met.x}px, ${box.top + met.y}px)`;
    // On the side of the window that has room, above the point.
    const left = box.left + met.x > innerWidth / 2;
    this.#words.style.transform = `translate(${box.left + met.x}px, ${box.top + met.y}px) translate(${left ? "calc(-100% - 10px)" : "10px"}, 12px)`;
    this.onmeet(met.clock);
  }

  /** @param {Guarded} inside */
  show(inside) {
    this.#inside = inside;
    this.#leave();
  }
}
