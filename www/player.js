// @ts-check

/** At speed 1 a whole race takes this long, in milliseconds, however many steps it has. */
const RACE = 10_000;

/**
 * The playhead: one clock for all panels and charts.
 *
 * It knows nothing of the page; time comes in through `tick`.
 */
export class Player {
  /** The step shown, a whole number in [0, steps]. */
  get step() {
    return Math.floor(this.#at);
  }

  /** How far it is from this step to the next, in [0, 1). */
  get within() {
    return this.#at - this.step;
  }

  /** The number of steps of the race. */
  steps = 0;
  /** Whether it moves. */
  playing = false;
  /** A factor on the pace. */
  speed = 1;
  #at = 0;
  /** @type {number | null} */
  #last = null;

  /** Starts, from the beginning if it stands at the end. */
  play() {
    if (this.step >= this.steps) this.#at = 0;
    this.playing = true;
    this.#last = null;
  }

  pause() {
    this.playing = false;
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  /** @param {number} step */
  seek(step) {
    this.#at = Math.min(Math.max(step, 0), this.steps);
  }

  /**
   * Pauses and moves by some steps.
   * @param {number} count
   */
  stepBy(count) {
    this.pause();
    this.seek(this.step + count);
  }

  /**
   * Takes over a new number of steps; the playhead stays where it is, or at the end if it was there.
   * @param {number} steps
   */
  resize(steps) {
    const atEnd = this.steps > 0 && this.step >= this.steps;
    this.steps = steps;
    this.seek(atEnd ? steps : this.#at);
  }

  /**
   * Lets time pass.
   * @param {number} now milliseconds, from any origin
   */
  tick(now) {
    if (!this.playing) return;
    // After a hidden tab or a long pause the race goes on where it was.
    const passed = this.#last === null ? 0 : Math.min(now - this.#last, 100);
    this.#last = now;
    this.seek(this.#at + (passed / RACE) * this.steps * this.speed);
    if (this.step >= this.steps) this.pause();
  }
}
