// @ts-check
// <link-code></link-code>: a dialog with the link as a QR code, large enough for a hall, and as a text.

import { t } from "../words.js";
import { push } from "./button.js";

const NAMESPACE = "http://www.w3.org/2000/svg";

export class LinkCode extends HTMLElement {
  static tag = "link-code";
  #dialog = document.createElement("dialog");
  #picture = document.createElementNS(NAMESPACE, "svg");
  #path = document.createElementNS(NAMESPACE, "path");
  #words = document.createElement("p");
  #text = document.createElement("textarea");

  connectedCallback() {
    if (this.#dialog.isConnected) return;
    this.#picture.setAttribute("role", "img");
    this.#picture.setAttribute("aria-label", t("QR code of the link below"));
    this.#picture.setAttribute("shape-rendering", "crispEdges");
    this.#picture.append(this.#path);
    this.#words.setAttribute("role", "status");
    this.#text.readOnly = true;
    this.#text.rows = 3;
    this.#text.setAttribute("aria-label", t("the link"));
    this.#text.addEventListener("focus", () => this.#text.select());
    const buttons = document.createElement("p");
    buttons.className = "buttons";
    buttons.append(push(t("Copy link"), t("to the clipboard"), () => this.#copy()), push(t("Close"), t("back to the race"), () => this.#dialog.close()));
    this.#dialog.setAttribute("aria-label", t("the link as a QR code"));
    this.#dialog.append(this.#picture, this.#words, this.#text, buttons);
    this.replaceChildren(this.#dialog);
  }

  /**
   * @param {string} link
   * @param {[side: number, path: string] | string} code modules a side and their path, or why there is none
   */
  open(link, code) {
    const [side, path] = typeof code === "string" ? [0, ""] : code;
    this.#picture.setAttribute("viewBox", `0 0 ${side} ${side}`);
    this.#picture.toggleAttribute("hidden", !side);
    this.#path.setAttribute("d", path);
    this.#words.textContent = typeof code === "string" ? t("This link is too long for a QR code. {reason}", { reason: code }) : "";
    this.#text.value = link;
    this.#dialog.showModal();
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.#text.value);
      this.#words.textContent = t("The link is copied.");
    } catch {
      this.#text.select();
      this.#words.textContent = t("This browser does not let the page copy; the link is selected.");
    }
  }
}
