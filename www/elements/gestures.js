// @ts-check

import { Act, Wish } from "../act.js";

/**
 * @typedef {import("./panel.js").Panel} Panel
 * @typedef {import("../engine.js").Laboratory} Laboratory
 * @typedef {{ x: number, y: number }} Point
 */

/** A press that moves less than this, in CSS pixels, is a click. */
const CLICK = 4;
/** How far an arrow key pans, in CSS pixels. */
const PAN = 40;
/** How far an arrow key moves a start, in CSS pixels; ten times that with shift. */
const NUDGE = 1;

/**
 * What pointers and keys do in the panels: place and drag starts, pan, zoom, inspect.
 *
 * One finger on the plot scrolls the page up and down as usual; two fingers zoom and pan.
 */
export class Gestures {
  #owner;
  /** Pointers that are down, by id. @type {Map<number, Point>} */
  #down = new Map();
  /** @type {{ kind: "start", index: number } | { kind: "press", from: Point, moved: boolean } | { kind: "pinch" } | null} */
  #gesture = null;
  /** @type {(Point & { panel: Panel }) | null} */
  #hover = null;
  #hoverShown = "";
  #lens = document.createElement("canvas");
  #tag = document.createElement("output");

  /** @param {HTMLElement} owner */
  constructor(owner) {
    this.#owner = owner;
    this.#lens.className = "lens";
    this.#lens.setAttribute("aria-hidden", "true");
    this.#tag.className = "tag";
  }

  /** @param {Panel} panel */
  attach(panel) {
    const { stage } = panel;
    stage.addEventListener("pointerdown", (event) => this.#press(panel, event));
    stage.addEventListener("pointermove", (event) => this.#move(panel, event));
    for (const name of /** @type {const} */ (["pointerup", "pointercancel"])) {
      stage.addEventListener(name, (event) => this.#release(panel, event));
    }
    stage.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "mouse" && !this.#down.size) this.#leave(panel);
    });
    stage.addEventListener("wheel", (event) => {
      event.preventDefault();
      const { x, y } = this.#at(panel, event);
      // A notch of a wheel is about 100; a trackpad's pinch sends small numbers with ctrlKey.
      const pace = event.ctrlKey ? 0.01 : 0.002;
      this.#act("zoom", x, y, Math.exp(Math.max(-200, Math.min(200, event.deltaY)) * pace));
    }, { passive: false });
    stage.addEventListener("keydown", (event) => this.#key(event));
  }

  /** Lets go of whatever is held: the panels are others now. */
  let() {
    this.#down.clear();
    this.#gesture = this.#hover = null;
  }

  /** @param {Panel} panel @param {MouseEvent} event @returns {Point} */
  #at(panel, event) {
    const box = panel.stage.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  /** @param {string} method @param {...number} args */
  #act(method, ...args) {
    this.#owner.dispatchEvent(new Act(method, ...args));
  }

  /** @param {Panel} panel @param {PointerEvent} event */
  #press(panel, event) {
    if (event.button !== 0) return;
    const at = this.#at(panel, event);
    const start = /** @type {HTMLElement} */ (event.target).dataset.start;
    panel.stage.setPointerCapture(event.pointerId);
    this.#down.set(event.pointerId, at);
    if (this.#down.size === 2) this.#gesture = { kind: "pinch" };
    else if (start !== undefined) this.#gesture = { kind: "start", index: Number(start) };
    else this.#gesture = { kind: "press", from: at, moved: false };
  }

  /** @param {Panel} panel @param {PointerEvent} event */
  #move(panel, event) {
    const at = this.#at(panel, event);
    const before = this.#down.get(event.pointerId);
    // Released where nobody saw it.
    if (before && !event.buttons) return this.#release(panel, event);
    this.#hover = { ...at, panel };
    this.#owner.dispatchEvent(new Wish("pointer", at));
    const gesture = this.#gesture;
    if (!before || !gesture) return;
    if (gesture.kind === "start") {
      this.#act("moveStart", gesture.index, at.x, at.y);
    } else if (gesture.kind === "pinch") {
      const other = [...this.#down].find(([id]) => id !== event.pointerId)?.[1];
      if (other) this.#pinch(other, before, at);
    } else {
      gesture.moved ||= Math.hypot(at.x - gesture.from.x, at.y - gesture.from.y) >= CLICK;
      if (gesture.moved && event.pointerType !== "touch") this.#act("pan", at.x - before.x, at.y - before.y);
    }
    this.#down.set(event.pointerId, at);
  }

  /** @param {Point} fixed @param {Point} before @param {Point} now */
  #pinch(fixed, before, now) {
    const apart = (/** @type {Point} */ p) => Math.max(Math.hypot(p.x - fixed.x, p.y - fixed.y), 1);
    this.#act("zoom", (fixed.x + now.x) / 2, (fixed.y + now.y) / 2, apart(before) / apart(now));
    this.#act("pan", (now.x - before.x) / 2, (now.y - before.y) / 2);
  }

  /** @param {Panel} panel @param {PointerEvent} event */
  #release(panel, event) {
    const gesture = this.#gesture;
    this.#down.delete(event.pointerId);
    if (this.#down.size) return;
    this.#gesture = null;
    if (event.type === "pointerup" && gesture?.kind === "press" && !gesture.moved) {
      const { x, y } = gesture.from;
      if (event.shiftKey) this.#act("addStart", x, y);
      else this.#act("moveStart", 0, x, y);
    }
    if (event.pointerType !== "mouse") this.#leave(panel);
  }

  /** @param {Panel} panel */
  #leave(panel) {
    this.#hover = null;
    this.#owner.dispatchEvent(new Wish("pointer", { contender: panel.overlay ? 0 : panel.index }));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    /** @type {Record<string, [string, ...number[]]>} */
    const keys = {
      "+": ["zoomMiddle", 0.8], "=": ["zoomMiddle", 0.8], "-": ["zoomMiddle", 1.25], 0: ["home"], f: ["fit"],
    };
    const target = /** @type {HTMLElement} */ (event.target);
    const direction = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (direction) {
      const [dx, dy] = direction;
      const far = NUDGE * (event.shiftKey ? 10 : 1);
      if (target.dataset.start) this.#act("nudgeStart", Number(target.dataset.start), dx * far, dy * far);
      else this.#act("pan", -dx * PAN, -dy * PAN);
    } else if (target.dataset.start && (event.key === "Delete" || event.key === "Backspace")) {
      this.#act("removeStart", Number(target.dataset.start));
    } else if (event.key in keys) {
      this.#act(...keys[event.key]);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /**
   * Draws the contour through the pointer, with its value.
   * @param {Laboratory} lab
   */
  follow(lab) {
    const hover = this.#hover;
    if (!hover || !lab.ask("inPlot", hover.x, hover.y)) {
      this.#lens.remove();
      this.#tag.remove();
      this.#hoverShown = "";
      return;
    }
    const { panel, x, y } = hover;
    if (this.#lens.parentElement !== panel.stage) panel.stage.append(this.#lens, this.#tag);
    const shown = `${x} ${y} ${lab.ask("link")} ${panel.width} ${panel.height}`;
    if (shown === this.#hoverShown) return;
    this.#hoverShown = shown;
    this.#tag.textContent = `L = ${lab.ask("drawPointer", this.#lens, panel.width, panel.height, x, y)}`;
    // Beside the pointer, on the side that has room.
    const left = x > (panel.width ?? 0) / 2;
    this.#tag.style.transform = `translate(${x}px, ${y}px) translate(${left ? "calc(-100% - 12px)" : "14px"}, -130%)`;
  }
}
