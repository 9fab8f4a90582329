// @ts-check
// What a table of the user's holds: read by the module that is loaded on demand, so that the page's own need not have it.

import init, { previewData, speak, tableText } from "./pkg/beside.js";
import { lend } from "./words.js";

/** Loads what reads them. Not while this file is: a file that has failed once fails for ever. */
export async function load() {
  await init({ module_or_path: new URL("./pkg/beside_bg.wasm", import.meta.url) });
  lend(speak);
}

export { previewData, tableText };
