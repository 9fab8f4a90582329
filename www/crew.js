// @ts-check
// Workers that make the pieces of a map, as many as the machine has cores; while something plays, one of them rests.

import { t } from "./words.js";

/**
 * @typedef {{ text: string, columns: number, rows: number, area: number[] }} Survey
 */

/**
 * @typedef {object} Source where pieces come from and go to
 * @property {() => Float64Array | undefined} next the next piece to be made
 * @property {(piece: Float64Array) => void} giveBack one that was not made
 * @property {(patch: Float64Array) => void} take what was made
 * @property {(reason: string) => void} lost a worker is gone; another one goes on
 * @property {(reason: string) => void} failed nothing more is made
 */

/** No more workers than this, however many cores there are. */
const MOST = 32;
/** A worker that has been at a piece for longer than this, in milliseconds, is not waited for when something else is to be made. */
const PATIENCE = 100;
/** So many workers may be gone without any piece made between. */
const LOSSES = 4;

/** One of the crew: its worker, and the piece that it makes. */
class Hand {
  /** @type {Float64Array | null} */
  piece = null;
  since = 0;
  /** Whether it is still at a piece that nobody waits for. */
  late = false;

  /** @param {Worker} worker */
  constructor(worker) {
    this.worker = worker;
  }
}

export class Crew {
  /** @type {Hand[]} */
  #hands = [];
  /** @type {Survey | undefined} */
  #survey;
  #source;
  /** The number of the survey: answers to another one come too late. */
  #number = 0;
  #losses = 0;
  /** Whether pieces are being made. */
  #running = false;
  /** Whether one of several workers rests. */
  #spared = false;

  /** @param {Source} source */
  constructor(source) {
    this.#source = source;
  }

  /** Begins a survey; what is being made of another one is given up. @param {Survey} survey */
  start(survey) {
    this.#drop();
    this.#survey = survey;
    this.#losses = 0;
    this.resume();
  }

  /** Goes on where it was stopped. */
  resume() {
    if (!this.#survey) return;
    this.stop();
    const count = Math.min(Math.max(navigator.hardwareConcurrency || 1, 1), MOST);
    try {
      while (this.#hands.length < count) this.#hands.push(this.#hire());
    } catch (error) {
      return this.#fail(String(error));
    }
    this.#running = true;
    for (const hand of this.#hands) {
      hand.worker.postMessage({ survey: this.#survey, number: this.#number });
      this.#feed(hand);
    }
  }

  /** Makes no more: unfinished pieces come back. */
  stop() {
    for (const piece of this.#drop()) this.#source.giveBack(piece);
  }

  /** Makes no more, and knows no survey. */
  end() {
    this.#drop();
    this.#survey = undefined;
  }

  /** Nobody waits for the pieces that are being made. @returns {Float64Array[]} which */
  #drop() {
    this.#running = false;
    this.#number += 1;
    const pieces = [];
    for (const hand of [...this.#hands]) {
      if (!hand.piece) continue;
      pieces.push(hand.piece);
      hand.piece = null;
      hand.late = true;
      const wait = Math.max(PATIENCE - (performance.now() - hand.since), 0);
      setTimeout(() => hand.late && this.#replace(hand), wait);
    }
    return pieces;
  }

  /** Whether a core is left to the page, so that what plays there does not falter. @param {boolean} on */
  set spared(on) {
    if (on === this.#spared) return;
    this.#spared = on;
    if (on || !this.#running) return;
    const idle = this.#hands.find((hand) => !hand.piece && !hand.late);
    if (idle) this.#feed(idle);
  }

  /** @param {Hand} hand */
  #feed(hand) {
    const others = this.#hands.filter((other) => other !== hand && other.piece).length;
    if (this.#spared && others > 0 && others >= this.#hands.length - 1) return;
    const piece = this.#source.next();
    if (!piece) return;
    hand.piece = piece;
    hand.since = performance.now();
    hand.worker.postMessage({ piece, number: this.#number });
  }

  #hire() {
    const hand = new Hand(new Worker(new URL("./worker.js", import.meta.url), { type: "module" }));
    hand.worker.addEventListener("message", ({ data }) => {
      if (data.number !== this.#number) hand.late = false;
      if (data.number !== this.#number || !hand.piece) return;
      if (data.failed !== undefined) return this.#fail(data.failed);
      hand.piece = null;
      this.#losses = 0;
      this.#source.take(data.patch);
      this.#feed(hand);
    });
    hand.worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.#lose(hand, event.message || t("a worker did not start"));
    });
    return hand;
  }

  /** @param {Hand} hand */
  #dismiss(hand) {
    hand.worker.terminate();
    this.#hands = this.#hands.filter((other) => other !== hand);
  }

  /** A worker is gone: its piece goes to another. @param {Hand} hand @param {string} reason */
  #lose(hand, reason) {
    if (!this.#hands.includes(hand)) return;
    this.#losses += 1;
    if (this.#losses > LOSSES) return this.#fail(reason);
    this.#source.lost(reason);
    this.#replace(hand);
  }

  /** Puts another worker in the place of one that is gone, or not waited for. @param {Hand} hand */
  #replace(hand) {
    if (!this.#hands.includes(hand)) return;
    this.#dismiss(hand);
    if (hand.piece) this.#source.giveBack(hand.piece);
    // One that rested is missed too: the others would rest in its place.
    if (!this.#running) return;
    try {
      const another = this.#hire();
      this.#hands.push(another);
      another.worker.postMessage({ survey: this.#survey, number: this.#number });
      this.#feed(another);
    } catch (error) {
      this.#fail(String(error));
    }
  }

  /** @param {string} reason */
  #fail(reason) {
    this.stop();
    this.#hands.forEach(({ worker }) => worker.terminate());
    this.#hands = [];
    this.#source.failed(reason);
  }
}
