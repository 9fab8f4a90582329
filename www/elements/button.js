// @ts-check

/**
 * Makes a button that does one thing.
 *
 * A sign, or a text of one character, says nothing to a screen reader: the title does.
 * @param {string | Element} content
 * @param {string} title what it does, in words
 * @param {() => void} press
 * @param {HTMLButtonElement} [button] one that is there already
 */
export function push(content, title, press, button = document.createElement("button")) {
  button.type = "button";
  relabel(button, content, title);
  button.addEventListener("click", press);
  return button;
}

/**
 * Gives a button another sign or text and another title.
 * @param {HTMLButtonElement} button
 * @param {string | Element} content
 * @param {string} title
 */
export function relabel(button, content, title) {
  button.replaceChildren(content);
  button.title = title;
  if (typeof content !== "string" || content.length === 1) button.setAttribute("aria-label", title);
}
