// @ts-check
// Who draws a playing race: a worker, as far as only the playhead moves, so that frames take little of the page's time.
// Everything else, and all that stands still, is drawn by the page itself.

/** @typedef {import("./engine.js").Laboratory} Laboratory */

/**
 * @typedef {object} Sheet a place that the engine draws on
 * @property {HTMLCanvasElement[]} seen what the page shows there
 * @property {HTMLCanvasElement} kept what a worker begins with
 */

/** So many frames in a row only the playhead has moved before a worker is asked: to begin takes longer than a frame. */
const CALM = 12;
/** So many frames after the worker has drawn its first picture the page draws its own, too, so that none is missing. */
const BOTH = 3;
/** The worker may be behind by so many frames. */
const BEHIND = 2;
/** A worker that draws nothing for so many frames is not waited for. */
const PATIENCE = 60;
/** So many pictures it has drawn before they are shown: what a canvas showed last may still be on its way. */
const SURE = 3;
/** So many workers may be lost; after that there is no other. */
const LOSSES = 2;

/**
 * Whether a worker can draw what the page shows.
 * WebKit on Linux, which has such canvases, gives no picture of a page any more that has shown them a second time.
 */
const POSSIBLE = "transferControlToOffscreen" in HTMLCanvasElement.prototype && navigator.vendor !== "Apple Computer, Inc.";

export class Painting {
  #sheets;
  /** @type {Worker | undefined} */
  #worker;
  /** What is seen of the worker's. @type {HTMLCanvasElement[]} */
  #canvases = [];
  /** What they are laid upon. @type {Sheet[]} */
  #places = [];
  #losses = 0;
  /** Frames since anything else has moved. */
  #calm = 0;
  /** How often it was begun: pictures of an earlier time come too late. */
  #turn = 0;
  /** Whether the worker has its pictures. */
  #going = false;
  /** Frames since it has drawn its first picture. */
  #shown = 0;
  /** The numbers of the last notes, and of the last that it has drawn. */
  #sent = 0;
  #done = 0;
  /** Frames for which it has drawn nothing. */
  #late = 0;
  /** The number of the last notes of an earlier turn. */
  #from = 0;

  /** @param {() => Sheet[]} sheets all that the engine draws on, in its order */
  constructor(sheets) {
    this.#sheets = sheets;
  }

  /** Whether what is seen is the worker's. */
  get away() {
    return this.#shown > BOTH;
  }

  /** Whether a step is still to be drawn. */
  behind = false;

  /**
   * Draws the playhead's step, here or by the worker.
   * @param {Laboratory} lab
   * @param {number} step
   * @param {boolean} plays whether it moves by itself
   * @returns {{ value?: boolean, refused?: string }}
   */
  draw(lab, step, plays) {
    this.behind = false;
    if (!plays) this.rest();
    else if (this.#going && !this.#follow(lab, step)) this.rest();
    if (this.#shown) this.#show();
    if (this.away) return {};
    const drawn = lab.call("draw", step);
    if (drawn.value !== false) this.rest();
    else if (plays && ++this.#calm === CALM) this.#begin(lab);
    return drawn;
  }

  /** The page draws itself from now on. */
  rest() {
    this.#turn += 1;
    this.#calm = 0;
    // Pixels that nobody sees are given back.
    if (this.#going) this.#worker?.postMessage({ pictures: this.#places.map(() => null) });
    this.#going = false;
    if (!this.#shown) return;
    this.#shown = 0;
    this.#canvases.forEach((canvas) => (canvas.hidden = true));
    this.#places.forEach(({ seen }) => seen.forEach((canvas) => (canvas.style.opacity = "")));
  }

  /** Gives the worker pictures of what there is. @param {Laboratory} lab */
  async #begin(lab) {
    if (this.#losses > LOSSES || !POSSIBLE) return;
    const turn = this.#turn;
    lab.call("handOver");
    try {
      const sheets = this.#sheets();
      const pictures = await Promise.all(sheets.map(({ kept }) => (kept.width && kept.height ? createImageBitmap(kept) : null)));
      if (turn !== this.#turn) return pictures.forEach((picture) => picture?.close());
      const worker = this.#hire(sheets);
      worker.postMessage({ pictures }, pictures.filter((picture) => picture !== null));
      this.#going = true;
    } catch {
      if (turn === this.#turn) this.#lose();
    }
  }

  /** The worker, with canvases for these places. @param {Sheet[]} sheets */
  #hire(sheets) {
    if (!this.#worker) {
      const worker = (this.#worker = new Worker(new URL("./painter.js", import.meta.url), { type: "module" }));
      worker.addEventListener("message", ({ data }) => {
        if (worker !== this.#worker) return;
        this.#done = Math.max(this.#done, data);
        if (this.#going && this.#done >= this.#from + SURE) this.#shown ||= 1;
      });
      worker.addEventListener("error", (event) => {
        event.preventDefault();
        if (worker !== this.#worker) return;
        this.#lose();
        // What the page showed last may be long ago.
        this.behind = true;
      });
    }
    // Nobody waits any more for what it was told before.
    this.#from = this.#done = this.#sent;
    if (sheets.length !== this.#places.length || sheets.some(({ kept }, k) => kept !== this.#places[k].kept)) {
      this.#canvases.forEach((canvas) => canvas.remove());
      this.#places = sheets;
      this.#canvases = sheets.map(({ seen }) => {
        const canvas = document.createElement("canvas");
        canvas.className = "moving";
        canvas.hidden = true;
        canvas.setAttribute("aria-hidden", "true");
        seen[seen.length - 1].after(canvas);
        return canvas;
      });
      const canvases = this.#canvases.map((canvas) => canvas.transferControlToOffscreen());
      this.#worker.postMessage({ canvases }, canvases);
    }
    return this.#worker;
  }

  /** Tells the worker of this step, once it has time; whether it can be left to it. @param {Laboratory} lab @param {number} step */
  #follow(lab, step) {
    if (!lab.ask("goesOn", step)) return false;
    if (this.#sent - this.#done >= BEHIND) {
      this.behind = this.away;
      // Until it has begun nobody waits for it.
      if (this.away && ++this.#late > PATIENCE) this.#lose();
      return this.#going;
    }
    const { value: notes } = lab.call("note", step);
    if (!notes) return false;
    this.#late = 0;
    this.#sent += 1;
    this.#worker?.postMessage({ notes, number: this.#sent }, [notes.buffer]);
    return true;
  }

  /** Shows the worker's canvases, and after some frames nothing else. */
  #show() {
    this.#shown += 1;
    if (this.#shown === 2) {
      // Each is where the engine has put the last of what it is laid upon, or over all of it.
      this.#canvases.forEach((canvas, k) => {
        const { seen } = this.#places[k];
        if (seen.length === 1) canvas.style.cssText = seen[0].style.cssText;
        canvas.hidden = false;
      });
    }
    if (this.#shown === BOTH + 1) this.#places.forEach(({ seen }) => seen.forEach((canvas) => (canvas.style.opacity = "0")));
  }

  /** The worker is gone, or cannot be had. */
  #lose() {
    this.#losses += 1;
    this.rest();
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#canvases.forEach((canvas) => canvas.remove());
    this.#canvases = this.#places = [];
    this.#done = this.#sent;
  }
}
