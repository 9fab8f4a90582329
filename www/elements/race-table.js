// @ts-check
// <race-table><details></details></race-table>: the race as tables, for who reads or hears numbers rather than looks at
// pictures: how the contenders stand at the playhead, and a quantity from step to step.

import { Wish } from "../act.js";
import { t } from "../words.js";

/**
 * @typedef {{ name: string, now: boolean, cells: string[] }} Row
 * @typedef {object} Table
 * @property {string} caption
 * @property {string[]} heads
 * @property {string[][]} standings
 * @property {string[]} columns
 * @property {Row[]} rows
 * @property {string[]} remarks
 * @typedef {{ key: string, name: string }} Choice
 */

export class RaceTable extends HTMLElement {
  static tag = "race-table";
  static home = "";
  static flag = /** @type {const} */ ("table");
  #standings = document.createElement("table");
  #along = document.createElement("table");
  #quantity = document.createElement("select");
  #remarks = document.createElement("p");
  #offered = "";
  #shown = "";

  connectedCallback() {
    this.#quantity.addEventListener("change", () => this.dispatchEvent(new Wish("told")));
    const label = document.createElement("label");
    label.append(t("From step to step"), this.#quantity);
    this.#remarks.className = "about";
    this.querySelector("summary + *")?.replaceWith(
      scrolled(this.#standings, t("how the contenders stand")),
      label,
      scrolled(this.#along, t("from step to step")),
      this.#remarks,
    );
  }

  /** @param {import("../guarded.js").Guarded} inside */
  show(inside) {
    /** @type {Choice[]} */
    const choices = inside.read("tableChoices") ?? [];
    const offered = JSON.stringify(choices);
    if (offered === this.#offered) return;
    this.#offered = offered;
    const chosen = this.#quantity.value;
    this.#quantity.replaceChildren(...choices.map(({ key, name }) => new Option(name, key)));
    this.#quantity.value = choices.some(({ key }) => key === chosen) ? chosen : choices[0]?.key ?? "";
  }

  /**
   * Once a race is at rest: who is read a table to cannot follow one that changes.
   * @param {import("../guarded.js").Guarded} inside
   * @param {number} step
   * @param {import("../player.js").Player} player
   */
  tell(inside, step, player) {
    if (player.playing) return;
    const text = inside.ask("raceTable", step, this.#quantity.value) ?? "null";
    if (text === this.#shown) return;
    this.#shown = text;
    /** @type {Table | null} */
    const table = JSON.parse(text);
    if (!table) return;
    fill(this.#standings, table.caption, table.heads, table.standings.map(([name, ...cells]) => ({ name, now: false, cells })));
    const what = this.#quantity.selectedOptions[0]?.text ?? "";
    fill(this.#along, what, [t("where"), ...table.columns], table.rows);
    this.#remarks.textContent = table.remarks.join(". ");
    this.#remarks.hidden = !table.remarks.length;
  }
}

/** A table that the keyboard scrolls where it is wider than its place. @param {HTMLTableElement} table @param {string} name */
function scrolled(table, name) {
  const place = document.createElement("div");
  place.className = "scroll";
  place.tabIndex = 0;
  place.dataset.arrows = "";
  place.setAttribute("role", "region");
  place.setAttribute("aria-label", name);
  place.append(table);
  return place;
}

/** @param {HTMLTableElement} table @param {string} caption @param {string[]} heads @param {Row[]} rows */
function fill(table, caption, heads, rows) {
  table.replaceChildren();
  table.createCaption().textContent = caption;
  const head = table.createTHead().insertRow();
  head.append(...heads.map((text) => Object.assign(document.createElement("th"), { textContent: text, scope: "col" })));
  const body = table.createTBody();
  for (const { name, now, cells } of rows) {
    const row = body.insertRow();
    if (now) row.setAttribute("aria-current", "step");
    row.append(Object.assign(document.createElement("th"), { textContent: name, scope: "row" }));
    for (const cell of cells) row.insertCell().textContent = cell;
  }
}
