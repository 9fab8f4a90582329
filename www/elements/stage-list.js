// @ts-check

import { Act } from "../act.js";
import { t } from "../words.js";
import { ControlRows } from "./control.js";

/**
 * @typedef {import("../types.js").StageCard} StageCard
 * @typedef {import("../types.js").Item} Item
 */

/** The schedules of a contender, one after the other, and the curve of the learning rate that they make. */
export class StageList {
  root = document.createElement("div");
  curve = document.createElement("canvas");
  #list = document.createElement("div");
  #spark = document.createElement("div");
  #marker = document.createElement("div");
  #owner;
  #schedules;
  #most;
  /** @type {Stage[]} */
  #stages = [];

  /** @param {string} owner field of the contender @param {Item[]} schedules @param {number} most */
  constructor(owner, schedules, most) {
    this.#owner = owner;
    this.#schedules = schedules;
    this.#most = most;
    this.root.className = "stages";
    this.#spark.className = "spark";
    this.#marker.className = "marker";
    this.curve.setAttribute("role", "img");
    this.curve.setAttribute("aria-label", t("the learning rate from the first to the last step"));
    this.#spark.append(this.curve, this.#marker);
    this.root.append(this.#list, this.#spark);
  }

  /** Whether there is a curve to draw: a constant rate has none. */
  get isCurved() {
    return !this.#spark.hidden;
  }

  /** @param {StageCard[]} cards */
  show(cards) {
    const count = Math.min(cards.length + 1, this.#most);
    if (this.#stages.length !== count) {
      this.#stages = Array.from({ length: count }, (_, k) => this.#stages[k] ?? new Stage(`${this.#owner}.schedule.${k + 1}`, k, this.#schedules));
      this.#list.replaceChildren(...this.#stages.map((stage) => stage.root));
    }
    this.#stages.forEach((stage, k) => stage.show(cards[k]));
    this.#spark.hidden = cards.length === 0;
    this.curve.setAttribute("aria-description", cards.map(({ key }) => this.#schedules.find((one) => one.key === key)?.name).join(", "));
  }

  /** @param {number} share of the race that is done */
  follow(share) {
    // As wide as the curve, with a line at its left edge: no width needs to be asked for.
    if (!this.#spark.hidden) this.#marker.style.transform = `translateX(${100 * share}%)`;
  }
}

/** One schedule with its parameters, or the offer of one more. */
class Stage {
  root = document.createElement("div");
  #choice = document.createElement("select");
  #fields = document.createElement("div");
  #rows = new ControlRows(this.#fields);
  #first;

  /** @param {string} field @param {number} k @param {Item[]} schedules */
  constructor(field, k, schedules) {
    this.#first = k === 0;
    this.root.className = "stage-row";
    this.#choice.dataset.field = field;
    this.#choice.setAttribute("aria-label", this.#first ? t("schedule of the learning rate") : t("then another schedule"));
    this.#choice.append(new Option(this.#first ? t("constant rate") : t("then …"), "constant"), ...schedules.map(({ key, name }) => new Option(this.#first ? name : t("then {schedule}", { schedule: name }), key)));
    this.#choice.addEventListener("change", () => this.#choice.dispatchEvent(new Act("edit", field, this.#choice.value)));
    this.#fields.className = "fields";
    this.root.append(this.#choice, this.#fields);
  }

  /** @param {StageCard | undefined} card */
  show(card) {
    this.#choice.value = card?.key ?? "constant";
    this.#choice.title = card ? `${card.about}\n${card.source}` : "";
    this.#rows.show(card?.controls ?? []);
  }
}
