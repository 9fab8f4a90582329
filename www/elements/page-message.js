// @ts-check
// <page-message role="status" hidden></page-message>: what was refused, or that the laboratory has stopped.

import { t } from "../words.js";
import { push } from "./button.js";
import { icon } from "./icon.js";

export class PageMessage extends HTMLElement {
  static tag = "page-message";
  #fatal = false;

  connectedCallback() {
    document.addEventListener("keydown", ({ key }) => key === "Escape" && this.clear());
  }

  /** @param {string} text @param {boolean} [again] whether the page has to be opened again */
  show(text, again = false) {
    if (this.#fatal) return;
    const dismiss = push(icon("remove"), t("dismiss"), () => this.clear());
    const words = document.createElement("p");
    words.textContent = text;
    const reload = push(t("Reload"), t("open this experiment again"), () => location.reload());
    this.replaceChildren(words, ...(again ? [reload] : []), dismiss);
    this.hidden = false;
  }

  clear() {
    if (!this.#fatal) this.hidden = true;
  }

  /**
   * The laboratory has stopped: keeps the experiment's text for copying and offers to reload.
   * @param {string} link
   * @param {string} reason
   */
  crash(link, reason) {
    this.#fatal = true;
    const words = document.createElement("p");
    words.textContent = t("The laboratory has stopped because of an error in it ({reason}). Your experiment, to copy:", { reason });
    const text = document.createElement("textarea");
    text.readOnly = true;
    text.rows = 3;
    text.value = link;
    text.setAttribute("aria-label", t("the experiment as text"));
    text.addEventListener("focus", () => text.select());
    const reload = push(t("Reload"), t("open this experiment again"), () => {
      history.replaceState(null, "", `#${link}`);
      location.reload();
    });
    this.classList.add("fatal");
    this.replaceChildren(words, ...(link ? [text] : []), reload);
    this.hidden = false;
  }
}
