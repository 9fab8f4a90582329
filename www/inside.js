// @ts-check
// What explains runs: a second wiring, loaded when it is asked for, with a WebAssembly package of its own.

import init, { Inside, speak } from "./pkg/inside.js";
import { Guarded } from "./guarded.js";
import { Wish } from "./act.js";
import { Crew } from "./crew.js";
import { save } from "./files.js";
import { dress } from "./dress.js";
import { colors } from "./theme.js";
import { lend } from "./words.js";
import { MapCard } from "./elements/map-card.js";
import { PathProbe } from "./elements/path-probe.js";
import { RaceComparison } from "./elements/race-comparison.js";
import { RaceTable } from "./elements/race-table.js";
import { ReliefSwitch } from "./elements/relief-switch.js";
import { ReliefView } from "./elements/relief-view.js";
import { sight } from "./elements/sight.js";
import { StepAnatomy } from "./elements/step-anatomy.js";
import { TheoryCard } from "./elements/theory-card.js";
import { TraceCharts } from "./elements/trace-charts.js";
import { TrainingLoop } from "./elements/training-loop.js";

/**
 * An element of the column that explains runs. Every method but `show` may be left out.
 * @typedef {object} Explaining
 * @property {(inside: Guarded, page: import("./types.js").Page) => void} show the experiment has changed
 * @property {(inside: Guarded) => boolean | void} [place] called on every frame; hands canvases over whose size has changed;
 *   whether there is another picture
 * @property {(inside: Guarded, step: number, playing: boolean) => void} [follow] the playhead has moved
 * @property {() => void} [leave] it is hidden
 * @property {(inside: Guarded) => void} [frame] a frame of the page passes
 * @property {() => void} [recolor] the colours are others
 * @property {() => void} [sharpen] a CSS pixel has another number of device pixels
 * @property {(inside: Guarded, step: number, player: import("./player.js").Player) => void} [tell] numbers are to be written: while a race plays now and then, of an
 *   element off the screen not before the page is at rest
 */

/** What is shown together: what explains runs, maps, runs as code, as tables. @typedef {"inside" | "maps" | "code" | "table"} Flag */

/** The elements, from the top of the column if they have no other home; an empty one is in its place already. @type {{ tag: string, home?: string, flag?: Flag, new (): HTMLElement & Explaining }[]} */
const ELEMENTS = [MapCard, ReliefSwitch, TraceCharts, StepAnatomy, RaceComparison, TheoryCard, PathProbe, ReliefView, TrainingLoop, RaceTable];

for (const element of ELEMENTS) customElements.define(element.tag, element);

/** After so many milliseconds without a change the page is at rest. */
const REST = 200;

/** The column that explains runs, with a laboratory of its own that follows the page's. */
export class Insight {
  #inside;
  #elements = ELEMENTS.map((element) =>
    element.home === "" ? /** @type {HTMLElement & Explaining} */ (document.querySelector(element.tag)) : new element());
  #relief = /** @type {ReliefView} */ (this.#elements.find((element) => element instanceof ReliefView));
  /** Which of them are on the screen. */
  #sights = this.#elements.map((element) => sight(element, () => this.#appear()));
  /** Whether one has come onto the screen. */
  #appeared = false;
  #resting = 0;
  /** The experiment that it knows. */
  #text = "";
  /** What is shown. @type {Set<Flag>} */
  #flags = new Set();
  /** Whether all is to be shown anew. */
  #stale = true;
  #step = -1;
  #size = 1;
  #playing = false;
  /** Why its engine has stopped, if it has. */
  stopped = "";

  /** @param {string} text the experiment @param {Element} column */
  static async open(text, column) {
    await Promise.all([init({ module_or_path: new URL("./pkg/inside_bg.wasm", import.meta.url) }), dress("inside")]);
    lend(speak);
    return new Insight(new Inside(text), text, column);
  }

  /** @param {Inside} engine @param {string} text @param {Element} column */
  constructor(engine, text, column) {
    this.#inside = new Guarded(engine);
    this.#inside.lost = (reason) => {
      this.stopped = reason;
      // What it has drawn and written is not of what comes next; whoever called it goes on first.
      queueMicrotask(() => {
        for (const flag of /** @type {const} */ (["inside", "maps", "code", "table"])) this.#show(flag, false);
        this.relief = false;
        document.body.dispatchEvent(new Wish("stopped", reason));
      });
    };
    this.#text = text;
    this.#elements.forEach((element, k) => (element.hidden = ELEMENTS[k].home !== ""));
    column.prepend(...this.#elements.filter((_, k) => ELEMENTS[k].home === undefined));
    this.#elements.forEach((element, k) => {
      const { home } = ELEMENTS[k];
      if (home) document.querySelector(home)?.append(element);
    });
    for (const element of this.#elements) if (element instanceof MapCard) element.crew = new Crew(element.source);
    const [charts, probe] = [TraceCharts, PathProbe].map((type) => this.#elements.find((element) => element instanceof type));
    if (probe instanceof PathProbe && charts instanceof TraceCharts) probe.onmeet = (clock) => charts.mark(this.#inside, clock);
    document.addEventListener("wish", (event) => {
      const { name, value } = /** @type {import("./act.js").Wish & Event} */ (event);
      if (name === "relief") this.relief = value;
      if (name === "hand") save(value.blob, value.name);
    });
    document.addEventListener("keydown", (event) => {
      const target = /** @type {Element} */ (event.target);
      if (!this.shown || event.ctrlKey || event.metaKey || event.altKey || target.closest("input, select, textarea, dialog")) return;
      if (event.key === "3") this.relief = !this.#relief.on;
      else if (event.key === "Escape" && this.#relief.on) this.relief = false;
      else return;
      event.preventDefault();
    });
  }

  /** Shows or hides the 3D view. @param {boolean} on */
  set relief(on) {
    this.#relief.on = on;
    for (const element of this.#elements) if (element instanceof ReliefSwitch) element.on = on;
  }

  get relief() {
    return this.#relief.on;
  }

  get shown() {
    return this.#flags.has("inside");
  }

  set shown(on) {
    this.#show("inside", on && !this.stopped);
  }

  get maps() {
    return this.#flags.has("maps");
  }

  set maps(on) {
    this.#show("maps", on && !this.stopped);
  }

  /** Whether a card that is filled in when it is opened is open. @param {"code" | "table"} flag @param {boolean} on */
  fill(flag, on) {
    this.#ask(flag, on);
  }

  /** A CSS pixel has another number of device pixels. */
  sharpen() {
    this.#elements.forEach((element) => element.sharpen?.());
    this.#stale = true;
  }

  /** @param {Flag} flag @param {boolean} on */
  #ask(flag, on) {
    if (on) this.#flags.add(flag);
    else this.#flags.delete(flag);
    this.#stale = true;
  }

  /** @param {Flag} flag @param {boolean} on */
  #show(flag, on) {
    this.#ask(flag, on);
    this.#elements.forEach((element, k) => {
      if ((ELEMENTS[k].flag ?? "inside") !== flag) return;
      element.hidden = !on;
      if (!on) element.leave?.();
    });
    document.body.toggleAttribute("data-inside", this.shown || this.maps);
  }

  /** The map to begin with, as text. */
  get firstMap() {
    return this.#inside.ask("firstMap");
  }

  /** Whether an element belongs to what is shown, though it may hide itself. @param {unknown} _element @param {number} k */
  #isAsked = (_element, k) => this.#flags.has(ELEMENTS[k].flag ?? "inside");

  /** What is missing of its race, in words: the page's own may be whole already. */
  get missing() {
    return this.#inside.ask("missing") ?? "";
  }

  /** The optimizer of a contender as a rule that can be typed. @param {string} text the experiment @param {number} index */
  written(text, index) {
    this.#load(text);
    return this.#inside.ask("written", index) ?? "";
  }

  /** Takes over what a worker has computed of the race. @param {Float64Array[]} runs */
  complete(runs) {
    this.#inside.call("complete", runs);
    this.#stale = true;
  }

  /** Takes over what a worker has proved of the landscape. @param {Float64Array} census @param {boolean} done */
  prove(census, done) {
    this.#stale = this.#inside.ask("prove", census, done) || this.#stale;
  }

  /**
   * A frame of the page.
   * @param {object} state
   * @param {() => string} state.text the experiment
   * @param {import("./types.js").Page} state.page
   * @param {import("./player.js").Player} state.player
   * @param {{ page: boolean, theme: boolean }} state.stale
   * @param {boolean} state.telling whether numbers are written
   * @param {number} state.size how large the panels are drawn
   * @returns {string | undefined} what went wrong
   */
  frame(state) {
    try {
      return this.stopped ? undefined : this.#frame(state);
    } catch (error) {
      // Its elements get no answers any more; the race needs none of them.
      if (!this.stopped) throw error;
    }
  }

  /** @param {Parameters<Insight["frame"]>[0]} state */
  #frame({ text, page, player, stale, telling, size }) {
    const { step, playing } = player;
    // Also while it is hidden, so that what a worker computes next is of the experiment that it knows.
    const refused = stale.page ? this.#load(text()) : undefined;
    if (!this.#flags.size) return refused;
    if (size !== this.#size) {
      this.#size = size;
      this.#inside.call("look", size);
      this.#stale = true;
    }
    const active = this.#elements.filter(this.#isAsked);
    if (stale.theme || this.#stale) this.#inside.call("setTheme", colors(document.body));
    const changed = this.#stale || stale.page || stale.theme;
    this.#stale = false;
    if (stale.theme) active.forEach((element) => element.recolor?.());
    if (changed) active.forEach((element) => element.show(this.#inside, page));
    const placed = active.map((element) => element.place?.(this.#inside)).includes(true);
    const moved = changed || placed || step !== this.#step || playing !== this.#playing;
    if (moved) active.forEach((element) => element.follow?.(this.#inside, step, playing));
    if (changed || placed || telling || this.#appeared) {
      this.#tell(true, player);
      clearTimeout(this.#resting);
      if (!playing) this.#resting = setTimeout(() => this.#tell(false, player), REST);
    }
    this.#appeared = false;
    active.forEach((element) => element.frame?.(this.#inside));
    this.#step = step;
    this.#playing = playing;
    return refused;
  }

  /** Has the numbers written that are on the screen, or those that are not. @param {boolean} seen @param {import("./player.js").Player} player */
  #tell(seen, player) {
    this.#elements.forEach((element, k) => this.#isAsked(element, k) && this.#sights[k].seen === seen && element.tell?.(this.#inside, player.step, player));
  }

  #appear() {
    this.#appeared = true;
    document.body.dispatchEvent(new Wish("redraw"));
  }

  /** @param {string} text */
  #load(text) {
    if (text === this.#text) return undefined;
    const { refused } = this.#inside.call("load", text);
    this.#text = text;
    return refused;
  }
}
