"""Runs of the optimizers' listings: their Python, executed.

    python3 tests/data/listings.py

Python 3.11, standard library only; the same bytes at every run.
The listings come from `cargo test --test listings`, which is run first and asked to write them; the result replaces
listings.json.gz beside this script.
Each listing is run as it stands, inside the loop of the course notes, on surfaces whose values, gradients and Hessians
are written here by hand; nothing but the listing's own text knows its optimizer.
"""
import gzip
import json
import math
import os
import random
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))

# The updates after which w and what the listing shows are kept.
RECORDS = [1, 2, 3, 7, 15, 30]

# The learning rate of each update as a share of the one before any schedule, over and over.
SHARES = [0.5, 1.0, 0.75]

# Each run is made again so many times with every loss and derivative off in the last place, to see what roundings do.
SHAKEN = 4

LOOP = """
{functions}
{before}
for epoch in range(n_epochs):
    for mini_batch in get_batches(data, batch_size):
        t, lr = next(paces)
{update}
        record()
"""


class Real(float):
    """A number as numpy has it: 1/0 is inf, and a whole number counts things."""

    def __index__(self):
        return int(self)

    def __truediv__(self, other):
        if isinstance(other, Vector):
            return NotImplemented
        if other == 0:
            return Real(math.nan if self == 0 or self != self else math.copysign(math.inf, self))
        return Real(float(self) / float(other))

    def __rtruediv__(self, other):
        return Real(other) / self

    def __pow__(self, power):
        if isinstance(power, Vector):
            return NotImplemented
        return Real(float(self) * self if power == 2 else float(self) ** power)

    def __rpow__(self, base):
        return Real(float(base) ** float(self))


def real(operation):
    def method(self, other):
        result = operation(self, other)
        return Real(result) if isinstance(result, float) else result

    return method


for name in ["add", "radd", "sub", "rsub", "mul", "rmul", "floordiv"]:
    setattr(Real, f"__{name}__", real(getattr(float, f"__{name}__")))
Real.__neg__ = lambda self: Real(-float(self))
Real.__abs__ = lambda self: Real(abs(float(self)))


class Vector(list):
    """Numbers side by side; every operation is elementwise."""

    def each(self, operation, other=0.0):
        other = other if isinstance(other, Vector) else [other] * len(self)
        return Vector(operation(a, b) for a, b in zip(self, other))

    __hash__ = None
    __add__ = __radd__ = lambda self, other: self.each(lambda a, b: a + b, other)
    __sub__ = lambda self, other: self.each(lambda a, b: a - b, other)
    __rsub__ = lambda self, other: self.each(lambda a, b: b - a, other)
    __mul__ = __rmul__ = lambda self, other: self.each(lambda a, b: a * b, other)
    __truediv__ = lambda self, other: self.each(lambda a, b: Real(a) / b, other)
    __rtruediv__ = lambda self, other: self.each(lambda a, b: Real(b) / a, other)
    __pow__ = lambda self, other: self.each(lambda a, b: Real(a) ** b, other)
    __ne__ = lambda self, other: self.each(lambda a, b: a != b, other)
    __lt__ = lambda self, other: self.each(lambda a, b: a < b, other)
    __le__ = lambda self, other: self.each(lambda a, b: a <= b, other)
    __gt__ = lambda self, other: self.each(lambda a, b: a > b, other)
    __neg__ = lambda self: self.each(lambda a, _: -a)
    __abs__ = lambda self: self.each(lambda a, _: abs(a))


class Matrix(Vector):
    """A vector of rows."""

    T = property(lambda self: Matrix(Vector(column) for column in zip(*self)))

    def each(self, operation, other=0.0):
        return Matrix(super().each(operation, other))

    def __matmul__(self, other):
        if isinstance(other, Matrix):
            return Matrix(Vector(dot(row, column) for column in other.T) for row in self)
        return Vector(dot(row, other) for row in self)


def elementwise(operation):
    """`operation` of numbers, and of vectors coordinate by coordinate."""

    def function(*values):
        lengths = [len(value) for value in values if isinstance(value, Vector)]
        if not lengths:
            return Real(operation(*values))
        columns = [value if isinstance(value, Vector) else [value] * lengths[0] for value in values]
        return Vector(Real(operation(*column)) for column in zip(*columns))

    return function


def dot(a, b):
    return Real(sum(x * y for x, y in zip(a, b, strict=True)))


def eigh(h):
    """The eigenvalues of a symmetric 2 × 2 matrix, ascending, and its eigenvectors as columns."""
    (a, b), (_, c) = h
    angle = math.atan2(2 * b, a - c) / 2
    u, v = math.cos(angle), math.sin(angle)
    first, second = a * u * u + 2 * b * u * v + c * v * v, a * v * v - 2 * b * u * v + c * u * u
    pairs = sorted([(first, [u, v]), (second, [-v, u])])
    return Vector(Real(value) for value, _ in pairs), Matrix(Vector(vector) for _, vector in pairs).T


# What numpy has under the same names.
NUMPY = {
    "sqrt": elementwise(math.sqrt),
    "sign": elementwise(lambda a: (a > 0) - (a < 0)),
    "maximum": elementwise(max),
    "minimum": elementwise(min),
    "where": elementwise(lambda condition, a, b: a if condition else b),
    "clip": elementwise(lambda a, low, high: min(max(a, low), high)),
    "dot": dot,
    "norm": lambda a: Real(math.hypot(*a)),
    "outer": lambda a, b: Matrix(x * b for x in a),
    "identity": lambda n: Matrix(Vector(Real(i == j) for j in range(n)) for i in range(n)),
    "eigh": eigh,
    "inf": Real(math.inf),
    "nan": Real(math.nan),
}


class Turned:
    """(u²/2 + 40 v²)/2, where u and v are x and y turned by 0.7 radians: an ill-conditioned quadratic."""

    start = (-1.0, 2.0)
    c, s = math.cos(0.7), math.sin(0.7)

    def axes(self, w):
        x, y = w
        return x * self.c + y * self.s, y * self.c - x * self.s

    def __call__(self, w):
        u, v = self.axes(w)
        return Real((0.5 * u * u + 40 * v * v) * 0.5)

    def gradient(self, w):
        u, v = self.axes(w)
        return Vector([Real(0.5 * u * self.c - 40 * v * self.s), Real(0.5 * u * self.s + 40 * v * self.c)])

    def hessian(self, w):
        c, s = self.c, self.s
        xx, xy, yy = 0.5 * c * c + 40 * s * s, (0.5 - 40) * c * s, 0.5 * s * s + 40 * c * c
        return Matrix([Vector([Real(xx), Real(xy)]), Vector([Real(xy), Real(yy)])])


class Rosenbrock:
    """(1 − x)² + 100 (y − x²)²."""

    start = (-1.5, 2.0)

    def __call__(self, w):
        x, y = w
        a, b = 1 - x, y - x * x
        return Real(a * a + 100 * (b * b))

    def gradient(self, w):
        x, y = w
        b = 200 * (y - x * x)
        return Vector([Real(-2 * (1 - x) - 2 * x * b), Real(b)])

    def hessian(self, w):
        x, y = w
        xx, xy = 2 - 400 * (y - x * x) + 800 * x * x, -400 * x
        return Matrix([Vector([Real(xx), Real(xy)]), Vector([Real(xy), Real(200)])])


class Waves:
    """cos x + cos y, from a place where it bends down along y and up along x."""

    start = (-2.2, -0.4)

    def __call__(self, w):
        x, y = w
        return Real(math.cos(x) + math.cos(y))

    def gradient(self, w):
        return Vector(Real(-math.sin(a)) for a in w)

    def hessian(self, w):
        x, y = w
        return Matrix([Vector([Real(-math.cos(x)), Real(0)]), Vector([Real(0), Real(-math.cos(y))])])


class Shaken:
    """A surface whose values and derivatives are off in the last place, the same way whenever it is asked."""

    def __init__(self, surface, seed):
        self.surface, self.start, self.seed = surface, surface.start, seed

    def shaken(self, what, w):
        drawn = random.Random(f"{self.seed} {what} {w[0]!r} {w[1]!r}")

        def shake(value):
            if isinstance(value, Vector):
                return type(value)(shake(part) for part in value)
            return Real(value * (1 + drawn.choice([-1, 0, 1]) * 2.0**-52))

        return shake(getattr(self.surface, what)(w))

    def __call__(self, w):
        return self.shaken("__call__", w)

    def gradient(self, w):
        return self.shaken("gradient", w)

    def hessian(self, w):
        return self.shaken("hessian", w)


SURFACES = {"turned": Turned(), "rosenbrock": Rosenbrock(), "waves": Waves()}


def names_shown(line):
    """The symbols that a line shows, each with its variable, and its row where there are more symbols."""
    symbols = line["shows"]
    variables = [name.strip() for name in line["text"].split("=")[0].split(".")[0].split(",")]
    if len(symbols) > len(variables):
        return [(symbol, variables[0], row) for row, symbol in enumerate(symbols)]
    return [(symbol, variable, None) for symbol, variable in zip(symbols, variables)]


def coordinates(value):
    """A vector's own, and a number for both of them."""
    pair = list(value) if isinstance(value, Vector) else [value, value]
    assert len(pair) == 2 and all(math.isfinite(number) for number in pair), pair
    return [float(f"{number:.15g}") for number in pair]


def run(case, loss):
    shown = [named for line in case["update"] for named in names_shown(line) if named[0] != "dw"]
    records = {symbol: [] for symbol, _, _ in shown}
    rate = Real(case["rate"])

    def record():
        if space["t"] in RECORDS:
            for symbol, variable, row in {named[0]: named for named in shown}.values():
                value = space[variable]
                records[symbol].append(coordinates(value if row is None else value[row]))

    def indented(lines, depth):
        return "\n".join(" " * depth + line for line in lines)

    space = dict(NUMPY)
    space.update({key: Real(value) for key, value in case["settings"].items() if not isinstance(value, str)})
    space.update(
        loss=loss,
        gradient=lambda loss, mini_batch, w: loss.gradient(w),
        hessian=lambda loss, mini_batch, w: loss.hessian(w),
        w=Vector(Real(number) for number in loss.start),
        lr0=rate,
        lr=SHARES[0] * rate,
        paces=iter([(t + 1, SHARES[t % len(SHARES)] * rate) for t in range(RECORDS[-1])]),
        n_epochs=RECORDS[-1],
        data=None,
        batch_size=None,
        get_batches=lambda data, batch_size: [data],
        record=record,
    )
    update = [line["text"] for line in case["update"]]
    program = LOOP.format(
        functions=indented(case["functions"], 0), before=indented(case["before"], 0), update=indented(update, 8)
    )
    exec(compile(program, case["id"], "exec"), space)
    assert all(len(values) == len(RECORDS) for values in records.values()), case["id"]
    return records


def spread(values, shaken):
    """How far shaken runs are from values, at most, relative to them; empty if that is next to nothing."""
    worst = [
        max(math.dist(value, other[k]) for other in shaken) / (1 + math.hypot(*value)) for k, value in enumerate(values)
    ]
    return [float(f"{most:.1e}") for most in worst] if max(worst) > 1e-13 else []


def runs(case):
    """What the listing shows on each surface, and how far roundings carry it."""
    result = {}
    for name, surface in SURFACES.items():
        shown = run(case, surface)
        shaken = [run(case, Shaken(surface, seed)) for seed in range(SHAKEN)]
        result[name] = {
            symbol: {"values": values, "spread": spread(values, [other[symbol] for other in shaken])}
            for symbol, values in shown.items()
        }
    return result


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "listings.json")
        command = ["cargo", "test", "--test", "listings"]
        subprocess.run(command, cwd=HERE, env={**os.environ, "STEEPEST_LISTINGS": path}, check=True)
        with open(path, encoding="utf-8") as file:
            cases = json.load(file)
    for case in cases:
        case["runs"] = runs(case)
    text = json.dumps({"records": RECORDS, "shares": SHARES, "cases": cases}, ensure_ascii=False)
    with open(os.path.join(HERE, "listings.json.gz"), "wb") as file:
        file.write(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    main()
