// @ts-check
// <race-board id="board"></race-board>: one panel a contender, or one for all, with the same view and the same clock.

import { Gestures } from "./gestures.js";
import { Legend } from "./legend.js";
import { Panel } from "./panel.js";

/**
 * @typedef {import("../types.js").Page} Page
 * @typedef {import("../types.js").Status} Status
 * @typedef {import("../engine.js").Laboratory} Laboratory
 */

/** Below this width of the board, in CSS pixels, it scrolls with the page. */
const NARROW = 560;
/** Gap between panels, as in the style sheet. */
const GAP = 10;
/** No panel is lower than this, in CSS pixels. */
const SMALLEST = 100;
/** A panel is at most this many times as wide as high. */
const WIDEST = 1.5;
/** What is below the panels has at least this share of the stage's height, alone or beside the data, and at least the lowest in CSS pixels. */
const [ALONE, BESIDE_DATA, LOWEST] = [0.22, 0.3, 130];
/** What the labels take more of a panel's width than of its height. */
const LABELS = 21;

export class RaceBoard extends HTMLElement {
  static tag = "race-board";
  /** @type {Panel[]} */
  #panels = [];
  #overlay = false;
  /** The only contender who is shown, as a class may wish it. @type {number | null} */
  solo = null;
  /** How large the drawings are. */
  size = 1;
  #shown = "";
  /** Whether heads have arrows: −∇L and what the next update sees. */
  arrows = false;
  /** Whether panels show where the Hessian is definite. */
  definiteness = false;
  #legend = new Legend();
  /** Where what panels show below the paths is drawn, without former runs and with them; nobody sees it. */
  #easel = [document.createElement("canvas"), document.createElement("canvas")];
  /** What is to be said of the whole race: which learning rates it is run at, and noise. */
  #banner = document.createElement("p");
  /** Whether sizes or canvases have changed since they were last handed to the engine. */
  resized = true;
  #gestures = new Gestures(this);
  #observer = new ResizeObserver(() => (this.resized = true));
  /** Where captions have another height, what is below the panels has another place. */
  #grown = new ResizeObserver(() => (this.resized ||= this.#panels[0].captions() !== this.#captions));
  /** The height of the captions, as it was last reckoned with. */
  #captions = 0;

  connectedCallback() {
    this.#banner.className = "banner";
    this.#banner.hidden = true;
    this.#observer.observe(this);
    if (this.parentElement) this.#observer.observe(this.parentElement);
  }

  disconnectedCallback() {
    this.#observer.disconnect();
    this.#grown.disconnect();
  }

  /** Whether one panel shows all contenders. */
  get overlay() {
    return this.#overlay;
  }

  set overlay(on) {
    this.#overlay = on;
    this.toggleAttribute("overlay", on);
  }

  /** @param {Page} page */
  show(page) {
    const all = this.solo === null ? page.contenders.map((_, index) => index) : [this.solo];
    const shown = `${this.#overlay} ${all}`;
    if (this.#shown !== shown) {
      this.#shown = shown;
      this.#panels = this.#overlay ? [new Panel(all, true)] : all.map((index) => new Panel([index], false));
      this.replaceChildren(this.#banner, this.#legend.root, ...this.#panels.map((panel) => panel.root));
      this.#grown.disconnect();
      this.#panels.forEach((panel) => this.#grown.observe(panel.root));
      this.#gestures.let();
      this.#panels.forEach((panel) => this.#gestures.attach(panel));
      this.resized = true;
    }
    this.#panels.forEach((panel) => panel.show(page));
    const words = page.banner.join(". ");
    if (this.#banner.textContent !== words) {
      this.#banner.textContent = words;
      this.#banner.hidden = !words;
      this.resized = true;
    }
  }

  /**
   * Chooses the panels' size and hands their canvases to the engine, if anything changed.
   * @param {Laboratory} lab
   */
  place(lab) {
    if (!this.resized) return;
    this.resized = false;
    // The legend takes the room of the board, however small the panels are.
    this.style.setProperty("--board-width", `${this.clientWidth}px`);
    let { width, height, columns } = this.#layout();
    const fit = () => {
      this.style.setProperty("--columns", String(columns));
      this.style.setProperty("--panel-width", `${width}px`);
      this.style.setProperty("--panel-height", `${height}px`);
    };
    const captions = this.#panels[0].captions();
    fit();
    // In another width captions may be higher or lower.
    if (this.#panels[0].captions() !== captions) {
      ({ width, height, columns } = this.#layout());
      fit();
    }
    const rows = Math.ceil(this.#panels.length / columns);
    this.#captions = this.#panels[0].captions();
    this.#leave(this.#above() + rows * (height + this.#captions + GAP) - GAP);
    const canvases = [...this.#panels.flatMap(({ still, paths, below }) => [still, paths, below]), ...this.#easel];
    lab.call("setPanels", canvases, width, height, devicePixelRatio, this.#overlay);
    this.#panels.forEach((panel) => panel.resize(width, height));
  }

  /** What of the panels follows the playhead. @returns {import("../painting.js").Sheet[]} */
  get sheets() {
    return this.#panels.map(({ paths, below }) => ({ seen: [paths], kept: below }));
  }

  /** The height of what stands above the panels. */
  #above() {
    return [this.#banner, this.#legend.root].reduce((sum, { hidden, offsetHeight }) => sum + (hidden ? 0 : offsetHeight + GAP), 0);
  }

  /** The height that the board may have on its stage, with what is below it at its lowest. */
  #height() {
    const stage = this.parentElement;
    if (!stage) return this.clientHeight;
    const below = [...stage.children].slice(1).map((element) => /** @type {HTMLElement} */ (element));
    const seen = below.slice(1).filter((element) => getComputedStyle(element).display !== "none");
    const share = seen.some((element) => element.localName === "data-panel") ? BESIDE_DATA : ALONE;
    const transport = below[0]?.offsetHeight ?? 0;
    return stage.clientHeight - transport - 2 * GAP - (seen.length ? Math.max(LOWEST * this.size, share * stage.clientHeight) : 0);
  }

  /** Gives the chart and the data what the panels leave of the stage. @param {number} height of the panels with all about them */
  #leave(height) {
    const stage = this.parentElement;
    if (this.clientWidth < NARROW) stage?.style.removeProperty("--rows");
    else stage?.style.setProperty("--rows", `${height}px auto minmax(0, 1fr)`);
  }

  /** The number of columns with the largest panels, and their size. */
  #layout() {
    const narrow = this.clientWidth < NARROW;
    const count = this.#panels.length;
    const captions = this.#panels[0].captions();
    const room = { width: this.clientWidth, height: this.#height() - this.#above() };
    if (this.#overlay) {
      const height = narrow ? room.width : Math.max(room.height - captions, 200);
      return { columns: 1, width: room.width, height };
    }
    const width = (/** @type {number} */ columns) => Math.floor((room.width + GAP) / columns - GAP);
    if (narrow) {
      const columns = Math.min(count, 2);
      return { columns, width: width(columns), height: width(columns) - LABELS };
    }
    let best = { columns: 1, width: 0, height: 0 };
    for (let columns = 1; columns <= count; columns += 1) {
      const rows = Math.ceil(count / columns);
      const tall = Math.floor((room.height + GAP) / rows - GAP) - captions;
      const height = Math.max(Math.min(width(columns) - LABELS, tall), SMALLEST);
      if (height > best.height) best = { columns, width: Math.min(width(columns), Math.round(WIDEST * height)), height };
    }
    return best;
  }

  /**
   * Moves starts and arrows.
   * @param {Laboratory} lab
   * @param {number} step
   * @param {boolean} moved whether anything but the playhead may be elsewhere
   */
  follow(lab, step, moved) {
    this.#gestures.follow(lab);
    if (!moved && !this.arrows) return;
    const starts = lab.ask("starts");
    if (!starts) return;
    const [arrows, heads] = this.arrows ? [lab.ask("arrows", step), lab.ask("heads", step)] : [];
    this.#panels.forEach((panel) => panel.follow(starts, arrows, heads));
  }

  /**
   * Writes how each contender stands.
   * @param {Laboratory} lab
   * @param {number} step
   */
  tell(lab, step) {
    /** @type {Status[] | undefined} */
    const statuses = lab.read("statuses", step);
    if (statuses) this.#panels.forEach((panel) => panel.tell(statuses));
    if (this.#legend.show(this.definiteness ? lab.read("legend") ?? null : null)) this.resized = true;
  }
}
