// @ts-check
// <bring-data></bring-data>: a dialog in which the user pastes, drops or chooses a table and says what its columns are.

import { Act } from "../act.js";
import { t } from "../words.js";
import { push } from "./button.js";

/**
 * @typedef {typeof import("../tables.js")} Tables
 * @typedef {import("../types.js").DataCard} DataCard
 * @typedef {import("../types.js").Preview} Preview
 */

/** A file larger than this is not even read, in bytes. */
const LARGEST = 64 * 1024 * 1024;

export class BringData extends HTMLElement {
  static tag = "bring-data";
  #dialog = document.createElement("dialog");
  #text = document.createElement("textarea");
  #file = document.createElement("input");
  #header = document.createElement("select");
  #columns = document.createElement("div");
  #scale = document.createElement("input");
  #words = document.createElement("p");
  #table = document.createElement("table");
  #use = document.createElement("button");
  /** @type {HTMLSelectElement[]} */
  #choices = [];
  /** @type {Tables | undefined} */
  #tables;
  /** The key of the model that the data are for. */
  #model = "";
  /** @type {DataCard | undefined} */
  #card;
  /** The text of a file, which is not written into the field: it may be long. */
  #held = "";

  connectedCallback() {
    const title = document.createElement("h2");
    title.textContent = t("Your data");
    const about = document.createElement("p");
    about.className = "about";
    about.textContent = t("Paste a table, drop a file here, or choose one. Cells may be parted by commas, semicolons, tabs or spaces. Nothing leaves this machine.");
    this.#text.rows = 6;
    this.#text.placeholder = t("height, weight\n1.70, 65.2\n1.82, 80.1");
    this.#text.setAttribute("aria-label", t("the table as text"));
    this.#text.spellcheck = false;
    this.#text.addEventListener("input", () => ((this.#held = ""), this.#look()));
    this.#file.type = "file";
    this.#file.accept = ".csv,.tsv,.txt,text/csv,text/plain";
    this.#file.setAttribute("aria-label", t("a file with the table"));
    this.#file.addEventListener("change", () => this.#read(this.#file.files?.[0]));
    this.#header.append(new Option(t("guess"), "guess"), new Option(t("names of columns"), "yes"), new Option(t("data"), "no"));
    this.#header.addEventListener("change", () => this.#look());
    this.#scale.type = "checkbox";
    this.#words.setAttribute("role", "status");
    const buttons = document.createElement("p");
    buttons.className = "buttons";
    push(t("Use"), t("descend the loss over these data"), () => this.#take(), this.#use);
    buttons.append(this.#use, push(t("Cancel"), t("back, with nothing changed"), () => this.#dialog.close()));
    this.#columns.className = "columns";
    this.#dialog.setAttribute("aria-label", t("your data"));
    this.#dialog.append(title, about, this.#text, this.#file, labelled(t("The first row holds"), this.#header), this.#columns, labelled(t("Standardize the inputs: mean 0, standard deviation 1"), this.#scale), this.#words, this.#table, buttons);
    this.#dialog.addEventListener("dragover", (event) => event.preventDefault());
    this.#dialog.addEventListener("drop", (event) => {
      event.preventDefault();
      this.#read(event.dataTransfer?.files[0]);
    });
    this.#dialog.addEventListener("answer", (event) => {
      const refused = /** @type {CustomEvent<string>} */ (event).detail;
      event.preventDefault();
      if (refused) this.#say(refused, true);
      else this.#dialog.close();
    });
    this.replaceChildren(this.#dialog);
  }

  /**
   * @param {Tables} tables what reads them
   * @param {string} model the key of the model
   * @param {DataCard} card what the model's data are
   */
  open(tables, model, card) {
    this.#tables = tables;
    this.#model = model;
    this.#card = card;
    this.#look();
    this.#dialog.showModal();
  }

  /** @param {File | undefined} file */
  async #read(file) {
    if (!file) return;
    if (file.size > LARGEST) return this.#say(t("{file}: wanted at most {most} bytes, given {size}", { file: file.name, most: LARGEST, size: file.size }), true);
    this.#held = await file.text();
    this.#text.value = "";
    this.#text.placeholder = file.name;
    this.#look();
  }

  get #given() {
    return this.#held || this.#text.value;
  }

  /** Shows what the text holds, and offers its columns. */
  #look() {
    const card = this.#card;
    if (!card) return;
    this.#use.disabled = true;
    this.#columns.hidden = this.#table.hidden = true;
    if (!this.#given) return this.#say("", false);
    const text = this.#asked((tables) => tables.previewData(this.#given, this.#header.value));
    if (text === undefined) return;
    /** @type {Preview} */
    const preview = JSON.parse(text);
    this.#offer(card, preview);
    this.#say(preview.has_header ? t("{columns}; the first row is their names.", { columns: preview.words }) : t("{columns}; the first row is data.", { columns: preview.words }), false);
    const head = row("th", preview.names.slice(0, preview.rows[0]?.length));
    this.#table.replaceChildren(head, ...preview.rows.map((cells) => row("td", cells)));
    this.#table.hidden = this.#columns.hidden = false;
    this.#use.disabled = false;
  }

  /**
   * A list of columns for each that the model takes: at first numeric ones in turn, and for labels one that is not, or the
   * last; where too few are numeric, the first ones, whose bad cells are then named.
   * @param {DataCard} card @param {Preview} preview
   */
  #offer(card, preview) {
    const places = preview.names.map((_, k) => k);
    const inputs = card.columns.length - (card.is_labelled ? 1 : 0);
    const label = card.is_labelled ? places.findLast((k) => !preview.numeric[k]) ?? places.at(-1) : undefined;
    const free = places.filter((k) => k !== label);
    const numeric = free.filter((k) => preview.numeric[k]);
    const chosen = (numeric.length >= inputs ? numeric : free).slice(0, inputs);
    this.#choices = card.columns.map((column, place) => {
      const choice = document.createElement("select");
      choice.append(...preview.names.map((name, k) => new Option(name, String(k))));
      choice.value = String(place < inputs ? chosen[place] ?? 0 : label);
      choice.dataset.column = column;
      return choice;
    });
    this.#columns.replaceChildren(...this.#choices.map((choice, place) => labelled(t("{column} is", { column: card.columns[place] }), choice)));
  }

  #take() {
    const columns = Uint32Array.from(this.#choices, (choice) => Number(choice.value));
    const table = this.#asked((tables) => tables.tableText(this.#given, this.#header.value, columns, this.#model, this.#scale.checked));
    if (table !== undefined) this.#dialog.dispatchEvent(new Act("bringTable", table));
  }

  /** What the module says; where it refuses, why is shown. @param {(tables: Tables) => string} ask */
  #asked(ask) {
    try {
      return this.#tables && ask(this.#tables);
    } catch (error) {
      this.#say(error instanceof Error ? error.message : String(error), true);
    }
  }

  /** @param {string} text @param {boolean} bad */
  #say(text, bad) {
    this.#words.textContent = text;
    this.#words.className = bad ? "refused" : "about";
  }
}

/** @param {string} text @param {HTMLElement} entry */
function labelled(text, entry) {
  const label = document.createElement("label");
  if (entry instanceof HTMLInputElement) label.append(entry, text);
  else label.append(text, entry);
  return label;
}

/** @param {"td" | "th"} tag @param {string[]} texts */
function row(tag, texts) {
  const row = document.createElement("tr");
  row.append(...texts.map((text) => {
    const cell = document.createElement(tag);
    cell.textContent = text;
    return cell;
  }));
  return row;
}
