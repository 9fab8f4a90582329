"""Nanoseconds that PyTorch takes for one step of each of its optimizers on Rosenbrock's valley, loss and gradient included.

    python3 benches/torch_step.py

Prints a line for each: our optimizer's key, and the least time of several runs divided by their steps.
`cargo bench` calls it in the same run as its own measurements, with the python3 that is found, or that
STEEPEST_PYTHON names.
"""

import time

import torch

STEPS = 200
RUNS = 5
RATE = 1e-4

o = torch.optim
# Our key, and PyTorch's optimizer with the same settings as ours by default.
OPTIMIZERS = {
    "gradient_descent": lambda w: o.SGD(w, lr=RATE),
    "momentum": lambda w: o.SGD(w, lr=RATE, momentum=0.9),
    "nesterov": lambda w: o.SGD(w, lr=RATE, momentum=0.9, nesterov=True),
    "adagrad": lambda w: o.Adagrad(w, lr=RATE),
    "rmsprop": lambda w: o.RMSprop(w, lr=RATE, alpha=0.9),
    "adam": lambda w: o.Adam(w, lr=RATE, betas=(0.9, 0.99)),
    "adamw": lambda w: o.AdamW(w, lr=RATE),
    "adamax": lambda w: o.Adamax(w, lr=RATE),
    "nadam": lambda w: o.NAdam(w, lr=RATE),
    "radam": lambda w: o.RAdam(w, lr=RATE),
    "adadelta": lambda w: o.Adadelta(w, lr=RATE),
    "rprop": lambda w: o.Rprop(w, lr=RATE),
    "asgd": lambda w: o.ASGD(w, lr=RATE),
    "lbfgs": lambda w: o.LBFGS(w, lr=RATE),
}


def rosenbrock(w):
    return (1 - w[0]) ** 2 + 100 * (w[1] - w[0] ** 2) ** 2


def timed(make):
    w = torch.tensor([-1.5, 2.0], dtype=torch.float64, requires_grad=True)
    optimizer = make([w])

    def closure():
        optimizer.zero_grad()
        loss = rosenbrock(w)
        loss.backward()
        return loss

    optimizer.step(closure)
    begin = time.perf_counter_ns()
    for _ in range(STEPS):
        optimizer.step(closure)
    return (time.perf_counter_ns() - begin) / STEPS


if __name__ == "__main__":
    torch.set_num_threads(1)
    for key, make in OPTIMIZERS.items():
        print(key, round(min(timed(make) for _ in range(RUNS))), flush=True)
