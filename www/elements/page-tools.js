// @ts-check
// <page-tools></page-tools>: undo and redo, copy the link, ask for export, for what is kept and for the classroom, choose light
// or dark.

import { Act, Wish } from "../act.js";
import { t } from "../words.js";
import { push, relabel } from "./button.js";
import { icon } from "./icon.js";

/** @typedef {import("./icon.js").Sign} Sign */

/** Schemes in the order of the button. @returns {[scheme: string, sign: Sign, name: string][]} */
const schemes = () => [["light dark", "system", t("as the system")], ["light", "light", t("light")], ["dark", "dark", t("dark")]];

export class PageTools extends HTMLElement {
  static tag = "page-tools";
  #scheme = document.createElement("button");
  #chosen = 0;
  #whole = true;
  /** Undo and redo. @type {HTMLButtonElement[]} */
  #travels = [];

  connectedCallback() {
    push("", "", () => this.#choose((this.#chosen + 1) % schemes().length), this.#scheme);
    this.#choose(0);
    const travel = (/** @type {"undo" | "redo"} */ method, /** @type {string} */ title) =>
      push(icon(method), title, () => this.dispatchEvent(new Act(method)));
    this.#travels = [travel("undo", t("undo (ctrl z)")), travel("redo", t("redo (ctrl y)"))];
    this.#travels.forEach((button) => (button.className = "quiet"));
    this.replaceChildren(
      ...this.#travels,
      push(t("Copy link"), t("a link that opens exactly this"), () => this.dispatchEvent(new Wish("copy", this.#whole))),
      push(t("Keep"), t("experiments kept in this browser, files, a QR code"), () => this.dispatchEvent(new Wish("kept"))),
      push(t("Export"), t("a figure, a film, numbers"), () => this.dispatchEvent(new Wish("export"))),
      push(icon("present"), t("classroom: large, for a hall (c)"), () => this.dispatchEvent(new Wish("present"))),
      this.#scheme,
    );
  }

  /** @param {import("../types.js").Page} page */
  show(page) {
    this.#whole = page.link_is_whole;
    this.#travels.forEach((button, k) => (button.disabled = !page.can_undo[k]));
  }

  /** @param {string} link @param {boolean} whole whether it holds all there is */
  async copy(link, whole) {
    const address = `${location.href.split("#")[0]}#${link}`;
    history.replaceState(null, "", address);
    try {
      await navigator.clipboard.writeText(address);
      this.dispatchEvent(new Wish("say", whole ? t("The link is copied.") : t("The link is copied, but your data are too many for it: to give them on, save the experiment as a file.")));
    } catch {
      this.dispatchEvent(new Wish("say", t("This browser does not let the page copy; the link is in the address bar.")));
    }
  }

  /** @param {number} index */
  #choose(index) {
    this.#chosen = index;
    const [scheme, sign, name] = schemes()[index];
    document.documentElement.style.colorScheme = scheme;
    relabel(this.#scheme, icon(sign), t("colours: {scheme}", { scheme: name }));
    this.dispatchEvent(new Wish("theme"));
  }
}
