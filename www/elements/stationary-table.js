// @ts-check
// <stationary-table></stationary-table>: the stationary points in view, with their definiteness.

import { ProofStatus } from "./proof-status.js";

/** The markers, as on the panels. @type {Record<string, string>} */
const SIGNS = { minimum: "●", maximum: "▲", saddle: "✕", degenerate_minimum: "⊙", degenerate_maximum: "⊙", degenerate_saddle: "⊙" };

/** No more rows than this at first. */
const ROWS = 12;

export class StationaryTable extends HTMLElement {
  static tag = "stationary-table";
  #summary = document.createElement("p");
  #body = document.createElement("tbody");
  #table = document.createElement("table");
  #more = document.createElement("p");
  #proof = new ProofStatus();
  #shown = "";

  connectedCallback() {
    const heading = document.createElement("h2");
    heading.textContent = "Stationary points";
    this.#summary.className = "about";
    this.#more.className = "about";
    const head = document.createElement("thead");
    head.append(cells("th", ["", "at", "L"]));
    this.#table.append(head, this.#body);
    this.replaceChildren(heading, this.#proof.root, this.#table, this.#more, this.#summary);
  }

  /** @param {import("../types.js").Page} page */
  show(page) {
    this.#proof.show(page.proof);
    const shown = JSON.stringify([page.stationary, page.stationary_summary]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#summary.textContent = page.stationary_summary;
    this.#table.hidden = page.stationary.length === 0;
    const hidden = page.stationary.length - ROWS;
    this.#more.hidden = hidden <= 0;
    this.#more.textContent = `and ${hidden} more, all marked in the panels`;
    this.#body.replaceChildren(...page.stationary.slice(0, ROWS).map((point) => {
      const row = cells("td", [SIGNS[point.kind] ?? "?", point.at, point.loss]);
      row.title = `${point.name}: the Hessian is ${point.definiteness}`;
      const kind = document.createElement("span");
      kind.className = "kind";
      kind.textContent = `${point.name}, ${point.definiteness}, λ ${point.eigenvalues}`;
      row.cells[1].append(kind);
      return row;
    }));
  }
}

/** @param {"td" | "th"} tag @param {string[]} texts */
function cells(tag, texts) {
  const row = document.createElement("tr");
  row.append(...texts.map((text) => {
    const cell = document.createElement(tag);
    cell.textContent = text;
    return cell;
  }));
  return row;
}
