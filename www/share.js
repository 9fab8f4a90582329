// @ts-check
// What gives an experiment on: a wiring of its own, loaded when it is asked for, with a WebAssembly package of its own.

import init, { Share, speak } from "./pkg/share.js";
import { Guarded } from "./guarded.js";
import { encode, given, pause, pixels, record } from "./film.js";
import { dress } from "./dress.js";
import { save } from "./files.js";
import { colors } from "./theme.js";
import { parts, snippet } from "./snippet.js";
import { lend } from "./words.js";
import { EmbedMaker } from "./elements/embed-maker.js";
import { ExportDialog } from "./elements/export-dialog.js";

/** Its package and its style sheet, once they were asked for. @type {Promise<unknown> | undefined} */
let loading;

/** Loads them, once; whoever wants them again after a failure may be luckier. */
function load() {
  loading ??= Promise.all([init({ module_or_path: new URL("./pkg/share_bg.wasm", import.meta.url) }).then(() => lend(speak)), dress("share")]);
  loading.catch(() => (loading = undefined));
  return loading;
}

for (const element of [EmbedMaker, ExportDialog]) customElements.define(element.tag, element);

/** The engine, once there has been an experiment. @type {Guarded | undefined} */
let engine;

/**
 * The engine on an experiment.
 * @param {string} text of its file
 * @returns {Guarded}
 */
export function engineOn(text) {
  // One that has crashed is left behind.
  if (!engine || engine.crashed) engine = new Guarded(new Share(text));
  else given(engine.call("load", text));
  return engine;
}

/** The colours of the page, or of its light or dark scheme. @param {string} scheme */
function colorsOf(scheme) {
  const place = document.createElement("div");
  if (scheme) place.style.colorScheme = scheme;
  document.body.append(place);
  const found = colors(place);
  place.remove();
  return found;
}

/** A file of a format, with what is set. @param {import("./film.js").Reel & { still: HTMLCanvasElement }} reel */
async function file(reel) {
  const { share, format, canvas, still } = reel;
  if (format.make === "text") return new Blob([given(share.call("text", format.key))], { type: format.media_type });
  // What the page has no room for is refused before anything is drawn.
  given(share.call("plan", format.key));
  canvas.getContext("2d", { willReadFrequently: true });
  given(share.call("prepare", still, canvas));
  await pause();
  if (format.make === "film") return encode(reel);
  if (format.make === "recording") return record(reel);
  given(share.call("draw"));
  return new Blob([given(share.call("picture", format.key, ...pixels(canvas)))], { type: format.media_type });
}

/** The whole race. @param {Guarded} share @param {(share: number) => void} told @param {AbortSignal} signal */
async function whole(share, told, signal) {
  for (let done = 0; done < 1; told(done)) {
    signal.throwIfAborted();
    done = given(share.call("advance"));
    if (done < 1) await pause();
  }
}

/**
 * Opens the dialog in which an experiment is exported.
 * @param {string} text of its file
 * @param {number} step where the playhead stands
 * @param {string} link a link that opens it
 */
export async function openExport(text, step, link) {
  await load();
  const share = engineOn(text);
  given(share.call("set", "address", location.href.split("#")[0]));
  let dialog = /** @type {ExportDialog | null} */ (document.querySelector(ExportDialog.tag));
  if (!dialog) document.body.append((dialog = new ExportDialog()));
  dialog.open({ share, step, colorsOf, file, whole, save });
  const maker = /** @type {EmbedMaker} */ (dialog.querySelector(EmbedMaker.tag));
  maker.open(parts(), (hide) => snippet({ page: location.href, link, hide: /** @type {import("./snippet.js").Part[]} */ (hide) }));
}
