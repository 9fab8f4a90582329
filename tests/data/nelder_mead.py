"""Best vertices of Nelder and Mead's simplex after each iteration, by SciPy.

    python3 nelder_mead.py > nelder_mead.json

Python 3.11, SciPy 1.17.1, NumPy 2.4.6; the same bytes at every run.
The simplex begins as the start and the start moved by `size` along each axis; a run ends once the values at its vertices
differ by less than 1e-10, before rounding decides which vertex is the best, or after 119 iterations.
"""
import json
import math

import numpy as np
import scipy
from scipy.optimize import minimize

# name: formula, [(start, size)]; "wave" has one variable and is none of the program's surfaces
SURFACES = {
    "beale": (
        lambda x, y: (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2,
        [((-1.0, 1.0), 1.0), ((3.5, -2.0), 0.25)],
    ),
    "himmelblau": (
        lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
        [((-1.0, 1.0), 1.0), ((4.5, -4.0), 0.1), ((0.1, 0.2), 3.0)],
    ),
    "mccormick": (
        lambda x, y: math.sin(x + y) + (x - y) ** 2 - 1.5 * x + 2.5 * y + 1,
        [((2.0, 3.0), 0.5), ((3.5, -1.0), 1.0)],
    ),
    "rosenbrock": (
        lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
        [((-1.2, 1.0), 0.5), ((-1.5, 2.5), 1.0), ((1.75, -0.5), 0.05)],
    ),
    "styblinski_tang": (
        lambda x, y: 0.5 * (x**4 - 16 * x**2 + 5 * x + y**4 - 16 * y**2 + 5 * y),
        [((0.5, 0.25), 1.0), ((-4.5, 4.0), 2.0)],
    ),
    "wave": (lambda x: x * math.cos(0.15 * math.pi * x), [((10.0,), 1.0), ((2.0,), 0.3)]),
}


def run(name, formula, start, size):
    simplex = np.array([start] + [[c + size * (i == k) for i, c in enumerate(start)] for k in range(len(start))])
    result = minimize(
        lambda w: formula(*map(float, w)),
        start,
        method="Nelder-Mead",
        options={
            "initial_simplex": simplex,
            "return_all": True,
            "xatol": math.inf,
            "fatol": 1e-10,
            "maxiter": 120,
            "maxfev": 5000,
        },
    )
    return {"surface": name, "start": start, "size": size, "w": [list(w) for w in result.allvecs[1:]]}


runs = [run(name, formula, *case) for name, (formula, cases) in SURFACES.items() for case in cases]
lines = ",\n".join(json.dumps(entry) for entry in runs)
print(f'{{"scipy": "{scipy.__version__}", "runs": [\n{lines}\n]}}')
