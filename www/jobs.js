// @ts-check
// Long computations, in a worker: one at a time, the latest.

import { t } from "./words.js";

/**
 * @typedef {object} Job
 * @property {string} text the experiment
 * @property {(share: number) => void} progress
 * @property {(runs: Float64Array[]) => void} done
 * @property {(reason: string) => void} failed
 */

/** The one worker for whole races, and what it works on. */
export class Jobs {
  /** @type {Worker | undefined} */
  #worker;
  /** @type {Job | undefined} */
  #job;

  /** Begins a job; one that is not done yet is given up. @param {Job} job */
  start(job) {
    this.cancel();
    this.#job = job;
    try {
      this.#worker ??= this.#hire();
      this.#worker.postMessage({ text: job.text });
    } catch (error) {
      this.#lose(String(error));
    }
  }

  /** Gives up what is not done yet. */
  cancel() {
    if (!this.#job) return;
    this.#job = undefined;
    // A slice may take its time: a new worker is there sooner.
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  #hire() {
    const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }) => {
      const job = this.#job;
      if (!job || worker !== this.#worker) return;
      if (data.failed !== undefined) return this.#lose(data.failed);
      if (!data.runs) return job.progress(data.share);
      this.#job = undefined;
      job.done(data.runs);
    });
    worker.addEventListener("error", (event) => worker === this.#worker && this.#lose(event.message || t("the worker did not start")));
    return worker;
  }

  /** @param {string} reason */
  #lose(reason) {
    const job = this.#job;
    this.#job = undefined;
    this.#worker?.terminate();
    this.#worker = undefined;
    job?.failed(reason);
  }
}
