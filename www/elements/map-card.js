// @ts-check
// <map-card></map-card>: what would have happened from everywhere, and with every setting.

import { Act, Wish } from "../act.js";
import { t } from "../words.js";
import { push } from "./button.js";
import { MapPanels, contenderOf } from "./map-panels.js";
import { MapPlot } from "./map-plot.js";
import { MapResults } from "./map-results.js";
import { names } from "./names.js";
import { fill } from "./typed.js";

/**
 * @typedef {import("../guarded.js").Guarded} Guarded
 * @typedef {import("../types.js").MapCard} Card
 * @typedef {{ start: (survey: import("../crew.js").Survey) => void, resume: () => void, stop: () => void, end: () => void, spared: boolean }} Makers
 */

/** Kinds of maps: key, name. */
const KINDS = [["basins", t("Basins of attraction")], ["tuning", t("Tuning")], ["robustness", t("Robustness")]];
/** Milliseconds between two writings of the card's numbers, and how many milliseconds of a frame pictures may take. */
const [TELLING, DRAWING] = [150, 1];

export class MapCard extends HTMLElement {
  static tag = "map-card";
  static flag = /** @type {const} */ ("maps");
  #kind = select(t("what the map shows"), KINDS);
  #budget = entry(t("updates of each run"));
  #of = select(t("contender whose settings are varied"), []);
  #target = entry(t("the loss at which a run has arrived; empty for the last loss"));
  /** Setting, from and to of both axes. */
  #axes = [axis(t("across")), axis(t("up"))];
  #tuning = document.createElement("div");
  #refused = document.createElement("p");
  #about = document.createElement("p");
  #bar = document.createElement("progress");
  #words = document.createElement("span");
  #halt = document.createElement("button");
  #listed = document.createElement("details");
  #plot = new MapPlot({ apply: (edits) => this.#apply(edits), resized: () => this.dispatchEvent(new Wish("redraw")) });
  #results = new MapResults();
  #best = document.createElement("p");
  #use = document.createElement("button");
  /** @type {[string, string][]} */
  #edits = [];
  /** @type {Guarded | undefined} */
  #inside;
  /** @type {string[]} */
  #names = [];
  #panels = new MapPanels();
  #began = 0;
  /** How long was worked before it was halted, in milliseconds. */
  #worked = 0;
  #halted = false;
  #told = 0;
  #shown = "";
  /** Whether the experiment may ask for another map, and for which size of a panel it was asked last. */
  #asked = "";
  /** Whether it is known what is wrong with the map that is asked for. */
  #wrong = false;
  /** How many maps there were: pictures of another one are not those of this. */
  #order = 0;
  /** Whether it was hidden with its map unfinished. */
  #left = false;
  /** Who makes the map's pieces. @type {Makers | undefined} */
  crew;
  /** Where they get them, and bring them. @type {import("../crew.js").Source} */
  source = {
    next: () => this.#inside?.ask("nextPiece"),
    giveBack: (piece) => this.#inside?.call("returnPiece", piece),
    take: (patch) => {
      this.#inside?.call("takePiece", patch);
      if (this.#inside?.ask("mapIsDone")) this.#pause();
      this.dispatchEvent(new Wish("redraw"));
    },
    lost: (reason) => this.dispatchEvent(new Wish("say", t("A worker was lost ({reason}); another one goes on, and nothing of the map is gone.", { reason }))),
    failed: (reason) => {
      this.#pause();
      this.#halted = true;
      this.#told = 0;
      this.dispatchEvent(new Wish("say", t("The map could not be finished: {reason}", { reason })));
    },
  };

  connectedCallback() {
    if (this.#plot.root.parentElement) return;
    const heading = document.createElement("h2");
    heading.textContent = t("Maps");
    const bind = (/** @type {HTMLSelectElement | HTMLInputElement} */ control, /** @type {string} */ field) => {
      control.addEventListener("change", () => this.#edit(field, control));
    };
    bind(this.#kind, "kind");
    bind(this.#budget, "budget");
    bind(this.#of, "of");
    bind(this.#target, "target");
    this.#axes.forEach(({ setting, from, to }, k) => {
      const name = "xy"[k];
      bind(setting, name);
      bind(from, `${name}.from`);
      bind(to, `${name}.to`);
    });
    this.#tuning.className = "fields";
    this.#tuning.append(
      row(t("contender"), this.#of),
      row(t("arrived at L ≤"), this.#target),
      ...this.#axes.map(({ setting, from, to }, k) => row([t("across"), t("up")][k], setting, from, "–", to)),
    );
    const fields = document.createElement("div");
    fields.className = "fields";
    fields.append(row(t("shows"), this.#kind), row(t("updates"), this.#budget));
    this.#refused.className = "refused";
    this.#refused.setAttribute("role", "status");
    this.#about.className = "about";
    this.#bar.max = 1;
    this.#bar.setAttribute("aria-label", t("how much of the map is made"));
    push(t("Cancel"), t("make no more of the map"), () => this.#toggle(), this.#halt);
    const progress = document.createElement("p");
    progress.className = "progress";
    progress.append(this.#bar, this.#words, this.#halt);
    this.#best.className = "about";
    push(t("Use the best"), t("set the contender to the best cell"), () => this.#apply(this.#edits), this.#use);
    const summary = document.createElement("summary");
    summary.textContent = t("The map as a table");
    const place = document.createElement("div");
    place.className = "cells";
    place.tabIndex = 0;
    place.dataset.arrows = "";
    place.setAttribute("role", "region");
    place.setAttribute("aria-label", t("the map as a table"));
    place.append(this.#results.cells);
    this.#listed.append(summary, place);
    this.#listed.addEventListener("toggle", () => ((this.#shown = ""), this.dispatchEvent(new Wish("redraw"))));
    const buttons = document.createElement("p");
    buttons.className = "buttons";
    buttons.append(
      push(t("Save PNG"), t("the map with its legend as a picture"), () => this.#savePicture()),
      push(t("Save CSV"), t("every cell with every digit"), () => this.#hand(new Blob([this.#inside?.ask("mapCsv") ?? ""], { type: "text/csv" }), "map.csv")),
    );
    this.replaceChildren(heading, fields, this.#tuning, this.#refused, this.#about, progress, this.#plot.root, this.#best, this.#use, this.#results.bars, this.#results.shares, this.#listed, buttons);
    // What the map says of the start under the pointer.
    document.addEventListener("pointermove", (event) => {
      const panel = /** @type {Element} */ (event.target).closest?.("race-board .panel .plot");
      if (!panel || this.hidden || this.#kind.value !== "basins") return;
      const box = panel.getBoundingClientRect();
      this.#plot.tell(this.#inside?.ask("mapAt", panel.clientWidth, panel.clientHeight, contenderOf(panel), event.clientX - box.left, event.clientY - box.top) ?? "");
    });
  }

  /** @param {[string, string][]} edits */
  #apply(edits) {
    for (const [field, text] of edits) this.dispatchEvent(new Act("edit", field, text));
  }

  /** Another map. @param {string} field @param {HTMLSelectElement | HTMLInputElement} control */
  #edit(field, control) {
    const { value, refused } = this.#inside?.call("editMap", field, control.value) ?? {};
    control.ariaInvalid = String(Boolean(refused));
    this.#refused.textContent = refused ?? "";
    if (value) this.dispatchEvent(new Act("edit", "map", value));
  }

  #toggle() {
    this.#halted = !this.#halted;
    this.#told = 0;
    if (this.#halted) this.#pause();
    else this.#go();
    this.dispatchEvent(new Wish("redraw"));
  }

  #go() {
    this.#began = performance.now();
    this.crew?.resume();
  }

  /** No more is made for now. */
  #pause() {
    this.crew?.stop();
    if (this.#began) this.#worked += performance.now() - this.#began;
    this.#began = 0;
  }

  /** @param {Guarded} inside @param {import("../types.js").Page} page */
  show(inside, page) {
    this.#inside = inside;
    this.#plot.show(inside);
    this.#asked = "";
    const named = names(page.contenders);
    if (named.join() === this.#names.join()) return;
    this.#names = named;
    const chosen = this.#of.value;
    this.#of.replaceChildren(...named.map((name, k) => new Option(`${k + 1} ${name}`, String(k + 1))));
    this.#of.value = chosen;
    this.#shown = "";
  }

  /** @param {Guarded} inside @returns {boolean} */
  place(inside) {
    const plot = document.querySelector("race-board .panel .plot");
    const [width, height] = [plot?.clientWidth || 300, plot?.clientHeight || 300];
    const asked = `${width} ${height} ${devicePixelRatio}`;
    if (asked === this.#asked) return false;
    this.#asked = asked;
    const order = inside.call("orderMap", width, height, devicePixelRatio);
    if (order.refused !== undefined) this.#refused.textContent = order.refused;
    const plan = JSON.parse(order.value ?? "null");
    if (plan === null) {
      // The map of before, that nobody has looked at for a while, goes on.
      if (this.#left && !inside.ask("mapIsDone")) this.#go();
      this.#left = false;
      return false;
    }
    this.#left = this.#halted = false;
    this.#worked = this.#told = 0;
    this.#order += 1;
    this.#refused.textContent = inside.ask("mapProblem") ?? "";
    this.#wrong = !plan;
    if (plan) {
      this.#began = performance.now();
      this.crew?.start({ text: inside.ask("file"), ...plan });
    } else {
      this.#began = 0;
      this.crew?.end();
      // Whatever is chosen next is another one.
      this.#kind.value = "";
    }
    return true;
  }

  /** Pictures, as far as there is time in a frame. @param {Guarded} inside */
  draw(inside) {
    const before = performance.now();
    // While the map grows no panel is drawn with every piece.
    const grown = inside.ask("mapIsDone") || this.#halted ? inside.ask("mapGeneration") : `${Math.floor(before / TELLING)}…`;
    const generation = `${this.#order} ${grown}`;
    const basins = this.#kind.value === "basins" && !this.#wrong;
    if (!this.#panels.draw(inside, basins ? `${generation} ${this.#theme}` : "", before + DRAWING)) this.dispatchEvent(new Wish("redraw"));
    this.#plot.draw(inside, `${generation} ${this.#theme}`);
  }

  #theme = 0;

  /** The colours have changed. */
  recolor() {
    this.#theme += 1;
    this.#shown = "";
  }

  /** It is to be drawn in other pixels. */
  sharpen() {
    this.#plot.sharpen();
  }

  leave() {
    this.#pause();
    this.#left = !this.#halted;
    this.#asked = "";
    this.#panels.hide();
  }

  /** @param {Guarded} inside @param {number} _step @param {boolean} playing */
  follow(inside, _step, playing) {
    if (this.crew) this.crew.spared = playing;
    this.#plot.follow(inside);
  }

  /** @param {Guarded} inside */
  frame(inside) {
    this.draw(inside);
    const now = performance.now();
    const done = inside.ask("mapIsDone");
    const shown = `${this.#order} ${inside.ask("mapGeneration")} ${this.#halted} ${done}`;
    if (shown === this.#shown || (now - this.#told < TELLING && !done)) return;
    this.#told = now;
    this.#shown = shown;
    this.#write(inside, inside.read("mapCard", this.#worked + (this.#began ? now - this.#began : 0)));
  }

  /** @param {Guarded} inside @param {Card | null | undefined} card */
  #write(inside, card) {
    if (!card) return;
    this.#kind.value = card.kind;
    fill(this.#budget, card.budget);
    const alone = card.kind === "basins" && document.querySelector("race-board")?.hasAttribute("overlay");
    this.#about.textContent = alone ? t("{about} The overlay shows those of the first contender.", { about: card.about }) : card.about;
    this.#bar.value = card.share;
    this.#words.textContent = this.#halted && card.share < 1 ? t("cancelled at {percent} %", { percent: Math.floor(100 * card.share) }) : card.progress;
    this.#halt.hidden = card.share === 1;
    this.#halt.textContent = this.#halted ? t("Go on") : t("Cancel");
    this.#tuning.hidden = !card.tuning;
    this.#plot.shown = Boolean(card.tuning);
    if (card.tuning) this.#writeTuning(card.tuning);
    this.#best.textContent = card.best?.words ?? "";
    this.#listed.hidden = !card.tuning;
    if (card.tuning && this.#listed.open) this.#results.list(inside.read("mapTable"));
    this.#plot.words = [card.about, card.progress, card.best?.words].filter(Boolean).join(" ");
    this.#edits = card.best?.edits ?? [];
    this.#use.hidden = !card.best;
    this.#results.write(card, this.#names, (fate) => inside.ask("fateColor", fate));
  }

  /** @param {NonNullable<Card["tuning"]>} tuning */
  #writeTuning(tuning) {
    this.#of.value = String(tuning.of);
    fill(this.#target, tuning.target);
    this.#axes.forEach(({ setting, from, to }, k) => {
      const [key, low, high] = k ? tuning.y : tuning.x;
      const offered = JSON.stringify(tuning.dials);
      if (setting.dataset.offered !== offered) {
        setting.dataset.offered = offered;
        setting.replaceChildren(...(k ? [new Option(t("nothing: a curve"), "")] : []), ...tuning.dials.map(([key, name]) => new Option(name, key)));
      }
      setting.value = key;
      fill(from, low);
      fill(to, high);
      /** @type {HTMLElement} */ (setting.parentElement).toggleAttribute("data-none", !key);
    });
  }

  #savePicture() {
    const canvas = document.createElement("canvas");
    const { refused } = this.#inside?.call("drawFigure", canvas, JSON.stringify(this.#names), 2) ?? {};
    if (refused) this.dispatchEvent(new Wish("say", t("The picture could not be drawn: {reason}", { reason: refused })));
    else canvas.toBlob((blob) => blob && this.#hand(blob, "map.png"));
  }

  /** Something to be saved. @param {Blob} blob @param {string} name */
  #hand(blob, name) {
    this.dispatchEvent(new Wish("hand", { blob, name }));
  }
}

/** @param {string} label @param {string[][]} options */
function select(label, options) {
  const element = document.createElement("select");
  element.setAttribute("aria-label", label);
  element.append(...options.map(([key, name]) => new Option(name, key)));
  return element;
}

/** @param {string} label */
function entry(label) {
  const element = document.createElement("input");
  element.type = "text";
  element.inputMode = "decimal";
  element.setAttribute("aria-label", label);
  return element;
}

/** The controls of an axis. @param {string} name */
function axis(name) {
  return { setting: select(t("setting {axis}", { axis: name }), []), from: entry(t("{axis}: from", { axis: name })), to: entry(t("{axis}: to", { axis: name })) };
}

/** @param {string} label @param {...(Element | string)} controls */
function row(label, ...controls) {
  const line = document.createElement("div");
  const words = document.createElement("span");
  words.textContent = label;
  line.append(words, ...controls.map((control) => (typeof control === "string" ? Object.assign(document.createElement("i"), { textContent: control }) : control)));
  return line;
}
