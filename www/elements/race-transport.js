// @ts-check
// <race-transport></race-transport>: reset, step back, play, step, end, scrub, speed, and the way the race is shown.

import { Act, Wish } from "../act.js";

/** Factors on the pace. */
const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 4, 10];

export class RaceTransport extends HTMLElement {
  static tag = "race-transport";
  #play = document.createElement("button");
  #scrub = document.createElement("input");
  #step = document.createElement("output");
  #speed = document.createElement("select");
  #overlay = document.createElement("button");
  #shown = "";

  connectedCallback() {
    const buttons = document.createElement("div");
    buttons.className = "buttons";
    buttons.setAttribute("role", "group");
    buttons.setAttribute("aria-label", "playback");
    this.#label(this.#play, "▶", "play", () => new Wish("play"));
    this.#play.classList.add("play");
    buttons.append(
      this.#button("⏮", "back to the start", () => new Wish("reset")),
      this.#button("◂", "step back", () => new Wish("stepBy", -1)),
      this.#play,
      this.#button("▸", "step", () => new Wish("stepBy", 1)),
      this.#button("⏭", "to the end", () => new Wish("end")),
    );
    this.#scrub.type = "range";
    this.#scrub.min = "0";
    this.#scrub.step = "1";
    this.#scrub.setAttribute("aria-label", "step");
    this.#scrub.addEventListener("input", () => this.dispatchEvent(new Wish("seek", this.#scrub.valueAsNumber)));
    this.#speed.setAttribute("aria-label", "speed");
    this.#speed.append(...SPEEDS.map((speed) => new Option(`${speed}×`, String(speed), speed === 1, speed === 1)));
    this.#speed.addEventListener("change", () => this.dispatchEvent(new Wish("speed", Number(this.#speed.value))));
    const view = document.createElement("div");
    view.className = "buttons";
    view.setAttribute("role", "group");
    view.setAttribute("aria-label", "view");
    this.#label(this.#overlay, "Overlay", "all paths in one panel (o)", () => new Wish("overlay", this.#overlay.ariaPressed !== "true"));
    this.#overlay.ariaPressed = "false";
    view.append(
      this.#overlay,
      this.#button("Fit", "show all paths", () => new Act("fit")),
      this.#button("Home", "the surface's own view", () => new Act("home")),
      this.#button("−", "zoom out", () => new Act("zoomMiddle", 1.25)),
      this.#button("+", "zoom in", () => new Act("zoomMiddle", 0.8)),
    );
    this.replaceChildren(buttons, this.#scrub, this.#step, this.#speed, view);
  }

  /** @param {string} text @param {string} title @param {() => Event} wish */
  #button(text, title, wish) {
    const button = document.createElement("button");
    this.#label(button, text, title, wish);
    return button;
  }

  /** @param {HTMLButtonElement} button @param {string} text @param {string} title @param {() => Event} wish */
  #label(button, text, title, wish) {
    button.type = "button";
    button.textContent = text;
    button.title = title;
    if (text.length === 1) button.setAttribute("aria-label", title);
    button.addEventListener("click", () => button.dispatchEvent(wish()));
  }

  show() {
    const overlay = document.querySelector("race-board")?.hasAttribute("overlay") ?? false;
    this.#overlay.ariaPressed = String(overlay);
  }

  /** @param {import("../player.js").Player} player */
  update(player) {
    const shown = `${player.step} ${player.steps} ${player.playing}`;
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#scrub.max = String(player.steps);
    this.#scrub.value = String(player.step);
    this.#step.textContent = `step ${player.step} of ${player.steps}`;
    const [text, title] = player.playing ? ["❚❚", "pause (space)"] : ["▶", "play (space)"];
    this.#play.textContent = text;
    this.#play.title = title;
    this.#play.setAttribute("aria-label", title);
  }
}
