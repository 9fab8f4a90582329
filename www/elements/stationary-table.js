// @ts-check
// <stationary-table></stationary-table>: the stationary points in view; to sort, to look at, to start on.

import { Act } from "../act.js";
import { t } from "../words.js";
import { push } from "./button.js";
import { ProofStatus } from "./proof-status.js";
import { fillUnlessRefused } from "./typed.js";

/**
 * @typedef {import("../types.js").PointTable} PointTable
 * @typedef {import("../types.js").PointRow} PointRow
 */

/** The markers, as on the panels. @type {Record<string, string>} */
const SIGNS = { minimum: "●", maximum: "▲", saddle: "✕", degenerate_minimum: "⊙", degenerate_maximum: "⊙", degenerate_saddle: "⊙" };

export class StationaryTable extends HTMLElement {
  static tag = "stationary-table";
  #summary = document.createElement("p");
  #table = document.createElement("table");
  #proof = new ProofStatus();
  #sorts = { kind: document.createElement("th"), loss: document.createElement("th") };
  #limit = document.createElement("th");
  #more = document.createElement("button");
  #beside = document.createElement("p");
  #offset = document.createElement("input");
  #shown = "";

  connectedCallback() {
    const heading = document.createElement("h2");
    heading.textContent = t("Stationary points");
    this.#summary.className = this.#beside.className = "about";
    const at = document.createElement("th");
    at.textContent = t("at");
    const row = document.createElement("tr");
    row.append(this.#sort("kind", t("type")), at, this.#sort("loss", "L"), this.#limit);
    const head = document.createElement("thead");
    head.append(row);
    this.#table.append(head);
    this.#offset.type = "text";
    this.#offset.inputMode = "decimal";
    this.#offset.setAttribute("aria-label", t("how far beside a stationary point to start"));
    this.#offset.addEventListener("change", () => this.#offset.dispatchEvent(new Act("setTable", "offset", this.#offset.value)));
    this.#offset.addEventListener("answer", (event) => {
      this.#offset.ariaInvalid = String(!!(/** @type {CustomEvent} */ (event).detail));
    });
    this.#beside.append(...around(t("Beside is {offset} along the eigenvector of the most negative curvature; below 0 on the other side. From exactly a saddle gradient descent does not move, but for rounding; from beside it escapes."), this.#offset));
    push("", "", () => this.dispatchEvent(new Act("setTable", "more", "")), this.#more);
    this.replaceChildren(heading, this.#proof.root, this.#table, this.#more, this.#beside, this.#summary);
  }

  /** A header that sorts. @param {"kind" | "loss"} key @param {string} name */
  #sort(key, name) {
    const button = push(name, key === "kind" ? t("sort by type") : t("sort by loss"), () => this.dispatchEvent(new Act("setTable", "sort", key)));
    button.className = "quiet";
    this.#sorts[key].append(button);
    return this.#sorts[key];
  }

  /** @param {PointTable | undefined} table @param {string} summary @param {import("../types.js").ProofCard} proof */
  show(table, summary, proof) {
    this.#proof.show(proof);
    const shown = JSON.stringify([table, summary]);
    if (!table || shown === this.#shown) return;
    this.#shown = shown;
    this.#summary.textContent = summary;
    this.#table.hidden = this.#beside.hidden = table.rows.length === 0;
    for (const [key, header] of Object.entries(this.#sorts)) {
      header.ariaSort = key !== table.sort ? "none" : table.descending ? "descending" : "ascending";
    }
    this.#limit.textContent = `2/${table.sharpness}`;
    this.#limit.title = t("of a minimum: the largest learning rate at which gradient descent can stay there");
    fillUnlessRefused(this.#offset, table.offset);
    this.#more.hidden = table.hidden === 0;
    this.#more.textContent = t("more ({count})", { count: table.hidden });
    this.#more.title = t("{count} more in view, all marked in the panels", { count: table.hidden });
    // Who goes from row to row by the keyboard stays on the point.
    const focused = this.contains(document.activeElement) && /** @type {HTMLElement} */ (document.activeElement).dataset.key;
    for (const body of [...this.#table.tBodies]) body.remove();
    this.#table.append(...table.rows.map((point) => this.#point(point)));
    if (focused) /** @type {HTMLElement | null} */ (this.querySelector(`[data-key="${focused}"]`))?.focus();
  }

  /** The rows of one point. @param {PointRow} point */
  #point(point) {
    const body = document.createElement("tbody");
    body.title = t("{name}: the Hessian is {definiteness}", { name: point.name, definiteness: point.definiteness });
    const place = point.place.map(Number);
    /** @param {string} text @param {string} title @param {string} method @param {...any} more */
    const act = (text, title, method, ...more) => {
      const button = push(text, title, () => this.dispatchEvent(new Act(method, ...place, ...more)));
      // By what is shown of it: a new proof may have other last digits.
      button.dataset.key = `${method}${more} ${point.at}`;
      button.className = "quiet";
      return button;
    };
    const cell = (/** @type {(string | Node)[]} */ ...content) => {
      const made = document.createElement("td");
      made.append(...content);
      return made;
    };
    const numbers = body.insertRow();
    const limit = cell(point.limit);
    if (point.limit) limit.title = t("gradient descent can stay here at learning rates up to {limit}", { limit: point.limit });
    numbers.append(cell(SIGNS[point.kind] ?? "?"), cell(act(point.at, t("move the view here"), "center")), cell(point.loss), limit);
    const words = document.createElement("span");
    words.className = "kind";
    words.textContent = `${point.name}, ${point.definiteness}, λ ${point.eigenvalues}`;
    const more = cell(
      words,
      act(t("start here"), t("move the first start exactly here"), "startAt", false),
      act(t("start beside"), t("move the first start to this point + {offset}", { offset: point.beside }), "startAt", true),
    );
    more.colSpan = 4;
    body.insertRow().append(more);
    body.addEventListener("click", (event) => {
      if (!(/** @type {Element} */ (event.target).closest("button"))) this.dispatchEvent(new Act("center", ...place));
    });
    return body;
  }
}

/** A sentence with a control in it. @param {string} sentence with `{offset}` where it is @param {Element} control */
function around(sentence, control) {
  const [before, after = ""] = sentence.split("{offset}");
  return [before, control, after];
}
