// @ts-check
// <view-tools></view-tools>: side by side or overlaid, which part of the plane is shown, and what is shown besides: gradients,
// definiteness, what explains the runs, maps.

import { Act, Wish } from "../act.js";
import { t } from "../words.js";
import { push } from "./button.js";

export class ViewTools extends HTMLElement {
  static tag = "view-tools";
  #overlay = document.createElement("button");
  #arrows = document.createElement("button");
  #definiteness = document.createElement("button");
  #inside = document.createElement("button");
  #map = document.createElement("button");

  connectedCallback() {
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", t("view"));
    this.#overlay.ariaPressed = this.#arrows.ariaPressed = this.#definiteness.ariaPressed = this.#inside.ariaPressed = this.#map.ariaPressed = "false";
    this.#arrows.hidden = true;
    this.replaceChildren(
      this.#button(t("Overlay"), t("all paths in one panel (o)"), () => new Wish("overlay", this.#overlay.ariaPressed !== "true"), this.#overlay),
      this.#button(t("Gradients"), t("arrows at the heads: downhill on all data, and on what the next update sees (g)"), () => new Wish("arrows", this.#arrows.ariaPressed !== "true"), this.#arrows),
      this.#button(t("Definiteness"), t("where the Hessian is positive definite, indefinite, negative definite; axes of stationary points (d)"), () => new Wish("definiteness", this.#definiteness.ariaPressed !== "true"), this.#definiteness),
      this.#button(t("See inside"), t("what explains the paths: charts, sharpness, the anatomy of a step (i)"), () => new Wish("explain", this.#inside.ariaPressed !== "true"), this.#inside),
      this.#button(t("Maps"), t("from every start, with every setting (m)"), () => new Wish("map", this.#map.ariaPressed !== "true"), this.#map),
      this.#button(t("Fit"), t("show all paths (f in a panel)"), () => new Act("fit")),
      this.#button(t("Home"), t("the surface's own view (0 in a panel)"), () => new Act("home")),
      this.#button("−", t("zoom out"), () => new Act("zoomMiddle", 1.25)),
      this.#button("+", t("zoom in"), () => new Act("zoomMiddle", 0.8)),
    );
  }

  /** @param {string} text @param {string} title @param {() => Event} wish @param {HTMLButtonElement} [button] */
  #button(text, title, wish, button) {
    return push(text, title, () => this.dispatchEvent(wish()), button);
  }

  /**
   * @param {boolean} overlay whether one panel shows all contenders
   * @param {boolean} arrows whether heads have arrows
   * @param {boolean} offered whether there are any
   * @param {boolean} definiteness whether panels show where the Hessian is definite
   * @param {boolean | undefined} inside whether what explains runs is shown
   * @param {boolean} map whether there is a map
   */
  follow(overlay, arrows, offered, definiteness, inside, map) {
    this.#overlay.ariaPressed = String(overlay);
    this.#arrows.ariaPressed = String(arrows);
    this.#arrows.hidden = !offered;
    this.#definiteness.ariaPressed = String(definiteness);
    this.#inside.ariaPressed = String(inside ?? false);
    this.#map.ariaPressed = String(map);
  }
}
