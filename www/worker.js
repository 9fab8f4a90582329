// @ts-check
// Runs heavy jobs beside the page, with a module of its own.

import init, { Job } from "./pkg/beside.js";

const loading = init({ module_or_path: new URL("./pkg/beside_bg.wasm", import.meta.url) });

addEventListener("message", async ({ data }) => {
  try {
    await loading;
    const job = new Job(data.text);
    let told = 0;
    for (;;) {
      const share = job.advance();
      if (share >= 1) break;
      if (performance.now() - told >= 100) {
        told = performance.now();
        postMessage({ share });
      }
    }
    /** @type {Float64Array[]} */
    const runs = job.runs();
    postMessage({ runs }, { transfer: runs.map((run) => run.buffer) });
  } catch (error) {
    postMessage({ failed: error instanceof Error ? error.message : String(error) });
  }
});
