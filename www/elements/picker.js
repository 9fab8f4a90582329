// @ts-check

import { t } from "../words.js";
import { push } from "./button.js";
import { write } from "./write.js";

/** @typedef {import("../types.js").Group} Group */

/**
 * A button that opens a searchable list of things in groups.
 *
 * Typing narrows the list; arrows move in it, enter chooses, escape closes.
 */
export class Picker {
  root = document.createElement("div");
  button = document.createElement("button");
  #panel = document.createElement("div");
  #search = document.createElement("input");
  #list = document.createElement("div");
  #none = document.createElement("p");
  #name = document.createElement("span");

  /**
   * @param {Group[]} groups
   * @param {string} label what is chosen, for the search field
   * @param {(key: string) => void} choose
   */
  constructor(groups, label, choose) {
    this.root.className = "picker";
    this.button.type = "button";
    this.button.className = "picked";
    this.button.setAttribute("aria-haspopup", "dialog");
    this.#panel.popover = "auto";
    this.#panel.className = "choices";
    this.#panel.setAttribute("role", "dialog");
    this.#panel.setAttribute("aria-label", label);
    this.#search.type = "search";
    this.#search.placeholder = t("Search");
    this.#search.setAttribute("aria-label", t("search: {what}", { what: label }));
    this.#none.textContent = t("Nothing has this name.");
    this.#none.hidden = true;
    this.button.popoverTargetElement = this.#panel;
    this.button.append(this.#name);
    this.#list.append(...groups.map(({ name, items }) => {
      const group = document.createElement("section");
      const heading = document.createElement("h3");
      heading.textContent = name;
      group.append(heading, ...items.map((item) => {
        const option = push(item.name, item.about, () => {
          this.#panel.hidePopover();
          choose(item.key);
        });
        option.dataset.key = item.key;
        return option;
      }));
      return group;
    }));
    this.#panel.append(this.#search, this.#list, this.#none);
    this.#search.addEventListener("input", () => this.#narrow());
    this.#panel.addEventListener("toggle", (event) => this.#toggled(/** @type {ToggleEvent} */ (event).newState === "open"));
    this.#panel.addEventListener("keydown", (event) => this.#key(event));
    // Who goes on with the keyboard leaves the list behind: it would lie over what comes next.
    this.#panel.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !this.#panel.contains(/** @type {Node} */ (relatedTarget))) this.#panel.hidePopover();
    });
    this.root.append(this.button, this.#panel);
  }

  /** @param {boolean} open */
  #toggled(open) {
    if (!open) {
      // What is typed after the next opening, before it is told, must not be lost: the field is emptied now.
      this.#search.value = "";
      this.#narrow();
      return;
    }
    const place = this.button.getBoundingClientRect();
    const top = Math.max(8, Math.min(place.bottom + 4, innerHeight - this.#panel.offsetHeight - 8));
    this.#panel.style.left = `${Math.max(8, Math.min(place.left, innerWidth - this.#panel.offsetWidth - 8))}px`;
    this.#panel.style.top = `${top}px`;
    this.#search.focus();
  }

  /** Writes what is chosen on the button. @param {string} text */
  name(text) {
    write(this.#name, text);
  }

  /** The choices that the search leaves. @returns {HTMLButtonElement[]} */
  #choices() {
    return [...this.#list.querySelectorAll("button")].filter((option) => !option.hidden);
  }

  #narrow() {
    const wanted = this.#search.value.trim().toLowerCase();
    for (const group of this.#list.children) {
      const family = group.querySelector("h3")?.textContent?.toLowerCase() ?? "";
      for (const option of group.querySelectorAll("button")) {
        option.hidden = !`${option.textContent} ${option.dataset.key} ${family}`.toLowerCase().includes(wanted);
      }
      /** @type {HTMLElement} */ (group).hidden = !group.querySelector("button:not([hidden])");
    }
    this.#none.hidden = this.#choices().length > 0;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    event.stopPropagation();
    const choices = this.#choices();
    const at = choices.indexOf(/** @type {any} */ (document.activeElement));
    if (event.key === "Enter" && at < 0) choices[0]?.click();
    else if (event.key === "ArrowDown") choices[Math.min(at + 1, choices.length - 1)]?.focus();
    else if (event.key === "ArrowUp") (at > 0 ? choices[at - 1] : this.#search).focus();
    else if (at >= 0 && event.key.length === 1 && event.key !== " ") {
      // A letter goes on with the search, wherever the focus is.
      this.#search.focus();
      return;
    } else return;
    event.preventDefault();
  }
}
