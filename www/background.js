// @ts-check
// What workers compute beside the page: the rest of a race that would have held it up, and proofs of stationary points.

import { t } from "./words.js";

/**
 * @typedef {import("./engine.js").Laboratory} Laboratory
 * @typedef {import("./elements/job-bar.js").JobBar} JobBar
 *
 * @typedef {object} Page
 * @property {() => import("./inside.js").Insight | undefined} insight what explains runs, once it is loaded
 * @property {() => void} changed more is known: the page is out of date
 * @property {(text: string) => void} say
 */

export class Background {
  /** @type {Laboratory} */
  #lab;
  /** @type {JobBar} */
  #bar;
  /** @type {Page} */
  #page;
  /** Long computations in a worker, once there has been one. @type {import("./jobs.js").Jobs | undefined} */
  #jobs;
  /** Which race the worker computes or has given up, by its generation. */
  #working = -1;
  /** Which race the user has given up. */
  #given = -1;
  /** Proofs in a worker, once there has been one. @type {import("./proofs.js").Proofs | undefined} */
  #proofs;
  /** What was asked last, by landscape and region. */
  #asked = "";

  /** @param {Laboratory} lab @param {JobBar} bar @param {Page} page */
  constructor(lab, bar, page) {
    this.#lab = lab;
    this.#bar = bar;
    this.#page = page;
  }

  /** Forgets what was asked: there is somebody else to tell. */
  renew() {
    [this.#working, this.#asked] = [-1, ""];
  }

  /** Gives up the race that is computed. */
  cancel() {
    this.#given = this.#working;
    this.#jobs?.cancel();
    this.#bar.show(this.#lab.ask("missing") ?? "", null);
  }

  /** Computes the race that was given up after all. */
  resume() {
    this.#working = this.#given = -1;
    this.race();
  }

  /** Lets a worker compute what would have held up the page. */
  async race() {
    const [lab, bar, page] = [this.#lab, this.#bar, this.#page];
    const generation = lab.ask("generation");
    if (generation === this.#working) return;
    this.#working = generation;
    this.#jobs?.cancel();
    const words = lab.ask("missing") || page.insight()?.missing || "";
    bar.show(words, words ? 0 : null);
    if (!words) return;
    const failed = (/** @type {string} */ reason) => {
      bar.show(words, null);
      page.say(t("The rest could not be computed: {reason}", { reason }));
    };
    try {
      this.#jobs ??= new (await import("./jobs.js")).Jobs();
    } catch (error) {
      return failed(String(error));
    }
    if (generation !== this.#working || generation === this.#given) return;
    this.#jobs.start({
      text: lab.ask("file"),
      progress: (share) => bar.show(words, share),
      done: (runs) => {
        const { value, refused } = lab.call("complete", generation, runs);
        if (value) page.insight()?.complete(runs);
        bar.show(refused ? words : "", null);
        if (refused) page.say(refused);
        page.changed();
      },
      failed,
    });
  }

  /** Lets a worker prove the stationary points of what is shown, unless that is done or on its way. */
  async prove() {
    const [lab, page] = [this.#lab, this.#page];
    /** @type {Float64Array | undefined} */
    const region = lab.ask("unproved");
    const number = lab.ask("landscapeNumber");
    const question = region?.length ? `${number}: ${region}` : "";
    if (question === this.#asked) return;
    this.#asked = question;
    if (!question || !region) return;
    const failed = (/** @type {string} */ reason) => page.say(t("The stationary points could not be proved: {reason}", { reason }));
    try {
      this.#proofs ??= new (await import("./proofs.js")).Proofs();
    } catch (error) {
      return failed(String(error));
    }
    if (question !== this.#asked) return;
    this.#proofs.ask({
      landscape: number,
      text: () => lab.ask("file"),
      region: [...region],
      answer: (census, done) => {
        if (question !== this.#asked) return;
        const { value, refused } = lab.call("prove", number, census, done);
        if (refused) page.say(refused);
        if (value) page.insight()?.prove(census, done);
        if (done) this.#asked = "";
        if (value) page.changed();
      },
      failed,
    });
  }
}
