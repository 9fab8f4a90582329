// @ts-check
// Three optimizers on Rosenbrock's valley as one writes them by hand, with every iterate and loss kept.

/** The loss at w; its gradient is left in g. @param {ArrayLike<number>} w @param {number[]} g */
export function rosenbrock(w, g) {
  const [u, v] = [1 - w[0], w[1] - w[0] * w[0]];
  g[0] = -2 * u - 400 * w[0] * v;
  g[1] = 200 * v;
  return u * u + 100 * v * v;
}

/** @typedef {{ path: Float64Array, losses: Float64Array }} Run */

/** @param {number} rate @param {number} steps @param {number} x @param {number} y @returns {Run} */
export function gradientDescent(rate, steps, x = -1.5, y = 2) {
  const [path, losses] = [new Float64Array(2 * steps + 2), new Float64Array(steps + 1)];
  for (let t = 0; ; t += 1) {
    const u = 1 - x;
    const v = y - x * x;
    path[2 * t] = x;
    path[2 * t + 1] = y;
    losses[t] = u * u + 100 * v * v;
    if (t === steps) return { path, losses };
    const gx = -2 * u - 400 * x * v;
    x -= rate * gx;
    y -= rate * 200 * v;
  }
}

/** @param {number} rate @param {number} steps @param {number} x @param {number} y @returns {Run} */
export function momentum(rate, steps, x = -1.5, y = 2) {
  const [path, losses] = [new Float64Array(2 * steps + 2), new Float64Array(steps + 1)];
  let [vx, vy] = [0, 0];
  for (let t = 0; ; t += 1) {
    const u = 1 - x;
    const v = y - x * x;
    path[2 * t] = x;
    path[2 * t + 1] = y;
    losses[t] = u * u + 100 * v * v;
    if (t === steps) return { path, losses };
    vx = 0.9 * vx - rate * (-2 * u - 400 * x * v);
    vy = 0.9 * vy - rate * 200 * v;
    x += vx;
    y += vy;
  }
}

/** @param {number} rate @param {number} steps @param {number} x @param {number} y @returns {Run} */
export function adam(rate, steps, x = -1.5, y = 2) {
  const [path, losses] = [new Float64Array(2 * steps + 2), new Float64Array(steps + 1)];
  let [sx, sy, rx, ry, p1, p2] = [0, 0, 0, 0, 1, 1];
  for (let t = 0; ; t += 1) {
    const u = 1 - x;
    const v = y - x * x;
    path[2 * t] = x;
    path[2 * t + 1] = y;
    losses[t] = u * u + 100 * v * v;
    if (t === steps) return { path, losses };
    const gx = -2 * u - 400 * x * v;
    const gy = 200 * v;
    sx = 0.9 * sx + 0.1 * gx;
    sy = 0.9 * sy + 0.1 * gy;
    rx = 0.99 * rx + 0.01 * gx * gx;
    ry = 0.99 * ry + 0.01 * gy * gy;
    p1 *= 0.9;
    p2 *= 0.99;
    x -= (rate * (sx / (1 - p1))) / (Math.sqrt(rx / (1 - p2)) + 1e-8);
    y -= (rate * (sy / (1 - p1))) / (Math.sqrt(ry / (1 - p2)) + 1e-8);
  }
}
