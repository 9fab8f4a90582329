// @ts-check

/** What each entry was given last. @type {WeakMap<Element, string>} */
let given = new WeakMap();

/**
 * Writes what holds into an entry, and takes the mark of a refused text away.
 *
 * The page is told anew whenever a proof or a map comes further, in the middle of a word too: while the user is at an
 * entry, what is typed and not yet sent, or was refused, stays until something else holds.
 * @param {HTMLInputElement | HTMLSelectElement} entry
 * @param {string} text what holds
 * @param {boolean} [busy] whether the user is at it
 */
export function fill(entry, text, busy = document.activeElement === entry) {
  if (busy && given.get(entry) === text && entry.value !== text) return;
  given.set(entry, text);
  if (entry.value !== text) entry.value = text;
  entry.removeAttribute("aria-invalid");
}

/**
 * The same, but a text that was refused stays, to be mended, when the user has left the entry, too.
 * @param {HTMLInputElement} entry
 * @param {string} text what holds
 */
export function fillUnlessRefused(entry, text) {
  fill(entry, text, document.activeElement === entry || entry.getAttribute("aria-invalid") === "true");
}

/** What holds is written into an entry, or into all of them, whatever is typed there. @param {Element} [entry] */
export function forget(entry) {
  if (entry) given.delete(entry);
  else given = new WeakMap();
}
