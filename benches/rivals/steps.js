// @ts-check
// The same updates by several programs in one page, in turns: what a step of each costs, and whether they agree.
//
// Every candidate keeps all iterates of its run, as ours does; where one also keeps losses or states, that is said.

import init, { Engine } from "./pkg/steepest.js";
import initBeside, { Job, Surveyor } from "./pkg/beside.js";
import { adam, gradientDescent, momentum, rosenbrock } from "./by-hand.js";

const at = (/** @type {string} */ name) => new URL(`./pkg/${name}_bg.wasm`, import.meta.url);
await Promise.all([init({ module_or_path: at("steepest") }), initBeside({ module_or_path: at("beside") })]);

const { fmin, tf } = /** @type {any} */ (globalThis);

/** Steps of a run, and those of a program that is a thousand times slower. */
const [STEPS, FEW] = [10_000, 100];

/** Steps over which paths are compared: later on a last bit may have become a digit that is seen. */
const COMPARED = 200;

/** Milliseconds that a sample takes at least: the browser's clock counts in steps of a tenth. */
const SAMPLE = 25;

/** Turns, of which each candidate's quickest counts. */
const TURNS = 5;

/** Numbers that stand before the points of a run that a job returns: its outcome, and how many there are of what. */
const HEAD = 9;

/** Runs on a side of a map, whose starts lie close to the one start of all others. */
const SIDE = 16;

/** The contenders, as in a link, and as the rivals spell them. */
const RULES = [
  {
    key: "gradient_descent",
    contender: "gradient_descent,rate:0.001",
    byHand: (/** @type {number} */ steps) => gradientDescent(0.001, steps),
    fmin: (/** @type {object[] | undefined} */ history) =>
      fmin.gradientDescent(rosenbrock, [-1.5, 2], { learnRate: 0.001, maxIterations: STEPS + 1, history }),
    tf: () => tf.train.sgd(0.001),
  },
  {
    key: "momentum",
    contender: "momentum,rate:0.0005",
    byHand: (/** @type {number} */ steps) => momentum(0.0005, steps),
    tf: () => tf.train.momentum(0.0005, 0.9),
  },
  {
    key: "adam",
    contender: "adam,rate:0.02",
    byHand: (/** @type {number} */ steps) => adam(0.02, steps),
    tf: () => tf.train.adam(0.02, 0.9, 0.99, 1e-8),
  },
];

const link = (/** @type {string} */ contender, /** @type {number} */ steps) =>
  `v=1&on=rosenbrock&view=-2,2,-1,3&start=-1.5,2&seed=0&steps=${steps}&c=${contender}`;

/** Milliseconds of one call, from as many as fill a sample. @param {() => void} work */
function sample(work) {
  let [calls, spent] = [0, 0];
  for (const from = performance.now(); spent < SAMPLE; spent = performance.now() - from) {
    work();
    calls += 1;
  }
  return spent / calls;
}

/** The loss as a user of TensorFlow.js writes it. @param {any} w */
function loss(w) {
  const [x, y] = tf.split(w, 2);
  return tf.add(tf.square(tf.sub(1, x)), tf.mul(100, tf.square(tf.sub(y, tf.square(x))))).asScalar();
}

/** All iterates of a run by TensorFlow.js, read back after every update. @param {any} optimizer @param {number} steps */
function byTensors(optimizer, steps) {
  const w = tf.variable(tf.tensor1d([-1.5, 2]));
  const path = new Float64Array(2 * steps + 2);
  path.set(w.dataSync());
  for (let t = 1; t <= steps; t += 1) {
    optimizer.minimize(() => loss(w));
    path.set(w.dataSync(), 2 * t);
  }
  w.dispose();
  optimizer.dispose();
  return path;
}

/** How far two paths are from one another at first. @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
function apart(a, b) {
  let most = 0;
  for (let k = 0; k < Math.min(a.length, b.length, 2 * COMPARED + 2); k += 1) most = Math.max(most, Math.abs(a[k] - b[k]));
  return most;
}

/** A race of ours in the module that computes beside the page. @param {string} text */
function job(text) {
  const made = new Job(text);
  while (made.advance() < 1);
  return made.runs();
}

/** The backends of TensorFlow.js that work here. */
async function backends() {
  if (!tf) return [];
  tf.wasm?.setWasmPaths(new URL("./node_modules/@tensorflow/tfjs-backend-wasm/dist/", location.href).href);
  const working = [];
  for (const name of ["cpu", "wasm"]) {
    if (await tf.setBackend(name).catch(() => false)) working.push(name);
  }
  return working;
}

/**
 * What a step costs.
 *
 * @returns {Promise<{ rule: string, who: string, ns: number, apart: number }[]>} ns a step, and how far each path is from ours
 */
async function steps() {
  const working = await backends();
  const rows = [];
  for (const rule of RULES) {
    const text = link(rule.contender, STEPS);
    const engine = new Engine();
    engine.open(text);
    const ours = [...engine.points(0, 0)];
    const rates = ["0.00051", "0.0005"];
    let edits = 0;
    const box = new Float64Array([-1.501, -1.499, 1.999, 2.001]);
    const [surveyor, single] = [false, true].map((alone) => new Surveyor(link(rule.contender, 10) + `&map=basins,budget:${STEPS}`, SIDE, SIDE, box, alone));
    const whole = new Float64Array([0, 1, 0, SIDE, 0]);
    /** @type {[who: string, steps: number, work: () => void, path: ArrayLike<number> | null][]} */
    const candidates = [
      ["page", STEPS, () => engine.edit("contenders.1.rate", rates[(edits += 1) % 2]), ours],
      ["beside", STEPS, () => void job(text), job(text)[0].slice(HEAD)],
      ["alone", STEPS * SIDE * SIDE, () => void single.make(whole), null],
      ["lanes", STEPS * SIDE * SIDE, () => void surveyor.make(whole), null],
      ["by hand", STEPS, () => void rule.byHand(STEPS), rule.byHand(STEPS).path],
    ];
    if (fmin && rule.fmin) {
      /** @type {any[]} */
      const history = [];
      rule.fmin(history);
      candidates.push(["fmin, with its history", STEPS + 1, () => rule.fmin([]), history.flatMap(({ x }) => x)]);
      candidates.push(["fmin, end alone", STEPS + 1, () => rule.fmin(undefined), null]);
    }
    for (const backend of working) {
      await tf.setBackend(backend);
      const path = byTensors(rule.tf(), FEW);
      candidates.push([`TensorFlow.js, ${backend}`, FEW, () => void byTensors(rule.tf(), FEW), path]);
    }
    const least = candidates.map(() => Infinity);
    for (let turn = 0; turn < TURNS; turn += 1) {
      for (const [k, [who, , work]] of candidates.entries()) {
        if (who.startsWith("Tensor")) await tf.setBackend(who.split(", ")[1]);
        least[k] = Math.min(least[k], sample(work));
      }
    }
    for (const [k, [who, count, , path]] of candidates.entries()) {
      rows.push({ rule: rule.key, who, ns: (1e6 * least[k]) / count, apart: path ? apart(path, ours) : NaN });
    }
    for (const made of [engine, surveyor, single]) made.free();
  }
  return rows;
}

/** Whole searches by fmin until it stops, and ours with as many steps: microseconds, and the loss at the end. */
function searches() {
  if (!fmin) return [];
  const methods = [
    { key: "conjugate_gradient", theirs: (/** @type {object} */ options) => fmin.conjugateGradient(rosenbrock, [-1.5, 2], { maxIterations: 500, ...options }) },
    { key: "nelder_mead", theirs: (/** @type {object} */ options) => fmin.nelderMead((/** @type {number[]} */ w) => rosenbrock(w, [0, 0]), [-1.5, 2], { maxIterations: 500, ...options }) },
  ];
  return methods.map(({ key, theirs }) => {
    /** @type {any[]} */
    const history = [];
    const end = theirs({ history }).fx;
    const count = history.length - 1;
    const text = link(`${key},rate:1`, count);
    const [engine, losses] = [new Engine(), rosenbrock];
    engine.open(text);
    const path = engine.points(0, 0);
    const ours = losses([path[2 * count], path[2 * count + 1]], [0, 0]);
    let [our, their] = [Infinity, Infinity];
    for (let turn = 0; turn < TURNS; turn += 1) {
      our = Math.min(our, sample(() => void job(text)));
      their = Math.min(their, sample(() => theirs({ history: [] })));
    }
    engine.free();
    return { key, count, ours: 1e3 * our, theirs: 1e3 * their, ourLoss: ours, theirLoss: end };
  });
}

/** One run by hand of so many steps, and by ours, for how both grow: microseconds. @param {number} count */
function growth(count) {
  const text = link("adam,rate:0.02", count);
  let [ours, theirs] = [Infinity, Infinity];
  for (let turn = 0; turn < TURNS; turn += 1) {
    ours = Math.min(ours, sample(() => void job(text)));
    theirs = Math.min(theirs, sample(() => void adam(0.02, count)));
  }
  return { ours: 1e3 * ours, theirs: 1e3 * theirs };
}

/** @type {any} */ (globalThis).rivals = { steps, searches, growth, fmin: Boolean(fmin), tf: Boolean(tf) };
