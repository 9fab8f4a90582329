// @ts-check
// <trace-charts></trace-charts>: charts of what is measured along the runs, one below the other on one playhead.

import { Wish } from "../act.js";
import { t } from "../words.js";
import { push } from "./button.js";
import { line } from "./icon.js";
import { names } from "./names.js";
import { TraceChart } from "./trace-chart.js";

/**
 * @typedef {import("../guarded.js").Guarded} Guarded
 * @typedef {import("../types.js").Page} Page
 * @typedef {import("./trace-chart.js").Choice} Choice
 */

/** The charts that are there at first, by the key of the quantity. */
const FIRST = ["gradient", "stability"];
/** No more charts than this. */
const MOST = 8;

export class TraceCharts extends HTMLElement {
  static tag = "trace-charts";
  /** @type {TraceChart[]} */
  #charts = [];
  #list = document.createElement("div");
  #add = document.createElement("button");
  /** One legend for all charts: a line's sample in each would make every frame dearer. */
  #legend = document.createElement("ul");
  /** @type {Choice[]} */
  #choices = [];
  /** Whether charts have come or gone, or show something else. */
  #changed = true;
  /** Whether a chart has come into sight. */
  appeared = false;

  connectedCallback() {
    if (this.#charts.length) return;
    const heading = document.createElement("h2");
    heading.textContent = t("Charts");
    push(t("+ chart"), t("one more chart"), () => this.#more(), this.#add);
    this.#add.className = "quiet";
    const bar = document.createElement("div");
    bar.className = "bar";
    bar.append(heading, this.#add);
    this.#legend.className = "legend";
    this.replaceChildren(bar, this.#legend, this.#list);
    this.#set(FIRST);
  }

  /** One more chart, of the first quantity that no other shows. */
  #more() {
    const shown = this.#charts.map(({ key }) => key);
    const next = this.#choices.find(({ key }) => !shown.includes(key)) ?? this.#choices[0];
    if (next) this.#set([...shown, next.key]);
  }

  /** @param {string[]} keys */
  #set(keys) {
    this.#charts.splice(keys.length).forEach((chart) => chart.root.remove());
    keys.forEach((key, k) => {
      if (!this.#charts[k]) {
        const chart = new TraceChart(k, this);
        this.#charts.push(chart);
        this.#list.append(chart.root);
        chart.offer(this.#choices);
      }
      this.#charts[k].key = key;
    });
    this.#add.disabled = keys.length >= MOST;
    this.#changed = true;
    this.dispatchEvent(new Wish("redraw"));
  }

  /** Chart `k` shows another quantity, or none more. @param {number} k @param {string} [key] */
  turn(k, key) {
    const keys = this.#charts.map((chart) => chart.key);
    if (key) keys[k] = key;
    else keys.splice(k, 1);
    this.#set(keys);
  }

  /** @param {Guarded} inside @param {Page} page */
  show(inside, page) {
    this.#choices = inside.read("quantities") ?? [];
    const whose = names(page.contenders);
    this.#charts.forEach((chart) => (chart.offer(this.#choices), chart.name(whose)));
    if (whose.join() === this.#whose.join()) return;
    this.#whose = whose;
    this.#legend.replaceChildren(...whose.map((name, k) => {
      const entry = document.createElement("li");
      entry.dataset.contender = String(k + 1);
      entry.append(line(), name);
      return entry;
    }));
  }

  /** @type {string[]} */
  #whose = [];

  /** All charts are to be drawn in other pixels. */
  sharpen() {
    this.#charts.forEach((chart) => (chart.resized = true));
  }

  /** @param {Guarded} inside @returns {boolean} whether a chart was drawn anew */
  place(inside) {
    if (this.#changed) {
      this.#changed = false;
      inside.call("setCharts", this.#charts.map(({ key }) => key).join(" "));
      this.#charts.forEach((chart) => ((chart.resized = true), chart.name(this.#whose)));
    }
    this.#charts.forEach((chart) => chart.place(inside));
    const seen = this.#charts.reduce((bits, chart, k) => bits | (chart.sight.seen ? 1 << k : 0), 0);
    const drawn = inside.ask("drawCharts", seen) === true;
    if (drawn) this.#charts.forEach((chart) => chart.sight.seen && chart.say(inside));
    const appeared = this.appeared;
    this.appeared = false;
    return drawn || appeared;
  }

  /** @param {Guarded} inside @param {number} step @param {boolean} playing */
  follow(inside, step, playing) {
    this.#charts.forEach((chart) => chart.sight.seen && chart.follow(inside, step, playing));
  }

  /** Marks a step in all charts, or none. @param {Guarded} inside @param {number | null} step */
  mark(inside, step) {
    this.#charts.forEach((chart) => chart.mark(inside, step));
  }

  /** @param {Guarded} inside @param {number} step */
  tell(inside, step) {
    this.#charts.forEach((chart) => chart.sight.seen && chart.tell(inside, step));
  }
}
