// @ts-check

/** @typedef {import("../guarded.js").Guarded} Guarded */

/** The contender whose panel a plot is; in the overlay, which is that of all, the first. @param {Element} plot */
export function contenderOf(plot) {
  const figure = /** @type {HTMLElement | null} */ (plot.closest(".panel"));
  return Math.max(Number(figure?.dataset.contender ?? 0) - 1, 0);
}

/** The pictures of basins on the board's panels, between the ground and the paths. */
export class MapPanels {
  /** Canvases of the panels, and what each shows. @type {Map<Element, { canvas: HTMLCanvasElement, shows: string }>} */
  #panels = new Map();

  /**
   * Draws those that show something else, as long as there is time.
   * @param {Guarded} inside
   * @param {string} generation of the picture; empty if there is none
   * @param {number} until when to stop, as `performance.now()` counts
   * @returns {boolean} whether all are drawn
   */
  draw(inside, generation, until) {
    this.#fit();
    for (const [plot, entry] of this.#panels) {
      const { clientWidth: width, clientHeight: height } = plot;
      const contender = contenderOf(plot);
      const shows = generation && `${generation} ${width} ${height} ${devicePixelRatio} ${contender}`;
      if (entry.shows === shows) continue;
      entry.canvas.hidden = !shows || !inside.ask("drawBasins", entry.canvas, width, height, devicePixelRatio, contender);
      entry.shows = shows;
      if (performance.now() > until) return false;
    }
    return true;
  }

  /** Shows the ground again. */
  hide() {
    for (const entry of this.#panels.values()) {
      entry.canvas.hidden = true;
      entry.shows = "";
    }
  }

  /** Gives every panel a canvas. */
  #fit() {
    const plots = [...document.querySelectorAll("race-board .panel .plot")];
    for (const [plot, { canvas }] of this.#panels) {
      if (plots.includes(plot)) continue;
      canvas.remove();
      this.#panels.delete(plot);
    }
    for (const plot of plots) {
      if (this.#panels.has(plot)) continue;
      const canvas = document.createElement("canvas");
      canvas.className = "map";
      canvas.hidden = true;
      canvas.setAttribute("aria-hidden", "true");
      plot.insertBefore(canvas, plot.children[1]);
      this.#panels.set(plot, { canvas, shows: "" });
    }
  }
}
