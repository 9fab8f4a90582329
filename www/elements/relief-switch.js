// @ts-check
// <relief-switch></relief-switch>: shows and hides the landscape in 3D.

import { Wish } from "../act.js";
import { t } from "../words.js";
import { push } from "./button.js";

export class ReliefSwitch extends HTMLElement {
  static tag = "relief-switch";
  #button = document.createElement("button");

  connectedCallback() {
    push(t("Landscape in 3D"), t("the landscape as a relief with all paths on it, in place of the panels (3)"), () => this.dispatchEvent(new Wish("relief", !this.on)), this.#button);
    this.on = false;
    this.replaceChildren(this.#button);
  }

  get on() {
    return this.#button.ariaPressed === "true";
  }

  set on(on) {
    this.#button.ariaPressed = String(on);
  }

  show() {}
}
