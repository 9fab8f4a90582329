// @ts-check
// <new-version role="status"></new-version>: a newer version of the page can be loaded.

import { t } from "../words.js";
import { push } from "./button.js";

export class NewVersion extends HTMLElement {
  static tag = "new-version";

  connectedCallback() {
    this.setAttribute("role", "status");
  }

  /** @param {() => void} load takes the place of what is shown */
  offer(load) {
    const button = push(t("New version: reload"), t("a new version is ready; reloading opens this experiment in it"), load);
    // What is added to a status that is there already is read out; a tab in the background has no frames.
    setTimeout(() => this.replaceChildren(button));
  }
}
