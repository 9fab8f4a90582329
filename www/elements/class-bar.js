// @ts-check
// <class-bar></class-bar>: what a lecturer may press, with the keys that do the same, and the list of those keys.

import { Wish } from "../act.js";
import { t } from "../words.js";
import { pairs } from "./pairs.js";
import { push, relabel } from "./button.js";
import { icon } from "./icon.js";

/** Buttons: what they wish, their text, what they do, and their keys. @type {[wish: string, text: string, title: string, keys: string][]} */
const BUTTONS = [
  ["lesson", t("Lesson"), t("the text of the lesson, or the list of lessons"), "e"],
  ["settings", t("Settings"), t("the landscape and the contenders"), "s"],
  ["numbers", t("Numbers"), t("the column of numbers"), "v"],
  ["chart", t("Chart"), t("losses against steps"), "l"],
  ["hide", t("Hide paths"), t("only the landscape and the starts: let the class guess"), "h"],
  ["count", "3, 2, 1", t("count down, then run from the start"), "t"],
  ["blank", t("Blank"), t("a black screen, until any key"), "b"],
  ["previous", "◀", t("the scene, or the step of the lesson, before"), "p"],
  ["next", "▶", t("the next scene, or step of the lesson"), "n"],
  ["keys", "?", t("the keys"), "?"],
  ["leave", t("Leave"), t("back to the desk"), "c"],
];

/** What else the keys do. */
const KEYS = [
  [t("space"), t("play or pause")],
  ["← →", t("step back, step (shift: ten)")],
  [t("home end"), t("to the start, to the end")],
  ["1 … 9", t("one contender alone; again, or 0: all")],
  [t("h, then h or r"), t("hide the paths; show them and run")],
  ["r", t("run from the start")],
  ["t", t("3, 2, 1, and run")],
  ["n p", t("next, previous scene, or step of a lesson")],
  [t("page ↓ ↑"), t("the same, as a presenter's remote sends them")],
  [t("b or ."), t("blank the screen; any key brings it back")],
  ["e s v l", t("lesson, settings, numbers, chart of losses")],
  ["o d g m i", t("as on the desk")],
  [t("c or escape"), t("leave")],
];

export class ClassBar extends HTMLElement {
  static tag = "class-bar";
  /** @type {Map<string, HTMLButtonElement>} */
  #buttons = new Map();
  #play = document.createElement("button");
  #keys = document.createElement("dialog");
  #playing = false;

  connectedCallback() {
    if (this.firstChild) return;
    this.setAttribute("role", "region");
    this.setAttribute("aria-label", t("classroom"));
    push(icon("play"), t("play (space)"), () => this.dispatchEvent(new Wish("play")), this.#play);
    for (const [wish, text, title, key] of BUTTONS) {
      this.#buttons.set(wish, push(text, `${title} (${key})`, () => this.dispatchEvent(new CustomEvent("class", { detail: wish }))));
    }
    const heading = document.createElement("h2");
    heading.textContent = t("Keys in the classroom");
    this.#keys.setAttribute("aria-label", t("keys in the classroom"));
    this.#keys.append(heading, pairs(KEYS), push(t("Close"), t("close the list of keys (?)"), () => this.#keys.close()));
    this.replaceChildren(this.#play, ...this.#buttons.values(), this.#keys);
    // Whoever points gives the keyboard back, so that the space bar plays.
    this.addEventListener("click", (event) => {
      if (event.detail) /** @type {HTMLElement} */ (document.activeElement)?.blur();
    });
  }

  /** Opens or closes the list of keys. */
  toggleKeys() {
    if (this.#keys.open) this.#keys.close();
    else this.#keys.showModal();
  }

  /** @param {Record<string, boolean>} states of what is on or off, by wish */
  show(states) {
    for (const [wish, on] of Object.entries(states)) {
      const button = this.#buttons.get(wish);
      if (button) button.ariaPressed = String(on);
    }
  }

  /** @param {boolean} playing */
  follow(playing) {
    if (playing === this.#playing) return;
    this.#playing = playing;
    if (playing) relabel(this.#play, icon("pause"), t("pause (space)"));
    else relabel(this.#play, icon("play"), t("play (space)"));
  }
}
