// @ts-check
// What the page has beside its own module, each part loaded when it is first asked for: what explains runs, the classroom, lessons,
// what keeps experiments, makes files of them and brings data, other languages.

import { Act } from "./act.js";
import { t } from "./words.js";

/**
 * @typedef {object} Page what they need of it
 * @property {() => string} link the link of what is seen, with the lesson
 * @property {() => string} bare the same without the lesson
 * @property {() => string} record the experiment as it stands, with all its data
 * @property {(text: string) => string | undefined} open opens an experiment; why it is refused
 * @property {() => import("./types.js").Page | undefined} current the page's data as last shown
 * @property {() => void} changed the page is out of date
 * @property {() => void} joined what explains runs is there now, and may know more of the race
 * @property {(text: string, again?: boolean) => void} say says something, and whether the page has to be opened again
 */

export class OnDemand {
  #lab;
  #player;
  #catalogue;
  #page;
  /** What explains runs, once it was asked for. @type {import("./inside.js").Insight | undefined} */
  insight;
  /** Its loading, once that has begun. @type {Promise<void> | undefined} */
  #loading;
  /** The classroom, once it was entered. @type {import("./classroom.js").Classroom | undefined} */
  classroom;
  /** The lessons, once they were asked for. @type {Promise<import("./lessons.js").Lessons> | undefined} */
  #lessons;
  /** The lesson and the step in sight, as the address has them. */
  lesson = "";

  /** What elements wish for. @type {Record<string, (value: any) => void>} */
  wishes = {
    explain: (on) => this.explain(on),
    map: (on) => this.#map(on),
    stopped: () => this.#stopped(),
    present: () => this.#present(),
    spell: async (index) => {
      await this.load();
      if (this.#stopped()) return;
      if (this.insight) document.body.dispatchEvent(new Act("spellRule", index, this.insight.written(this.#lab.ask("file"), index)));
    },
    lessons: (place) => this.teach(place),
    lesson: (place) => ((this.lesson = place), this.#page.changed()),
    bring: () => this.#bring(),
    export: () => this.#export(),
    language: async (code) => {
      const { change } = await import("./language.js");
      const { record, link, current, say } = this.#page;
      const refused = change(code, { record: record(), link: link(), whole: current()?.link_is_whole ?? true });
      if (refused) say(refused);
    },
    kept: (value) => this.#keep("kept", value),
    openFile: (value) => this.#keep("openFile", value),
    code: (value) => this.#keep("code", value),
  };

  /**
   * @param {import("./engine.js").Laboratory} lab
   * @param {import("./player.js").Player} player
   * @param {import("./types.js").Catalogue} catalogue
   * @param {Page} page
   */
  constructor(lab, player, catalogue, page) {
    this.#lab = lab;
    this.#player = player;
    this.#catalogue = catalogue;
    this.#page = page;
    // Cards that are filled in when they are opened.
    for (const [card, flag] of /** @type {const} */ ([["training-loop", "code"], ["race-table", "table"]])) {
      const details = /** @type {HTMLDetailsElement} */ (document.querySelector(`${card} details`));
      details.addEventListener("toggle", async () => {
        await this.load();
        if (details.open && this.#stopped()) return;
        this.insight?.fill(flag, details.open);
        page.changed();
      });
    }
  }

  /** Loads what explains runs, once. */
  load() {
    return (this.#loading ??= (async () => {
      try {
        const { Insight } = await import("./inside.js");
        this.insight = await Insight.open(this.#lab.ask("file"), /** @type {Element} */ (document.querySelector("aside.side")));
      } catch (error) {
        this.#page.say(t("What explains runs could not be loaded: {error}", { error: String(error) }));
        // Whoever wants it again may be luckier.
        this.#loading = undefined;
        return;
      }
      this.#page.joined();
      this.#page.changed();
    })());
  }

  /** Shows or hides what explains runs. @param {boolean} on @param {boolean} [relief] whether the landscape is seen in 3D, as a link says */
  async explain(on, relief) {
    if (on) await this.load();
    if (on && this.#stopped()) return;
    if (this.insight) this.insight.shown = on;
    if (this.insight && relief !== undefined) this.insight.relief = relief;
    this.#page.changed();
  }

  /** Whether what explains runs has stopped, and says so. */
  #stopped() {
    const reason = this.insight?.stopped;
    if (!reason) return false;
    this.#page.say(t("What explains runs has stopped because of an error in it ({reason}). The race goes on; reload the page to have it again.", { reason }), true);
    this.#page.changed();
    return true;
  }

  /** Asks for a map, or no longer for one. @param {boolean} on */
  async #map(on) {
    if (on) await this.load();
    if (on && this.#stopped()) return;
    this.#lab.call("remember");
    this.#lab.call("edit", "map", (on && this.insight?.firstMap) || "");
    this.#page.changed();
  }

  /** Enters the classroom, or leaves it. */
  async #present() {
    try {
      const { Classroom } = await import("./classroom.js");
      this.classroom ??= new Classroom(this.#player, this.#catalogue.scenes);
      await this.classroom.toggle();
    } catch (error) {
      this.#page.say(t("The classroom could not be loaded: {error}", { error: String(error) }));
    }
    this.#page.changed();
  }

  /** Loads the lessons, once, and shows a place in them. @param {string} [place] @param {boolean} [set] */
  async teach(place, set) {
    try {
      await (await (this.#lessons ??= import("./lessons.js").then(({ Lessons }) => Lessons.open()))).show(place, set);
    } catch (error) {
      this.#page.say(t("The lessons could not be loaded: {error}", { error: String(error) }));
      this.#lessons = undefined;
    }
  }

  /** Hides the lessons, if they are there. */
  dismiss() {
    this.#lessons?.then((shown) => shown.hide(), () => {});
  }

  /** Opens the dialog by which a user brings data. */
  async #bring() {
    try {
      const [{ BringData }, tables, { dress }] = await Promise.all([import("./elements/bring-data.js"), import("./tables.js"), import("./dress.js")]);
      await dress("bring-data");
      await tables.load();
      if (!customElements.get(BringData.tag)) customElements.define(BringData.tag, BringData);
      const dialog = /** @type {InstanceType<typeof BringData>} */ (document.querySelector(BringData.tag));
      const current = this.#page.current();
      if (current?.data) dialog.open(tables, current.surface.key, current.data);
    } catch (error) {
      this.#page.say(t("Data cannot be brought: {error}", { error: String(error) }));
    }
  }

  /** Opens the dialog that makes files. */
  async #export() {
    try {
      const { openExport } = await import("./share.js");
      await openExport(this.#lab.ask("file"), this.#player.step, this.#page.bare());
    } catch (error) {
      this.#page.say(t("Nothing can be exported: {error}", { error: String(error instanceof Error ? error.message : error) }));
    }
  }

  /** Has what keeps experiments and passes them on do something. @param {"kept" | "openFile" | "code"} what @param {any} value */
  async #keep(what, value) {
    const { link, record, open, say } = this.#page;
    try {
      const host = {
        record,
        link: () => `${location.href.split("#")[0]}#${link()}`,
        open: (/** @type {string} */ text) => (this.#lab.call("remember"), open(text)),
        say,
      };
      const { keeper } = await import("./keep.js");
      await (await keeper(host))[what](value);
    } catch (error) {
      say(String(error));
    }
  }
}
