// @ts-check
// Signs of buttons, drawn rather than written: fonts do not have them all.

/** Outlines in a square of 16, filled with the text's colour. */
const SHAPES = {
  start: "M3 3h2v10H3zM13 3v10L6 8z",
  end: "M11 3h2v10h-2zM3 3v10l7-5z",
  back: "M11 3v10L4 8z",
  step: "M5 3v10l7-5z",
  play: "M4 2v12l10-6z",
  pause: "M4 2h3v12H4zM9 2h3v12H9z",
  copy: "M2 2h8v2H4v6H2zM6 6h8v8H6z",
  undo: "M6 2v3h4a4 4 0 0 1 0 8H5v-2h5a2 2 0 0 0 0-4H6v3L1 6z",
  redo: "M10 2v3H6a4 4 0 0 0 0 8h5v-2H6a2 2 0 0 1 0-4h4v3l5-4z",
  pin: "M5 1h6v2h-1v4l2 2v1H9v4l-1 2-1-2v-4H4V9l2-2V3H5z",
  remove: "M4 2.6 8 6.6l4-4L13.4 4l-4 4 4 4-1.4 1.4-4-4-4 4L2.6 12l4-4-4-4z",
  present: "M1 2h14v2h-1v7H9v1l3 3H9.5L8 13.5 6.5 15H4l3-3v-1H2V4H1zM4 4v5h8V4z",
  reset: "M8 2a6 6 0 1 1-5.8 4.5l1.9.5A4 4 0 1 0 8 4v2.6L3.8 3.3 8 0z",
  system: "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zm0 2v10A5 5 0 0 0 8 3z",
  light: "M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM7 0h2v3H7zM7 13h2v3H7zM0 7h3v2H0zM13 7h3v2h-3zM2 3.4 3.4 2l2 2L4 5.4zM10.6 12 12 10.6l2 2-1.4 1.4zM12 5.4 10.6 4l2-2L14 3.4zM3.4 14 2 12.6l2-2L5.4 12z",
  dark: "M6.5 1.5a6.5 6.5 0 1 0 8 8 5.5 5.5 0 0 1-8-8z",
};

/** @typedef {keyof typeof SHAPES} Sign */

/**
 * A picture of one part that says nothing to a screen reader.
 * @param {string} name of the class
 * @param {string} box
 * @param {string} tag of the part
 * @param {Record<string, string>} attributes of the part
 */
function picture(name, box, tag, attributes) {
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  const part = document.createElementNS(namespace, tag);
  for (const [key, value] of Object.entries({ viewBox: box, class: name, "aria-hidden": "true" })) svg.setAttribute(key, value);
  for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, value);
  svg.append(part);
  return svg;
}

/**
 * A sign of the size of the text.
 * @param {Sign} sign
 */
export const icon = (sign) => picture("icon", "0 0 16 16", "path", { d: SHAPES[sign] });

/** A contender's line, in its colour and dash. */
export const line = () => picture("line-swatch", "0 0 28 4", "line", { x1: "0", x2: "28", y1: "2", y2: "2" });
