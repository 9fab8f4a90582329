// @ts-check
// <page-tools></page-tools>: copy the link, save to a file and open one, choose light or dark.

import { Wish } from "../act.js";
import { push, relabel } from "./button.js";
import { icon } from "./icon.js";

/** @typedef {import("./icon.js").Sign} Sign */

/** Schemes in the order of the button. @type {[scheme: string, sign: Sign, name: string][]} */
const SCHEMES = [["light dark", "system", "as the system"], ["light", "light", "light"], ["dark", "dark", "dark"]];

export class PageTools extends HTMLElement {
  static tag = "page-tools";
  #scheme = document.createElement("button");
  #chosen = 0;
  #link = "";
  #whole = true;

  connectedCallback() {
    push("", "", () => this.#choose((this.#chosen + 1) % SCHEMES.length), this.#scheme);
    this.#choose(0);
    const file = document.createElement("input");
    file.type = "file";
    file.accept = ".json,application/json";
    file.hidden = true;
    file.setAttribute("aria-label", "a file with an experiment");
    file.addEventListener("change", async () => {
      const text = await file.files?.[0]?.text();
      file.value = "";
      if (text !== undefined) this.dispatchEvent(new Wish("openFile", text));
    });
    this.replaceChildren(
      push("Copy link", "a link that opens exactly this", () => this.#copyLink()),
      push("Save", "the experiment with all its data, as a file", () => this.dispatchEvent(new Wish("save"))),
      push("Export", "a figure, a film, numbers", () => this.dispatchEvent(new Wish("export"))),
      push("Open", "an experiment that was saved as a file", () => file.click()),
      file,
      push(icon("present"), "classroom: large, for a hall (c)", () => this.dispatchEvent(new Wish("present"))),
      this.#scheme,
    );
  }

  /** @param {import("../types.js").Page} page */
  show(page) {
    this.#link = page.link;
    this.#whole = page.link_is_whole;
  }

  async #copyLink() {
    const address = `${location.href.split("#")[0]}#${this.#link}`;
    history.replaceState(null, "", address);
    try {
      await navigator.clipboard.writeText(address);
      this.dispatchEvent(new Wish("say", this.#whole ? "The link is copied." : "The link is copied, but your data are too many for it: to give them on, save the experiment as a file."));
    } catch {
      this.dispatchEvent(new Wish("say", "This browser does not let the page copy; the link is in the address bar."));
    }
  }

  /** @param {number} index */
  #choose(index) {
    this.#chosen = index;
    const [scheme, sign, name] = SCHEMES[index];
    document.documentElement.style.colorScheme = scheme;
    relabel(this.#scheme, icon(sign), `colours: ${name}`);
    this.dispatchEvent(new Wish("theme"));
  }
}
