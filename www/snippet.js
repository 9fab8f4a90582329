// @ts-check
// The text by which another page shows this one in a frame.

import { locale, t } from "./words.js";

/** Which form of the address this page understands: `?embed=1`. */
export const VERSION = "1";

/** The parts of the page that can be hidden. */
export const PARTS = /** @type {const} */ (["header", "settings", "numbers", "transport", "chart", "data"]);

/** What they are called. @returns {Record<Part, string>} */
export const parts = () => ({
  header: t("scenes and tools at the top"),
  settings: t("landscape and contenders"),
  numbers: t("numbers"),
  transport: t("playback"),
  chart: t("chart"),
  data: t("data"),
});

/** @typedef {typeof PARTS[number]} Part */

/** @param {string} text */
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

/**
 * The address of the page within another one.
 * @param {string} page its own address
 * @param {string} link the experiment
 * @param {Part[]} hide
 */
export function address(page, link, hide) {
  // A page in another language shows this one in the same.
  return `${page.split(/[?#]/, 1)[0]}?embed=${VERSION}${hide.length ? `&hide=${hide.join()}` : ""}${locale() ? `&lang=${locale()}` : ""}#${link}`;
}

/**
 * A frame with the page, as HTML.
 * @param {object} frame
 * @param {string} frame.page the page's own address
 * @param {string} frame.link the experiment
 * @param {Part[]} [frame.hide] what is not shown
 * @param {string} [frame.title] what the frame holds, for those who do not see it
 * @param {number | string} [frame.width] in CSS pixels or percent
 * @param {number} [frame.height] in CSS pixels
 */
export function snippet({ page, link, hide = [], title = t("Optimizers racing in Steepest"), width = "100%", height = 520 }) {
  const attributes = { src: address(page, link, hide), width: String(width), height: String(height), title, loading: "lazy", allow: "fullscreen; clipboard-write" };
  return `<iframe ${Object.entries(attributes).map(([name, value]) => `${name}="${escaped(value)}"`).join(" ")}></iframe>`;
}
