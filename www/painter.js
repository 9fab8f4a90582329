// @ts-check
// Draws what a playing race adds to its pictures, beside the page, as the engine has noted it.

/** A canvas of the page, and what is kept of it below heads and playhead. @typedef {{ seen: OffscreenCanvasRenderingContext2D, kept: OffscreenCanvasRenderingContext2D }} Sheet */

/** @type {Sheet[]} */
let sheets = [];

/** @param {OffscreenCanvas} canvas */
const context = (canvas) => /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));

/** Begins with a picture of what is kept; without one the canvas has no pixels. @param {Sheet} sheet @param {ImageBitmap | null} picture */
function begin({ seen, kept }, picture) {
  for (const on of [seen, kept]) {
    [on.canvas.width, on.canvas.height] = [picture?.width ?? 0, picture?.height ?? 0];
    on.lineJoin = on.lineCap = "round";
  }
  if (picture) kept.drawImage(picture, 0, 0);
  picture?.close();
}

/** Draws, in the order of `Notes` in src/canvas/notes.rs. @param {OffscreenCanvasRenderingContext2D} on @param {OffscreenCanvas} kept @param {Float64Array} notes */
function draw(on, kept, notes) {
  for (let at = 0; at < notes.length;) {
    const [kind, red, green, blue, alpha, size, count] = notes.subarray(at, at + 7);
    const points = notes.subarray(at + 7, at + 7 + 2 * count);
    at += 7 + points.length;
    on.fillStyle = on.strokeStyle = `rgba(${red},${green},${blue},${alpha})`;
    on.beginPath();
    if (kind === 0) {
      on.lineWidth = size;
      on.moveTo(points[0], points[1]);
      for (let k = 2; k < points.length; k += 2) on.lineTo(points[k], points[k + 1]);
      on.stroke();
    } else if (kind === 1) {
      on.arc(points[0], points[1], size, 0, 2 * Math.PI);
      on.fill();
    } else if (kind === 2) {
      const width = Math.min(size, kept.width);
      if (width > 0) on.drawImage(kept, 0, 0, width, kept.height, 0, 0, width, kept.height);
    } else {
      on.fillRect(points[0], points[1], points[2], points[3]);
    }
  }
}

/** All that is noted of a moment. @param {Float64Array} notes */
function go(notes) {
  for (let at = 0; at < notes.length;) {
    const [index, before, after] = notes.subarray(at, at + 3);
    const { seen, kept } = sheets[index];
    at += 3;
    draw(kept, kept.canvas, notes.subarray(at, at + before));
    if (seen.canvas.width > 0) {
      seen.clearRect(0, 0, seen.canvas.width, seen.canvas.height);
      draw(seen, kept.canvas, notes.subarray(at + before, at + before + after));
    }
    at += before + after;
  }
}

addEventListener("message", ({ data: { canvases, pictures, notes, number } }) => {
  if (canvases) {
    sheets = canvases.map((/** @type {OffscreenCanvas} */ canvas) => ({ seen: context(canvas), kept: context(new OffscreenCanvas(0, 0)) }));
  }
  pictures?.forEach((/** @type {ImageBitmap | null} */ picture, /** @type {number} */ k) => begin(sheets[k], picture));
  if (notes) {
    go(notes);
    postMessage(number);
  }
});
