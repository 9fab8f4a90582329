// @ts-check
// <data-panel></data-panel>: the data with every contender's model over them, and the batch of an update.

import { Wish } from "../act.js";
import { t } from "../words.js";

/**
 * @typedef {import("../types.js").Page} Page
 * @typedef {import("../engine.js").Laboratory} Laboratory
 */

export class DataPanel extends HTMLElement {
  static tag = "data-panel";
  #still = document.createElement("canvas");
  /** What the data are drawn on, which nobody sees. */
  #drawn = document.createElement("canvas");
  #live = document.createElement("canvas");
  #plot = document.createElement("div");
  #marked = document.createElement("select");
  #label = document.createElement("label");
  #shown = "";
  /** Whether sizes or canvases have changed since they were last handed to the engine. */
  resized = true;
  #observer = new ResizeObserver(() => (this.resized = true));

  connectedCallback() {
    const heading = document.createElement("h2");
    heading.textContent = t("Data");
    const bar = document.createElement("div");
    bar.className = "bar";
    this.#label.append(t("next batch of "), this.#marked);
    this.#marked.addEventListener("change", () => this.dispatchEvent(new Wish("marked", Number(this.#marked.value))));
    bar.append(heading, this.#label);
    this.#plot.className = "data-plot";
    this.#still.setAttribute("role", "img");
    this.#still.setAttribute("aria-label", t("no data"));
    this.#live.setAttribute("aria-hidden", "true");
    this.#plot.append(this.#still, this.#live);
    this.replaceChildren(bar, this.#plot);
    this.#observer.observe(this.#plot);
    this.hidden = true;
  }

  disconnectedCallback() {
    this.#observer.disconnect();
  }

  /** @param {Page} page */
  show(page) {
    if (this.hidden !== !page.data) {
      this.hidden = !page.data;
      this.resized = true;
    }
    if (!page.data) return;
    this.#still.setAttribute("aria-label", t("{data} The models of the contenders are drawn over them.", { data: page.data.words }));
    const batched = page.contenders.map(({ name, batch }, k) => ({ name, batch, k })).filter(({ batch }) => batch);
    const shown = JSON.stringify(batched);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const chosen = Number(this.#marked.value);
    this.#label.hidden = batched.length === 0;
    this.#marked.replaceChildren(...batched.map(({ name, batch, k }) => new Option(`${k + 1} ${name}, ${batch}`, String(k))));
    const kept = batched.find(({ k }) => k === chosen && this.#marked.value) ?? batched[0];
    if (!kept) return;
    this.#marked.value = String(kept.k);
    this.dispatchEvent(new Wish("marked", kept.k));
  }

  /** @param {Laboratory} lab */
  place(lab) {
    if (!this.resized) return;
    this.resized = false;
    const { clientWidth, clientHeight } = this.#plot;
    if (this.hidden || !clientWidth) lab.call("clearData");
    else lab.call("setData", [this.#still, this.#drawn, this.#live], clientWidth, clientHeight, devicePixelRatio);
  }
}
