// @ts-check
// What keeps experiments and passes them on: a wiring of its own, loaded when it is asked for, with the module that
// computes beside the page.

import init, { fileOf, fileOfAll, longestFile, plainTitle, qrCode, readFile, speak, titleOf } from "./pkg/beside.js";
import { dress } from "./dress.js";
import { save } from "./files.js";
import { left } from "./latest.js";
import { Shelf } from "./shelf.js";
import { KeptList } from "./elements/kept-list.js";
import { LinkCode } from "./elements/link-code.js";
import { lend, t } from "./words.js";

/**
 * @typedef {object} Host what the page gives
 * @property {() => string} record the experiment as it stands, with all its data
 * @property {() => string} link its link, as a whole address
 * @property {(text: string) => string | undefined} open opens an experiment; why it is refused
 * @property {(text: string) => void} say
 */

/** @param {string} text @param {string} name */
const saveText = (text, name) => save(new Blob([text], { type: "application/json" }), name);

/** @param {unknown} error */
const words = (error) => (error instanceof Error ? error.message : String(error));

export class Keeper {
  #host;
  #list = new KeptList();
  #code = new LinkCode();
  /** @type {Promise<Shelf> | undefined} */
  #shelf;

  /** @param {Host} host */
  constructor(host) {
    this.#host = host;
    document.body.append(this.#list, this.#code);
  }

  /** Shows what is kept. */
  kept() {
    this.#list.open(this, titleOf(this.#host.record()));
  }

  /** Shows the link as a QR code. */
  code() {
    const link = this.#host.link();
    try {
      this.#code.open(link, JSON.parse(qrCode(link)));
    } catch (error) {
      this.#code.open(link, words(error));
    }
  }

  /**
   * Opens the experiment of a file, or keeps those of a file with several.
   * @param {File} file
   */
  async openFile(file) {
    try {
      const most = longestFile();
      if (file.size > most) throw new Error(t("file: wanted at most {most} bytes, given {size}", { most, size: file.size }));
      /** @type {{ name: string, text: string }[]} */
      const all = JSON.parse(readFile(await file.text()));
      if (all.length > 1 || all[0].name) return await this.#take(all);
      const refused = this.open(all[0].text);
      if (refused) throw new Error(refused);
    } catch (error) {
      this.#say(t("This file could not be opened. {reason}", { reason: words(error) }));
    }
  }

  /** @param {{ name: string, text: string }[]} all */
  async #take(all) {
    const shelf = await this.#open();
    await shelf.add(all.map((kept, k) => ({ ...kept, at: Date.now() - k })));
    this.kept();
    this.#list.say(all.length === 1 ? t("One experiment is kept now.") : t("{count} experiments are kept now.", { count: all.length }));
  }

  /** Opens an experiment; why it is refused. @param {string} text */
  open(text) {
    const refused = this.#host.open(text);
    if (!refused) this.#list.close();
    return refused;
  }

  /** Hands the experiment to the user as a file. */
  save() {
    saveText(fileOf(this.#host.record()), "experiment.steepest.json");
  }

  /** Hands all that is kept to the user as one file. */
  async saveAll() {
    const all = (await this.all()).map(({ name, text }) => ({ name, text }));
    saveText(fileOfAll(JSON.stringify(all)), "experiments.steepest.json");
  }

  /** Keeps the experiment as it stands; what was there by its name. @param {string} title */
  async keep(title) {
    const name = plainTitle(title);
    return { name, former: await (await this.#open()).put({ name, text: this.#host.record(), at: Date.now() }) };
  }

  /** @param {import("./shelf.js").Kept} kept */
  async put(kept) {
    await (await this.#open()).put(kept);
  }

  /** @param {string} name */
  async remove(name) {
    await (await this.#open()).remove(name);
  }

  /** @param {string} from @param {string} title */
  async rename(from, title) {
    const to = plainTitle(title);
    if (to !== from && !(await (await this.#open()).rename(from, to))) {
      throw new Error(t("name: wanted one that is free, given {name}", { name: to }));
    }
    return to;
  }

  async all() {
    return (await this.#open()).all();
  }

  /** What was edited last and left, if anything was. @returns {string | null} */
  latest() {
    return left();
  }

  async #open() {
    if ((await this.#shelf)?.closed) this.#shelf = undefined;
    this.#shelf ??= Shelf.open();
    // Whoever tries again may be luckier.
    this.#shelf.catch(() => (this.#shelf = undefined));
    return this.#shelf;
  }

  /** @param {string} text */
  #say(text) {
    if (this.#list.isOpen) this.#list.say(text);
    else this.#host.say(text);
  }
}

/** @type {Promise<Keeper> | undefined} */
let made;

/** The one keeper. @param {Host} host */
export function keeper(host) {
  made ??= make(host);
  made.catch(() => (made = undefined));
  return made;
}

/** @param {Host} host */
async function make(host) {
  await Promise.all([init({ module_or_path: new URL("./pkg/beside_bg.wasm", import.meta.url) }), dress("keep")]);
  lend(speak);
  for (const element of [KeptList, LinkCode]) if (!customElements.get(element.tag)) customElements.define(element.tag, element);
  return new Keeper(host);
}
