// @ts-check
// <lesson-panel></lesson-panel>: the list of lessons, or one of them with its steps; on paper a handout.

import { Wish } from "../act.js";
import { t } from "../words.js";
import { push, relabel } from "./button.js";

/**
 * @typedef {import("../types.js").LessonItem} LessonItem
 * @typedef {import("../types.js").Lesson} Lesson
 */

export class LessonPanel extends HTMLElement {
  static tag = "lesson-panel";
  /** @type {LessonItem[]} */
  list = [];
  #title = document.createElement("h2");
  #lessons = push(t("Lessons"), t("the list of lessons"), () => this.choose());
  #fold = document.createElement("button");
  #page = document.createElement("div");
  #foot = document.createElement("div");
  #place = document.createElement("output");
  #answers = document.createElement("input");
  #address = document.createElement("p");
  #turns = [push("‹", t("previous step (p)"), () => this.#wish("turn", -1)), push("›", t("next step (n)"), () => this.#wish("turn", 1))];
  #count = 0;
  /** Whether the answer was to be seen before it was printed. */
  #wasOpen = false;

  connectedCallback() {
    if (this.firstChild) return;
    this.setAttribute("role", "region");
    this.setAttribute("aria-label", t("lessons"));
    push("", "", () => this.#folded(!this.hasAttribute("folded")), this.#fold);
    this.#folded(false);
    const head = document.createElement("div");
    head.className = "head";
    this.#title.tabIndex = -1;
    head.append(this.#lessons, this.#title, this.#fold, push("✕", t("close the lessons (l)"), () => this.#wish("leave")));
    this.#page.className = "page";
    this.#foot.className = "foot";
    this.#answers.type = "checkbox";
    const answers = document.createElement("label");
    answers.append(this.#answers, t(" with the answer"));
    this.#place.setAttribute("aria-live", "polite");
    this.#foot.append(...this.#turns, this.#place, push(t("Print"), t("a handout: text, pictures, question"), () => this.#hand()), answers);
    this.#page.addEventListener("click", (event) => {
      const button = /** @type {Element} */ (event.target).closest("button");
      if (button?.dataset.scene) this.#wish("scene", Number(button.dataset.scene));
      else if (button?.dataset.lesson) this.#wish("study", button.dataset.lesson);
    });
    this.append(head, this.#page, this.#foot);
  }

  /** @param {string} name @param {any} [value] */
  #wish(name, value) {
    this.dispatchEvent(new Wish(name, value));
  }

  /** Leaves only head and foot, so that the settings have their place. @param {boolean} on */
  #folded(on) {
    this.toggleAttribute("folded", on);
    relabel(this.#fold, on ? "▾" : "▴", on ? t("unfold the lesson") : t("fold the lesson: the settings come into sight"));
    this.#fold.ariaExpanded = String(!on);
  }

  /** Shows the list. */
  choose() {
    this.#lessons.hidden = this.#foot.hidden = true;
    this.#title.textContent = t("Lessons");
    this.#folded(false);
    const about = document.createElement("p");
    about.textContent = t("A course in steps: each sets the page. n goes on, p goes back.");
    const list = document.createElement("ol");
    list.className = "lessons";
    list.append(...this.list.map(({ key, number, title }) => {
      const item = document.createElement("li");
      item.value = number;
      const button = push(title, t("lesson {number}", { number }), () => {});
      button.dataset.lesson = key;
      item.append(button);
      return item;
    }));
    this.#page.replaceChildren(about, list);
    this.#arrive();
  }

  /** @param {Lesson} lesson @param {number} index where it is in the list */
  show({ html, sources, scenes }, index) {
    this.#lessons.hidden = this.#foot.hidden = false;
    const { number, title } = this.list[index];
    this.#title.textContent = `${number} · ${title}`;
    this.#count = scenes.length - 1;
    const text = document.createElement("template");
    text.innerHTML = html;
    // Where a formula sets a style, a script does it: the page's policy allows none in HTML.
    for (const element of text.content.querySelectorAll("[data-style]")) {
      const styled = /** @type {MathMLElement} */ (element);
      styled.style.cssText = styled.dataset.style ?? "";
    }
    const begin = push(t("Set the page for this lesson"), t("the lesson's own experiment"), () => {});
    begin.className = "scene";
    begin.dataset.scene = "0";
    const opening = document.createElement("p");
    opening.className = "opening";
    opening.append(begin);
    const from = document.createElement("p");
    from.className = "sources";
    from.textContent = sources.length ? t("Sources: {list}.", { list: sources.join("; ") }) : "";
    const others = document.createElement("p");
    others.className = "others";
    others.append(...[["←", -1], ["→", 1]].flatMap(([sign, by]) => {
      const other = this.list[index + Number(by)];
      if (!other) return [];
      const button = push(by === 1 ? `${other.title} ${sign}` : `${sign} ${other.title}`, t("lesson {number}", { number: other.number }), () => {});
      button.dataset.lesson = other.key;
      return [button];
    }));
    this.#address.className = "address";
    this.#page.replaceChildren(opening, text.content, from, others, this.#address);
    this.#arrive();
  }

  /** What is new is read from its beginning. */
  #arrive() {
    this.#page.scrollTop = 0;
    this.#title.focus({ preventScroll: true });
  }

  /** Marks the step that the page is at. @param {number} scene @param {boolean} set whether the page is set so just now */
  mark(scene, set) {
    for (const button of this.#page.querySelectorAll("button.scene")) {
      // What consists of a formula has no name for every reader.
      button.ariaLabel ??= button.textContent;
      const is = /** @type {HTMLElement} */ (button).dataset.scene === String(scene);
      button.ariaCurrent = is ? "step" : null;
      if (is) button.scrollIntoView({ block: "nearest" });
    }
    // On a narrow page the race begins below.
    if (set) this.scrollIntoView({ block: "start" });
    this.#place.textContent = scene ? t("Step {scene} of {count}", { scene, count: this.#count }) : t("Beginning, {count} steps", { count: this.#count });
  }

  /** Prints in light colours, whatever the page has. */
  async #hand() {
    const root = document.documentElement;
    const scheme = root.style.colorScheme;
    const drawn = async () => {
      this.#wish("theme");
      for (let k = 0; k < 3; k += 1) await new Promise(requestAnimationFrame);
    };
    root.style.colorScheme = "light";
    await drawn();
    print();
    root.style.colorScheme = scheme;
    await drawn();
  }

  /** What is to be printed gets ready. @param {string} address of the lesson */
  print(address) {
    if (this.hidden) return;
    this.#address.textContent = address;
    const details = this.#page.querySelector("details");
    this.#wasOpen = details?.open ?? false;
    if (details) details.open = this.#answers.checked;
  }

  /** It is printed. */
  printed() {
    if (this.hidden) return;
    const details = this.#page.querySelector("details");
    if (details) details.open = this.#wasOpen;
  }
}
