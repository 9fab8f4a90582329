// @ts-check
// The proof of the stationary points, in a worker: always of the landscape that is shown.

import { t } from "./words.js";

/**
 * @typedef {object} Question
 * @property {number} landscape the number by which landscapes are told apart
 * @property {() => string} text the experiment; it may be long, and is handed over once for each landscape
 * @property {number[]} region
 * @property {(census: Float64Array, done: boolean) => void} answer what is certified so far, and in the end all
 * @property {(reason: string) => void} failed
 */

/** The one worker for proofs. */
export class Proofs {
  /** @type {Worker | undefined} */
  #worker;
  /** @type {Question | undefined} */
  #question;
  #number = 0;
  /** The landscape that the worker knows. */
  #known = NaN;

  /** Asks; what was asked before and is not answered yet is given up. @param {Question} question */
  ask(question) {
    this.#question = question;
    this.#number += 1;
    try {
      this.#worker ??= this.#hire();
      const text = question.landscape === this.#known ? undefined : question.text();
      this.#known = question.landscape;
      this.#worker.postMessage({ text, region: question.region, number: this.#number });
    } catch (error) {
      this.#lose(String(error));
    }
  }

  #hire() {
    this.#known = NaN;
    const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }) => {
      if (data.number !== this.#number) return;
      if (data.failed !== undefined) return this.#lose(data.failed);
      this.#question?.answer(data.census, data.done);
    });
    worker.addEventListener("error", (event) => worker === this.#worker && this.#lose(event.message || t("the worker did not start")));
    return worker;
  }

  /** @param {string} reason */
  #lose(reason) {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#question?.failed(reason);
  }
}
