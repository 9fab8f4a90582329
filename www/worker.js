// @ts-check
// Runs heavy jobs beside the page, with a module of its own.

import init, { Job, Provable, Surveyor } from "./pkg/beside.js";

const loading = init({ module_or_path: new URL("./pkg/beside_bg.wasm", import.meta.url) });

/** No more often than this, in milliseconds, what is known so far is told. */
const TELLING = 100;

/** The last request: what is asked meanwhile ends what is being done. */
let latest = 0;

const { port1: ears, port2: voice } = new MessageChannel();
/** Whoever waits, each for a message of their own. @type {((value?: unknown) => void)[]} */
const waiting = [];
ears.onmessage = () => waiting.shift()?.();

/** Lets messages in. */
const pause = () => new Promise((resolve) => {
  waiting.push(resolve);
  voice.postMessage(null);
});

/** A whole race. @param {string} text */
function race(text) {
  const job = new Job(text);
  let told = 0;
  for (;;) {
    const share = job.advance();
    if (share >= 1) break;
    if (performance.now() - told >= TELLING) {
      told = performance.now();
      postMessage({ share });
    }
  }
  /** @type {Float64Array[]} */
  const runs = job.runs();
  postMessage({ runs }, { transfer: runs.map((run) => run.buffer) });
}

/** The landscape that is asked about, from its text on. @type {{ text: string, made?: Provable } | undefined} */
let landscape;

/** All stationary points in a region. @param {number[]} region @param {number} number */
async function proof(region, number) {
  if (!landscape) return;
  landscape.made ??= new Provable(landscape.text);
  const made = landscape.made.search(region[0], region[1], region[2], region[3]);
  let told = performance.now();
  while (!made.advance()) {
    await pause();
    if (number !== latest) return made.free();
    if (performance.now() - told >= TELLING) {
      postMessage({ number, census: made.census(), done: false });
      told = performance.now();
    }
  }
  postMessage({ number, census: made.census(), done: true });
  made.free();
}

/** The map of which pieces are made. @type {Surveyor | undefined} */
let surveyor;

/** A map, or a piece of the latest one. @param {{ survey?: import("./crew.js").Survey, piece?: Float64Array, number: number }} request */
function map({ survey, piece, number }) {
  if (survey) {
    surveyor?.free();
    surveyor = undefined;
    surveyor = new Surveyor(survey.text, survey.columns, survey.rows, new Float64Array(survey.area), false);
  } else if (surveyor && piece) {
    const patch = surveyor.make(piece);
    postMessage({ patch, number }, { transfer: [patch.buffer] });
  }
}

addEventListener("message", async ({ data }) => {
  latest = data.number;
  // The text comes only with a landscape that was not asked about before.
  if (data.region && data.text !== undefined) {
    landscape?.made?.free();
    landscape = { text: data.text };
  }
  try {
    await loading;
    if (data.survey || data.piece) map(data);
    else if (!data.region) race(data.text);
    else if (data.number === latest) await proof(data.region, data.number);
  } catch (error) {
    postMessage({ failed: error instanceof Error ? error.message : String(error), number: data.number });
  }
});
