// @ts-check
// What was edited last: left for whenever the page is opened again, or handed to the page that is loaded next in this tab. Where
// nothing may be kept, it is not.

/** Where it is left, and where it is handed on. */
const [LEFT, HANDED] = ["steepest.latest", "steepest.left"];

/** @param {string} text the experiment */
export function leave(text) {
  try {
    localStorage.setItem(LEFT, text);
  } catch {}
}

/** @returns {string | null} the experiment, if one was left */
export function left() {
  try {
    return localStorage.getItem(LEFT);
  } catch {
    return null;
  }
}

/** @param {string} text the experiment @returns {boolean} whether there is room for it */
export function hand(text) {
  try {
    sessionStorage.setItem(HANDED, text);
    return true;
  } catch {
    return false;
  }
}

/** @returns {string | null} the experiment, if one was handed on: once */
export function handed() {
  try {
    const text = sessionStorage.getItem(HANDED);
    sessionStorage.removeItem(HANDED);
    return text;
  } catch {
    return null;
  }
}
