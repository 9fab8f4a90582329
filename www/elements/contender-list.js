// @ts-check
// <contender-list></contender-list>: which rates are used, and one card a contender with all its settings.

import { Act, Wish } from "../act.js";
import { t } from "../words.js";
import { push } from "./button.js";
import { ControlRows } from "./control.js";
import { FormulaField } from "./formula-field.js";
import { icon, line } from "./icon.js";
import { Picker } from "./picker.js";
import { StageList } from "./stage-list.js";

/**
 * @typedef {import("../types.js").Page} Page
 * @typedef {import("../types.js").Catalogue} Catalogue
 * @typedef {import("../types.js").ContenderCard} Card
 * @typedef {import("../engine.js").Laboratory} Laboratory
 */

export class ContenderList extends HTMLElement {
  static tag = "contender-list";
  #bar = document.createElement("div");
  #fair = document.createElement("select");
  #rate = document.createElement("div");
  #rateRows = new ControlRows(this.#rate);
  #list = document.createElement("ol");
  /** @type {ContenderItem[]} */
  #items = [];

  connectedCallback() {
    const heading = document.createElement("h2");
    heading.textContent = t("Contenders");
    this.#bar.className = "bar";
    this.#bar.append(heading);
    const label = document.createElement("label");
    label.className = "fair";
    label.append(t("Learning rates"), this.#fair);
    this.#fair.dataset.field = "fairness";
    this.#fair.addEventListener("change", () => this.#fair.dispatchEvent(new Act("edit", "fairness", this.#fair.value)));
    this.#rate.className = "fields";
    this.replaceChildren(this.#bar, label, this.#rate, this.#list);
  }

  /** @param {Page} page @param {Catalogue} catalogue */
  show(page, catalogue) {
    if (!this.#fair.length) {
      this.#fair.append(...catalogue.fairness.map(({ key, name }) => new Option(name, key)));
      const add = new Picker(catalogue.optimizers, t("add an optimizer"), (key) => this.dispatchEvent(new Act("addContender", key)));
      add.name(t("Add …"));
      this.#bar.append(add.root);
    }
    this.#fair.value = page.fairness.key;
    this.#rateRows.show(page.fairness.rate ? [page.fairness.rate] : []);
    if (this.#items.length !== page.contenders.length) {
      // The card with the focus may go; the keyboard stays among the cards.
      const focused = this.#items.findIndex(({ root }) => root.contains(document.activeElement));
      if (focused >= page.contenders.length) this.#items[page.contenders.length - 1]?.root.querySelector("button")?.focus();
      this.#items = page.contenders.map((_, index) => this.#items[index] ?? new ContenderItem(index, catalogue));
      this.#list.replaceChildren(...this.#items.map((item) => item.root));
    }
    page.contenders.forEach((card, index) => this.#items[index].show(card, page.contenders.length));
  }

  /**
   * Draws the curves of the learning rates that change; to be called when they, the colours or the sizes have changed.
   * @param {Laboratory} lab
   */
  place(lab) {
    this.#items.forEach(({ stages: { curve, isCurved } }, index) => {
      if (isCurved && curve.clientWidth) lab.call("drawRates", index, curve, curve.clientWidth, curve.clientHeight, devicePixelRatio);
    });
  }

  /** @param {number} share of the race that is done */
  follow(share) {
    this.#items.forEach(({ stages }) => stages.follow(share));
  }
}

/** One card. */
class ContenderItem {
  root = document.createElement("li");
  stages;
  #index;
  #picker;
  #fields = document.createElement("div");
  #rows = new ControlRows(this.#fields);
  #rule;
  #batching = document.createElement("div");
  #batchingRows = new ControlRows(this.#batching);
  #more = document.createElement("details");
  #moreTitle = document.createElement("summary");
  #moreFields = document.createElement("div");
  #moreRows = new ControlRows(this.#moreFields);
  #defaults = document.createElement("span");
  #defaultsShown = "";
  #pin;
  #pins = document.createElement("div");
  #pinsShown = "";
  #remove;
  /** Whether the optimizer can be written out as a rule. */
  #writable = false;

  /** @param {number} index @param {Catalogue} catalogue */
  constructor(index, catalogue) {
    this.#index = index;
    const owner = `contenders.${index + 1}`;
    this.root.className = "card";
    this.root.dataset.contender = String(index + 1);
    this.#picker = new Picker(catalogue.optimizers, t("optimizer of contender {number}", { number: index + 1 }), (key) =>
      this.root.dispatchEvent(key === "own" && this.#writable ? new Wish("spell", index) : new Act("edit", `${owner}.optimizer`, key)));
    this.#picker.button.dataset.field = `${owner}.optimizer`;
    const head = document.createElement("div");
    head.className = "head-row";
    this.#pin = this.#button(icon("pin"), t("pin the run of contender {number}: it stays while you edit", { number: index + 1 }), () => new Act("edit", "pins", String(index + 1)));
    this.#pins.className = "pins";
    const duplicate = this.#button(icon("copy"), t("duplicate contender {number}", { number: index + 1 }), () => new Act("duplicateContender", index));
    this.#remove = this.#button(icon("remove"), t("remove contender {number}", { number: index + 1 }), () => new Act("removeContender", index));
    head.append(line(), this.#picker.root, this.#pin, duplicate, this.#remove);
    const presets = document.createElement("div");
    presets.className = "presets";
    presets.setAttribute("role", "group");
    presets.setAttribute("aria-label", t("learning rate"));
    presets.append(...catalogue.presets.map((name, place) =>
      this.#button(name, t("a learning rate that is {name} here, from λmax", { name }), () => new Act("usePreset", index, place))));
    this.stages = new StageList(owner, catalogue.schedules, catalogue.most_stages);
    this.#fields.className = this.#batching.className = this.#moreFields.className = "fields";
    this.#defaults.className = "defaults";
    this.#more.append(this.#moreTitle, this.#moreFields, this.#defaults);
    this.#rule = new FormulaField(`${owner}.rule`, t("rule of w, g, t, lr: one assignment a line"), 3, () =>
      this.#button(t("Edit as rule"), t("write this optimizer out as a rule of your own"), () => new Wish("spell", index)));
    this.root.append(head, this.#pins, this.#rule.root, this.#fields, presets, this.#batching, this.stages.root, this.#more);
  }

  /** @param {string | Element} sign @param {string} title @param {() => Event} act */
  #button(sign, title, act) {
    const button = push(sign, title, () => this.root.dispatchEvent(act()));
    button.className = "quiet";
    return button;
  }

  /** @param {Card} card @param {number} count */
  show(card, count) {
    this.#picker.name(card.name);
    this.#picker.button.value = card.key;
    this.#picker.button.title = card.source;
    this.#picker.button.setAttribute("aria-label", t("optimizer of contender {number}: {name}", { number: this.#index + 1, name: card.name }));
    this.#remove.disabled = count === 1;
    this.#writable = card.is_writable;
    this.#pin.ariaPressed = String(card.is_pinned);
    const pins = card.pins.join();
    if (pins !== this.#pinsShown) {
      this.#pinsShown = pins;
      this.#pins.replaceChildren(...card.pins.map(([field, words]) => {
        const button = this.#button(line(), t("unpin {run}", { run: words }), () => new Act("edit", field, ""));
        button.append(words, icon("remove"));
        return button;
      }));
    }
    this.#rule.show(card.rule?.text ?? "", card.rule?.mathml ?? "", card.rule !== null, card.is_writable);
    this.#rows.show(card.controls);
    this.#batchingRows.show(card.batching);
    this.#moreRows.show(card.advanced);
    const changed = card.advanced.filter((control) => control.text !== control.default).length;
    this.#moreTitle.textContent = changed ? t("More ({count} changed)", { count: changed }) : t("More");
    this.stages.show(card.schedule);
    const defaults = card.defaults.join();
    if (defaults !== this.#defaultsShown) {
      this.#defaultsShown = defaults;
      this.#defaults.hidden = !defaults;
      this.#defaults.replaceChildren(t("defaults of "), ...card.defaults.map((name, place) =>
        this.#button(name, t("the learning rate and the hyper-parameters of {name}", { name }), () => new Act("useDefaults", this.#index, place))));
    }
  }
}
