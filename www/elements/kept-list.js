// @ts-check
// <kept-list></kept-list>: a dialog with the experiments that are kept in this browser, and files.

import { locale, t } from "../words.js";
import { push } from "./button.js";
import { icon } from "./icon.js";

/**
 * @typedef {import("../keep.js").Keeper} Keeper
 * @typedef {import("../shelf.js").Kept} Kept
 */

export class KeptList extends HTMLElement {
  static tag = "kept-list";
  #dialog = document.createElement("dialog");
  #form = document.createElement("form");
  #name = document.createElement("input");
  #list = document.createElement("ul");
  #words = document.createElement("p");
  #said = document.createElement("span");
  #undo = document.createElement("button");
  #all = document.createElement("button");
  #file = document.createElement("input");
  /** @type {Keeper | undefined} */
  #keeper;
  /** What takes back the latest change, if anything does. @type {(() => Promise<unknown>) | undefined} */
  #back;

  connectedCallback() {
    if (this.#dialog.isConnected) return;
    const title = document.createElement("h2");
    title.textContent = t("Experiments");
    const about = document.createElement("p");
    about.className = "about";
    about.textContent = t("What you keep stays in this browser; nothing leaves this machine. Files hold all data, and can be dropped anywhere on the page.");
    this.#name.type = "text";
    this.#name.maxLength = 120;
    this.#name.setAttribute("aria-label", t("a name for this experiment"));
    const keep = document.createElement("button");
    keep.textContent = t("Keep");
    keep.title = t("keep this experiment under this name");
    this.#form.append(this.#name, keep);
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#try(() => this.#keep());
    });
    this.#words.setAttribute("role", "status");
    push(t("Undo"), t("take that back"), () => this.#try(() => this.#takeBack()), this.#undo);
    this.#words.append(this.#said, this.#undo);
    this.#file.type = "file";
    this.#file.accept = ".json,application/json";
    this.#file.hidden = true;
    this.#file.setAttribute("aria-label", t("a file with experiments"));
    this.#file.addEventListener("change", () => {
      const file = this.#file.files?.[0];
      if (file) this.#keeper?.openFile(file);
      this.#file.value = "";
    });
    const buttons = document.createElement("p");
    buttons.className = "buttons";
    push(t("Save all kept"), t("all experiments of this list, as one file"), () => this.#try(() => this.#keeper?.saveAll()), this.#all);
    buttons.append(
      push(t("Save"), t("this experiment with all its data, as a file"), () => this.#keeper?.save()),
      push(t("Open"), t("experiments that were saved as a file"), () => this.#file.click()),
      this.#all,
      push(t("QR code"), t("the link as a code that cameras read (q)"), () => (this.close(), this.#keeper?.code())),
      push(t("Close"), t("back to the race"), () => this.close()),
    );
    this.#dialog.setAttribute("aria-label", t("experiments"));
    this.#dialog.append(title, about, this.#form, this.#words, this.#list, this.#file, buttons);
    this.replaceChildren(this.#dialog);
  }

  /** @param {Keeper} keeper @param {string} title what this experiment may be called */
  open(keeper, title) {
    this.#keeper = keeper;
    this.#name.value = title;
    this.say("");
    this.#try(() => this.#show());
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#name.select();
  }

  close() {
    this.#dialog.close();
  }

  get isOpen() {
    return this.#dialog.open;
  }

  /** Says what has been done, and offers to take it back. @param {string} text @param {() => Promise<unknown>} [back] */
  say(text, back) {
    this.#said.textContent = text;
    this.#back = back;
    this.#undo.hidden = !back;
  }

  /** Does something; what is refused is said. @param {() => unknown} work */
  async #try(work) {
    try {
      await work();
    } catch (error) {
      this.say(error instanceof Error ? error.message : String(error));
    }
  }

  async #keep() {
    const keeper = this.#keeper;
    if (!keeper) return;
    const { name, former } = await keeper.keep(this.#name.value);
    await this.#show();
    if (former) this.say(t("“{name}” is replaced.", { name }), () => keeper.put(former));
    else this.say(t("“{name}” is kept.", { name }), () => keeper.remove(name));
  }

  /** @param {Kept} kept */
  async #remove(kept) {
    await this.#keeper?.remove(kept.name);
    await this.#show();
    this.say(t("“{name}” is deleted.", { name: kept.name }), async () => this.#keeper?.put(kept));
    this.#undo.focus();
  }

  async #takeBack() {
    const back = this.#back;
    await back?.();
    await this.#show();
    this.say(t("That is taken back."));
    this.#name.focus();
  }

  async #show() {
    const latest = this.#keeper?.latest();
    this.#list.replaceChildren(...(latest ? [this.#left(latest)] : []));
    this.#all.disabled = true;
    const kept = (await this.#keeper?.all()) ?? [];
    this.#list.replaceChildren(...(latest ? [this.#left(latest)] : []), ...kept.map((one) => this.#item(one)));
    this.#all.disabled = !kept.length;
  }

  /** @param {string} text of what was edited last and left */
  #left(text) {
    const item = document.createElement("li");
    item.append(this.#opening(t("Where you left off"), text));
    return item;
  }

  /** @param {Kept} kept */
  #item(kept) {
    const item = document.createElement("li");
    const time = document.createElement("time");
    const date = new Date(kept.at);
    time.dateTime = date.toISOString();
    time.textContent = date.toLocaleString(locale(), { dateStyle: "medium", timeStyle: "short" });
    item.append(
      this.#opening(kept.name, kept.text),
      time,
      push(t("Rename"), t("give “{name}” another name", { name: kept.name }), () => this.#ask(item, kept)),
      push(icon("remove"), t("delete “{name}”", { name: kept.name }), () => this.#try(() => this.#remove(kept))),
    );
    return item;
  }

  /** @param {string} name @param {string} text */
  #opening(name, text) {
    const button = push(name, t("open “{name}”", { name }), () => {
      const refused = this.#keeper?.open(text);
      if (refused) this.say(t("“{name}” could not be opened. {reason}", { name, reason: refused }));
    });
    button.className = "open";
    return button;
  }

  /** Asks for another name in the place of the present one. @param {HTMLElement} item @param {Kept} kept */
  #ask(item, kept) {
    const form = document.createElement("form");
    const entry = document.createElement("input");
    entry.type = "text";
    entry.maxLength = 120;
    entry.value = kept.name;
    entry.setAttribute("aria-label", t("another name for “{name}”", { name: kept.name }));
    const back = () => item.replaceWith(this.#item(kept));
    form.append(entry, Object.assign(document.createElement("button"), { textContent: t("Rename") }), push(t("Cancel"), t("leave the name"), back));
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      // The dialog stays.
      event.preventDefault();
      back();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#try(async () => {
        const name = await this.#keeper?.rename(kept.name, entry.value);
        await this.#show();
        if (name && name !== kept.name) this.say(t("“{name}” is “{other}” now.", { name: kept.name, other: name }), async () => this.#keeper?.rename(name, kept.name));
      });
    });
    item.replaceChildren(form);
    entry.select();
  }
}
