// @ts-check
// <point-inspector></point-inspector>: loss, gradient, Hessian and its verdict at the pointer, or at the head of the contender
// whose panel it was last on.

import { t } from "../words.js";

/**
 * @typedef {import("../engine.js").Laboratory} Laboratory
 * @typedef {import("../types.js").Fact} Fact
 * @typedef {{ x: number, y: number } | { contender: number }} Place
 */

export class PointInspector extends HTMLElement {
  static tag = "point-inspector";
  /** @type {Place} */
  #place = { contender: 0 };
  #where = document.createElement("p");
  #list = document.createElement("dl");
  #shown = "";

  connectedCallback() {
    const heading = document.createElement("h2");
    heading.textContent = t("Inspector");
    this.#where.className = "about";
    this.replaceChildren(heading, this.#where, this.#list);
  }

  /** @param {Laboratory} lab @param {Place} place @param {number} step */
  point(lab, place, step) {
    this.#place = place;
    this.follow(lab, step);
  }

  /** @param {Laboratory} lab @param {number} step */
  follow(lab, step) {
    const place = this.#place;
    const atPointer = "x" in place;
    /** @type {Fact[] | undefined} */
    const found = atPointer ? lab.read("inspect", place.x, place.y) : lab.read("inspectHead", place.contender, step);
    const shown = JSON.stringify([found, atPointer]);
    if (!found || shown === this.#shown) return;
    this.#shown = shown;
    this.#where.textContent = atPointer ? t("at the pointer") : t("at contender {number}, at the playhead", { number: place.contender + 1 });
    this.#list.replaceChildren(...found.flatMap(({ name, text, matrix: entries }) => row(name, entries ? matrix(entries) : text)));
  }
}

/** @param {string} name @param {string | Element} value */
function row(name, value) {
  const term = document.createElement("dt");
  const detail = document.createElement("dd");
  term.textContent = name;
  detail.append(value);
  return [term, detail];
}

/** @param {string[]} entries of a symmetric matrix */
function matrix([xx, xy, yy]) {
  const table = document.createElement("span");
  table.className = "matrix";
  table.append(...[xx, xy, xy, yy].map((entry) => {
    const cell = document.createElement("span");
    cell.textContent = entry;
    return cell;
  }));
  return table;
}
