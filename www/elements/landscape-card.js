// @ts-check
// <landscape-card></landscape-card>: the surface or the model with its data, its parameters, the starts, the length of
// the race and what is random in it.

import { Act, Wish } from "../act.js";
import { t } from "../words.js";
import { push } from "./button.js";
import { ControlRows } from "./control.js";
import { FormulaField } from "./formula-field.js";
import { icon } from "./icon.js";

/** @typedef {import("../types.js").Page} Page @typedef {import("../types.js").Catalogue} Catalogue */

export class LandscapeCard extends HTMLElement {
  static tag = "landscape-card";
  /** @type {HTMLSelectElement} */
  #surface = document.createElement("select");
  #formula = new FormulaField("formula", t("a formula of x and y"), 2, () =>
    push(t("Edit as formula"), t("write this surface out as a formula of your own"), () => this.dispatchEvent(new Act("edit", "surface", "formula"))));
  #about = document.createElement("p");
  #parameters = document.createElement("div");
  #starts = document.createElement("div");
  #steps = document.createElement("div");
  #unit = document.createElement("select");
  #random = document.createElement("div");
  #randomRows = new ControlRows(this.#random);
  #data = document.createElement("details");
  #words = document.createElement("summary");
  #remarks = document.createElement("ul");
  #own = document.createElement("div");
  #ownRows = new ControlRows(this.#own);
  #remove = document.createElement("button");
  #remarksShown = "";
  #parameterRows = new ControlRows(this.#parameters);
  #stepRows = new ControlRows(this.#steps);
  /** @type {ControlRows[]} */
  #startRows = [];

  connectedCallback() {
    const heading = document.createElement("h2");
    heading.textContent = t("Landscape");
    this.#surface.setAttribute("aria-label", t("surface"));
    this.#surface.dataset.field = "surface";
    this.#surface.addEventListener("change", () => {
      this.#surface.dispatchEvent(new Act("edit", "surface", this.#surface.value));
    });
    this.#about.className = "about";
    const start = document.createElement("h3");
    start.textContent = t("Start");
    this.#starts.className = "starts";
    const buttons = document.createElement("p");
    buttons.className = "buttons";
    buttons.append(
      this.#button(t("Random"), t("move the first start to a random place in view"), "randomStart"),
      this.#button(t("Add"), t("one more start for every contender, in the middle of the view"), "addStartMiddle"),
    );
    this.#own.className = "fields";
    this.#remarks.className = "remarks";
    const bring = push(t("Use my data …"), t("descend the loss over a table of your own"), () => this.dispatchEvent(new Wish("bring")));
    push(t("Made data"), t("back to made data"), () => this.dispatchEvent(new Act("removeData")), this.#remove);
    const choices = document.createElement("p");
    choices.className = "buttons";
    choices.append(bring, this.#remove);
    this.#data.append(this.#words, this.#own, choices);
    const length = document.createElement("div");
    length.className = "length";
    this.#unit.setAttribute("aria-label", t("the race is counted in"));
    this.#unit.dataset.field = "unit";
    this.#unit.append(new Option(t("steps"), "steps"), new Option(t("epochs"), "epochs"));
    this.#unit.addEventListener("change", () => this.#unit.dispatchEvent(new Act("edit", "unit", this.#unit.value)));
    length.append(this.#steps, this.#unit);
    this.replaceChildren(heading, this.#surface, this.#formula.root, this.#about, this.#data, this.#remarks, this.#parameters, start, this.#starts, buttons, length, this.#random);
  }

  /** @param {string} name @param {string} title @param {string} method */
  #button(name, title, method) {
    return push(name, title, () => this.dispatchEvent(new Act(method)));
  }

  /** @param {Page} page @param {Catalogue} catalogue */
  show(page, catalogue) {
    if (!this.#surface.length) {
      this.#surface.append(new Option(catalogue.typed.name, catalogue.typed.key), group(t("Surfaces"), catalogue.surfaces), group(t("Losses over data"), catalogue.models));
    }
    this.#surface.value = page.surface.key;
    const { formula, mathml, is_typed: isTyped } = page.surface;
    this.#formula.show(formula, mathml, isTyped, !isTyped && mathml !== "");
    this.#about.textContent = page.surface.about;
    this.#about.title = page.surface.source;
    this.#parameterRows.show(page.surface.controls);
    this.#stepRows.show([page.steps]);
    this.#unit.value = page.unit;
    this.#unit.hidden = !page.has_epochs;
    this.#randomRows.show(page.randomness);
    this.#tell(page.data);
    if (this.#startRows.length !== page.starts.length) {
      const rows = page.starts.map((_, index) => this.#startRow(index, page.starts.length));
      this.#startRows = rows.map(({ rows }) => rows);
      this.#starts.replaceChildren(...rows.map(({ root }) => root));
    }
    page.starts.forEach((pair, index) => this.#startRows[index].show(pair));
  }

  /** @param {import("../types.js").DataCard | null} data */
  #tell(data) {
    this.#data.hidden = this.#remarks.hidden = !data;
    if (!data) return;
    this.#words.textContent = data.words;
    // The button that has gone hands the keyboard to its neighbour.
    if (!data.is_own && document.activeElement === this.#remove) /** @type {HTMLElement} */ (this.#remove.previousElementSibling).focus();
    this.#remove.hidden = !data.is_own;
    this.#ownRows.show(data.controls);
    const shown = JSON.stringify(data.remarks);
    if (shown === this.#remarksShown) return;
    this.#remarksShown = shown;
    this.#remarks.replaceChildren(...data.remarks.map((remark) => {
      const item = document.createElement("li");
      item.textContent = remark;
      return item;
    }));
  }

  /** @param {number} index @param {number} count */
  #startRow(index, count) {
    const root = document.createElement("div");
    const fields = document.createElement("div");
    root.className = "start-row";
    fields.className = "pair";
    root.append(fields);
    if (count > 1) {
      const remove = push(icon("remove"), t("remove start {number}", { number: index + 1 }), () => this.dispatchEvent(new Act("removeStart", index)));
      remove.className = "quiet";
      root.append(remove);
    }
    return { root, rows: new ControlRows(fields) };
  }
}

/** @param {string} label @param {import("../types.js").Item[]} items */
function group(label, items) {
  const options = document.createElement("optgroup");
  options.label = label;
  options.append(...items.map(({ key, name }) => new Option(name, key)));
  return options;
}
