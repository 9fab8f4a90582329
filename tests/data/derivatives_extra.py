"""Values, gradients, Hessians and minima of surfaces in 50 digits, rounded to double.

    python3 derivatives_extra.py > derivatives_extra.json

Python 3.11, sympy 1.14.0, mpmath 1.3.0; the same bytes at every run.
The formulas below were written for this script and share nothing with the program that they test: sympy differentiates
them with exact rationals, mpmath evaluates them with 50 digits.
`err` = [f, g, H, eig]: by how much the same expressions in Python's floats miss those values, at most: the accuracy
that a straightforward program can have at that point.
"""
import json
import math
import random

import mpmath
import sympy as sp

mpmath.mp.dps = 50
x, y = sp.symbols("x y", real=True)
a, b, c, s, A, C, period, kappa, theta_deg = sp.symbols("a b c s A C period kappa theta_deg", real=True)
lam = sp.Symbol("lambda", real=True)
Q = sp.Rational
theta = theta_deg * sp.pi / 180


def well(centre):
    return sp.exp(-((x - centre) ** 2 + y**2) / Q(1, 5))


# name: formula, domain, several settings of the parameters (written as decimals)
SURFACES = {
    "bounded_saddle": (x**4 / 4 - x**2 / 2 + y**2 / 2, (-2, 2, -2, 2), [{}]),
    "distill_banana": ((1 - x) ** 2 + 20 * (3 * y - x**2) ** 2, (-1.6, 1.6, -0.8, 1.6), [{}]),
    "hyperbola": ((1 - x * y) ** 2 / 2, (-3, 3, -3, 3), [{}]),
    "long_valley": (
        b * y**2 / 2 + s * (sp.sqrt(1 + x**2) - 1),
        (-8, 4, -6, 6),
        [{"b": "20", "s": "0.2"}, {"b": "350", "s": "0.015"}, {"b": "1.5", "s": "7"}],
    ),
    "peaks": (
        3 * (1 - x) ** 2 * sp.exp(-(x**2) - (y + 1) ** 2)
        - 10 * (x / 5 - x**3 - y**5) * sp.exp(-(x**2) - y**2)
        - sp.exp(-((x + 1) ** 2) - y**2) / 3,
        (-3, 3, -3, 3),
        [{}],
    ),
    "two_wells": (x**2 + y**2 - 2 * well(1) - 3 * well(-1), (-2, 2, -2, 2), [{}]),
    "ravine": ((a * x**2 + b * y**2) / 2, (-5, 5, -5, 5), [{"a": "0.3", "b": "640"}, {"a": "8", "b": "0"}]),
    "ravine_rotated": (
        ((sp.cos(theta) * x + sp.sin(theta) * y) ** 2 + kappa * (sp.cos(theta) * y - sp.sin(theta) * x) ** 2) / 2,
        (-5, 5, -5, 5),
        [{"kappa": "100", "theta_deg": "-72"}, {"kappa": "3.5", "theta_deg": "200"}],
    ),
    "rosenbrock": (
        (a - x) ** 2 + b * (y - x**2) ** 2,
        (-2, 2, -1, 3),
        [{"a": "0.3", "b": "5"}, {"a": "-0.7", "b": "900"}],
    ),
    "rastrigin": (
        2 * A + x**2 + y**2 - A * (sp.cos(2 * sp.pi * x) + sp.cos(2 * sp.pi * y)),
        (-5.12, 5.12, -5.12, 5.12),
        [{"A": "3"}, {"A": "17.5"}],
    ),
    "ackley": (
        a + sp.E - a * sp.exp(-b * sp.sqrt((x**2 + y**2) / 2)) - sp.exp((sp.cos(c * x) + sp.cos(c * y)) / 2),
        (-5, 5, -5, 5),
        [{"a": "5", "b": "0.7", "c": "3"}, {"a": "33", "b": "0.05", "c": "11"}],
    ),
    # Of one parameter: y counts for nothing, and has a zero in place of each derivative.
    "parabola": (lam * x**2 / 2, (-12, 12, 0, 0), [{"lambda": "2"}, {"lambda": "0.02"}, {"lambda": "41"}]),
    "wave": (x * sp.cos(c * sp.pi * x), (-15, 15, 0, 0), [{"c": "0.15"}, {"c": "-0.4"}]),
    "kinked_parabola": (
        sp.Piecewise(
            (Q(25, 2) * x**2, x < 1), (x**2 / 2 + 24 * x - 12, x < 2), (Q(25, 2) * x**2 - 24 * x + 36, True)
        ),
        (-4, 4, 0, 0),
        [{}],
    ),
    "alternating": (
        (C - (period - 1) * s) / period * x,
        (-1, 1, 0, 0),
        [{"C": "4", "s": "1", "period": "3"}, {"C": "1010", "s": "10", "period": "101"}],
    ),
}

# Where to start the search for each minimum.
MINIMA = {
    "bounded_saddle": [(-1, 0), (1, 0)],
    "distill_banana": [(1, 0.3)],
    "long_valley": [(0.1, 0.1)],
    "peaks": [(0.2, -1.6), (-1.3, 0.2), (0.3, 0.3)],
    "two_wells": [(-0.9, 0), (0.9, 0)],
}

POINTS = 20


def derived(formula):
    g = [sp.diff(formula, v) for v in (x, y)]
    h = [sp.diff(formula, u, v) for u, v in ((x, x), (x, y), (y, y))]
    return [formula, *g, *h]


def eigenvalues(xx, xy, yy, sqrt):
    mean, half = (xx + yy) / 2, sqrt(((xx - yy) / 2) ** 2 + xy**2)
    return [mean - half, mean + half]



def evaluated(expressions, w):
    exact = [sp.lambdify((x, y), e, "mpmath") for e in expressions]
    plain = [sp.lambdify((x, y), e, "math") for e in expressions]
    truth = [e(mpmath.mpf(w[0]), mpmath.mpf(w[1])) for e in exact]
    truth += eigenvalues(*truth[3:6], mpmath.sqrt)
    rough = [float(e(*w)) for e in plain]
    rough += eigenvalues(*rough[3:6], math.sqrt)
    off = [float(abs(t - r)) for t, r in zip(truth, rough)]
    err = [off[0], max(off[1:3]), max(off[3:6]), max(off[6:8])]
    truth = [float(t) for t in truth]
    return {"w": list(w), "f": truth[0], "g": truth[1:3], "H": truth[3:6], "eig": truth[6:8],
            "err": [float(f"{e:.2e}") for e in err]}


def main():
    draw = random.Random(20)
    points, minima = [], []
    for name, (formula, domain, settings) in SURFACES.items():
        for setting in settings:
            parameters = {sp.Symbol(k, real=True): Q(v) for k, v in setting.items()}
            # A parameter is the double that the program reads, not the decimal.
            parameters = {k: Q(float(v)) for k, v in parameters.items()}
            expressions = derived(formula.subs(parameters))
            plain = {k: float(v) for k, v in setting.items()}
            x0, x1, y0, y1 = domain
            where = [(draw.uniform(x0, x1), draw.uniform(y0, y1)) for _ in range(POINTS)]
            points.append({"surface": name, "surface_params": plain, "domain": [[x0, x1], [y0, y1]],
                           "oracle": f"mpmath {mpmath.__version__}",
                           "points": [evaluated(expressions, w) for w in where]})
            if name in MINIMA and setting is settings[0]:
                gradient = [sp.lambdify((x, y), e, "mpmath") for e in expressions[1:3]]
                found = []
                for start in MINIMA[name]:
                    w = mpmath.findroot(lambda u, v: [e(u, v) for e in gradient], start)
                    values = [sp.lambdify((x, y), e, "mpmath")(*w) for e in expressions]
                    w = [float(mpmath.chop(v, 1e-40)) for v in w]
                    f, H = float(mpmath.chop(values[0], 1e-40)), [float(mpmath.chop(v, 1e-40)) for v in values[3:6]]
                    found.append({"w": w, "f": f, "H": H})
                minima.append({"surface": name, "params": plain, "formula": str(formula), "minima": found})
    lines = lambda entries: ",\n".join(json.dumps(entry) for entry in entries)
    versions = {"sympy": sp.__version__, "mpmath": mpmath.__version__}
    print('{"meta": %s,\n"surfaces": [\n%s\n],\n"minima": [\n%s\n]\n}' % (json.dumps(versions), lines(points), lines(minima)))


if __name__ == "__main__":
    main()
