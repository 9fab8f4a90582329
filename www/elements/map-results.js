// @ts-check
import { t } from "../words.js";

/** @typedef {import("../types.js").MapCard} Card */

/** What has come out of a map: where runs end, how often a contender arrives, and every cell. */
export class MapResults {
  shares = document.createElement("table");
  bars = document.createElement("ol");
  cells = document.createElement("table");

  /**
   * Writes the shares of fates and the bars, or hides what this map does not have.
   * @param {Card} card
   * @param {string[]} names of the contenders
   * @param {(fate: number) => string | undefined} color
   */
  write({ rows, heads, bars }, names, color) {
    this.shares.hidden = rows.length === 0;
    this.shares.replaceChildren(...(rows.length ? [head(["", t("where runs end, in %"), ...heads], ["", "", ...names])] : []), ...rows.map(({ fate, words, shares }) => {
      const line = document.createElement("tr");
      const swatch = document.createElement("i");
      swatch.style.background = color(fate) ?? "";
      line.insertCell().append(swatch);
      line.append(header(words, "row"));
      for (const share of shares) line.insertCell().textContent = share;
      return line;
    }));
    this.bars.hidden = bars.length === 0;
    this.bars.replaceChildren(...bars.map(({ contender, share, words }) => {
      const line = document.createElement("li");
      line.dataset.contender = String(contender + 1);
      const name = document.createElement("span");
      name.textContent = `${contender + 1} ${names[contender] ?? ""}`;
      const track = document.createElement("div");
      track.className = "track";
      const bar = document.createElement("div");
      bar.style.width = `${100 * share}%`;
      track.append(bar);
      const value = document.createElement("b");
      value.textContent = words;
      line.append(name, track, value);
      return line;
    }));
  }

  /** Writes a map over settings as a table. @param {{ caption: string, columns: string[], rows: [string, string[]][] } | null | undefined} table */
  list(table) {
    if (!table) return;
    this.cells.replaceChildren();
    this.cells.createCaption().textContent = table.caption;
    this.cells.createTHead().append(head(["", ...table.columns], []));
    const body = this.cells.createTBody();
    for (const [name, cells] of table.rows) {
      const row = body.insertRow();
      row.append(header(name, "row"));
      for (const cell of cells) row.insertCell().textContent = cell;
    }
  }
}

/** @param {string} text @param {string} scope */
function header(text, scope) {
  return Object.assign(document.createElement("th"), { textContent: text, scope });
}

/** A row of headers: what has no text heads nothing. @param {string[]} texts @param {string[]} titles */
function head(texts, titles) {
  const line = document.createElement("tr");
  line.append(...texts.map((text, k) => (text ? Object.assign(header(text, "col"), { title: titles[k] ?? "" }) : document.createElement("td"))));
  return line;
}
