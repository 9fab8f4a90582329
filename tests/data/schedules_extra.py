"""Learning rates and momenta of PyTorch's own schedulers, where oracles/schedules.json.gz has none.

    pip download --no-deps --platform macosx_14_0_arm64 --only-binary=:all: torch==2.15.0
    python3 schedules_extra.py torch-2.15.0-*.whl > schedules_extra.json

Python 3.11, torch 2.15.0; the same bytes at every run.
PyTorch's lr_scheduler.py is plain Python that only reads and writes an optimizer's `param_groups`: it is taken out of the
wheel and run on a bare optimizer, without the rest of PyTorch (so a wheel for any machine will do).
That this changes nothing is checked first: all sequences of oracles/schedules.json.gz, made with the whole of PyTorch,
come out bit for bit.
"""
import gzip
import json
import math
import os
import random
import sys
import types
import warnings
import zipfile

STEPS = 60


class Optimizer:
    """What the schedulers use of torch.optim.SGD."""

    def __init__(self, lr):
        self.defaults = {"lr": lr, "momentum": 0.9}
        self.param_groups = [dict(self.defaults)]

    def step(self):
        pass


def lr_scheduler(wheel):
    source = zipfile.ZipFile(wheel).read("torch/optim/lr_scheduler.py")
    torch = types.ModuleType("torch")
    torch.inf, torch.Tensor = math.inf, type("Tensor", (), {})
    optimizer = types.ModuleType("torch.optim.optimizer")
    optimizer.Optimizer, optimizer._to_scalar = Optimizer, lambda value: value
    modules = {"torch": torch, "torch.optim": types.ModuleType("torch.optim"), "torch.optim.optimizer": optimizer}
    sys.modules.update(modules)
    module = types.ModuleType("torch.optim.lr_scheduler")
    module.__package__ = "torch.optim"
    exec(compile(source, "lr_scheduler.py", "exec"), module.__dict__)
    return module


def form(params):
    k, warmup, tau, end = (params.get(name) for name in ("k", "warmup", "tau", "end_ratio"))
    return {
        "1/(1+k*t)": lambda t: 1.0 / (1.0 + k * t),
        "1/sqrt(1+k*t)": lambda t: 1.0 / math.sqrt(1.0 + k * t),
        "goodfellow_linear": lambda t: (1.0 - min(t / tau, 1.0)) + min(t / tau, 1.0) * end,
        "noam": lambda t: min((t + 1) ** -0.5, (t + 1) * warmup**-1.5) * warmup**0.5,
    }[params["form"]]


def build(module, optimizer, name, params):
    members = [build(module, optimizer, m["name"], m["params"]) for m in params.get("schedulers", [])]
    if name == "LambdaLR":
        return module.LambdaLR(optimizer, form(params))
    if name == "SequentialLR":
        return module.SequentialLR(optimizer, members, milestones=params["milestones"])
    if name == "ChainedScheduler":
        return module.ChainedScheduler(members, optimizer=optimizer)
    if name in ("OneCycleLR", "CyclicLR"):
        params = {"cycle_momentum": False, **params}
    return getattr(module, name)(optimizer, **params)


def sequence(module, name, params, base, steps, metrics):
    optimizer = Optimizer(base)
    scheduler = build(module, optimizer, name, params)
    rates, momenta = [], []
    for k in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        momenta.append(optimizer.param_groups[0]["momentum"])
        if k + 1 < steps:
            optimizer.step()
            scheduler.step(metrics[k]) if metrics else scheduler.step()
    return rates, momenta


def check(module):
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "oracles", "schedules.json.gz")
    cases = json.load(gzip.open(path))["cases"]
    for case in cases:
        name, params, wanted = case["scheduler"], case["params"], case["lr"]
        rates, _ = sequence(module, name, params, case["base_lr"], len(wanted), case.get("metrics"))
        assert rates == wanted, case["id"]
    return len(cases)


def N(name, **params):
    return {"name": name, "params": params}


LINEAR = N("LinearLR", start_factor=0.25, end_factor=1.0, total_iters=8)
EXPONENTIAL = N("ExponentialLR", gamma=0.95)
STEP = N("StepLR", step_size=6, gamma=0.5)

CASES = [
    # The momentum moves.
    N("OneCycleLR", max_lr=0.1, total_steps=50, cycle_momentum=True),
    N("OneCycleLR", max_lr=0.1, total_steps=50, anneal_strategy="linear", cycle_momentum=True),
    N("OneCycleLR", max_lr=0.1, total_steps=60, pct_start=0.4, three_phase=True, cycle_momentum=True),
    N("OneCycleLR", max_lr=0.1, total_steps=60, pct_start=0.35, anneal_strategy="linear", three_phase=True,
      cycle_momentum=True, base_momentum=0.5, max_momentum=0.99),
    N("CyclicLR", base_lr=0.01, max_lr=0.1, step_size_up=10, cycle_momentum=True),
    N("CyclicLR", base_lr=0.01, max_lr=0.1, step_size_up=4, step_size_down=9, mode="triangular2", cycle_momentum=True),
    N("CyclicLR", base_lr=0.01, max_lr=0.1, step_size_up=7, mode="exp_range", gamma=0.97, cycle_momentum=True,
      base_momentum=0.3, max_momentum=0.95),
    # Shares and lengths at the ends of their ranges.
    N("OneCycleLR", max_lr=0.1, total_steps=40, pct_start=0.0),
    N("OneCycleLR", max_lr=0.1, total_steps=40, pct_start=1.0),
    N("OneCycleLR", max_lr=0.1, total_steps=40, pct_start=0.0, three_phase=True),
    N("OneCycleLR", max_lr=0.1, total_steps=40, pct_start=0.7, three_phase=True),
    N("OneCycleLR", max_lr=0.1, total_steps=40, pct_start=1.0, three_phase=True),
    N("OneCycleLR", max_lr=0.1, total_steps=1),
    N("OneCycleLR", max_lr=0.1, total_steps=2, pct_start=0.25),
    N("CyclicLR", base_lr=0.01, max_lr=0.1, step_size_up=1),
    N("CyclicLR", base_lr=0.1, max_lr=0.01, step_size_up=3, step_size_down=1, mode="exp_range", gamma=0.9),
    N("CosineAnnealingLR", T_max=1, eta_min=0.01),
    N("CosineAnnealingLR", T_max=20, eta_min=0.3),
    N("CosineAnnealingWarmRestarts", T_0=1),
    N("CosineAnnealingWarmRestarts", T_0=1, T_mult=3),
    N("CosineAnnealingWarmRestarts", T_0=7, T_mult=2, eta_min=0.2),
    N("LinearLR", total_iters=1),
    N("LinearLR"),
    N("ConstantLR", total_iters=1),
    N("ConstantLR", factor=1.0, total_iters=9),
    N("PolynomialLR", total_iters=1),
    N("PolynomialLR", total_iters=30, power=0.0),
    N("PolynomialLR", total_iters=30, power=3.5),
    N("StepLR", step_size=1, gamma=0.9),
    N("StepLR", step_size=5),
    N("MultiStepLR", milestones=[0, 5, 5, 59], gamma=0.5),
    N("MultiStepLR", milestones=[]),
    N("LambdaLR", form="noam", warmup=1),
    N("LambdaLR", form="goodfellow_linear", tau=1, end_ratio=0.5),
    # Schedules of schedules.
    N("SequentialLR", schedulers=[N("ConstantLR", factor=0.5, total_iters=4), EXPONENTIAL,
                                  N("PolynomialLR", total_iters=20, power=2.0)], milestones=[6, 30]),
    N("SequentialLR", schedulers=[LINEAR, N("CosineAnnealingWarmRestarts", T_0=10, T_mult=2)], milestones=[8]),
    N("SequentialLR", schedulers=[EXPONENTIAL, N("MultiStepLR", milestones=[0, 3, 9], gamma=0.5), LINEAR],
      milestones=[1, 31]),
    N("SequentialLR", schedulers=[LINEAR, N("LambdaLR", form="1/(1+k*t)", k=0.2), STEP], milestones=[12, 40]),
    N("SequentialLR", schedulers=[N("CosineAnnealingLR", T_max=9, eta_min=0.02), N("LambdaLR", form="noam", warmup=5)],
      milestones=[20]),
    N("ChainedScheduler", schedulers=[LINEAR, STEP, EXPONENTIAL]),
    N("ChainedScheduler", schedulers=[N("ConstantLR", factor=0.25, total_iters=10), N("MultiStepLR", milestones=[3, 30])]),
    N("ChainedScheduler", schedulers=[N("PolynomialLR", total_iters=45, power=1.5), STEP]),
    N("ChainedScheduler", schedulers=[LINEAR, N("CosineAnnealingLR", T_max=60)]),
]

PLATEAUS = [
    dict(factor=0.5, patience=0, threshold=0.0),
    dict(factor=0.0, patience=2),
    dict(factor=0.5, patience=1, threshold=0.5, threshold_mode="abs", min_lr=0.03),
    dict(factor=0.9, patience=1, cooldown=3, eps=0.011),
    dict(factor=0.5, patience=2, threshold=1.0),
    dict(factor=0.5, patience=4, cooldown=5, min_lr=0.5),
]


def main():
    warnings.simplefilter("ignore")
    module = lr_scheduler(sys.argv[1])
    count = check(module)
    rng = random.Random(20)
    lines = []
    cases = [(case["name"], case["params"], None) for case in CASES]
    for k, params in enumerate(PLATEAUS):
        # Losses that fall for a while, swing, stay, and are negative in some cases.
        level = -1.5 if k % 2 else 0.2
        metrics = [round(level + 2 * 0.9 ** min(t, 25) + rng.choice([0.0, 0.0, 0.3 * rng.random()]), 3) for t in range(STEPS)]
        cases.append(("ReduceLROnPlateau", params, metrics))
    for k, (name, params, metrics) in enumerate(cases):
        base = params.get("base_lr", 0.1)
        steps = min(STEPS, params.get("total_steps", STEPS))
        rates, momenta = sequence(module, name, params, base, steps, metrics)
        case = {"id": f"extra/{k:02d}-{name}", "oracle": "torch 2.15.0", "scheduler": name, "params": params,
                "base_lr": base, "lr": rates}
        if params.get("cycle_momentum"):
            case["momentum"] = momenta
        if metrics:
            case["metrics"] = metrics
        lines.append(json.dumps(case))
    print('{"meta": {"torch": "2.15.0", "also": "%d sequences of oracles/schedules.json.gz, bit for bit"},' % count)
    print('"cases": [\n' + ",\n".join(lines) + "\n]}")


main()
