// @ts-check
// Optimizers' paths over contours, the usual way with D3 and SVG: what the page is measured against.
//
// The contours are paths of d3-contour, made once; a path's `d` is written anew in every frame as far as its run has come,
// and a circle is its head.
// The other usual way, one `<line>` appended for every step, is `?lines`.

import { adam, gradientDescent, momentum } from "./by-hand.js";

const { d3 } = /** @type {any} */ (globalThis);

/** A whole animation takes this long, in milliseconds, as ours. */
const RACE = 10_000;

/** Points of the grid of contours on a side. */
const GRID = 150;

const LINES = new URLSearchParams(location.search).has("lines");

const [X, Y] = [[-2, 2], [-1, 3]];

/** Two of each, at other rates, and so on. */
const RUNS = [
  (/** @type {number} */ steps, factor = 1) => gradientDescent(0.001 * factor, steps),
  (/** @type {number} */ steps, factor = 1) => momentum(0.001 * factor, steps),
  (/** @type {number} */ steps, factor = 1) => adam(0.05 * factor, steps),
  (/** @type {number} */ steps, factor = 1) => adam(0.02 * factor, steps),
];

/** A plot of `size` pixels with its contours. @param {number} size */
function plot(size) {
  const [x, y] = [d3.scaleLinear(X, [0, size]), d3.scaleLinear(Y, [size, 0])];
  const svg = d3.select("main").append("svg").attr("width", size + 40).attr("height", size + 30).append("g").attr("transform", "translate(30, 5)");
  const values = new Float64Array(GRID * GRID);
  for (let row = 0; row < GRID; row += 1) {
    for (let column = 0; column < GRID; column += 1) {
      const [u, v] = [x.invert(((column + 0.5) * size) / GRID), y.invert(((row + 0.5) * size) / GRID)];
      values[row * GRID + column] = (1 - u) ** 2 + 100 * (v - u * u) ** 2;
    }
  }
  const thresholds = d3.range(-4, 12).map((/** @type {number} */ k) => 2 ** k);
  const color = d3.scaleSequentialLog(d3.extent(thresholds), d3.interpolateYlGnBu);
  svg.append("g").attr("stroke", "#fff").attr("stroke-width", 0.5).selectAll("path")
    .data(d3.contours().size([GRID, GRID]).thresholds(thresholds)(values)).join("path")
    .attr("d", d3.geoPath(d3.geoIdentity().scale(size / GRID))).attr("fill", (/** @type {any} */ { value }) => color(value));
  svg.append("g").attr("transform", `translate(0, ${size})`).call(d3.axisBottom(x));
  svg.append("g").call(d3.axisLeft(y));
  return { svg, line: d3.line((/** @type {number[]} */ [u]) => x(u), (/** @type {number[]} */ [, v]) => y(v)), x, y };
}

/** What is shown: plots, each with its paths. @type {{ points: number[][], path: any, head: any, plot: any, drawn: number, make: (factor: number) => any }[]} */
let shown = [];
let steps = 0;
/** @type {any} */
let timer;

/** A run's points as D3 likes them. @param {import("./by-hand.js").Run} run */
const pointsOf = ({ path }) => d3.range(path.length / 2).map((/** @type {number} */ t) => [path[2 * t], path[2 * t + 1]]);

/** Draws all paths up to step `t`. @param {number} t */
function draw(t) {
  for (const run of shown) {
    const { points, path, head, plot: { line, x, y } } = run;
    if (LINES) {
      for (; run.drawn < t; run.drawn += 1) {
        const [from, to] = [points[run.drawn], points[run.drawn + 1]];
        path.append("line").attr("x1", x(from[0])).attr("y1", y(from[1])).attr("x2", x(to[0])).attr("y2", y(to[1]));
      }
    } else {
      path.attr("d", line(points.slice(0, t + 1)));
    }
    head.attr("cx", x(points[t][0])).attr("cy", y(points[t][1]));
  }
}

/** Shows `panels` plots with `each` paths in them, of so many steps. @param {number} panels @param {number} each @param {number} count @param {number} size */
function open(panels, each, count, size) {
  timer?.stop();
  d3.select("main").selectAll("*").remove();
  steps = count;
  shown = d3.range(panels).flatMap((/** @type {number} */ k) => {
    const made = plot(size);
    return d3.range(each).map((/** @type {number} */ j) => {
      const kind = k + j;
      const make = (/** @type {number} */ factor) => RUNS[kind % RUNS.length](count, factor);
      const group = made.svg.append("g").attr("fill", "none").attr("stroke", d3.schemeCategory10[kind % 10]).attr("stroke-width", 2);
      const head = made.svg.append("circle").attr("r", 4).attr("fill", d3.schemeCategory10[kind % 10]);
      return { points: pointsOf(make(1)), path: LINES ? group : group.append("path"), head, plot: made, drawn: 0, make };
    });
  });
  draw(0);
}

/** Lets it run from the beginning, or at once to the end. */
function play() {
  timer?.stop();
  timer = d3.timer((/** @type {number} */ elapsed) => {
    const t = Math.min(Math.floor((elapsed / RACE) * steps), steps);
    draw(t);
    if (t === steps) timer.stop();
  });
}

/** Stands still at the end of the race. */
function end() {
  timer?.stop();
  draw(steps);
}

/** The first run at another rate, drawn to its end. @param {number} factor */
function edit(factor) {
  const [run] = shown;
  run.points = pointsOf(run.make(factor));
  draw(steps);
}

open(1, 4, 2_000, 600);
play();
d3.timeout(() => performance.mark("first picture"));
/** @type {any} */ (globalThis).rival = { open, play, end, edit };
