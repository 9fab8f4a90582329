"""The numbers of the lessons, computed by plain loops with gradients by hand.

    python3 lesson_numbers.py > lesson_numbers.json

Python 3.11, NumPy 2.4.6 (for maps, eigenvalues and the line through points); the same bytes at every run.
One function a recipe; none uses any code of the laboratory, of which only the made data and the noise are imitated.

A count of steps is the first step at which the stated condition holds, None if it never does.
"""

import json
import math

import numpy as np


# Optimizers: a state in a dict, one update of w (a list) from its gradient.

def descend(gradient, start, steps, update, rate=None, before=None):
    """All iterates w0, w1, ...: `update(w, g, t, state, rate)` is one step; `rate` may depend on t, from 0."""
    w, state, path = list(start), {}, [list(start)]
    for t in range(steps):
        eta = rate(t) if callable(rate) else rate
        at = before(w, state) if before else w
        w = update(w, gradient(at, t), t, state, eta)
        path.append(w)
        if not all(math.isfinite(c) for c in w):
            break
    return path


def gradient_descent(w, g, t, state, eta):
    return [a - eta * b for a, b in zip(w, g)]


def momentum(mu, averaged=False):
    def update(w, g, t, state, eta):
        v = state.get("v", [0.0] * len(w))
        share = 1 - mu if averaged else 1.0
        v = state["v"] = [mu * a - eta * share * b for a, b in zip(v, g)]
        return [a + b for a, b in zip(w, v)]
    return update


def nesterov(mu):
    """The update and the place where the gradient is taken."""
    def ahead(w, state):
        return [a + mu * b for a, b in zip(w, state.get("v", [0.0] * len(w)))]
    return momentum(mu), ahead


def adagrad(delta=1e-10):
    def update(w, g, t, state, eta):
        r = state["r"] = [a + b * b for a, b in zip(state.get("r", [0.0] * len(w)), g)]
        return [a - eta * b / (math.sqrt(c) + delta) for a, b, c in zip(w, g, r)]
    return update


def rmsprop(alpha=0.9, delta=1e-8):
    def update(w, g, t, state, eta):
        r = state["r"] = [alpha * a + (1 - alpha) * b * b for a, b in zip(state.get("r", [0.0] * len(w)), g)]
        return [a - eta * b / (math.sqrt(c) + delta) for a, b, c in zip(w, g, r)]
    return update


def adadelta(rho=0.9, eps=1e-6):
    def update(w, g, t, state, eta):
        zero = [0.0] * len(w)
        r = state["r"] = [rho * a + (1 - rho) * b * b for a, b in zip(state.get("r", zero), g)]
        u = state.get("u", zero)
        step = [math.sqrt(a + eps) / math.sqrt(b + eps) * c for a, b, c in zip(u, r, g)]
        state["u"] = [rho * a + (1 - rho) * b * b for a, b in zip(u, step)]
        return [a - eta * b for a, b in zip(w, step)]
    return update


def adam(beta1=0.9, beta2=0.99, delta=1e-8, corrected=True, amsgrad=False):
    def update(w, g, t, state, eta):
        zero = [0.0] * len(w)
        s = state["s"] = [beta1 * a + (1 - beta1) * b for a, b in zip(state.get("s", zero), g)]
        r = state["r"] = [beta2 * a + (1 - beta2) * b * b for a, b in zip(state.get("r", zero), g)]
        if amsgrad:
            r = state["most"] = [max(a, b) for a, b in zip(state.get("most", zero), r)]
        c1, c2 = (1 - beta1 ** (t + 1), 1 - beta2 ** (t + 1)) if corrected else (1.0, 1.0)
        return [a - eta * (b / c1) / (math.sqrt(c / c2) + delta) for a, b, c in zip(w, s, r)]
    return update


# What is asked of a path.

def first(path, there):
    return next((t for t, w in enumerate(path) if there(w)), None)


def norm(w):
    return math.sqrt(sum(a * a for a in w))


def rises(path, loss):
    values = [loss(w) for w in path]
    return sum(b > a for a, b in zip(values, values[1:]))


def variance(values):
    mean = sum(values) / len(values)
    return sum((a - mean) ** 2 for a in values) / len(values)


# Losses with their gradients.

def quadratic(a, b, degrees=0.0):
    """(a u² + b v²)/2 in axes turned by `degrees`."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    def loss(w):
        u, v = c * w[0] + s * w[1], c * w[1] - s * w[0]
        return (a * u * u + b * v * v) / 2
    def gradient(w, t=0):
        u, v = c * w[0] + s * w[1], c * w[1] - s * w[0]
        return [a * u * c - b * v * s, a * u * s + b * v * c]
    return loss, gradient


ZIGZAG = quadratic(0.1, 10)
TROUGH = quadratic(0.2, 4)
RAVINE = quadratic(1, 100)


def himmelblau(w):
    x, y = w
    return (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2


def himmelblau_gradient(w, t=0):
    x, y = w
    a, b = x * x + y - 11, x + y * y - 7
    return [4 * x * a + 2 * b, 2 * a + 4 * y * b]


def himmelblau_hessian(w):
    x, y = w
    return np.array([[12 * x * x + 4 * y - 42, 4 * (x + y)], [4 * (x + y), 12 * y * y + 4 * x - 26]])


def saddle_gradient(w, t=0):
    """Of x⁴/4 − x²/2 + y²/2."""
    return [w[0] ** 3 - w[0], w[1]]


# Recipes, in the order of the course; each says what its numbers are.

def steepest_descent():
    """(x² + 4y²)/2 from (-4, 2), rate 0.1: the first step, the lengths of the first and the tenth, rises of the loss."""
    loss, gradient = quadratic(1, 4)
    path = descend(gradient, (-4, 2), 60, gradient_descent, 0.1)
    steep = descend(gradient, (0, 3), 60, gradient_descent, 0.1)
    return {
        "w1": path[1], "lengths of steps 1, 10": [math.dist(path[0], path[1]), math.dist(path[9], path[10])],
        "rises": rises(path, loss), "from (0, 3), |w| < 1e-3": first(steep, lambda w: norm(w) < 1e-3),
    }


def too_small_good_too_large():
    """x² from 10, ten steps of gradient descent: x."""
    gradient = lambda w, t: [2 * w[0]]
    return {f"x10 at {eta}": descend(gradient, [10], 10, gradient_descent, eta)[10][0] for eta in (0.05, 0.2, 1.1)}


def critical_rate():
    """0.05 x² + 5 y² from (-4, 2): first step with loss < 1e-3."""
    loss, gradient = ZIGZAG
    numbers = {}
    for eta in (0.05, 0.18, 0.2, 0.21):
        path = descend(gradient, (-4, 2), 1000, gradient_descent, eta)
        numbers[f"steps at {eta}"] = first(path, lambda w: loss(w) < 1e-3)
        numbers[f"loss 1000 at {eta}"] = loss(path[1000])
    numbers["beyond a million at 0.21"] = first(path, lambda w: norm(w) > 1e6)
    return numbers


def small_move_disaster():
    """0.1 x² + 2 y² from (-5, -2), 20 steps: w."""
    return {f"w20 at {eta}": descend(TROUGH[1], (-5, -2), 20, gradient_descent, eta)[20] for eta in (0.4, 0.6)}


def momentum_cures():
    """The same at the rate 0.6 with momentum."""
    of = lambda mu: descend(TROUGH[1], (-5, -2), 20, momentum(mu), 0.6)[20]
    return {f"w20 at momentum {mu}": of(mu) for mu in (0, 0.25, 0.5)}


def momentum_widens_stability():
    """diag(1, 100) from (2.5, 1.5), 3000 steps: the distance from the minimum, on both sides of (2 + 2μ)/100."""
    numbers = {}
    for mu, inside, outside in ((0, 0.0199, 0.0201), (0.5, 0.0299, 0.0301), (0.9, 0.0379, 0.0381)):
        for eta in (inside, outside):
            numbers[f"norm 3000 at {mu}, {eta}"] = norm(descend(RAVINE[1], (2.5, 1.5), 3000, momentum(mu), eta)[-1])
    return numbers


def best_of_both():
    """diag(1, 100) from (2.5, 1.5) at the best rates: first step with |w| < 1e-3."""
    near = lambda w: norm(w) < 1e-3
    plain = descend(RAVINE[1], (2.5, 1.5), 1000, gradient_descent, 2 / 101)
    heavy = descend(RAVINE[1], (2.5, 1.5), 1000, momentum((9 / 11) ** 2), (2 / 11) ** 2)
    return {"gradient descent": first(plain, near), "heavy ball": first(heavy, near)}


def damping():
    """(1 - x)² + 20 (3y - x²)² from (-1.21, 0.853) at the rate 0.003: distance from (1, 1/3) after 150 steps."""
    return {f"distance 150 at momentum {mu}": banana_distances(mu, 0.003, 150, ahead=False) for mu in (0, 0.74, 0.9, 0.98)}


def looking_ahead_damps():
    """diag(1, 100) from (2.5, 1.5), momentum 0.9, rate 0.01: first step with |w| < 1e-3, and the largest |y| after 10."""
    update, ahead = nesterov(0.9)
    near = lambda w: norm(w) < 1e-3
    heavy = descend(RAVINE[1], (2.5, 1.5), 400, momentum(0.9), 0.01)
    nag = descend(RAVINE[1], (2.5, 1.5), 400, update, 0.01, ahead)
    lost = descend(RAVINE[1], (2.5, 1.5), 3000, update, 0.0137, ahead)
    kept = descend(RAVINE[1], (2.5, 1.5), 3000, update, 0.0135, ahead)
    return {
        "heavy ball": first(heavy, near), "Nesterov": first(nag, near),
        "norm 3000 of Nesterov at 0.0135": norm(kept[-1]), "norm 3000 of Nesterov at 0.0137": norm(lost[-1]),
        "limit": (2 + 2 * 0.9) / (1 + 2 * 0.9) / 100,
        "banana at 0.0015, momentum 0.95, distance 300": banana_distances(0.95, 0.0015, 300),
        "sharpness where the banana's runs start": banana_sharpness(-1.21, 0.853),
        "banana's limits at momentum 0.98": [
            3.96 / banana_sharpness(-1.21, 0.853), 3.96 / 2.96 / banana_sharpness(-1.21, 0.853)
        ],
    }


def heavy_ball_cycles():
    """L' = 25x below 1, x + 24 up to 2, 25x - 24 beyond, from 3.3: the last three of 100 iterates."""
    slope = lambda w, t=0: [25 * w[0] if w[0] < 1 else w[0] + 24 if w[0] < 2 else 25 * w[0] - 24]
    update, ahead = nesterov(2 / 3)
    nag = descend(slope, [3.3], 100, update, 1 / 25, ahead)
    heavy = descend(slope, [3.3], 100, momentum(4 / 9), 1 / 9)
    plain = descend(slope, [3.3], 100, gradient_descent, 2 / 26)
    calm = descend(slope, [3.3], 100, momentum(4 / 9), 0.04)
    return {
        "heavy ball 98 to 100": [w[0] for w in heavy[98:]],
        "loss there": 12.5 * heavy[100][0] ** 2,
        "Nesterov, |x| < 1e-3": first(nag, lambda w: abs(w[0]) < 1e-3),
        "gradient descent, |x| < 1e-3": first(plain, lambda w: abs(w[0]) < 1e-3),
        "heavy ball at 0.04, |x| < 1e-3": first(calm, lambda w: abs(w[0]) < 1e-3),
        "diag(1, 25) from (3.3, 2), |w| < 1e-3": [
            first(descend(quadratic(1, 25)[1], (3.3, 2), 150, rule, eta), lambda w: norm(w) < 1e-3)
            for rule, eta in ((momentum(4 / 9), 1 / 9), (gradient_descent, 2 / 26))
        ],
    }


def effective_rate():
    """0.01 x² from 1, 500 steps: x."""
    gradient = lambda w, t: [0.02 * w[0]]
    of = lambda update, eta: descend(gradient, [1], 500, update, eta)[500][0]
    return {
        "gradient descent at 0.1": of(gradient_descent, 0.1), "momentum 0.9 at 0.01": of(momentum(0.9), 0.01),
        "gradient descent at 0.01": of(gradient_descent, 0.01),
    }


def effective_rate_of_oscillation():
    """x²/2 from 1, momentum 0.5 at the limit 2 (1 + μ) = 3: x after 99 and 100 steps, and gradient descent at 2."""
    gradient = lambda w, t: [w[0]]
    heavy = descend(gradient, [1], 100, momentum(0.5), 3)
    plain = descend(gradient, [1], 100, gradient_descent, 2)
    return {"momentum": [w[0] for w in heavy[99:]], "gradient descent": [w[0] for w in plain[99:]]}


def convention_trap():
    """0.05 x² + 5 y² from (-4, 2), rate 0.18, momentum 0.9: first step with loss < 1e-3."""
    loss, gradient = ZIGZAG
    low = lambda w: loss(w) < 1e-3
    of = lambda averaged, eta: first(descend(gradient, (-4, 2), 1000, momentum(0.9, averaged), eta), low)
    return {"heavy ball": of(False, 0.18), "averaged": of(True, 0.18), "averaged at 1.8": of(True, 1.8)}


def saddle_escape():
    """x⁴/4 - x²/2 + y²/2 from (1e-6, 1), rate 0.1: first step with |x| > 0.5."""
    escaped = lambda w: abs(w[0]) > 0.5
    rules = {
        "gradient descent": gradient_descent, "momentum": momentum(0.9), "adagrad": adagrad(),
        "rmsprop": rmsprop(), "adam": adam(),
    }
    numbers = {}
    for delta in (1e-6, 1e-12, 0.0):
        for name, rule in rules.items():
            path = descend(saddle_gradient, (delta, 1), 400, rule, 0.1)
            numbers[f"{name} from {delta}"] = first(path, escaped)
    return numbers


def saddle_noise():
    """The same from (0, 1) exactly with noise 0.01 of seed 0 in the gradient: gradient descent, momentum."""
    gradient = noisy(saddle_gradient, 0.01, 0)
    escaped = lambda w: abs(w[0]) > 0.5
    return {
        "gradient descent": first(descend(gradient, (0, 1), 400, gradient_descent, 0.1), escaped),
        "momentum": first(descend(gradient, (0, 1), 400, momentum(0.9), 0.1), escaped),
    }


def adagrad_stalls():
    """0.1 x² + 2 y² from (-5, -2): w after so many steps."""
    of = lambda eta, t: descend(TROUGH[1], (-5, -2), t, adagrad(), eta)[t]
    numbers = {f"w{t} at {eta}": of(eta, t) for eta, t in ((0.4, 20), (0.4, 200), (2, 20), (1000, 1), (1000, 10))}
    numbers["|w| < 1e-3 at 1000"] = first(descend(TROUGH[1], (-5, -2), 50, adagrad(), 1000), lambda w: norm(w) < 1e-3)
    return numbers


def adagrad_and_rmsprop_on_an_even_slope():
    """10 y² + 0.2 (√(1 + x²) - 1) from (-7, 1.5) and (-40, 1.5): first step with x > -0.5, and where the run ends."""
    numbers = {}
    for name, rule, eta in (("adagrad", adagrad(), 0.3), ("rmsprop", rmsprop(), 0.05)):
        path = descend(valley_gradient, (-40, 1.5), 2000, rule, eta)
        numbers[f"{name} from far"] = first(path, lambda w: w[0] > -0.5)
        numbers[f"w2000 of {name} from far"] = path[2000]
    rules = (("adagrad", adagrad(), 0.3), ("rmsprop", rmsprop(), 0.05), ("gradient descent", gradient_descent, 0.09))
    for name, rule, eta in rules:
        path = descend(valley_gradient, (-7, 1.5), 600, rule, eta)
        numbers[name] = first(path, lambda w: w[0] > -0.5)
        numbers[f"w600 of {name}"] = path[600]
        numbers[f"|w600| of {name}"] = norm(path[600])
    return numbers


def rmsprop_on_the_trough():
    """0.1 x² + 2 y² from (-5, -2): w after so many steps."""
    of = lambda alpha, eta, t: descend(TROUGH[1], (-5, -2), t, rmsprop(alpha), eta)[t]
    return {
        "w1 at 0.4": of(0.9, 0.4, 1), "w1 at 0.4, 0.99": of(0.99, 0.4, 1), "w20 at 0.4": of(0.9, 0.4, 20),
        "w199 at 0.4": of(0.9, 0.4, 199), "w200 at 0.4": of(0.9, 0.4, 200), "w200 at 0.1": of(0.9, 0.1, 200),
    }


def bias_correction():
    """(x² + y²)/2 from (1, 1), rate 0.01, β 0.9 and 0.999: x with and without correction."""
    gradient = lambda w, t: list(w)
    of = lambda corrected: descend(gradient, (1, 1), 30, adam(beta2=0.999, corrected=corrected), 0.01)
    ratios = [(1 - 0.9**t) / math.sqrt(1 - 0.999**t) for t in range(1, 101)]
    slope = lambda corrected: descend(lambda w, t: [1.0], [0], 12, adam(beta2=0.999, corrected=corrected), 0.01)
    return {
        "x1 with": of(True)[1][0], "x1 without": of(False)[1][0],
        "x30 with": of(True)[30][0], "x30 without": of(False)[30][0],
        "largest ratio": max(ratios), "at step": 1 + ratios.index(max(ratios)), "ratio at step 1": ratios[0],
        "even slope, x12 with": slope(True)[12][0], "even slope, x12 without": slope(False)[12][0],
        "first step on diag(1, 100) from (2, 1) at 0.05": descend(RAVINE[1], (2, 1), 1, adam(), 0.05)[1],
        "notes' ratio at step 1": (1 - 0.9) / math.sqrt(1 - 0.99),
        "x1 without, 0.99": descend(gradient, (1, 1), 1, adam(corrected=False), 0.01)[1][0],
    }


def adam_fails():
    """Slope 4 at the first of three steps, -1 at the others, on [-1, 1] from 0: the first step beyond ±0.9."""
    def clipped(rule):
        def update(w, g, t, state, eta):
            return [min(1.0, max(-1.0, a)) for a in rule(w, g, t, state, eta)]
        return update
    def slope(large, small, period):
        return lambda w, t: [large if t % period == 0 else -small]
    root = lambda t: 0.3 / math.sqrt(1 + t)
    beta2 = 1 / 17
    wrong = descend(slope(4, 1, 3), [0], 400, clipped(adam(0, beta2, corrected=False)), root)
    right = descend(slope(4, 1, 3), [0], 400, clipped(adam(0, beta2, corrected=True, amsgrad=True)), root)
    paper = descend(slope(4, 1, 3), [0], 400, clipped(adam(0, beta2, corrected=False, amsgrad=True)), root)
    plain = descend(slope(4, 1, 3), [0], 400, clipped(gradient_descent), root)
    long = lambda amsgrad: descend(slope(1010, 10, 101), [0], 5000, clipped(adam(0.9, 0.99, amsgrad=amsgrad)), 0.01)
    return {
        "Adam, x > 0.99": first(wrong, lambda w: w[0] > 0.99), "Adam, x400": wrong[400][0],
        "AMSGrad, x < -0.9": first(paper, lambda w: w[0] < -0.9),
        "AMSGrad corrected, x < -0.9": first(right, lambda w: w[0] < -0.9),
        "gradient descent, x < -0.9": first(plain, lambda w: w[0] < -0.9),
        "x5000 of Adam, period 101": long(False)[5000][0], "x5000 of AMSGrad, period 101": long(True)[5000][0],
    }


def noise_floor():
    """x²/2 from 3, noise 1 of seed 3: the variance of x over the steps 1000 to 20 000, and η/(2 - η)."""
    numbers = {}
    for eta in (0.5, 0.1, 0.01):
        path = descend(noisy(lambda w, t=0: [w[0]], 1.0, 3), [3], 20_000, gradient_descent, eta)
        numbers[f"variance at {eta}"] = variance([w[0] for w in path[1000:]])
        numbers[f"theory at {eta}"] = eta / (2 - eta)
    return numbers


def decays():
    """x² + 2 y² from (-5, -2), rate 0.1, noise 1 of seed 3: |w| after 50 and 1000 steps, mean loss from 500 on."""
    loss, clean = quadratic(2, 4)
    gradient = noisy(clean, 1.0, 3)
    numbers = {}
    for name, rate in (
        ("constant", 0.1), ("exponential", lambda t: 0.1 * math.exp(-0.1 * t)),
        ("inverse square root", lambda t: 0.1 / math.sqrt(1 + 0.1 * t)), ("inverse time", lambda t: 0.1 / (1 + 0.1 * t)),
        ("cosine", cosine(0.1, 1000)),
    ):
        path = descend(gradient, (-5, -2), 1000, gradient_descent, rate)
        numbers[f"{name}, w50, w1000"] = [path[50], path[1000]]
        numbers[f"{name}, |w|"] = [norm(path[50]), norm(path[1000])]
        numbers[f"{name}, |w| < 0.3"] = first(path, lambda w: norm(w) < 0.3)
        numbers[f"{name}, mean loss"] = sum(loss(w) for w in path[500:]) / 501
    quiet = descend(clean, (-5, -2), 1000, gradient_descent, lambda t: 0.1 * math.exp(-0.1 * t))
    numbers["exponential without noise, w1000"] = quiet[1000]
    numbers["exponential, sum of rates"] = 0.1 / (1 - math.exp(-0.1))
    return numbers


def edge_of_stability():
    """(1 - xy)²/2 from (0.3, 3.5), 2000 steps: sharpness at the end, rises of the loss."""
    loss = lambda w: (1 - w[0] * w[1]) ** 2 / 2
    gradient = lambda w, t=0: [-w[1] * (1 - w[0] * w[1]), -w[0] * (1 - w[0] * w[1])]
    def sharpness(w):
        x, y = w
        return float(np.linalg.eigvalsh([[y * y, 2 * x * y - 1], [2 * x * y - 1, x * x]])[1])
    numbers = {}
    for eta in (0.01, 0.15, 0.17, 0.2):
        path = descend(gradient, (0.3, 3.5), 2000, gradient_descent, eta)
        numbers[f"sharpness at {eta}"] = sharpness(path[2000])
        numbers[f"largest sharpness at {eta}"] = max(map(sharpness, path))
        numbers[f"rises at {eta}"] = rises(path, loss)
        numbers[f"2/rate at {eta}"] = 2 / eta
    return numbers


MINIMA = ((3.0, 2.0), (-2.805118, 3.131313), (-3.77931, -3.283186), (3.584428, -1.848127))


def which_minima_hold():
    """Himmelblau: λmax and 2/λmax at the minima; does gradient descent from 1e-3 beside each stay within 0.05?"""
    numbers = {}
    for minimum in MINIMA:
        steepest = float(np.linalg.eigvalsh(himmelblau_hessian(minimum))[1])
        numbers[f"sharpness at {minimum}"] = steepest
        numbers[f"limit at {minimum}"] = 2 / steepest
    for eta in (0.0145, 0.0155, 0.02):
        ends = [descend(himmelblau_gradient, (x + 1e-3, y + 1e-3), 3000, gradient_descent, eta)[-1] for x, y in MINIMA]
        numbers[f"stays at {eta}"] = [math.dist(end, minimum) < 0.05 for end, minimum in zip(ends, MINIMA)]
    third = descend(himmelblau_gradient, (-3.77831, -3.282186), 3000, gradient_descent, 0.0155)
    numbers["farthest from the third at 0.0155"] = max(math.dist(w, MINIMA[2]) for w in third)
    return numbers


def fractal_basins():
    """Himmelblau, the middles of 120 × 120 cells of [-5, 5]², 300 steps: neighbours that end at different minima."""
    middles = (np.arange(120) + 0.5) / 120 * 10 - 5
    minima = np.array(MINIMA)
    def neighbours(eta, mu):
        x, y = np.meshgrid(middles, middles)
        u, v = np.zeros_like(x), np.zeros_like(x)
        with np.errstate(all="ignore"):
            for _ in range(300):
                a, b = x * x + y - 11, x + y * y - 7
                u, v = mu * u - eta * (4 * x * a + 2 * b), mu * v - eta * (2 * a + 4 * y * b)
                x, y = x + u, y + v
            apart = (x[..., None] - minima[:, 0]) ** 2 + (y[..., None] - minima[:, 1]) ** 2
        fate = np.where(np.isfinite(x) & np.isfinite(y), np.argmin(apart, -1), -1)
        return int((fate[1:] != fate[:-1]).sum() + (fate[:, 1:] != fate[:, :-1]).sum())
    cases = ((0.01, 0), (0.002, 0.9), (0.005, 0.9), (0.01, 0.9))
    return {f"at {eta}, momentum {mu}": neighbours(eta, mu) for eta, mu in cases}


def rotation():
    """diag(1, 100) from (2, 1) and turned by 45° from the turned start: first step with |w| < 1e-2."""
    near = lambda w: norm(w) < 1e-2
    turned, half = quadratic(1, 100, 45), math.sqrt(0.5)
    numbers = {}
    rules = (("adam", adam(beta2=0.999), 0.05), ("adagrad", adagrad(), 0.5), ("gradient descent", gradient_descent, 0.018))
    for name, rule, eta in rules:
        of = lambda gradient, start: first(descend(gradient, start, 1000, rule, eta), near)
        numbers[name] = [of(RAVINE[1], (2, 1)), of(turned[1], (2 * half - half, 2 * half + half))]
    # On a quadratic Newton's step is the whole way.
    hessian = np.array([[50.5, -49.5], [-49.5, 50.5]])
    w = np.array([half, 3 * half])
    steps = 0
    while np.linalg.norm(w) >= 1e-2:
        w = w - np.linalg.solve(hessian, hessian @ w)
        steps += 1
    numbers["newton"] = steps
    return numbers


def two_wells():
    """Dupont's two wells from (0.75, 1.4), 500 steps: x, and the loss there."""
    def parts(w):
        return [depth * math.exp(-((w[0] - c) ** 2 + w[1] ** 2) / 0.2) for depth, c in ((2, 1), (3, -1))]
    def loss(w):
        return w[0] ** 2 + w[1] ** 2 - sum(parts(w))
    def gradient(w, t):
        right, left = parts(w)
        return [2 * w[0] + 10 * (right * (w[0] - 1) + left * (w[0] + 1)), 2 * w[1] + 10 * (right + left) * w[1]]
    numbers = {}
    for name, rule, eta in (
        ("gradient descent", gradient_descent, 0.02), ("momentum", momentum(0.8), 0.01),
        ("rmsprop", rmsprop(), 0.01), ("adam", adam(0.7, 0.999), 0.02),
    ):
        end = descend(gradient, (0.75, 1.4), 500, rule, eta)[500]
        numbers[name] = [end[0], loss(end)]
    return numbers


def rastrigin_gradient(a):
    return lambda w, t=0: [2 * c + 2 * math.pi * a * math.sin(2 * math.pi * c) for c in w]


def momentum_crosses_bumps():
    """Rastrigin's function with A = 0.5 from (-2.4, 4.3), 400 steps: the end of the run."""
    gradient = rastrigin_gradient(0.5)
    rules = (
        ("gradient descent", gradient_descent, 0.005), ("momentum", momentum(0.9), 0.005), ("rmsprop", rmsprop(), 0.02),
        ("adam", adam(), 0.05),
    )
    numbers = {}
    for name, rule, eta in rules:
        end = descend(gradient, (-2.4, 4.3), 400, rule, eta)[400]
        numbers[name] = {"w400": end, "loss": sum(c * c + 0.5 * (1 - math.cos(2 * math.pi * c)) for c in end)}
    return numbers


def warm_restarts():
    """A bowl with a pit, x²/20 + y²/20 - 0.15 exp(-12 ((x - 2)² + (y - 0.5)²)), from (4, 1), base rate 1.5.

    The criterion: at the end of which round is the loss below 0.01, which it is near the origin and not in the pit?
    """
    def hole(w):
        return 0.15 * math.exp(-12 * ((w[0] - 2) ** 2 + (w[1] - 0.5) ** 2))
    loss = lambda w: (w[0] ** 2 + w[1] ** 2) / 20 - hole(w)
    gradient = lambda w, t: [w[0] / 10 + 24 * (w[0] - 2) * hole(w), w[1] / 10 + 24 * (w[1] - 0.5) * hole(w)]
    def pit_sharpness(w):
        apart = np.array([w[0] - 2, w[1] - 0.5])
        hessian = np.eye(2) * (0.1 + 24 * hole(w)) - 576 * hole(w) * np.outer(apart, apart)
        return float(np.linalg.eigvalsh(hessian)[1])
    again = descend(gradient, (4, 1), 210, gradient_descent, restarts(1.5, 30, 2))
    once = descend(gradient, (4, 1), 210, gradient_descent, cosine(1.5, 30))
    long = descend(gradient, (4, 1), 210, gradient_descent, cosine(1.5, 210))
    small = descend(gradient, (4, 1), 210, gradient_descent, 0.5)
    equal = lambda n: descend(gradient, (4, 1), 210, gradient_descent, restarts(1.5, n, 1))
    pit = again[30]
    return {
        "w30": pit, "sharpness there, limit": [pit_sharpness(pit), 2 / pit_sharpness(pit)],
        "losses at 30, 90, 210": [loss(again[t]) for t in (30, 90, 210)],
        "w90, w210": [again[90], again[210]], "one short cosine": loss(once[210]), "one long cosine": loss(long[210]),
        "constant 0.5": loss(small[210]), "w210 of constant 0.5": small[210],
        "largest loss after step 30": max(map(loss, again[30:])),
        "rate at 29, 30": [restarts(1.5, 30, 2)(t) for t in (29, 30)],
        "loss < 1e-3, one long cosine, restarts": [first(run, lambda w: abs(loss(w)) < 1e-3) for run in (long, again)],
        "equal rounds of 30, 70": [loss(equal(n)[210]) for n in (30, 70)],
    }


def newton_uphill():
    """x cos(0.15 π x) by Newton's method: x after so many steps, and the loss there."""
    c = 0.15 * math.pi
    loss = lambda x: x * math.cos(c * x)
    first_derivative = lambda x: math.cos(c * x) - c * x * math.sin(c * x)
    second_derivative = lambda x: -2 * c * math.sin(c * x) - c * c * x * math.cos(c * x)
    def newton(start, rate, size=lambda a: a):
        xs = [start]
        for _ in range(12):
            xs.append(xs[-1] - rate * first_derivative(xs[-1]) / size(second_derivative(xs[-1])))
        return xs
    numbers = {}
    for name, xs in (
        ("whole", newton(10, 1)), ("half", newton(10, 0.5)), ("absolute", newton(10, 1, abs)),
        ("whole from 3", newton(3, 1)), ("absolute from 3", newton(3, 1, abs)), ("half from 3", newton(3, 0.5)),
    ):
        numbers[name] = [[x, loss(x)] for x in xs[:3] + xs[10:11] + xs[12:]]
        numbers[f"{name}, rises"] = sum(loss(b) > loss(a) for a, b in zip(xs, xs[1:]))
    numbers["second derivative at 10, 3"] = [second_derivative(10), second_derivative(3)]
    return numbers


def newton_climbs_himmelblau():
    """Himmelblau from (0, 0): where Newton's method and gradient descent lead."""
    w = np.zeros(2)
    for _ in range(40):
        w = w - np.linalg.solve(himmelblau_hessian(w), himmelblau_gradient(w))
    plain = descend(himmelblau_gradient, (0, 0), 200, gradient_descent, 0.01)[200]
    return {
        "Newton": [float(c) for c in w], "loss": himmelblau(w), "loss at the start": himmelblau((0, 0)),
        "eigenvalues there": [float(c) for c in np.linalg.eigvalsh(himmelblau_hessian(w))], "gradient descent": plain,
        "eigenvalues at (3, 2)": [float(c) for c in np.linalg.eigvalsh(himmelblau_hessian((3, 2)))],
    }


def flat_hessians():
    """x⁴ + y⁴ and x⁴ - y⁴, both with H = 0 at the origin."""
    plus = descend(lambda w, t: [4 * w[0] ** 3, 4 * w[1] ** 3], (1.2, 0.9), 400, gradient_descent, 0.1)
    minus = descend(lambda w, t: [4 * w[0] * w[0] * w[0], -4 * w[1] * w[1] * w[1]], (0.9, 0.3), 400, gradient_descent, 0.1)
    newton = [math.hypot(1.2, 0.9) * (2 / 3) ** t for t in range(60)]
    return {
        "|w400| of gradient descent": norm(plus[400]),
        "Newton, |w| < 1e-3": next(t for t, d in enumerate(newton) if d < 1e-3),
        "x⁴ - y⁴, |y| > 1": first(minus, lambda w: abs(w[1]) > 1), "steps until it is lost": len(minus) - 1,
    }


def radford():
    """The three animations: first step with x > -0.5; with loss < 1e-2; with |y| > 1."""
    rules = {
        "gradient descent": (gradient_descent, None), "momentum": (momentum(0.9), None), "Nesterov": nesterov(0.9),
        "adagrad": (adagrad(), None), "adadelta": (adadelta(), None), "rmsprop": (rmsprop(), None),
    }
    def race(gradient, start, steps, rates, there):
        return {
            name: first(descend(gradient, start, steps, rules[name][0], eta, rules[name][1]), there)
            for name, eta in rates.items()
        }
    valley = dict(zip(rules, (0.09, 0.09, 0.05, 0.3, 10, 0.05)))
    cliff = dict(zip(rules, (0.005, 0.005, 0.005, 0.5, 10, 0.02)))
    ridge = dict(zip(rules, (0.01, 0.01, 0.01, 0.1, 1, 0.01)))
    return {
        "long valley": race(valley_gradient, (-7, 1.5), 600, valley, lambda w: w[0] > -0.5),
        "Beale": race(beale_gradient, (1, 1.5), 600, cliff, lambda w: beale(w) < 1e-2),
        "Beale, farthest": {
            name: max(norm(w) for w in descend(beale_gradient, (1, 1.5), 600, rules[name][0], eta, rules[name][1]))
            for name, eta in cliff.items()
        },
        "Beale from (1, 1.6), momentum": first(
            descend(beale_gradient, (1, 1.6), 560, momentum(0.9), 0.005), lambda w: beale(w) < 1e-2
        ),
        "saddle": race(lambda w, t: [2 * w[0], -2 * w[1]], (1, 0.001), 100, ridge, lambda w: abs(w[1]) > 1),
        "saddle, gradient descent, 500 steps": first(
            descend(lambda w, t: [2 * w[0], -2 * w[1]], (1, 0.001), 500, gradient_descent, 0.01), lambda w: abs(w[1]) > 1
        ),
    }


def batches():
    """A line through 60 made points, noise 1, from (-0.5, 1.5), rate 0.1: the mean squared error after 1 and 12 epochs."""
    rows = line_points(60, 1.0, 1)
    loss = lambda w: sum((w[0] * x + w[1] - y) ** 2 for x, y in rows) / len(rows)
    def slope(points, w):
        misses = [(w[0] * x + w[1] - y, x) for x, y in points]
        return [2 * sum(r * x for r, x in misses) / len(misses), 2 * sum(r for r, _ in misses) / len(misses)]
    def path(size, eta, points=rows, epochs=12):
        per_epoch = -(-len(points) // size)
        order = Stream(0).fork(0).bits(0)
        def gradient(w, t):
            epoch, k = divmod(t, per_epoch)
            batch = shuffled(Stream(order).fork(epoch), len(points))[k * size:(k + 1) * size]
            return slope([points[i] for i in batch], w)
        return descend(gradient, (-0.5, 1.5), epochs * per_epoch, gradient_descent, eta), per_epoch
    numbers = {}
    for size in (60, 8, 1):
        run, per_epoch = path(size, 0.1)
        numbers[f"B = {size}, epochs 1, 12"] = [loss(run[per_epoch]), loss(run[12 * per_epoch])]
    numbers["the least there is"] = least_loss(rows)
    total = descend(lambda w, t: [60 * g for g in slope(rows, w)], (-0.5, 1.5), 12, gradient_descent, 0.1)
    numbers["sum, rate 0.1, |w12|"] = norm(total[-1])
    total = descend(lambda w, t: [60 * g for g in slope(rows, w)], (-0.5, 1.5), 12, gradient_descent, 0.1 / 60)
    numbers["sum, rate 0.1/60, sum of losses 12"] = 60 * loss(total[12])
    clean = line_points(60, 0.0, 1)
    run, _ = path(1, 0.1, clean)
    exact = lambda w: sum((w[0] * x + w[1] - y) ** 2 for x, y in clean) / len(clean)
    numbers["without noise in the data, B = 1, loss 12"] = exact(run[-1])
    numbers["without noise in the data, B = 1, loss < 1e-6"] = first(run, lambda w: exact(w) < 1e-6)
    numbers["without noise in the data, full, loss 12"] = exact(path(60, 0.1, clean)[0][-1])
    return numbers


def learning_curves():
    """Two weights by logistic regression, 40 made points of seed 2, three quarters held out, from (-2, -2), rate 1."""
    def losses(count, share, decay=0.0, steps=300):
        rows = class_points(count, 2)
        training, held = split(count, share, 2)
        softplus = lambda z: max(z, 0.0) + math.log1p(math.exp(-abs(z)))
        sign = lambda label: -1 if label else 1
        def loss(indices, w):
            return sum(softplus(sign(rows[i][2]) * (w[0] * rows[i][0] + w[1] * rows[i][1])) for i in indices) / len(indices)
        def gradient(w, t):
            total = [0.0, 0.0]
            for i in training:
                p, q, label = rows[i]
                miss = 1 / (1 + math.exp(-(w[0] * p + w[1] * q))) - label
                total = [total[0] + miss * p, total[1] + miss * q]
            return [a / len(training) + decay * b for a, b in zip(total, w)]
        path = descend(gradient, (-2, -2), steps, gradient_descent, 1.0)
        return [loss(training, w) for w in path], [loss(held, w) for w in path]
    seen, held = losses(40, 0.75)
    best = held.index(min(held))
    numbers = {
        "training at the end": seen[300], "held out at the end": held[300], "least held out": held[best],
        "at step": best, "training there": seen[best],
    }
    seen, held = losses(40, 0.75, 0.05)
    numbers["with weight decay 0.05"] = [seen[300], held[300]]
    seen, held = losses(2000, 0.75)
    numbers["with 500 training points"] = [seen[300], held[300], min(held)]
    return numbers


# Randomness, as the laboratory documents it: number k of a stream is SplitMix64's mixing function of seed + (k + 1) γ.

class Stream:
    WORD = (1 << 64) - 1

    def __init__(self, seed):
        self.seed = seed & self.WORD

    def bits(self, k):
        z = (self.seed + (k + 1) * 0x9E3779B97F4A7C15) & self.WORD
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & self.WORD
        z = (z ^ z >> 27) * 0x94D049BB133111EB & self.WORD
        return z ^ z >> 31

    def fraction(self, k):
        return (self.bits(k) >> 11) / 2**53

    def below(self, count, k):
        return self.bits(k) * count >> 64

    def normal(self, k):
        """By Box and Muller."""
        u, v = self.fraction(2 * k), self.fraction(2 * k + 1)
        return math.sqrt(-2 * math.log(1 - u)) * math.cos(2 * math.pi * v)

    def fork(self, k):
        return Stream(self.bits(k))


def noisy(gradient, sigma, seed):
    """Independent normal noise in each coordinate of every gradient."""
    stream = Stream(seed).fork(0)
    return lambda w, t: [g + sigma * stream.normal(2 * t + k) for k, g in enumerate(gradient(w))]


def shuffled(stream, count):
    """By Fisher and Yates."""
    order = list(range(count))
    for k in range(count):
        other = k + stream.below(count - k, k)
        order[k], order[other] = order[other], order[k]
    return order


def split(count, share, seed):
    """Which points are for training, and which are held out: selection sampling."""
    wanted = min(math.floor(share * count + 0.5), count - 1)
    stream, training, held = Stream(seed).fork(Stream.WORD), [], []
    for i in range(count):
        (held if stream.below(count - i, i) < wanted - len(held) else training).append(i)
    return training, held


def line_points(count, sigma, seed):
    """y = 2x - 1 with noise, x uniform with variance 1."""
    chances = [Stream(seed).fork(i) for i in range(count)]
    xs = [math.sqrt(12) * (chance.fraction(0) - 0.5) for chance in chances]
    return [(x, 2 * x - 1 + sigma * chance.normal(5)) for x, chance in zip(xs, chances)]


def class_points(count, seed):
    """Normal (p, q) with the label 1 where 2p - q and a logistic number are positive together."""
    rows = []
    for i in range(count):
        chance = Stream(seed).fork(i)
        p, q, u = chance.normal(2), chance.normal(3), chance.fraction(0)
        rows.append((p, q, 1 if 2 * p - q + math.log((u + 2**-52) / (1 - u)) > 0 else 0))
    return rows


def least_loss(rows):
    """The least mean squared error of a line."""
    x, y = np.array(rows).T
    return float(np.mean((np.polyval(np.polyfit(x, y, 1), x) - y) ** 2))


def cosine(eta, length):
    return lambda t: eta * (1 + math.cos(math.pi * min(t, length) / length)) / 2


def restarts(eta, length, growth):
    def rate(t):
        start, round_length = 0, length
        while t - start >= round_length:
            start, round_length = start + round_length, round_length * growth
        return eta * (1 + math.cos(math.pi * (t - start) / round_length)) / 2
    return rate


def banana_gradient(w, t=0):
    """Of (1 - x)² + 20 (3y - x²)²."""
    x, y = w
    c = 3 * y - x * x
    return [-2 * (1 - x) - 80 * x * c, 120 * c]


def banana_sharpness(x, y):
    c = 3 * y - x * x
    return float(np.linalg.eigvalsh([[2 - 80 * c + 160 * x * x, -240 * x], [-240 * x, 360]])[1])


def banana_distances(mu, eta, steps, ahead=True):
    """How far from (1, 1/3) momentum ends and, if asked for, Nesterov's rule."""
    distance = lambda w: math.hypot(w[0] - 1, w[1] - 1 / 3)
    heavy = distance(descend(banana_gradient, (-1.21, 0.853), steps, momentum(mu), eta)[steps])
    if not ahead:
        return heavy
    update, look = nesterov(mu)
    return [heavy, distance(descend(banana_gradient, (-1.21, 0.853), steps, update, eta, look)[steps])]


def valley_gradient(w, t=0):
    """Of 10 y² + 0.2 (√(1 + x²) - 1)."""
    return [0.2 * w[0] / math.sqrt(1 + w[0] ** 2), 20 * w[1]]


def beale(w):
    x, y = w
    return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y * y) ** 2 + (2.625 - x + x * y**3) ** 2


def beale_gradient(w, t=0):
    x, y = w
    a, b, c = 1.5 - x + x * y, 2.25 - x + x * y * y, 2.625 - x + x * y**3
    return [2 * a * (y - 1) + 2 * b * (y * y - 1) + 2 * c * (y**3 - 1), 2 * a * x + 4 * b * x * y + 6 * c * x * y * y]


# By lesson; a recipe that several lessons show stands in each of them.
RECIPES = {
    "steepest-descent": (steepest_descent,),
    "learning-rate": (too_small_good_too_large, critical_rate, small_move_disaster),
    "stationary-points": (newton_climbs_himmelblau, flat_hessians, newton_uphill),
    "batches": (batches, noise_floor),
    "momentum": (
        momentum_cures, momentum_widens_stability, best_of_both, damping, effective_rate, effective_rate_of_oscillation,
        convention_trap,
    ),
    "nesterov": (looking_ahead_damps,),
    "adagrad": (adagrad_stalls, adagrad_and_rmsprop_on_an_even_slope),
    "rmsprop": (rmsprop_on_the_trough, adagrad_stalls, adagrad_and_rmsprop_on_an_even_slope),
    "adam": (bias_correction,),
    "schedules": (decays,),
    "warm-restarts": (warm_restarts,),
    "learning-curves": (learning_curves,),
    "saddles": (saddle_escape, saddle_noise),
    "cycling-momentum": (heavy_ball_cycles,),
    "adam-fails": (adam_fails,),
    "edge-of-stability": (edge_of_stability,),
    "which-minima": (which_minima_hold,),
    "rotation": (rotation,),
    "basins": (fractal_basins, two_wells, momentum_crosses_bumps),
    "radford": (radford,),
}


def rounded(value):
    """Twelve significant digits: what follows depends on the mathematical library."""
    if isinstance(value, float):
        return float(f"{value:.11e}") if math.isfinite(value) else str(value)
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(item) for item in value]
    return value


if __name__ == "__main__":
    numbers = {lesson: {of.__name__: rounded(of()) for of in recipes} for lesson, recipes in RECIPES.items()}
    print(json.dumps(numbers, indent=1, ensure_ascii=False))
