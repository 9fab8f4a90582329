// @ts-check
// What was edited last and left: it is there to go on with. Where nothing may be kept, it is not.

const KEY = "steepest.latest";

/** @param {string} text the experiment */
export function leave(text) {
  try {
    localStorage.setItem(KEY, text);
  } catch {}
}

/** @returns {string | null} the experiment, if one was left */
export function left() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
