// @ts-check
// <race-comparison></race-comparison>: the contenders side by side in numbers; to sort, to copy, to enlarge.

import { t } from "../words.js";
import { push, relabel } from "./button.js";
import { SIGNS } from "./panel.js";
import { fillUnlessRefused } from "./typed.js";

/**
 * @typedef {import("../guarded.js").Guarded} Guarded
 * @typedef {import("../types.js").ComparisonTable} ComparisonTable
 * @typedef {import("../types.js").ComparisonRow} ComparisonRow
 * @typedef {import("../types.js").Head} Head
 */

export class RaceComparison extends HTMLElement {
  static tag = "race-comparison";
  #details = document.createElement("details");
  /** All but the title: it moves into the dialog and back. */
  #sheet = document.createElement("div");
  #dialog = document.createElement("dialog");
  #budget = choice(t("when the contenders are judged"), [["race", ""], ["gradients", t("after the same gradients")], ["playhead", t("at the playhead")]]);
  #criterion = choice(t("what counts as arrived"), [["loss", t("loss above its floor")], ["gradient", t("length of the gradient")], ["distance", t("distance to a minimum")]]);
  #threshold = document.createElement("input");
  #refused = document.createElement("p");
  #words = document.createElement("p");
  #scroll = document.createElement("div");
  #table = document.createElement("table");
  #enlarge = document.createElement("button");
  #copied = document.createElement("p");
  #text = document.createElement("textarea");
  /** @type {Guarded | undefined} */
  #inside;
  #step = 0;
  /** Whether the race or the way of looking at it has changed since it was shown. */
  #stale = true;
  #shown = "";

  connectedCallback() {
    if (this.#details.isConnected) return;
    const summary = document.createElement("summary");
    summary.textContent = t("Comparison");
    this.#threshold.type = "text";
    this.#threshold.inputMode = "decimal";
    this.#threshold.setAttribute("aria-label", t("threshold ε"));
    this.#budget.addEventListener("change", () => this.#set("budget", this.#budget.value));
    this.#criterion.addEventListener("change", () => this.#set("criterion", this.#criterion.value));
    this.#threshold.addEventListener("change", () => this.#set("threshold", this.#threshold.value));
    this.#refused.className = "refused";
    this.#words.className = "about";
    for (const said of [this.#refused, this.#copied]) said.setAttribute("role", "status");
    this.#scroll.className = "scroll";
    this.#scroll.tabIndex = 0;
    // Arrows scroll it.
    this.#scroll.dataset.arrows = "";
    this.#scroll.setAttribute("role", "region");
    this.#scroll.setAttribute("aria-label", t("the contenders side by side"));
    this.#scroll.append(this.#table);
    this.#text.readOnly = this.#text.hidden = true;
    this.#text.rows = 5;
    this.#text.setAttribute("aria-label", t("the table as text, to be copied"));
    this.#copied.className = "about";
    const buttons = document.createElement("p");
    buttons.className = "buttons";
    buttons.append(
      push(t("Copy CSV"), t("the table for a spreadsheet, with every digit"), () => this.#copy("csv", "CSV")),
      push(t("Copy LaTeX"), t("the table for a paper, with the rules of booktabs"), () => this.#copy("latex", "LaTeX")),
      push("", "", () => this.#show(!this.#dialog.open), this.#enlarge),
    );
    const controls = document.createElement("div");
    controls.className = "controls";
    controls.append(labelled(t("judged"), this.#budget), labelled(t("arrived if"), this.#criterion, "≤", this.#threshold));
    this.#sheet.className = "sheet";
    this.#sheet.append(controls, this.#refused, this.#words, this.#scroll, buttons, this.#copied, this.#text);
    this.#dialog.setAttribute("aria-label", t("comparison"));
    this.#dialog.addEventListener("close", () => this.#back());
    this.#details.open = true;
    this.#details.addEventListener("toggle", () => this.#fill());
    this.#details.append(summary, this.#sheet);
    this.#label();
    this.replaceChildren(this.#details, this.#dialog);
  }

  /** @param {Guarded} inside */
  show(inside) {
    this.#inside = inside;
    inside.call("forgetComparison");
    this.#stale = true;
  }

  /** @param {Guarded} inside @param {number} step */
  tell(inside, step) {
    this.#step = step;
    if (this.#stale || inside.ask("comparisonFollows")) this.#fill();
  }

  /** Looks at it in another way. @param {string} field @param {string} text */
  #set(field, text) {
    const refused = this.#inside?.call("setComparison", field, text).refused ?? "";
    if (field === "threshold") this.#threshold.ariaInvalid = String(refused !== "");
    this.#refused.textContent = refused;
    if (refused) return;
    this.#stale = true;
    this.#fill();
  }

  /** Shows the table, unless nobody sees it. */
  #fill() {
    if (!this.#inside || !(this.#details.open || this.#dialog.open)) return;
    /** @type {ComparisonTable | undefined} */
    const table = this.#inside.read("comparison", this.#step);
    const shown = JSON.stringify(table);
    if (!table || (!this.#stale && shown === this.#shown)) return;
    this.#stale = false;
    this.#shown = shown;
    this.#words.textContent = [table.budget, ...table.notes].join(" ");
    this.#budget.options[0].text = t("after the same {unit}", { unit: table.unit });
    this.#budget.value = table.chosen.budget;
    this.#criterion.value = table.chosen.criterion;
    fillUnlessRefused(this.#threshold, table.chosen.threshold);
    // Who sorts by the keyboard stays on the header.
    const focused = this.#table.contains(document.activeElement) && /** @type {HTMLElement} */ (document.activeElement).dataset.key;
    const head = document.createElement("thead");
    head.insertRow().append(...table.columns.map((column) => this.#head(column)));
    const body = document.createElement("tbody");
    body.append(...table.rows.map((row) => line(row, table.columns)));
    this.#table.replaceChildren(head, body);
    if (focused) /** @type {HTMLElement | null} */ (this.#table.querySelector(`[data-key="${focused}"]`))?.focus();
  }

  /** A header that sorts. @param {Head} column */
  #head(column) {
    const header = document.createElement("th");
    header.scope = "col";
    header.ariaSort = column.sort;
    const button = push(column.heading, t("{about}; sort by it", { about: column.about }), () => this.#set("sort", column.key));
    button.className = "quiet";
    button.dataset.key = column.key;
    header.append(button);
    if (column.is_numeric) header.className = "number";
    return header;
  }

  /** @param {"csv" | "latex"} form @param {string} name */
  async #copy(form, name) {
    /** @type {string} */
    const text = this.#inside?.ask("comparisonText", form, this.#step) ?? "";
    this.#text.value = text;
    try {
      await navigator.clipboard.writeText(text);
      this.#text.hidden = true;
      this.#copied.textContent = t("The table is copied as {format}.", { format: name });
    } catch {
      this.#text.hidden = false;
      this.#text.focus();
      this.#text.select();
      this.#copied.textContent = t("This browser does not let the page copy; the table as {format} is selected below.", { format: name });
    }
  }

  /** Shows it as large as the page, or in its place again. @param {boolean} large */
  #show(large) {
    if (!large) return this.#dialog.close();
    this.#dialog.append(this.#sheet);
    this.#dialog.showModal();
    this.#label();
    this.#enlarge.focus();
  }

  #back() {
    this.#details.append(this.#sheet);
    this.#label();
    this.#enlarge.focus();
  }

  #label() {
    const isLarge = this.#dialog.open;
    relabel(this.#enlarge, isLarge ? t("Back") : t("Enlarge"), isLarge ? t("back into its column") : t("as large as the page, for a projector"));
  }
}

/** A row of the table. @param {ComparisonRow} row @param {Head[]} columns */
function line(row, columns) {
  const made = document.createElement("tr");
  made.dataset.contender = String(row.contender + 1);
  row.cells.forEach(({ text, note, title }, k) => {
    const cell = document.createElement(k ? "td" : "th");
    if (k) cell.append(text);
    else {
      const swatch = document.createElement("span");
      swatch.className = "swatch";
      cell.append(swatch, text);
      /** @type {HTMLTableCellElement} */ (cell).scope = "row";
    }
    if (columns[k].key === "outcome") {
      cell.dataset.tone = row.tone;
      cell.prepend(`${SIGNS[row.tone] ?? ""} `);
    }
    if (columns[k].is_numeric) cell.className = "number";
    if (note) {
      const more = document.createElement("span");
      more.className = "note";
      more.textContent = note;
      cell.append(more);
    }
    cell.title = title;
    made.append(cell);
  });
  return made;
}

/** A list to choose from. @param {string} label @param {[key: string, name: string][]} options */
function choice(label, options) {
  const list = document.createElement("select");
  list.append(...options.map(([key, name]) => new Option(name, key)));
  list.setAttribute("aria-label", label);
  return list;
}

/** Controls in a line behind what they are. @param {string} text @param {...(string | HTMLElement)} controls */
function labelled(text, ...controls) {
  const made = document.createElement("div");
  const name = document.createElement("span");
  name.textContent = text;
  made.append(name, ...controls);
  return made;
}
