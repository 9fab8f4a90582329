// @ts-check
// Another language: the page is loaded anew and goes on with the experiment as it stands. Loaded when it is asked for.

import { hand } from "./latest.js";
import { choose, t } from "./words.js";

/**
 * Loads the page in another language.
 * @param {string} code of the language
 * @param {object} experiment
 * @param {string} experiment.record as a file has it
 * @param {string} experiment.link as the address has it
 * @param {boolean} experiment.whole whether the link holds all of it
 * @returns {string | undefined} why it is not done
 */
export function change(code, { record, link, whole }) {
  if (!hand(record) && !whole) {
    return t("The language stays: this browser has no room for your data meanwhile. Save the experiment as a file first.");
  }
  const address = new URL(location.href);
  // What the address asks for comes before what is chosen.
  if (!choose(code)) address.searchParams.set("lang", code);
  else if (address.searchParams.has("lang")) address.searchParams.delete("lang");
  address.hash = link;
  if (address.search !== location.search) return void location.replace(address);
  history.replaceState(null, "", `#${link}`);
  location.reload();
}
