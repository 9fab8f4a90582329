// @ts-check
// <job-bar hidden></job-bar>: what is still being computed, how far it is, and a button that ends it
// or begins it again.

import { Wish } from "../act.js";
import { t } from "../words.js";
import { push } from "./button.js";

export class JobBar extends HTMLElement {
  static tag = "job-bar";
  #words = document.createElement("span");
  #progress = document.createElement("progress");
  #button = document.createElement("button");

  connectedCallback() {
    this.setAttribute("role", "status");
    this.#progress.max = 1;
    this.#progress.setAttribute("aria-label", t("share that is computed"));
    push(t("Cancel"), "", () => this.dispatchEvent(new Wish(this.#progress.hidden ? "resume" : "cancel")), this.#button);
    this.replaceChildren(this.#words, this.#progress, this.#button);
    this.hidden = true;
  }

  /**
   * @param {string} words what is missing, or empty
   * @param {number | null} share that is done; null if nobody works on it
   */
  show(words, share) {
    this.hidden = !words;
    this.#words.textContent = share === null ? t("Not computed: {race}", { race: words }) : t("Computing: {race}", { race: words });
    this.#progress.hidden = share === null;
    this.#progress.value = share ?? 0;
    this.#button.textContent = share === null ? t("Compute") : t("Cancel");
    this.#button.title = share === null ? t("compute what is missing") : t("show what there is, and compute no more");
  }
}
