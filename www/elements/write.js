// @ts-check

/** Writes a text where it is another: what a browser is told, though it is the same, is laid out anew. @param {Element} element @param {string} text */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
