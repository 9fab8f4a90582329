// @ts-check

import { Act } from "../act.js";
import { t } from "../words.js";
import { icon } from "./icon.js";
import { fill, forget } from "./typed.js";

/** @typedef {import("../types.js").Control} Control */

let labels = 0;

/**
 * One control of a card: label, slider and number field, or a list of forms.
 *
 * A number is taken over on Enter or on leaving the field; a refused one stays where it was typed, marked as invalid,
 * until it is corrected.
 */
export class ControlRow {
  /** @type {HTMLDivElement} */
  root = document.createElement("div");
  #field;
  /** @type {HTMLInputElement | HTMLSelectElement} */
  #entry;
  /** @type {HTMLInputElement | null} */
  #slider = null;
  #reset = document.createElement("button");
  #default = "";

  /** @param {Control} control */
  constructor(control) {
    this.#field = control.field;
    this.root.className = "control";
    const label = document.createElement("label");
    const name = document.createElement("span");
    name.textContent = control.label;
    if (control.symbol) {
      const symbol = document.createElement("var");
      symbol.textContent = control.symbol;
      label.append(symbol, " ");
    }
    label.append(name);
    this.#entry = control.options ? document.createElement("select") : document.createElement("input");
    this.#entry.id = `control-${++labels}`;
    label.htmlFor = this.#entry.id;
    this.#entry.dataset.field = control.field;
    if (control.options) {
      this.#entry.append(...control.options.map(({ key, name }) => new Option(name, key)));
    } else {
      const input = /** @type {HTMLInputElement} */ (this.#entry);
      input.type = "text";
      input.inputMode = control.keys;
      input.autocomplete = "off";
      input.spellcheck = false;
    }
    this.#entry.addEventListener("change", () => this.#commit());
    this.#entry.addEventListener("answer", (event) => {
      const refused = /** @type {CustomEvent<string>} */ (event).detail;
      this.#entry.setAttribute("aria-invalid", String(refused !== ""));
      // What was taken over is shown as it is read: 0.1 for 0.10.
      if (!refused) forget(this.#entry);
    });
    this.#reset.type = "button";
    this.#reset.className = "reset";
    this.#reset.append(icon("reset"));
    this.#reset.addEventListener("click", () => this.root.dispatchEvent(new Act("edit", this.#field, this.#default)));
    this.root.append(label, this.#entry, this.#reset);
    if (control.fraction !== null) this.root.append(this.#makeSlider(control));
    this.update(control);
  }

  /** @param {Control} control */
  #makeSlider(control) {
    const slider = document.createElement("input");
    slider.type = "range";
    slider.min = "0";
    slider.max = "1";
    slider.step = "0.001";
    slider.dataset.slider = control.field;
    slider.setAttribute("aria-label", control.label);
    slider.addEventListener("input", () => slider.dispatchEvent(new Act("slide", this.#field, slider.valueAsNumber)));
    this.#slider = slider;
    return slider;
  }

  #commit() {
    // A field that leaves the page with an unfinished entry has nothing to say any more.
    if (!this.root.isConnected) return;
    this.#entry.dispatchEvent(new Act("edit", this.#field, this.#entry.value));
  }

  /** @param {Control} control */
  update(control) {
    this.#field = control.field;
    this.#default = control.default;
    if (!control.options) this.#entry.title = control.wanted;
    const changed = control.text !== control.default;
    this.root.classList.toggle("changed", changed && !control.field.startsWith("starts"));
    this.#reset.hidden = !changed;
    this.#reset.title = t("back to the default, {value}", { value: control.default });
    this.#reset.setAttribute("aria-label", `${control.label}: ${this.#reset.title}`);
    fill(this.#entry, control.text);
    this.#entry.disabled = control.fixed;
    if (this.#slider) this.#slider.disabled = control.fixed;
    if (control.fixed) this.#reset.hidden = true;
    if (this.#slider) {
      // A slider that is being dragged is where the hand is.
      if (document.activeElement !== this.#slider) this.#slider.value = control.fraction ?? "";
      this.#slider.setAttribute("aria-valuetext", control.text);
    }
  }
}

/** Rows for a list of controls: those that stay are updated in place, so that the keyboard stays in them. */
export class ControlRows {
  /** The rows by what they are of. @type {Map<string, ControlRow>} */
  #rows = new Map();
  #parent;

  /** @param {Element} parent */
  constructor(parent) {
    this.#parent = parent;
  }

  /** @param {Control[]} controls */
  show(controls) {
    const former = this.#rows;
    this.#rows = new Map(controls.map((control) => {
      const name = JSON.stringify([control.field, control.label, control.options, control.fraction === null]);
      return [name, former.get(name) ?? new ControlRow(control)];
    }));
    const rows = [...this.#rows.values()];
    former.forEach((row, name) => this.#rows.has(name) || row.root.remove());
    rows.forEach(({ root }, k) => {
      const there = this.#parent.children[k] ?? null;
      if (there !== root) this.#parent.insertBefore(root, there);
    });
    controls.forEach((control, k) => rows[k].update(control));
  }
}
