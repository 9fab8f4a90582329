// @ts-check
// <scene-list></scene-list>: ready-made experiments, the first few as buttons, the others in a list; and the lessons.

import { Act, Wish } from "../act.js";
import { t } from "../words.js";
import { push } from "./button.js";

/** @typedef {import("../types.js").Item} Item */

/** How many scenes have a button. */
const BUTTONS = 3;

export class SceneList extends HTMLElement {
  static tag = "scene-list";

  connectedCallback() {
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", t("scenes"));
  }

  /** @param {Item[]} scenes */
  show(scenes) {
    const buttons = scenes.slice(0, BUTTONS).map(({ key, name, about }) =>
      push(name, about, () => this.dispatchEvent(new Act("scene", Number(key)))));
    const more = document.createElement("select");
    more.setAttribute("aria-label", t("more scenes"));
    more.append(new Option(t("More …"), ""), ...scenes.slice(BUTTONS).map(({ key, name, about }) => {
      const option = new Option(name, key);
      option.title = about;
      return option;
    }));
    more.addEventListener("change", () => {
      const key = more.value;
      more.value = "";
      // The list gives the keyboard back, so that the space bar plays.
      more.blur();
      if (key) this.dispatchEvent(new Act("scene", Number(key)));
    });
    const lessons = push(t("Lessons"), t("a course in steps that set the page (l)"), () => this.dispatchEvent(new Wish("lessons")));
    this.replaceChildren(lessons, ...buttons, more);
  }
}
