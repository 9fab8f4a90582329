// @ts-check
// <page-tools></page-tools>: copy the link, choose light or dark.

import { Wish } from "../act.js";
import { icon } from "./icon.js";

/** @typedef {import("./icon.js").Sign} Sign */

/** Schemes in the order of the button. @type {[scheme: string, sign: Sign, name: string][]} */
const SCHEMES = [["light dark", "system", "as the system"], ["light", "light", "light"], ["dark", "dark", "dark"]];

export class PageTools extends HTMLElement {
  static tag = "page-tools";
  #copy = document.createElement("button");
  #scheme = document.createElement("button");
  #chosen = 0;
  #link = "";

  connectedCallback() {
    this.#copy.type = "button";
    this.#copy.textContent = "Copy link";
    this.#copy.title = "a link that opens exactly this";
    this.#copy.addEventListener("click", () => this.#copyLink());
    this.#scheme.type = "button";
    this.#scheme.addEventListener("click", () => this.#choose((this.#chosen + 1) % SCHEMES.length));
    this.replaceChildren(this.#copy, this.#scheme);
    this.#choose(0);
  }

  /** @param {import("../types.js").Page} page */
  show(page) {
    this.#link = page.link;
  }

  async #copyLink() {
    const address = `${location.href.split("#")[0]}#${this.#link}`;
    history.replaceState(null, "", address);
    try {
      await navigator.clipboard.writeText(address);
      this.dispatchEvent(new Wish("say", "The link is copied."));
    } catch {
      this.dispatchEvent(new Wish("say", "This browser does not let the page copy; the link is in the address bar."));
    }
  }

  /** @param {number} index */
  #choose(index) {
    this.#chosen = index;
    const [scheme, sign, name] = SCHEMES[index];
    document.documentElement.style.colorScheme = scheme;
    this.#scheme.replaceChildren(icon(sign));
    this.#scheme.title = `colours: ${name}`;
    this.#scheme.setAttribute("aria-label", `colours: ${name}`);
    this.dispatchEvent(new Wish("theme"));
  }
}
