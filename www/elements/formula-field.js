// @ts-check
// What can be typed, the landscape's formula or a contender's rule: typeset, and where the user types it, the field to
// type it in.

import { Act } from "../act.js";

export class FormulaField {
  /** @type {HTMLDivElement} */
  root = document.createElement("div");
  #typeset = document.createElement("div");
  #entry = document.createElement("textarea");
  #problem = document.createElement("p");
  #write;
  #shown = "";

  /**
   * @param {string} field what the text sets
   * @param {string} label
   * @param {number} rows
   * @param {() => HTMLButtonElement} write the button by which what is not typed is written out to be edited
   */
  constructor(field, label, rows, write) {
    this.root.className = "formula";
    this.#typeset.className = "typeset";
    this.#entry.rows = rows;
    this.#entry.spellcheck = false;
    this.#entry.autocomplete = "off";
    this.#entry.autocapitalize = "off";
    this.#entry.dataset.field = field;
    this.#entry.setAttribute("aria-label", label);
    this.#entry.placeholder = label;
    this.#problem.className = "refused";
    this.#problem.setAttribute("role", "status");
    this.#entry.addEventListener("input", () => this.#entry.dispatchEvent(new Act("edit", field, this.#entry.value)));
    this.#entry.addEventListener("answer", (event) => {
      const refused = /** @type {CustomEvent<string>} */ (event).detail;
      this.#entry.setAttribute("aria-invalid", String(refused !== ""));
      // Said here, beside what is wrong, and not in the page's own place.
      this.#problem.textContent = refused.replace(`${field}, `, "");
      event.preventDefault();
    });
    this.#write = write();
    this.#write.addEventListener("click", () => {
      this.#entry.dataset.wanted = "";
    });
    this.root.append(this.#entry, this.#problem, this.#typeset, this.#write);
  }

  /**
   * @param {string} text
   * @param {string} mathml the same, typeset; empty if it cannot be
   * @param {boolean} typed whether the user types it
   * @param {boolean} writable whether it can be written out, to be typed from then on
   */
  show(text, mathml, typed, writable) {
    this.#entry.hidden = this.#problem.hidden = !typed;
    this.#write.hidden = !writable;
    const refused = this.#entry.getAttribute("aria-invalid") === "true";
    if (!typed || !refused || document.activeElement !== this.#entry) {
      if (this.#entry.value.trim() !== text.trim()) this.#entry.value = text;
      this.#entry.setAttribute("aria-invalid", "false");
      this.#problem.textContent = "";
    }
    if (typed && "wanted" in this.#entry.dataset) {
      delete this.#entry.dataset.wanted;
      this.#entry.focus();
    }
    if (this.#shown === text) return;
    this.#shown = text;
    this.#typeset.replaceChildren(mathml ? typeset(mathml) : text);
    this.#typeset.title = text;
  }
}

/** A formula that the engine has set. @param {string} mathml */
function typeset(mathml) {
  const made = document.createElement("template");
  made.innerHTML = `<math display="block">${mathml}</math>`;
  return made.content;
}
