// @ts-check
// <embed-maker></embed-maker>: the text by which another page shows this experiment, with the parts of the page that it wants.

import { t } from "../words.js";
import { push } from "./button.js";

/**
 * @typedef {(hide: string[]) => string} Write the text, without these parts
 */

export class EmbedMaker extends HTMLElement {
  static tag = "embed-maker";
  #parts = document.createElement("p");
  #text = document.createElement("textarea");
  #words = document.createElement("output");
  /** @type {Write} */
  #write = () => "";

  connectedCallback() {
    if (this.#text.parentElement) return;
    const title = document.createElement("h3");
    title.textContent = t("In another page");
    this.#parts.className = "parts";
    this.#text.readOnly = true;
    this.#text.rows = 3;
    this.#text.setAttribute("aria-label", t("HTML that shows this experiment in another page"));
    const buttons = document.createElement("p");
    buttons.className = "buttons";
    buttons.append(push(t("Copy HTML"), t("to the clipboard"), () => this.#copy()), this.#words);
    this.#parts.addEventListener("change", (event) => {
      event.stopPropagation();
      this.#show();
    });
    this.replaceChildren(title, this.#parts, this.#text, buttons);
  }

  /** @param {Record<string, string>} parts what can be left out, by key @param {Write} write */
  open(parts, write) {
    this.#write = write;
    this.#words.textContent = "";
    if (!this.#parts.firstChild) {
      this.#parts.append(t("with "), ...Object.entries(parts).map(([key, name]) => {
        const label = document.createElement("label");
        const box = document.createElement("input");
        box.type = "checkbox";
        box.value = key;
        box.checked = key === "transport" || key === "chart";
        label.append(box, name);
        return label;
      }));
    }
    this.#show();
  }

  #show() {
    const boxes = [.../** @type {NodeListOf<HTMLInputElement>} */ (this.#parts.querySelectorAll("input"))];
    this.#text.value = this.#write(boxes.filter(({ checked }) => !checked).map(({ value }) => value));
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.#text.value);
      this.#words.textContent = t("It is copied.");
    } catch {
      this.#text.select();
      this.#words.textContent = t("This browser does not let the page copy; the text is selected.");
    }
  }
}
