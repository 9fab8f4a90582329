// @ts-check
// The formula of the landscape: typeset, and where the user types it, the field to type it in.

import { Act } from "../act.js";
import { push } from "./button.js";

export class FormulaField {
  /** @type {HTMLDivElement} */
  root = document.createElement("div");
  #typeset = document.createElement("div");
  #entry = document.createElement("textarea");
  #problem = document.createElement("p");
  #write;
  #shown = "";

  constructor() {
    this.root.className = "formula";
    this.#typeset.className = "typeset";
    this.#entry.rows = 2;
    this.#entry.spellcheck = false;
    this.#entry.autocomplete = "off";
    this.#entry.autocapitalize = "off";
    this.#entry.dataset.field = "formula";
    this.#entry.setAttribute("aria-label", "formula of x and y");
    this.#entry.placeholder = "a formula of x and y";
    this.#problem.className = "refused";
    this.#problem.setAttribute("role", "status");
    this.#entry.addEventListener("input", () => this.#entry.dispatchEvent(new Act("edit", "formula", this.#entry.value)));
    this.#entry.addEventListener("answer", (event) => {
      const refused = /** @type {CustomEvent<string>} */ (event).detail;
      this.#entry.setAttribute("aria-invalid", String(refused !== ""));
      // Said here, beside what is wrong, and not in the page's own place.
      this.#problem.textContent = refused;
      event.preventDefault();
    });
    this.#write = push("Edit as formula", "write this surface out as a formula of your own", () => {
      this.root.dispatchEvent(new Act("edit", "surface", "formula"));
      this.#entry.dataset.wanted = "";
    });
    this.root.append(this.#entry, this.#problem, this.#typeset, this.#write);
  }

  /** @param {import("../types.js").SurfaceCard} surface */
  show({ formula, mathml, is_typed: typed }) {
    this.#entry.hidden = this.#problem.hidden = !typed;
    this.#write.hidden = typed || !mathml;
    const refused = this.#entry.getAttribute("aria-invalid") === "true";
    if (!typed || !refused || document.activeElement !== this.#entry) {
      if (this.#entry.value.trim() !== formula) this.#entry.value = formula;
      this.#entry.setAttribute("aria-invalid", "false");
      this.#problem.textContent = "";
    }
    if (typed && "wanted" in this.#entry.dataset) {
      delete this.#entry.dataset.wanted;
      this.#entry.focus();
    }
    if (this.#shown === formula) return;
    this.#shown = formula;
    this.#typeset.replaceChildren(mathml ? typeset(mathml) : formula);
    this.#typeset.title = formula;
  }
}

/** A formula that the engine has set. @param {string} mathml */
function typeset(mathml) {
  const made = document.createElement("template");
  made.innerHTML = `<math display="block">${mathml}</math>`;
  return made.content;
}
