// @ts-check
// <contender-list></contender-list>: one card a contender, with all its sliders.

import { Act } from "../act.js";
import { icon, line } from "./icon.js";
import { ControlRows } from "./control.js";

/**
 * @typedef {import("../types.js").Page} Page
 * @typedef {import("../types.js").Catalogue} Catalogue
 * @typedef {import("../types.js").ContenderCard} Card
 */

export class ContenderList extends HTMLElement {
  static tag = "contender-list";
  #list = document.createElement("ol");
  /** @type {HTMLSelectElement} */
  #add = document.createElement("select");
  /** @type {ContenderItem[]} */
  #items = [];

  connectedCallback() {
    const heading = document.createElement("h2");
    heading.textContent = "Contenders";
    this.#add.setAttribute("aria-label", "add a contender");
    this.#add.addEventListener("change", () => {
      const key = this.#add.value;
      this.#add.value = "";
      if (key) this.#add.dispatchEvent(new Act("addContender", key));
    });
    const bar = document.createElement("div");
    bar.className = "bar";
    bar.append(heading, this.#add);
    this.replaceChildren(bar, this.#list);
  }

  /** @param {Page} page @param {Catalogue} catalogue */
  show(page, catalogue) {
    if (!this.#add.length) {
      const options = catalogue.optimizers.map(({ key, name }) => new Option(name, key));
      this.#add.append(new Option("Add…", ""), ...options);
    }
    if (this.#items.length !== page.contenders.length) {
      this.#items = page.contenders.map((_, index) => this.#items[index] ?? new ContenderItem(index, catalogue));
      this.#list.replaceChildren(...this.#items.map((item) => item.root));
    }
    page.contenders.forEach((card, index) => this.#items[index].show(card, page.contenders.length));
  }
}

/** One card. */
class ContenderItem {
  root = document.createElement("li");
  #optimizer = document.createElement("select");
  #fields = document.createElement("div");
  #rows = new ControlRows(this.#fields);
  #remove;

  /** @param {number} index @param {Catalogue} catalogue */
  constructor(index, catalogue) {
    this.root.className = "card";
    this.root.dataset.contender = String(index + 1);
    this.#optimizer.setAttribute("aria-label", `optimizer of contender ${index + 1}`);
    this.#optimizer.dataset.field = `contenders.${index + 1}.optimizer`;
    this.#optimizer.append(...catalogue.optimizers.map(({ key, name }) => new Option(name, key)));
    this.#optimizer.addEventListener("change", () => {
      this.#optimizer.dispatchEvent(new Act("edit", `contenders.${index + 1}.optimizer`, this.#optimizer.value));
    });
    const head = document.createElement("div");
    head.className = "head-row";
    const duplicate = this.#button(icon("copy"), `duplicate contender ${index + 1}`, () => new Act("duplicateContender", index));
    this.#remove = this.#button(icon("remove"), `remove contender ${index + 1}`, () => new Act("removeContender", index));
    head.append(line(), this.#optimizer, duplicate, this.#remove);
    const presets = document.createElement("div");
    presets.className = "presets";
    presets.setAttribute("role", "group");
    presets.setAttribute("aria-label", "learning rate");
    presets.append(
      ...catalogue.presets.map((name) => this.#button(name, `a learning rate that is ${name} here, from λmax`, () => new Act("usePreset", index, name))),
      this.#button("notes", "the notes' learning rate and defaults", () => new Act("useNotes", index)),
    );
    this.#fields.className = "fields";
    this.root.append(head, this.#fields, presets);
  }

  /** @param {string | Element} sign @param {string} title @param {() => Act} act */
  #button(sign, title, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.append(sign);
    button.title = title;
    if (typeof sign !== "string") button.setAttribute("aria-label", title);
    button.addEventListener("click", () => button.dispatchEvent(act()));
    return button;
  }

  /** @param {Card} card @param {number} count */
  show(card, count) {
    this.#optimizer.value = card.key;
    this.#optimizer.title = card.source;
    this.#remove.disabled = count === 1;
    this.#rows.show(card.controls);
  }
}
