// @ts-check
// <language-choice></language-choice>: the languages of the page, each by its own name.

import { Wish } from "../act.js";
import { language, languages, t } from "../words.js";

export class LanguageChoice extends HTMLElement {
  static tag = "language-choice";
  #choice = document.createElement("select");

  async connectedCallback() {
    const label = document.createElement("label");
    label.append(t("Language"), this.#choice);
    this.#choice.addEventListener("change", () => {
      this.dispatchEvent(new Wish("language", this.#choice.value));
      // It says what is spoken, until there is another page.
      this.#choice.value = language();
    });
    const names = await languages();
    this.#choice.replaceChildren(...Object.entries(names).map(([code, name]) => {
      const option = new Option(name, code, code === language(), code === language());
      option.lang = code;
      return option;
    }));
    this.replaceChildren(label);
  }
}
