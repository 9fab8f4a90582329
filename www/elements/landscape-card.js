// @ts-check
// <landscape-card></landscape-card>: the surface, its parameters, the starts and the number of steps.

import { Act } from "../act.js";
import { push } from "./button.js";
import { ControlRows } from "./control.js";
import { icon } from "./icon.js";

/** @typedef {import("../types.js").Page} Page @typedef {import("../types.js").Catalogue} Catalogue */

export class LandscapeCard extends HTMLElement {
  static tag = "landscape-card";
  /** @type {HTMLSelectElement} */
  #surface = document.createElement("select");
  #formula = document.createElement("code");
  #about = document.createElement("p");
  #parameters = document.createElement("div");
  #starts = document.createElement("div");
  #steps = document.createElement("div");
  #parameterRows = new ControlRows(this.#parameters);
  #stepRows = new ControlRows(this.#steps);
  /** @type {ControlRows[]} */
  #startRows = [];

  connectedCallback() {
    const heading = document.createElement("h2");
    heading.textContent = "Landscape";
    this.#surface.setAttribute("aria-label", "surface");
    this.#surface.dataset.field = "surface";
    this.#surface.addEventListener("change", () => {
      this.#surface.dispatchEvent(new Act("edit", "surface", this.#surface.value));
    });
    this.#formula.className = "formula";
    this.#about.className = "about";
    const start = document.createElement("h3");
    start.textContent = "Start";
    this.#starts.className = "starts";
    const buttons = document.createElement("p");
    buttons.className = "buttons";
    buttons.append(
      this.#button("Random", "move the first start to a random place in view", "randomStart"),
      this.#button("Add", "one more start for every contender, in the middle of the view", "addStartMiddle"),
    );
    this.replaceChildren(heading, this.#surface, this.#formula, this.#about, this.#parameters, start, this.#starts, buttons, this.#steps);
  }

  /** @param {string} name @param {string} title @param {string} method */
  #button(name, title, method) {
    return push(name, title, () => this.dispatchEvent(new Act(method)));
  }

  /** @param {Page} page @param {Catalogue} catalogue */
  show(page, catalogue) {
    if (!this.#surface.length) {
      this.#surface.append(...catalogue.surfaces.map(({ key, name }) => new Option(name, key)));
    }
    this.#surface.value = page.surface.key;
    this.#formula.textContent = page.surface.formula;
    this.#about.textContent = page.surface.about;
    this.#about.title = page.surface.source;
    this.#parameterRows.show(page.surface.controls);
    this.#stepRows.show([page.steps]);
    if (this.#startRows.length !== page.starts.length) {
      const rows = page.starts.map((_, index) => this.#startRow(index, page.starts.length));
      this.#startRows = rows.map(({ rows }) => rows);
      this.#starts.replaceChildren(...rows.map(({ root }) => root));
    }
    page.starts.forEach((pair, index) => this.#startRows[index].show(pair));
  }

  /** @param {number} index @param {number} count */
  #startRow(index, count) {
    const root = document.createElement("div");
    const fields = document.createElement("div");
    root.className = "start-row";
    fields.className = "pair";
    root.append(fields);
    if (count > 1) {
      const remove = push(icon("remove"), `remove start ${index + 1}`, () => this.dispatchEvent(new Act("removeStart", index)));
      remove.className = "quiet";
      root.append(remove);
    }
    return { root, rows: new ControlRows(fields) };
  }
}
