// @ts-check
// <export-dialog></export-dialog>: a dialog in which the user chooses what becomes a file, sees it, and saves or copies it.

import { t } from "../words.js";
import { push } from "./button.js";

/**
 * @typedef {{ key: string, name: string, family: string, about: string, media_type: string, make: string }} Format
 * @typedef {object} Source what the dialog exports, and by which means
 * @property {import("../guarded.js").Guarded} share
 * @property {number} step where the playhead stands
 * @property {(scheme: string) => Uint8Array} colorsOf
 * @property {(reel: any) => Promise<Blob>} file
 * @property {(share: any, told: (share: number) => void, signal: AbortSignal) => Promise<void>} whole
 * @property {(blob: Blob, name: string) => void} save
 */

/** Families of formats in the order of the list, with their names. */
const FAMILIES = [["picture", t("Picture")], ["film", t("Film")], ["table", t("Numbers")], ["code", t("Code")]];
/** Widths and heights to choose from, besides one's own. */
const SIZES = ["1200x800", "1920x1080", "1080x1080", "800x600", "600x450"];
/** The preview's greatest width and height, in CSS pixels. */
const PREVIEW = [560, 380];

export class ExportDialog extends HTMLElement {
  static tag = "export-dialog";
  #dialog = document.createElement("dialog");
  #format = select(t("format"));
  #what = select(t("what it shows"));
  #size = entry(t("width × height in CSS pixels, as 1200x800"), "1200x800");
  #scale = select(t("pixels per CSS pixel"), [["1", "1"], ["2", "2"], ["3", "3"], ["4", "4"]]);
  #scheme = select(t("colours"), [["", t("as the page")], ["light", t("light")], ["dark", t("dark")]]);
  #step = select(t("where the playhead stands"));
  #caption = document.createElement("input");
  #seconds = entry(t("length of the film in seconds"), "6");
  #fps = entry(t("frames a second"), "20");
  #about = document.createElement("p");
  #words = document.createElement("p");
  #progress = document.createElement("progress");
  #cancel = push(t("Cancel"), t("make no more of it"), () => this.#work?.abort());
  #save = push(t("Save"), t("as a file"), () => this.#export((blob, name) => this.#source?.save(blob, name)));
  #copy = push(t("Copy"), t("to the clipboard"), () => this.#export((blob) => this.#toClipboard(blob)));
  #figure = document.createElement("figure");
  #still = document.createElement("canvas");
  #canvas = document.createElement("canvas");
  #code = document.createElement("section");
  #embed = document.createElement("embed-maker");
  /** Rows by the families that have them. @type {[HTMLElement, string[]][]} */
  #rows = [];
  /** @type {Source | undefined} */
  #source;
  /** @type {Format[]} */
  #formats = [];
  /** What is being made. @type {AbortController | undefined} */
  #work;
  #looking = 0;

  connectedCallback() {
    if (this.#dialog.parentElement) return;
    const title = document.createElement("h2");
    title.textContent = t("Export");
    this.#caption.type = "checkbox";
    this.#caption.checked = true;
    this.#scale.value = "2";
    const list = document.createElement("datalist");
    list.id = "export-sizes";
    list.append(...SIZES.map((size) => new Option(size, size)));
    this.#size.setAttribute("list", list.id);
    const row = (/** @type {string} */ text, /** @type {HTMLElement} */ control, /** @type {string[]} */ ...families) => {
      const label = document.createElement("label");
      if (control === this.#caption) label.append(control, text);
      else label.append(text, control);
      this.#rows.push([label, families]);
      return label;
    };
    const fields = document.createElement("div");
    fields.className = "fields";
    fields.append(
      row(t("Format"), this.#format, "picture", "film", "table", "code"),
      row(t("Shows"), this.#what, "picture", "film"),
      row(t("Size"), this.#size, "picture", "film"),
      row(t("Scale"), this.#scale, "pixels"),
      row(t("Colours"), this.#scheme, "picture", "film"),
      row(t("Playhead"), this.#step, "picture", "film"),
      row(t("Seconds"), this.#seconds, "film"),
      row(t("Frames a second"), this.#fps, "film"),
      row(t("settings in words below it"), this.#caption, "picture", "film"),
      list,
    );
    this.#about.className = "about";
    this.#words.setAttribute("role", "status");
    this.#progress.max = 1;
    this.#progress.setAttribute("aria-label", t("how much of it is made"));
    const buttons = document.createElement("p");
    buttons.className = "buttons";
    buttons.append(this.#save, this.#copy, this.#progress, this.#cancel, push(t("Close"), t("back to the race"), () => this.#dialog.close()));
    this.#canvas.setAttribute("role", "img");
    this.#figure.append(this.#canvas);
    this.#code.className = "code";
    this.#code.hidden = true;
    this.#dialog.setAttribute("aria-label", t("export"));
    this.#dialog.append(title, fields, this.#about, this.#figure, this.#words, buttons, this.#code, this.#embed);
    // A film has many frames.
    this.#format.addEventListener("change", () => (this.#scale.value = this.#chosen.family === "film" ? "1" : "2"));
    this.#dialog.addEventListener("change", () => this.#look());
    this.#dialog.addEventListener("close", () => this.#work?.abort());
    this.replaceChildren(this.#dialog);
  }

  /** @param {Source} source */
  open(source) {
    this.#source = source;
    const { share, step } = source;
    this.#formats = share.read("formats") ?? [];
    if (!this.#format.length) {
      this.#format.append(...FAMILIES.map(([family, name]) => {
        const group = document.createElement("optgroup");
        group.label = name;
        group.append(...this.#formats.filter((format) => format.family === family).map(({ key, name }) => new Option(name, key)));
        return group;
      }));
      this.#listCode();
    }
    choose(this.#what, share.read("views") ?? []);
    choose(this.#step, [["end", t("at the end")], [String(step), t("where it stands, {step}", { step })]]);
    this.#dialog.showModal();
    this.#begin();
  }

  /** Buttons for the formats that are code. */
  #listCode() {
    const codes = this.#formats.filter(({ family }) => family === "code");
    const title = document.createElement("h3");
    title.textContent = t("Code");
    const buttons = document.createElement("p");
    buttons.className = "buttons";
    buttons.append(...codes.map((format) => push(t("Copy as {format}", { format: format.name }), format.about, () => this.#export((blob) => this.#toClipboard(blob), format))));
    this.#code.replaceChildren(title, buttons);
    this.#code.hidden = codes.length === 0;
  }

  /** The whole race, and then the preview. */
  async #begin() {
    const source = this.#source;
    const missing = source?.share.ask("missing");
    const made = !missing || await this.#during(t("Computing {missing} …", { missing }), (told, signal) => source?.whole(source.share, told, signal));
    if (made) this.#look();
  }

  get #chosen() {
    return /** @type {Format} */ (this.#formats.find(({ key }) => key === this.#format.value));
  }

  /** Hands over what is chosen; whether all of it will do. */
  #set() {
    const { share, colorsOf } = /** @type {Source} */ (this.#source);
    const chosen = { what: this.#what.value, size: this.#size.value, scale: this.#scale.value, step: this.#step.value, caption: this.#caption.checked ? "yes" : "no", seconds: this.#seconds.value, fps: this.#fps.value };
    for (const control of [this.#size, this.#seconds, this.#fps]) control.ariaInvalid = "false";
    for (const [field, text] of Object.entries(chosen)) {
      const { refused } = share.call("set", field, text);
      if (refused === undefined) continue;
      const control = { size: this.#size, seconds: this.#seconds, fps: this.#fps }[field];
      if (control && !control.closest("[hidden]")) control.ariaInvalid = "true";
      else if (control) continue;
      this.#say(refused, true);
      return false;
    }
    share.call("setTheme", colorsOf(this.#scheme.value));
    return true;
  }

  /** Shows what is chosen. */
  #look() {
    // Nothing is saved that was not seen.
    this.#save.disabled = this.#copy.disabled = true;
    cancelAnimationFrame(this.#looking);
    this.#looking = requestAnimationFrame(() => {
      const { share } = /** @type {Source} */ (this.#source);
      const { family, make, about, name } = this.#chosen;
      const kinds = make === "text" ? [family] : [family, "pixels"];
      for (const [row, families] of this.#rows) row.hidden = !families.some((kind) => kinds.includes(kind));
      this.#about.textContent = `${name}: ${about}.`;
      const drawn = family === "picture" || family === "film";
      this.#figure.hidden = !drawn;
      this.#copy.hidden = family === "film";
      if (!this.#set()) return;
      const { value, refused } = share.call("plan", this.#format.value);
      if (refused !== undefined) return this.#say(refused, true);
      if (drawn) {
        const [width, height] = this.#size.value.split(/[x×]/).map(Number);
        const ratio = Math.min(PREVIEW[0] / width, PREVIEW[1] / height, 1);
        const failed = share.call("prepare", this.#still, this.#canvas, ratio * devicePixelRatio).refused ?? share.call("draw").refused;
        if (failed !== undefined) return this.#say(failed, true);
        this.#canvas.style.width = `${width * ratio}px`;
        this.#canvas.setAttribute("aria-label", t("preview: {what}", { what: this.#what.selectedOptions[0]?.text }));
      }
      this.#say(JSON.parse(value).words, false);
      this.#save.disabled = this.#copy.disabled = false;
    });
  }

  /**
   * Makes the file and hands it on.
   * @param {(blob: Blob, name: string) => void | Promise<void>} hand @param {Format} format
   */
  async #export(hand, format = this.#chosen) {
    const source = this.#source;
    if (!source || this.#work || !this.#set()) return;
    await this.#during("", async (told, signal) => {
      const plan = JSON.parse(source.share.call("plan", format.key).value ?? "{}");
      const canvas = document.createElement("canvas");
      const still = document.createElement("canvas");
      const blob = await source.file({ share: source.share, format, canvas, still, fps: plan.fps, told, signal });
      await hand(blob, plan.name);
      this.#say(`${plan.name}: ${(blob.size / 1000).toFixed(blob.size < 10_000 ? 1 : 0)} kB.`, false);
    });
  }

  /**
   * Shows how far something is, which can be given up; whether it came to its end.
   * @param {string} words
   * @param {(told: (share: number) => void, signal: AbortSignal) => Promise<void> | undefined} work
   */
  async #during(words, work) {
    this.#work = new AbortController();
    const { signal } = this.#work;
    this.toggleAttribute("busy", true);
    this.#save.disabled = this.#copy.disabled = true;
    if (words) this.#say(words, false);
    this.#progress.removeAttribute("value");
    try {
      await work((share) => (this.#progress.value = share), signal);
      return true;
    } catch (error) {
      this.#say(signal.aborted ? t("Cancelled: nothing is saved.") : error instanceof Error ? error.message : String(error), !signal.aborted);
      return false;
    } finally {
      this.#work = undefined;
      this.toggleAttribute("busy", false);
      this.#save.disabled = this.#copy.disabled = false;
    }
  }

  /** @param {Blob} blob */
  async #toClipboard(blob) {
    if (blob.type.startsWith("image/png")) await navigator.clipboard.write([new ClipboardItem({ [blob.type]: blob })]);
    else await navigator.clipboard.writeText(await blob.text());
  }

  /** @param {string} text @param {boolean} bad */
  #say(text, bad) {
    this.#words.textContent = text;
    this.#words.className = bad ? "refused" : "about";
  }
}

/** @param {string} name @param {string[][]} options */
function select(name, options = []) {
  const control = document.createElement("select");
  control.setAttribute("aria-label", name);
  control.append(...options.map(([value, text]) => new Option(text, value)));
  return control;
}

/** Gives a list other options, and leaves chosen what was. @param {HTMLSelectElement} control @param {string[][]} options */
function choose(control, options) {
  const { value } = control;
  control.replaceChildren(...options.map(([value, text]) => new Option(text, value)));
  control.value = value;
  if (control.selectedIndex < 0) control.selectedIndex = 0;
}

/** @param {string} name @param {string} value */
function entry(name, value) {
  const control = document.createElement("input");
  control.type = "text";
  control.setAttribute("aria-label", name);
  control.value = value;
  control.spellcheck = false;
  return control;
}
