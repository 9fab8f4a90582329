// @ts-check
// <race-transport></race-transport>: reset, step back, play, step, end, scrub, speed.

import { Wish } from "../act.js";
import { t } from "../words.js";
import { push, relabel } from "./button.js";
import { icon } from "./icon.js";

/** Factors on the pace. */
const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 4, 10];

export class RaceTransport extends HTMLElement {
  static tag = "race-transport";
  #play = document.createElement("button");
  #scrub = document.createElement("input");
  #step = document.createElement("output");
  #speed = document.createElement("select");
  #shown = "";
  #playing = false;

  connectedCallback() {
    const buttons = document.createElement("div");
    buttons.className = "buttons";
    buttons.setAttribute("role", "group");
    buttons.setAttribute("aria-label", t("playback"));
    this.#play.className = "play";
    buttons.append(
      this.#button(icon("start"), t("back to the start (home)"), () => new Wish("reset")),
      this.#button(icon("back"), t("step back (left arrow)"), () => new Wish("stepBy", -1)),
      this.#button(icon("play"), t("play (space)"), () => new Wish("play"), this.#play),
      this.#button(icon("step"), t("step (right arrow)"), () => new Wish("stepBy", 1)),
      this.#button(icon("end"), t("to the end (end)"), () => new Wish("end")),
    );
    this.#scrub.type = "range";
    this.#scrub.min = "0";
    this.#scrub.step = "1";
    this.#scrub.setAttribute("aria-label", t("step"));
    this.#scrub.addEventListener("input", () => this.dispatchEvent(new Wish("seek", this.#scrub.valueAsNumber)));
    this.#speed.setAttribute("aria-label", t("speed"));
    this.#speed.append(...SPEEDS.map((speed) => new Option(`${speed}×`, String(speed), speed === 1, speed === 1)));
    this.#speed.addEventListener("change", () => this.dispatchEvent(new Wish("speed", Number(this.#speed.value))));
    this.replaceChildren(buttons, this.#scrub, this.#step, this.#speed);
  }

  /** @param {Element} sign @param {string} title @param {() => Event} wish @param {HTMLButtonElement} [button] */
  #button(sign, title, wish, button) {
    return push(sign, title, () => this.dispatchEvent(wish()), button);
  }

  /** @param {import("../player.js").Player} player @param {string} words where the clock stands */
  update(player, words) {
    const shown = `${player.step} ${words} ${player.playing}`;
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#scrub.max = String(player.steps);
    this.#scrub.value = String(player.step);
    this.#step.textContent = words;
    this.#scrub.setAttribute("aria-valuetext", words);
    if (this.#playing === player.playing) return;
    this.#playing = player.playing;
    if (player.playing) relabel(this.#play, icon("pause"), t("pause (space)"));
    else relabel(this.#play, icon("play"), t("play (space)"));
  }
}
