// @ts-check
// <relief-view></relief-view>: the landscape in 3D with all paths draped on it, in front of the panels.

import { Act, Wish } from "../act.js";
import { t } from "../words.js";
import { push } from "./button.js";

/**
 * @typedef {import("../guarded.js").Guarded} Guarded
 * @typedef {{ x: number, y: number }} Point
 */

/** A press that moves less than this, in CSS pixels, is a click. */
const CLICK = 4;
/** How far the view turns with a pixel of a drag, and with an arrow key, in radians. */
const [TURN, STEP] = [0.008, 0.1];
/** How far an arrow key with shift moves the view, in CSS pixels. */
const PAN = 40;
/** How long the view rests before it is drawn fine again, in ms. */
const REST = 140;
/** Landscapes that follow one another sooner than this, in ms, are drawn coarsely. */
const OFTEN = 300;

/**
 * One finger or the mouse turns the view, two fingers zoom and move it; a click places the start.
 */
export class ReliefView extends HTMLElement {
  static tag = "relief-view";
  static home = ".stage";
  #still = document.createElement("canvas");
  #live = document.createElement("canvas");
  #plot = document.createElement("div");
  #marks = document.createElement("div");
  #tag = document.createElement("output");
  #message = document.createElement("p");
  #log = document.createElement("button");
  #tools = document.createElement("div");
  /** @type {HTMLElement[]} */
  #heads = [];
  /** @type {HTMLElement[]} */
  #starts = [];
  /** @type {Guarded | undefined} */
  #inside;
  #on = false;
  /** Whether the column that explains runs is shown. */
  #allowed = false;
  #step = 0;
  #resized = true;
  /** Whether the picture is out of date. */
  #stale = false;
  #observer = new ResizeObserver(() => (this.#resized = true, this.#turned(false)));
  /** Pointers that are down, by id. @type {Map<number, Point>} */
  #down = new Map();
  /** Where a press began that may be a click. @type {Point | null} */
  #press = null;
  /** Where the pointer is. @type {Point | null} */
  #hover = null;
  #resting = 0;
  /** When the landscape was another last. */
  #changed = -Infinity;

  connectedCallback() {
    this.setAttribute("role", "region");
    this.setAttribute("aria-label", t("landscape in 3D"));
    this.#still.setAttribute("aria-hidden", "true");
    this.#live.setAttribute("aria-hidden", "true");
    this.#marks.className = "marks";
    this.#tag.className = "tag";
    this.#tag.hidden = true;
    this.#message.className = "about";
    this.#plot.className = "plot";
    this.#plot.tabIndex = 0;
    this.#plot.dataset.arrows = "";
    this.#plot.setAttribute("role", "img");
    this.#plot.setAttribute("aria-keyshortcuts", "ArrowLeft ArrowRight ArrowUp ArrowDown + - 0 l Escape");
    this.#plot.append(this.#still, this.#live, this.#marks, this.#tag);
    const hint = document.createElement("p");
    hint.className = "about";
    hint.textContent = t("Drag or arrows turn it, wheel, pinch or + − zoom, a click places the start.");
    push(t("log"), t("logarithmic or linear heights (l)"), () => this.#toggle(), this.#log);
    this.#tools.className = "buttons";
    this.#tools.append(
      this.#log,
      push("−", t("smaller (−)"), () => this.#zoom(0.8)),
      push("+", t("larger (+)"), () => this.#zoom(1.25)),
      push(t("Reset"), t("as at first (0)"), () => this.#do("resetRelief")),
    );
    const close = push(t("Panels"), t("back to the panels (3 or escape)"), () => this.dispatchEvent(new Wish("relief", false)));
    const bar = document.createElement("div");
    bar.className = "bar";
    bar.append(hint, this.#tools, close);
    this.replaceChildren(bar, this.#message, this.#plot);
    this.#listen();
    this.#observer.observe(this.#plot);
  }

  disconnectedCallback() {
    this.#observer.disconnect();
  }

  /** It is to be drawn in other pixels. */
  sharpen() {
    this.#resized = true;
    this.#turned(false);
  }

  #listen() {
    const plot = this.#plot;
    plot.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      plot.setPointerCapture(event.pointerId);
      this.#down.set(event.pointerId, this.#at(event));
      this.#press = this.#down.size === 1 ? this.#at(event) : null;
    });
    plot.addEventListener("pointermove", (event) => this.#move(event));
    plot.addEventListener("pointerup", (event) => {
      this.#down.delete(event.pointerId);
      if (this.#press) this.#start(this.#press);
      this.#release(event);
    });
    plot.addEventListener("pointercancel", (event) => {
      this.#down.delete(event.pointerId);
      this.#release(event);
    });
    plot.addEventListener("pointerleave", () => this.#point(null));
    plot.addEventListener("wheel", (event) => {
      event.preventDefault();
      const { x, y } = this.#at(event);
      // A notch of a wheel is about 100; a trackpad's pinch sends small numbers with ctrlKey.
      const pace = event.ctrlKey ? 0.01 : 0.002;
      this.#do("zoomRelief", x, y, Math.exp(-Math.max(-200, Math.min(200, event.deltaY)) * pace));
    }, { passive: false });
    plot.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {MouseEvent} event @returns {Point} */
  #at(event) {
    const box = this.#plot.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const at = this.#at(event);
    const before = this.#down.get(event.pointerId);
    this.#point(event.pointerType === "mouse" && !before ? at : null);
    if (!before) return;
    // Released where nobody saw it.
    if (!event.buttons) {
      this.#down.delete(event.pointerId);
      return this.#release(event);
    }
    const other = [...this.#down].find(([id]) => id !== event.pointerId)?.[1];
    if (this.#press && Math.hypot(at.x - this.#press.x, at.y - this.#press.y) < CLICK) return;
    this.#press = null;
    this.#down.set(event.pointerId, at);
    const [dx, dy] = [at.x - before.x, at.y - before.y];
    if (other) {
      const apart = (/** @type {Point} */ p) => Math.max(Math.hypot(p.x - other.x, p.y - other.y), 1);
      this.#inside?.call("zoomRelief", (other.x + at.x) / 2, (other.y + at.y) / 2, apart(at) / apart(before));
      this.#do("panRelief", dx / 2, dy / 2);
    } else if (event.shiftKey) {
      this.#do("panRelief", dx, dy);
    } else {
      this.#do("turnRelief", -dx * TURN, dy * TURN);
    }
  }

  /** @param {PointerEvent} event */
  #release(event) {
    if (this.#down.size) return;
    this.#press = null;
    this.#point(event.pointerType === "mouse" && event.type === "pointerup" ? this.#at(event) : null);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (direction && event.shiftKey) this.#do("panRelief", -direction[0] * PAN, direction[1] * PAN);
    else if (direction) this.#do("turnRelief", direction[0] * STEP, direction[1] * STEP);
    else if (event.key === "+" || event.key === "=") this.#zoom(1.25);
    else if (event.key === "-") this.#zoom(0.8);
    else if (event.key === "0") this.#do("resetRelief");
    else if (event.key === "l") this.#toggle();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {number} factor */
  #zoom(factor) {
    this.#do("zoomRelief", this.#plot.clientWidth / 2, this.#plot.clientHeight / 2, factor);
  }

  #toggle() {
    if (this.#log.disabled) return;
    this.#inside?.call("setReliefLogarithmic", this.#log.ariaPressed !== "true");
    this.#name();
    this.#turned(false);
  }

  /** The start is to be where the surface is seen at a pixel. @param {Point} at */
  #start({ x, y }) {
    const point = this.#inside?.read("reliefPoint", x, y);
    if (point) this.dispatchEvent(new Act("startAt", point.x, point.y, false));
  }

  /** @param {Point | null} at */
  #point(at) {
    this.#hover = at;
    const point = at && this.#inside?.read("reliefPoint", at.x, at.y);
    this.#tag.hidden = !point;
    if (!point || !at) return;
    this.#tag.textContent = point.text;
    // Beside the pointer, on the side that has room.
    const left = at.x > this.#plot.clientWidth / 2;
    this.#tag.style.transform = `translate(${at.x}px, ${at.y}px) translate(${left ? "calc(-100% - 12px)" : "14px"}, -130%)`;
  }

  /** Moves the viewer. @param {string} method @param {...number} args */
  #do(method, ...args) {
    this.#inside?.call(method, ...args);
    this.#turned(true);
  }

  /** The picture is out of date; while it moves, it is drawn with fewer faces. @param {boolean} moving */
  #turned(moving) {
    if (moving) this.#rest();
    if (this.#stale || !this.on) return;
    this.#stale = true;
    // Not in the page's frame, which would write every number of the page anew.
    requestAnimationFrame(() => this.draw());
  }

  /** From now on it moves, until it rests. */
  #rest() {
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => (this.#resting = 0, this.#turned(false)), REST);
  }

  /** Draws what is out of date. */
  draw() {
    this.#stale = false;
    const inside = this.#inside;
    if (!inside || !this.on || this.#plot.hidden) return;
    if (this.#resized) {
      this.#resized = false;
      const { clientWidth, clientHeight } = this.#plot;
      inside.call("setRelief", this.#still, this.#live, clientWidth, clientHeight, devicePixelRatio);
    }
    const { refused } = inside.call("drawRelief", this.#step, this.#resting !== 0);
    if (refused) this.dispatchEvent(new Wish("say", refused));
    this.#follow(inside);
    if (!this.#resting) this.#name();
    if (this.#hover) this.#point(this.#hover);
  }

  /** Says what is seen. */
  #name() {
    const words = this.#inside?.ask("reliefWords") ?? "";
    const logarithmic = this.#inside?.ask("isReliefLogarithmic");
    this.#log.disabled = logarithmic === undefined;
    this.#log.title = this.#log.disabled ? t("linear heights: the loss has no known infimum to take a logarithm above") : t("logarithmic or linear heights (l)");
    this.#log.ariaPressed = String(logarithmic === true);
    if (this.#plot.getAttribute("aria-label") !== words) this.#plot.setAttribute("aria-label", words);
    this.#message.textContent = this.#plot.hidden ? words : "";
  }

  /** Whether it is shown. */
  get on() {
    return this.#on && this.#allowed;
  }

  set on(on) {
    this.#on = on;
    super.hidden = !this.on;
    if (!this.on) return;
    this.#turned(false);
    this.#plot.focus({ preventScroll: true });
  }

  /** Goes with the column that explains runs. */
  set hidden(hidden) {
    this.#allowed = !hidden;
    super.hidden = !this.on;
  }

  get hidden() {
    return super.hidden;
  }

  /** @param {Guarded} inside @param {import("../types.js").Page} page */
  show(inside, page) {
    this.#inside = inside;
    const now = performance.now();
    if (inside.ask("forgetRelief")) {
      // While a slider of the landscape moves, it is drawn like what is turned.
      if (now - this.#changed < OFTEN) this.#rest();
      this.#changed = now;
    }
    this.#plot.hidden = !inside.ask("hasRelief");
    this.#tools.hidden = this.#plot.hidden;
    this.#heads = this.#fill(this.#heads, page.contenders.length, "head");
    this.#starts = this.#fill(this.#starts, page.starts.length, "start");
    this.#heads.forEach((head, k) => (head.dataset.contender = String(k + 1)));
    this.#name();
  }

  /** @param {HTMLElement[]} marks @param {number} count @param {string} name */
  #fill(marks, count, name) {
    if (marks.length === count) return marks;
    marks.forEach((mark) => mark.remove());
    const made = Array.from({ length: count }, () => document.createElement("span"));
    made.forEach((mark) => (mark.className = name));
    this.#marks.append(...made);
    return made;
  }

  /** @param {Guarded} _inside @param {number} step */
  follow(_inside, step) {
    this.#step = step;
    this.draw();
  }

  /** Moves heads and starts. @param {Guarded} inside */
  #follow(inside) {
    const [heads, starts] = [inside.ask("reliefHeads", this.#step), inside.ask("reliefStarts")];
    if (!heads || !starts) return;
    this.#starts.forEach((start, k) => put(start, starts, k));
    this.#heads.forEach((head, k) => put(head, heads, k));
  }
}

/**
 * Places a mark, hollow behind a hill, or hides it.
 * @param {HTMLElement} mark
 * @param {Float64Array} places x, y and 1 if seen, 2 if behind a hill, three numbers each
 * @param {number} k
 */
function put(mark, places, k) {
  const [x, y, seen] = places.subarray(3 * k, 3 * k + 3);
  mark.hidden = !seen;
  mark.toggleAttribute("data-behind", seen === 2);
  if (seen) mark.style.transform = `translate(${x}px, ${y}px)`;
}
