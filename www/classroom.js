// @ts-check
// The classroom: the race large enough for the last row of a hall, led by keys alone. Loaded when it is entered.

import { Act, Wish } from "./act.js";
import { dress } from "./dress.js";
import { ClassBar } from "./elements/class-bar.js";
import { ClassCover } from "./elements/class-cover.js";
import { ClassMarker } from "./elements/class-marker.js";
import { t } from "./words.js";

for (const element of [ClassBar, ClassCover, ClassMarker]) customElements.define(element.tag, element);

/** What of the page is shown beside the race, none of it at first. */
const PARTS = /** @type {const} */ (["lesson", "settings", "numbers", "chart"]);

/** Keys, and what they do; a presenter's remote sends some of them. @type {Record<string, string>} */
const KEYS = {
  e: "lesson", s: "settings", v: "numbers", l: "chart", h: "hide", r: "run", t: "count", b: "blank", ".": "blank", n: "next", p: "previous",
  PageDown: "next", PageUp: "previous", "?": "keys", c: "leave", Escape: "leave",
};

export class Classroom {
  #player;
  #scenes;
  #marker = new ClassMarker();
  #bar = new ClassBar();
  #cover = new ClassCover();
  #on = false;
  /** Whether it is on its way. */
  #entering = false;
  /** Whether the browser shows the page alone. */
  #full = false;
  /** The only contender who is shown. @type {number | null} */
  #solo = null;
  #hidden = false;
  /** The scene that was there last. */
  #scene = 0;
  #names = /** @type {string[]} */ ([]);
  /** What had the keyboard before. @type {HTMLElement | null} */
  #before = null;

  /**
   * @param {import("./player.js").Player} player
   * @param {import("./types.js").Item[]} scenes
   */
  constructor(player, scenes) {
    this.#player = player;
    this.#scenes = scenes;
    this.#bar.addEventListener("class", (event) => this.#do(/** @type {CustomEvent<string>} */ (event).detail));
    // Before anything else on the page: here keys are the lecturer's.
    document.addEventListener("keydown", (event) => this.#key(event), true);
    document.addEventListener("fullscreenchange", () => {
      const ends = this.#full && !document.fullscreenElement;
      this.#full = document.fullscreenElement !== null;
      // The browser keeps the key that ends it for itself.
      if (ends && this.#on) this.#leave();
    });
  }

  async toggle() {
    if (this.#on) return this.#leave();
    if (this.#entering) return;
    this.#entering = true;
    try {
      await dress("classroom");
    } finally {
      this.#entering = false;
    }
    this.#before = /** @type {HTMLElement | null} */ (document.activeElement);
    this.#before?.blur();
    document.querySelector("main")?.before(this.#marker);
    document.querySelector("main")?.after(this.#bar, this.#cover);
    document.body.dataset.classroom = "";
    scrollTo(0, 0);
    this.#on = true;
    for (const part of PARTS) document.body.toggleAttribute(`data-${part}`, false);
    this.#look();
    try {
      await document.documentElement.requestFullscreen();
      // Who has left meanwhile has the page back as it was.
      if (!this.#on) await document.exitFullscreen();
    } catch {
      this.#say(t("This browser does not let the page fill the screen; the window will do."));
    }
  }

  #leave() {
    this.#on = false;
    this.#cover.lift();
    [this.#solo, this.#hidden] = [null, false];
    for (const element of [this.#marker, this.#bar, this.#cover]) element.remove();
    delete document.body.dataset.classroom;
    this.#look();
    if (document.fullscreenElement) document.exitFullscreen();
    this.#before?.focus();
  }

  /** @param {string} text */
  #say(text) {
    document.dispatchEvent(new Wish("say", text));
  }

  /** Has the page show what is wished of the race. */
  #look() {
    const size = Number(getComputedStyle(document.body).getPropertyValue("--class-drawing")) || 1;
    document.body.toggleAttribute("data-guessing", this.#hidden);
    document.dispatchEvent(new Wish("focus", { solo: this.#solo, hidden: this.#hidden, size }));
    const shown = Object.fromEntries(PARTS.map((part) => [part, document.body.hasAttribute(`data-${part}`)]));
    this.#bar.show({ ...shown, hide: this.#hidden });
    const only = this.#solo === null ? "" : t("only {name}", { name: this.#names[this.#solo] });
    this.#marker.state([only, this.#hidden ? t("Where will it end? Point.") : ""].filter(Boolean).join(": "), this.#solo);
  }

  /** The race from its start. @param {boolean} counted whether a countdown comes first */
  #run(counted) {
    this.#hidden &&= counted;
    this.#look();
    document.dispatchEvent(new Wish("reset"));
    if (counted) this.#cover.count(3, () => this.#run(false));
    else document.dispatchEvent(new Wish("play"));
  }

  /** Another scene, unless a lesson is open, which then goes on or back. @param {number} by 1 or −1 */
  #walk(by) {
    const isLesson = !document.dispatchEvent(new Wish(by > 0 ? "next" : "previous"));
    const scene = this.#scene + by;
    if (!isLesson && (scene < 0 || scene >= this.#scenes.length)) return this.#say(by > 0 ? t("This is the last scene.") : t("This is the first scene."));
    this.#solo = null;
    this.#look();
    if (!isLesson) {
      document.dispatchEvent(new Act("scene", scene));
      this.#scene = scene;
    }
    // A class that guesses sees the start.
    if (this.#hidden) document.dispatchEvent(new Wish("reset"));
  }

  /** @param {string} what */
  #do(what) {
    /** @type {Record<string, () => void>} */
    const deeds = {
      hide: () => {
        if (this.#hidden) return this.#run(false);
        this.#hidden = true;
        document.dispatchEvent(new Wish("reset"));
        this.#look();
      },
      lesson: () => {
        const on = document.body.toggleAttribute("data-lesson");
        // On a phone it stands above the race.
        if (on) scrollTo(0, 0);
        if (on && !document.querySelector("lesson-panel:not([hidden])")) document.dispatchEvent(new Wish("lessons"));
        this.#look();
      },
      run: () => this.#run(false),
      count: () => this.#run(true),
      blank: () => {
        const { playing } = this.#player;
        if (playing) document.dispatchEvent(new Wish("play"));
        this.#cover.blank(() => playing && document.dispatchEvent(new Wish("play")));
      },
      next: () => this.#walk(1),
      previous: () => this.#walk(-1),
      keys: () => this.#bar.toggleKeys(),
      leave: () => this.#leave(),
    };
    if (what in deeds) return deeds[what]();
    document.body.toggleAttribute(`data-${what}`);
    this.#look();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!this.#on || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = /** @type {Element} */ (event.target);
    // The browser's own keys stay what they are.
    if (/^F\d+$/.test(event.key)) return;
    if (this.#cover.on) {
      event.preventDefault();
      event.stopPropagation();
      // A key that is held down, or goes with another, is none.
      if (!event.repeat && !["Shift", "Control", "Alt", "Meta"].includes(event.key)) this.#cover.lift();
      return;
    }
    if (target.closest("input, select, textarea, dialog, [popover]") && !(event.key === "?" && target.closest("dialog"))) return;
    const number = /^\d$/.test(event.key) ? Number(event.key) : NaN;
    if (number >= 0) {
      if (number <= this.#names.length) this.#solo = number === 0 || this.#solo === number - 1 ? null : number - 1;
      this.#look();
    } else if (event.key in KEYS) {
      this.#do(KEYS[event.key]);
    } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      // Arrows move a start that has the keyboard, but no panel.
      if (target.closest("[data-start]")) return;
      document.dispatchEvent(new Wish("stepBy", (event.key === "ArrowRight" ? 1 : -1) * (event.shiftKey ? 10 : 1)));
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** The experiment has changed. @param {import("./types.js").Page} page @param {import("./engine.js").Laboratory} lab */
  show(page, lab) {
    this.#names = page.contenders.map(({ name }) => name);
    if (!this.#on) return;
    /** @type {number | undefined} */
    const scene = lab.ask("sceneShown");
    this.#scene = scene ?? this.#scene;
    this.#marker.show(page, scene === undefined ? "" : this.#scenes[scene].name);
    if (this.#solo !== null && this.#solo >= this.#names.length) {
      this.#solo = null;
      this.#look();
    }
  }

  /**
   * A frame of the page.
   * @param {import("./engine.js").Laboratory} lab
   * @param {import("./player.js").Player} player
   * @param {boolean} telling whether numbers are written
   */
  follow(lab, player, telling) {
    if (!this.#on) return;
    this.#marker.follow(player.step / Math.max(player.steps, 1));
    this.#bar.follow(player.playing);
    if (telling) this.#marker.tell(lab.ask("clock", player.step) ?? "");
  }
}
