// @ts-check
// Measures the open page; `cargo run -- bench` evaluates it there and prints what it returns.
// Times are in milliseconds.

/** Six contenders with 2,000 steps each, on the valley. */
const SIX = "v=1&on=rosenbrock&view=-2,2,-1,3&start=-1.5,2&seed=0&steps=2000&c=gradient_descent,rate:0.001&c=momentum,rate:0.001&c=nesterov,rate:0.001&c=adagrad,rate:0.5&c=rmsprop,rate:0.004&c=adam,rate:0.02";

/** Nine contenders, for panels that play. */
const NINE = `${SIX}&c=adam,rate:0.05&c=momentum,rate:0.0005&c=nesterov,rate:0.0005`;

const REPEATS = 60;

/** @param {number[]} values @param {number} share */
const quantile = (values, share) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];

const nextFrame = () => new Promise(requestAnimationFrame);

/** Opens a link in the page and waits until it is drawn, standing still at the end of the race. */
async function show(/** @type {string} */ link) {
  const { lab, player } = await import("./www/main.js");
  location.hash = link;
  for (let k = 0; k < 4; k += 1) await nextFrame();
  player.pause();
  player.seek(player.steps);
  for (let k = 0; k < 4; k += 1) await nextFrame();
  return { lab, player };
}

/**
 * From a slider's event to the end of the redraw, and what of it each call of the engine takes.
 *
 * Every repetition sets another learning rate; the picture is then read back, so that it has really been drawn.
 */
async function slider() {
  const { lab } = await show(SIX);
  /** @type {Record<string, number>} */
  const parts = {};
  const call = lab.call;
  lab.call = function (/** @type {string} */ method, /** @type {any[]} */ ...args) {
    const from = performance.now();
    const answer = call.call(this, method, ...args);
    parts[method] = (parts[method] ?? 0) + performance.now() - from;
    return answer;
  };
  const element = /** @type {HTMLInputElement} */ (document.querySelector('[data-slider="contenders.1.rate"]'));
  const canvases = [...document.querySelectorAll(".plot > canvas[role=img]")];
  /** @type {number[]} */
  const totals = [];
  /** @type {number[]} */
  const rasters = [];
  for (let k = -5; k < REPEATS; k += 1) {
    if (k === 0) for (const method of Object.keys(parts)) parts[method] = 0;
    await nextFrame();
    const from = performance.now();
    element.value = String(0.4 + 0.15 * Math.sin(k));
    element.dispatchEvent(new Event("input", { bubbles: true }));
    const handled = performance.now() - from;
    // Callbacks of one frame run in the order of their requests, and the page's request is older.
    const drawn = await new Promise((done) => requestAnimationFrame(() => done(globalThis.frameWork.at(-1))));
    const flush = performance.now();
    for (const canvas of canvases) /** @type {any} */ (canvas).getContext("2d").getImageData(0, 0, 1, 1);
    if (k >= 0) {
      totals.push(handled + drawn);
      rasters.push(performance.now() - flush);
    }
  }
  lab.call = call;
  const rest = totals.reduce((sum, value) => sum + value, 0) - Object.values(parts).reduce((sum, value) => sum + value, 0);
  const share = Object.entries({ ...parts, "the page's own code": rest }).map(([name, sum]) => [name, sum / REPEATS]);
  return {
    median: quantile(totals, 0.5),
    worst: quantile(totals, 0.95),
    raster: quantile(rasters, 0.5),
    parts: share.filter(([, mean]) => Number(mean) > 0.005).sort((a, b) => Number(b[1]) - Number(a[1])),
    byHand: byHand(),
  };
}

/** The same work by hand: six loops of Adam in plain JavaScript, and six lines on a canvas of a panel's size. */
function byHand() {
  const context = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d", { willReadFrequently: false }));
  context.canvas.width = 280;
  context.canvas.height = 210;
  const times = [];
  for (let k = 0; k < REPEATS; k += 1) {
    const from = performance.now();
    for (let contender = 0; contender < 6; contender += 1) {
      const path = adam(0.02 + 1e-4 * k, 2000);
      context.clearRect(0, 0, 280, 210);
      context.beginPath();
      for (let t = 0; t < path.length; t += 2) context.lineTo(140 + 70 * path[t], 150 - 50 * path[t + 1]);
      context.stroke();
    }
    context.getImageData(0, 0, 1, 1);
    times.push(performance.now() - from);
  }
  return quantile(times, 0.5);
}

/** Adam on Rosenbrock's valley with its gradient by hand. @param {number} rate @param {number} steps */
function adam(rate, steps) {
  const path = new Float64Array(2 * steps + 2);
  let [x, y, sx, sy, rx, ry, p1, p2] = [-1.5, 2, 0, 0, 0, 0, 1, 1];
  path[0] = x;
  path[1] = y;
  for (let t = 1; t <= steps; t += 1) {
    const d = y - x * x;
    const gx = -2 * (1 - x) - 400 * x * d;
    const gy = 200 * d;
    sx = 0.9 * sx + 0.1 * gx;
    sy = 0.9 * sy + 0.1 * gy;
    rx = 0.99 * rx + 0.01 * gx * gx;
    ry = 0.99 * ry + 0.01 * gy * gy;
    p1 *= 0.9;
    p2 *= 0.99;
    x -= (rate * (sx / (1 - p1))) / (Math.sqrt(rx / (1 - p2)) + 1e-8);
    y -= (rate * (sy / (1 - p1))) / (Math.sqrt(ry / (1 - p2)) + 1e-8);
    path[2 * t] = x;
    path[2 * t + 1] = y;
  }
  return path;
}

/** Nine panels begin to play; the caller measures while they do. */
async function play() {
  const { player } = await show(NINE);
  player.speed = 1;
  player.seek(0);
  player.play();
  globalThis.frameWork.length = 0;
}

/** Ends the measurement that `play` began. */
async function played() {
  const { player } = await import("./www/main.js");
  const work = [...globalThis.frameWork];
  player.pause();
  return { frames: work.length, script: quantile(work, 0.5), worst: quantile(work, 0.95) };
}

/** Opens what explains the runs, with all charts that there can be, or closes it. @param {boolean} on */
async function explain(on) {
  await show(NINE);
  const button = [.../** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("view-tools button"))].find(({ textContent }) => textContent === "See inside");
  if ((button?.ariaPressed === "true") !== on) button?.click();
  for (let k = 0; on && k < 600 && !document.querySelector("trace-charts .chart"); k += 1) await nextFrame();
  const more = /** @type {HTMLButtonElement | null} */ (document.querySelector("trace-charts > .bar button"));
  while (on && more && !more.disabled) more.click();
  for (let k = 0; k < 8; k += 1) await nextFrame();
  return document.querySelectorAll("trace-charts:not([hidden]) .chart").length;
}

/** A new landscape: colour field, contours, stationary points, paths. */
async function landscape() {
  const { lab } = await show(SIX);
  /** @type {number[]} */
  const draws = [];
  /** @type {number[]} */
  const edits = [];
  for (let k = 0; k < 20; k += 1) {
    let from = performance.now();
    lab.call("edit", "surface.b", String(100 + k));
    edits.push(performance.now() - from);
    from = performance.now();
    lab.call("draw", 0);
    draws.push(performance.now() - from);
    await nextFrame();
  }
  return { edit: quantile(edits, 0.5), draw: quantile(draws, 0.5) };
}

/** Six contenders through 10,000 data points in mini-batches of 32, one epoch. @param {string} model @param {string} start */
const epochOf = (model, start) => `v=1&on=${model},n:10000&view=-6,6,-6,6&start=${start}&seed=0&epochs=1${[2, 3, 4, 5, 6, 7].map((rate) => `&c=gradient_descent,rate:0.0${rate},batch:32`).join("")}`;

/** An edit of one contender, with which all six run their epoch anew, and how long the losses of all steps then take. */
async function epoch(/** @type {string} */ model, /** @type {string} */ start) {
  const { lab } = await show(epochOf(model, start));
  /** @type {number[]} */
  const edits = [];
  for (let k = 0; k < 20; k += 1) {
    const from = performance.now();
    lab.call("edit", "contenders.1.rate", String(0.0201 + 1e-4 * k));
    edits.push(performance.now() - from);
    await nextFrame();
  }
  const from = performance.now();
  const bar = /** @type {HTMLElement} */ (document.querySelector("job-bar"));
  while (lab.ask("missing") && performance.now() - from < 30_000) await nextFrame();
  return { least: Math.min(...edits), median: quantile(edits, 0.5), rest: bar.hidden ? performance.now() - from : NaN };
}

/** How long a proof is repeated, in ms: the browser's clock counts in steps of a tenth. */
const LONG_ENOUGH = 30;

/**
 * The proof of all stationary points of a function, from its formula: the first time, and the mean of as many as fill
 * LONG_ENOUGH, in ms.
 * @param {string} text @param {number[]} region
 */
async function proof(text, region) {
  // Which initialises the module.
  await (await import("./www/tables.js")).load();
  const { Provable } = await import("./www/pkg/beside.js");
  const prove = () => {
    const landscape = new Provable(text);
    const made = landscape.search(region[0], region[1], region[2], region[3]);
    while (!made.advance());
    made.census();
    made.free();
    landscape.free();
  };
  const from = performance.now();
  prove();
  const first = performance.now() - from;
  let [count, spent] = [0, 0];
  for (const again = performance.now(); spent < LONG_ENOUGH; spent = performance.now() - again) {
    prove();
    count += 1;
  }
  return { first, mean: spent / count };
}

/** Cells on a side, and updates, of the maps that are measured. */
const [SIDE, UPDATES] = [512, 500];

/** Adam on Himmelblau's function from everywhere. */
const FOUR = `v=1&on=himmelblau&view=-5,5,-5,5&start=0,0&seed=0&steps=10&c=adam,rate:0.05&map=basins,budget:${UPDATES}`;

/** A map on the main thread, with its runs one by one, side by side, and in plain JavaScript: ns a step, the lesser of two. */
async function map() {
  await (await import("./www/tables.js")).load();
  const { Surveyor } = await import("./www/pkg/beside.js");
  // Twice: all of it has to be done within a minute, after which nobody waits for a browser's answer.
  const least = (/** @type {() => void} */ work) => Math.min(...[0, 1].map(() => {
    const from = performance.now();
    work();
    return performance.now() - from;
  }));
  const whole = new Float64Array([0, 1, 0, SIDE, 0]);
  const times = [true, false].map((alone) => {
    const surveyor = new Surveyor(FOUR, SIDE, SIDE, new Float64Array([-5, 5, -5, 5]), alone);
    return least(() => void surveyor.make(whole));
  });
  times.push(least(mapByHand));
  const each = times.map((time) => (time * 1e6) / (SIDE * SIDE * UPDATES));
  return { alone: each[0], abreast: each[1], byHand: each[2] };
}

/** The same by hand: where each run ends, and since when it has stayed there. */
function mapByHand() {
  const minima = [3, 2, -2.805118, 3.131312, -3.77931, -3.283186, 3.584428, -1.848126];
  const xs = new Float64Array(UPDATES + 1);
  const ys = new Float64Array(UPDATES + 1);
  let sum = 0;
  for (let cell = 0; cell < SIDE * SIDE; cell += 1) {
    let [x, y] = [-5 + (10 * ((cell % SIDE) + 0.5)) / SIDE, -5 + (10 * (Math.floor(cell / SIDE) + 0.5)) / SIDE];
    let [sx, sy, rx, ry, p1, p2] = [0, 0, 0, 0, 1, 1];
    for (let t = 0; ; t += 1) {
      xs[t] = x;
      ys[t] = y;
      if (t === UPDATES) break;
      const [a, b] = [x * x + y - 11, x + y * y - 7];
      const [gx, gy] = [4 * x * a + 2 * b, 2 * a + 4 * y * b];
      sx = 0.9 * sx + 0.1 * gx;
      sy = 0.9 * sy + 0.1 * gy;
      rx = 0.99 * rx + 0.01 * gx * gx;
      ry = 0.99 * ry + 0.01 * gy * gy;
      p1 *= 0.9;
      p2 *= 0.99;
      x -= (0.05 * (sx / (1 - p1))) / (Math.sqrt(rx / (1 - p2)) + 1e-8);
      y -= (0.05 * (sy / (1 - p1))) / (Math.sqrt(ry / (1 - p2)) + 1e-8);
    }
    for (let k = 0; k < 8; k += 2) {
      if (Math.hypot(x - minima[k], y - minima[k + 1]) > 0.007) continue;
      let since = UPDATES;
      while (since > 0 && Math.hypot(xs[since - 1] - minima[k], ys[since - 1] - minima[k + 1]) <= 0.007) since -= 1;
      sum += since;
    }
  }
  return sum;
}

/** The same by so many workers, in pieces of eight rows: the least of three, in ms. @param {number} count */
async function mapByWorkers(count) {
  const workers = Array.from({ length: count }, () => new Worker(new URL("./www/worker.js", location.href), { type: "module" }));
  const round = () => new Promise((done) => {
    let [next, open] = [0, 0];
    const feed = (/** @type {Worker} */ worker) => {
      if (next >= SIDE) return open === 0 && done(undefined);
      worker.postMessage({ piece: new Float64Array([0, 1, next, next + 8, 0]), number: 1 });
      next += 8;
      open += 1;
    };
    for (const worker of workers) {
      worker.onmessage = () => ((open -= 1), feed(worker));
      feed(worker);
    }
  });
  for (const worker of workers) worker.postMessage({ survey: { text: FOUR, columns: SIDE, rows: SIDE, area: [-5, 5, -5, 5] }, number: 1 });
  await round();
  const times = [];
  for (let k = 0; k < 3; k += 1) {
    const from = performance.now();
    await round();
    times.push(performance.now() - from);
  }
  workers.forEach((worker) => worker.terminate());
  return Math.min(...times);
}

/** From the click to the first picture of a map, while a race plays; and frames until all is made. */
async function mapped() {
  const { player, lab } = await show(`${SIX}`);
  const button = [.../** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("view-tools button"))].find(({ textContent }) => textContent === "Maps");
  // Its module is loaded once.
  button?.click();
  while (!document.querySelector("map-card progress")) await nextFrame();
  while (/** @type {HTMLProgressElement} */ (document.querySelector("map-card progress")).value === 0) await nextFrame();
  button?.click();
  for (let k = 0; k < 20; k += 1) await nextFrame();
  player.speed = 1;
  player.seek(0);
  player.play();
  const from = performance.now();
  button?.click();
  const canvas = () => /** @type {HTMLCanvasElement | null} */ (document.querySelector(".panel canvas.map:not([hidden])"));
  while (!canvas()) await nextFrame();
  const first = performance.now() - from;
  globalThis.frameWork.length = 0;
  const began = performance.now();
  while (performance.now() - began < 3_000) await nextFrame();
  const frames = globalThis.frameWork.length / (performance.now() - began) * 1000;
  const worst = quantile(globalThis.frameWork, 0.95);
  player.pause();
  lab.call("edit", "map", "");
  await nextFrame();
  return { first, frames, worst };
}

/** Frames of an orbit. */
const ORBIT = 120;

/** The 3D view of six contenders is turned: what a frame takes of the main thread, and to raster what it has drawn. */
async function orbit() {
  await show(SIX);
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "i", bubbles: true }));
  while (!document.querySelector("relief-view")) await nextFrame();
  const view = /** @type {import("../www/elements/relief-view.js").ReliefView} */ (document.querySelector("relief-view"));
  view.on = true;
  for (let k = 0; k < 10; k += 1) await nextFrame();
  const plot = /** @type {HTMLElement} */ (view.querySelector(".plot"));
  const canvases = [...view.querySelectorAll("canvas")];
  /** @type {number[]} */
  const scripts = [];
  /** @type {number[]} */
  const rasters = [];
  for (let k = 0; k < ORBIT; k += 1) {
    plot.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft" }));
    const from = performance.now();
    view.draw();
    const drawn = performance.now();
    for (const canvas of canvases) canvas.getContext("2d")?.getImageData(0, 0, 1, 1);
    scripts.push(drawn - from);
    rasters.push(performance.now() - drawn);
    await nextFrame();
  }
  const { clientWidth: width, clientHeight: height } = plot;
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "i", bubbles: true }));
  const both = scripts.map((time, k) => time + rasters[k]);
  return { width, height, script: quantile(scripts, 0.5), median: quantile(both, 0.5), worst: quantile(both, 0.95) };
}

/** As a rival's page has them, and so on around. */
const FOUR_RIVALS = ["gradient_descent,rate:0.001", "momentum,rate:0.001", "adam,rate:0.05", "adam,rate:0.02"];

/** So many contenders of so many steps, at the end of their race. @param {number} contenders @param {number} steps @param {boolean} overlay */
async function stand(contenders, steps, overlay) {
  const all = Array.from({ length: contenders }, (_, k) => `&c=${FOUR_RIVALS[k % FOUR_RIVALS.length]}`).join("");
  const { player } = await show(`v=1&on=rosenbrock&view=-2,2,-1,3&start=-1.5,2&seed=0&steps=${steps}${all}${overlay ? "&see=overlay" : ""}`);
  const board = /** @type {import("../www/elements/race-board.js").RaceBoard} */ (document.querySelector("race-board"));
  if (board.overlay !== overlay || player.steps !== steps) throw new Error("the page shows another race");
  return player;
}

/** The same, playing. @param {number} contenders @param {number} steps @param {boolean} overlay */
async function race(contenders, steps, overlay) {
  const player = await stand(contenders, steps, overlay);
  player.speed = 1;
  player.seek(0);
  player.play();
}

/** Edits of the first contender's rate, one a frame. @param {number} count */
async function edits(count) {
  const element = /** @type {HTMLInputElement} */ (document.querySelector('[data-slider="contenders.1.rate"]'));
  for (let k = 0; k < count; k += 1) {
    element.value = String(0.4 + 0.01 * (k % 7));
    element.dispatchEvent(new Event("input", { bubbles: true }));
    await nextFrame();
  }
}

globalThis.bench = { stand, race, edits, slider, play, played, explain, landscape, epoch, proof, orbit, map, mapByWorkers, mapped };
