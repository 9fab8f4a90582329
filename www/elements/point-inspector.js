// @ts-check
// <point-inspector></point-inspector>: loss, gradient, Hessian and its verdict at the pointer, or at the head of the contender
// whose panel it was last on.

import { t } from "../words.js";
import { write } from "./write.js";

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
  /** What facts are in the list, by their names. */
  #listed = "";

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
    write(this.#where, atPointer ? t("at the pointer") : t("at contender {number}, at the playhead", { number: place.contender + 1 }));
    const listed = String(found.map(({ name, matrix }) => [name, matrix?.length]));
    if (listed !== this.#listed) {
      this.#listed = listed;
      this.#list.replaceChildren(...found.flatMap(({ name, text, matrix: entries }) => row(name, entries ? matrix(entries) : text)));
      return;
    }
    // The same facts in numbers that change as the race plays: texts are replaced, never elements, which costs far less.
    found.forEach(({ text, matrix: entries }, k) => {
      const detail = this.#list.children[2 * k + 1];
      if (entries) cells(entries).forEach((entry, n) => write(detail.children[0].children[n], entry));
      else write(detail, text);
    });
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

/** All four entries of a symmetric matrix, row by row. @param {string[]} entries xx, xy, yy */
const cells = ([xx, xy, yy]) => [xx, xy, xy, yy];

/** @param {string[]} entries of a symmetric matrix */
function matrix(entries) {
  const table = document.createElement("span");
  table.className = "matrix";
  table.append(...cells(entries).map((entry) => {
    const cell = document.createElement("span");
    cell.textContent = entry;
    return cell;
  }));
  return table;
}
