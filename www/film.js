// @ts-check
// Films: frames that the module draws on a canvas, encoded by it or recorded by the browser.

import { t } from "./words.js";

/**
 * @typedef {object} Reel
 * @property {import("./guarded.js").Guarded} share the module
 * @property {{ key: string, make: string, media_type: string }} format
 * @property {HTMLCanvasElement} canvas on which it draws
 * @property {number} fps frames a second
 * @property {(share: number) => void} told hears how much is done
 * @property {AbortSignal} signal gives it up
 */

/** Codecs to ask for, the best first. @type {Record<string, string[]>} */
const CODECS = {
  "video/webm": ["video/webm;codecs=vp9", "video/webm;codecs=vp8", "video/webm"],
  "video/mp4": ["video/mp4;codecs=avc1.640028", "video/mp4;codecs=avc1.42E01E", "video/mp4"],
};

/** Bits a second for each pixel of a frame. */
const BITS = 8;

/** Milliseconds for which the last frame is seen besides. */
const MARGIN = 300;

/** What a call gives; what it refuses is thrown. @param {{ value?: any, refused?: string }} answer */
export function given({ value, refused }) {
  if (refused !== undefined) throw new Error(refused);
  return value;
}

/** Waits, and lets everything else happen. @param {number} [milliseconds] */
export const pause = (milliseconds = 0) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A canvas's size and pixels, as the module takes them. @param {HTMLCanvasElement} canvas @returns {[number, number, Uint8Array]} */
export function pixels(canvas) {
  const { width, height } = canvas;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error(t("this browser gives no picture of a canvas"));
  return [width, height, new Uint8Array(context.getImageData(0, 0, width, height).data.buffer)];
}

/** A film that the module encodes, frame by frame. @param {Reel} reel */
export async function encode({ share, format, canvas, told, signal }) {
  try {
    given(share.call("draw"));
    const last = pixels(canvas);
    await pause();
    given(share.call("beginFilm", format.key, ...last));
    await pause();
    /** @type {Uint32Array} */
    const clocks = given(share.call("clocks"));
    for (const [k, clock] of clocks.entries()) {
      signal.throwIfAborted();
      given(share.call("draw", clock));
      given(share.call("pushFrame", ...pixels(canvas)));
      told((k + 1) / clocks.length);
      await pause();
    }
    return new Blob([given(share.call("finishFilm"))], { type: format.media_type });
  } finally {
    share.call("dropFilm");
  }
}

/** What this browser records of a media type, with the codec; nothing if it does not. @param {string} type */
const recordable = (type) => "MediaRecorder" in globalThis && "captureStream" in HTMLCanvasElement.prototype ? CODECS[type]?.find((codec) => MediaRecorder.isTypeSupported(codec)) : undefined;

/** A film that the browser records while its frames are drawn, as long as it lasts. @param {Reel} reel */
export async function record({ share, format, canvas, fps, told, signal }) {
  const type = recordable(format.media_type);
  if (!type) throw new Error(t("this browser records no {format}: a GIF shows the same, or another browser does", { format: format.key }));
  const stream = canvas.captureStream(0);
  const [track] = stream.getVideoTracks();
  // Firefox has the stream take frames.
  const taker = /** @type {CanvasCaptureMediaStreamTrack} */ ("requestFrame" in track ? track : stream);
  const recorder = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond: BITS * canvas.width * canvas.height });
  /** @type {Blob[]} */
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise((resolve, reject) => {
    recorder.onstop = resolve;
    recorder.onerror = () => reject(new Error(t("the browser has given up recording")));
  });
  const started = new Promise((resolve) => (recorder.onstart = resolve));
  /** @type {Uint32Array} */
  const clocks = given(share.call("clocks"));
  try {
    recorder.start();
    // Some browsers have started once there is a frame, and take as one what is drawn since.
    given(share.call("draw", clocks[0]));
    taker.requestFrame();
    await started;
    const begun = performance.now();
    for (const [k, clock] of clocks.entries()) {
      signal.throwIfAborted();
      given(share.call("draw", clock));
      taker.requestFrame();
      told((k + 1) / clocks.length);
      await pause(Math.max(0, begun + ((k + 1) * 1000) / fps - performance.now()));
    }
    // The last frame is seen as long as the others.
    given(share.call("draw", clocks[clocks.length - 1]));
    taker.requestFrame();
    await pause(MARGIN);
    const seconds = (performance.now() - begun) / 1000;
    recorder.stop();
    await stopped;
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    return new Blob([given(share.call("recorded", format.key, bytes, seconds))], { type: format.media_type });
  } finally {
    if (recorder.state !== "inactive") recorder.stop();
    track.stop();
  }
}
