// @ts-check
// What gives an experiment on: a third wiring, loaded when it is asked for, with a WebAssembly package of its own.

import init, { Share } from "./pkg/share.js";
import { Guarded } from "./guarded.js";

/** Its style sheet. */
const styles = document.createElement("link");
styles.rel = "stylesheet";
styles.href = new URL("./styles/share.css", import.meta.url).href;
const styled = new Promise((resolve, reject) => {
  styles.onload = resolve;
  styles.onerror = () => reject(new Error(`${styles.href} cannot be loaded`));
});
document.head.append(styles);

await Promise.all([init({ module_or_path: new URL("./pkg/share_bg.wasm", import.meta.url) }), styled]);

/** The engine, once there has been an experiment. @type {Guarded | undefined} */
let engine;

/**
 * The engine on an experiment.
 * @param {string} text of its file
 * @returns {{ share: Guarded, refused?: string }}
 */
export function engineOn(text) {
  // One that has crashed is left behind.
  if (!engine || engine.crashed) return { share: (engine = new Guarded(new Share(text))) };
  const { refused } = engine.call("load", text);
  return { share: engine, refused };
}
