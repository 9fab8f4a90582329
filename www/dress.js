// @ts-check

import { t } from "./words.js";

/** Style sheets that are there or on their way, by name. @type {Map<string, Promise<void>>} */
const sheets = new Map();

/**
 * Loads a style sheet that is needed on demand, once.
 * @param {string} name of the file, without its ending
 * @returns {Promise<void>} settled when the page has it
 */
export function dress(name) {
  const known = sheets.get(name);
  if (known) return known;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL(`./styles/${name}.css`, import.meta.url).href;
  const worn = new Promise((resolve, reject) => {
    link.onload = () => resolve(undefined);
    link.onerror = () => {
      // Whoever wants it again may be luckier.
      sheets.delete(name);
      link.remove();
      reject(new Error(t("{file} cannot be loaded", { file: link.href })));
    };
  });
  document.head.append(link);
  sheets.set(name, worn);
  return worn;
}
