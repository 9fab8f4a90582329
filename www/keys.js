// @ts-check
// What the keyboard asks for.

/** What is typed or chosen into, and what has keys of its own. */
const FIELDS = "input, select, textarea, dialog";
/** The same as far as it has an undo of its own. */
const TYPED = "input:not([type=range], [type=checkbox]), textarea, dialog";

/** Which way through the edits a key leads, if any. @param {KeyboardEvent} event @returns {"undo" | "redo" | undefined} */
export function travel(event) {
  if (event.altKey || !(event.ctrlKey || event.metaKey) || at(event, TYPED)) return;
  const key = event.key.toLowerCase();
  if (key === "y" || (key === "z" && event.shiftKey)) return "redo";
  if (key === "z") return "undo";
}

/**
 * The wish of a key, by its name and with its value, if it has one.
 * @param {KeyboardEvent} event
 * @param {{ overlay: boolean, arrows: boolean, definiteness: boolean, explained: boolean, mapped: boolean }} on what is switched on
 * @returns {[string, any] | undefined}
 */
export function wished(event, on) {
  if (event.ctrlKey || event.metaKey || event.altKey || at(event, FIELDS)) return;
  const { key, shiftKey } = event;
  // Buttons answer the space bar themselves, and what moves by arrows keeps them.
  if (key === " ") return at(event, "button, summary, a") ? undefined : ["play", undefined];
  if (key.startsWith("Arrow") && at(event, "[data-arrows]")) return;
  const count = shiftKey ? 10 : 1;
  /** @type {Record<string, [string, any]>} */
  const keys = {
    ArrowRight: ["stepBy", count], ArrowLeft: ["stepBy", -count], Home: ["reset", undefined], End: ["end", undefined],
    o: ["overlay", !on.overlay], g: ["arrows", !on.arrows], d: ["definiteness", !on.definiteness], i: ["explain", !on.explained],
    m: ["map", !on.mapped], c: ["present", undefined], l: ["lessons", undefined], q: ["code", undefined],
  };
  return Object.hasOwn(keys, key) ? keys[key] : undefined;
}

/** Whether an event comes from within such an element. @param {Event} event @param {string} selector */
function at({ target }, selector) {
  return target instanceof Element && target.closest(selector) !== null;
}
