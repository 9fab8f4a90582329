// @ts-check
// Lessons: a wiring of their own, loaded when they are asked for.

import { Act, Wish } from "./act.js";
import { dress } from "./dress.js";
import { LessonPanel } from "./elements/lesson-panel.js";
import { locale, t } from "./words.js";

/**
 * @typedef {import("./types.js").LessonItem} LessonItem
 * @typedef {import("./types.js").Lesson} Lesson
 */

customElements.define(LessonPanel.tag, LessonPanel);

/** A file of the lessons, in the user's language if there is one. @param {string} name */
async function load(name) {
  const file = (/** @type {string} */ path) => fetch(new URL(`./lessons/${path}.json`, import.meta.url));
  const own = locale() === undefined ? undefined : await file(`${locale()}/${name}`);
  const answer = own?.ok ? own : await file(name);
  if (!answer.ok) throw new Error(t("{file} cannot be loaded ({status})", { file: name, status: answer.status }));
  return answer.json();
}

/** The lessons, and where among them the user is. */
export class Lessons {
  #panel = new LessonPanel();
  #list;
  /** The lessons that have been opened. @type {Map<string, Lesson>} */
  #read = new Map();
  /** The lesson in sight; none where the list is. */
  #key = "";
  #scene = 0;
  /** How often something else was asked for: a lesson that arrives later than that is not shown. */
  #asked = 0;
  /** Whether a lesson is on its way. */
  #coming = false;

  /** With the panel in the laboratory, hidden as yet. */
  static async open() {
    const [list] = await Promise.all([load("index"), dress("lessons")]);
    return new Lessons(list);
  }

  /** @param {LessonItem[]} list */
  constructor(list) {
    this.#list = list;
    this.#panel.hidden = true;
    this.#panel.list = list;
    document.querySelector(".lab")?.prepend(this.#panel);
    this.#panel.addEventListener("wish", (event) => {
      const { name, value } = /** @type {import("./act.js").Wish & Event} */ (event);
      if (name === "study") this.#study(value, 0, true);
      if (name === "scene") this.#step(value, true);
      if (name === "turn") this.turn(value);
      if (name === "leave") this.hide();
    });
    // The classroom's keys ask so.
    document.addEventListener("wish", (event) => {
      const { name } = /** @type {import("./act.js").Wish & Event} */ (event);
      if (!this.shown || (name !== "next" && name !== "previous")) return;
      // Nobody else need go on.
      event.preventDefault();
      this.turn(name === "next" ? 1 : -1);
    });
    document.addEventListener("keydown", (event) => {
      const target = /** @type {Element} */ (event.target);
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (!this.shown || target.closest("input, select, textarea, dialog")) return;
      const turn = { n: 1, p: -1 }[event.key];
      if (!turn) return;
      event.preventDefault();
      this.turn(turn);
    });
    addEventListener("beforeprint", () => this.#panel.print(this.#address));
    addEventListener("afterprint", () => this.#panel.printed());
  }

  get shown() {
    return !this.#panel.hidden;
  }

  /** Where the user is, as the address has it. */
  get #place() {
    return this.shown && this.#key ? `${this.#key}.${this.#scene}` : "";
  }

  /** A link that opens the lesson at this step. */
  get #address() {
    return `${location.href.split("#")[0]}#lesson=${this.#place}`;
  }

  /**
   * Shows a place, `KEY.STEP`; without one the list or what was last shown, or nothing if something is.
   * @param {string | undefined} place
   * @param {boolean} [set] whether its experiment is opened
   */
  async show(place, set = false) {
    if (place === undefined && this.shown) return this.hide();
    this.#panel.hidden = false;
    if (!place) return this.#key ? this.#step(this.#scene, false) : this.#choose();
    const [key, scene = "0"] = place.split(".");
    if (!this.#list.some((item) => item.key === key)) {
      this.#choose();
      return this.#say(t("lesson: wanted one of {keys}, given {key}", { keys: this.#list.map((item) => item.key).join(", "), key }));
    }
    await this.#study(key, Number(scene), set);
  }

  /** Goes on or back, by steps and then by lessons. @param {number} by */
  turn(by) {
    // From where nobody is yet there is no next.
    if (this.#coming) return;
    const lesson = this.#read.get(this.#key);
    const scene = this.#scene + by;
    if (lesson && scene >= 0 && scene < lesson.scenes.length) return this.#step(scene, true);
    const next = this.#list[this.#list.findIndex((item) => item.key === this.#key) + by];
    if (next) this.#study(next.key, 0, true);
  }

  /** Nothing of the lessons is in sight. */
  hide() {
    if (!this.shown) return;
    this.#asked += 1;
    this.#coming = false;
    this.#panel.hidden = true;
    this.#tell();
  }

  #choose() {
    this.#asked += 1;
    this.#coming = false;
    this.#key = "";
    this.#panel.choose();
    this.#tell();
  }

  /** @param {string} key @param {number} scene @param {boolean} set */
  async #study(key, scene, set) {
    const number = this.#list.findIndex((item) => item.key === key);
    if (number < 0) return this.#choose();
    const asked = (this.#asked += 1);
    this.#coming = true;
    try {
      const lesson = this.#read.get(key) ?? (await load(key));
      this.#read.set(key, lesson);
      if (asked !== this.#asked) return;
      const isAnother = this.#key !== key;
      this.#key = key;
      if (isAnother) this.#panel.show(lesson, number);
      this.#step(lesson.scenes[scene] ? scene : 0, set);
    } catch (error) {
      this.#say(t("The lesson could not be loaded: {error}", { error: String(error) }));
    } finally {
      if (asked === this.#asked) this.#coming = false;
    }
  }

  /** Marks a step, and sets the page as it says. @param {number} scene @param {boolean} set */
  #step(scene, set) {
    const lesson = this.#read.get(this.#key);
    if (!lesson) return;
    this.#scene = scene;
    this.#panel.mark(scene, set);
    this.#tell();
    if (set) this.#panel.dispatchEvent(new Act("open", lesson.scenes[scene].link));
  }

  /** Says where the user is, for the address. */
  #tell() {
    this.#panel.dispatchEvent(new Wish("lesson", this.#place));
  }

  /** @param {string} text */
  #say(text) {
    this.#panel.dispatchEvent(new Wish("say", text));
  }
}
