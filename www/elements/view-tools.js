// @ts-check
// <view-tools></view-tools>: side by side or overlaid, and which part of the plane is shown.

import { Act, Wish } from "../act.js";
import { push } from "./button.js";

export class ViewTools extends HTMLElement {
  static tag = "view-tools";
  #overlay = document.createElement("button");

  connectedCallback() {
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", "view");
    this.#overlay.ariaPressed = "false";
    this.replaceChildren(
      this.#button("Overlay", "all paths in one panel (o)", () => new Wish("overlay", this.#overlay.ariaPressed !== "true"), this.#overlay),
      this.#button("Fit", "show all paths (f in a panel)", () => new Act("fit")),
      this.#button("Home", "the surface's own view (0 in a panel)", () => new Act("home")),
      this.#button("−", "zoom out", () => new Act("zoomMiddle", 1.25)),
      this.#button("+", "zoom in", () => new Act("zoomMiddle", 0.8)),
    );
  }

  /** @param {string} text @param {string} title @param {() => Event} wish @param {HTMLButtonElement} [button] */
  #button(text, title, wish, button) {
    return push(text, title, () => this.dispatchEvent(wish()), button);
  }

  /** @param {boolean} overlay whether one panel shows all contenders */
  follow(overlay) {
    this.#overlay.ariaPressed = String(overlay);
  }
}
