// @ts-check
// <class-bar></class-bar>: what a lecturer may press, with the keys that do the same, and the list of those keys.

import { Wish } from "../act.js";
import { push, relabel } from "./button.js";
import { icon } from "./icon.js";

/** Buttons: what they wish, their text, what they do, and their keys. @type {[wish: string, text: string, title: string, keys: string][]} */
const BUTTONS = [
  ["lesson", "Lesson", "the text of the lesson, or the list of lessons", "e"],
  ["settings", "Settings", "the landscape and the contenders", "s"],
  ["numbers", "Numbers", "the column of numbers", "v"],
  ["chart", "Chart", "losses against steps", "l"],
  ["hide", "Hide paths", "only the landscape and the starts: let the class guess", "h"],
  ["count", "3, 2, 1", "count down, then run from the start", "t"],
  ["blank", "Blank", "a black screen, until any key", "b"],
  ["previous", "◀", "the scene, or the step of the lesson, before", "p"],
  ["next", "▶", "the next scene, or step of the lesson", "n"],
  ["keys", "?", "the keys", "?"],
  ["leave", "Leave", "back to the desk", "c"],
];

/** What else the keys do. */
const KEYS = [
  ["space", "play or pause"],
  ["← →", "step back, step (shift: ten)"],
  ["home end", "to the start, to the end"],
  ["1 … 9", "one contender alone; again, or 0: all"],
  ["h, then h or r", "hide the paths; show them and run"],
  ["r", "run from the start"],
  ["t", "3, 2, 1, and run"],
  ["n p", "next, previous scene, or step of a lesson"],
  ["page ↓ ↑", "the same, as a presenter's remote sends them"],
  ["b or .", "blank the screen; any key brings it back"],
  ["e s v l", "lesson, settings, numbers, chart of losses"],
  ["o d g m i", "as on the desk"],
  ["c or escape", "leave"],
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
    this.setAttribute("role", "toolbar");
    this.setAttribute("aria-label", "classroom");
    push(icon("play"), "play (space)", () => this.dispatchEvent(new Wish("play")), this.#play);
    for (const [wish, text, title, key] of BUTTONS) {
      this.#buttons.set(wish, push(text, `${title} (${key})`, () => this.dispatchEvent(new CustomEvent("class", { detail: wish }))));
    }
    const heading = document.createElement("h2");
    heading.textContent = "Keys in the classroom";
    const list = document.createElement("dl");
    list.append(...KEYS.flatMap(([keys, what]) => {
      const term = document.createElement("dt");
      const detail = document.createElement("dd");
      term.textContent = keys;
      detail.textContent = what;
      return [term, detail];
    }));
    this.#keys.setAttribute("aria-label", "keys in the classroom");
    this.#keys.append(heading, list, push("Close", "close the list of keys (?)", () => this.#keys.close()));
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
    if (playing) relabel(this.#play, icon("pause"), "pause (space)");
    else relabel(this.#play, icon("play"), "play (space)");
  }
}
