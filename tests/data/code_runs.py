"""Runs of experiments written as programs: real PyTorch, NumPy, JAX and optax, executed.

    python3 tests/data/code_runs.py

Python 3.11 with torch, numpy, jax and optax; made with torch 2.15.0, numpy 2.4.6, jax 0.10.2 and optax 0.2.8 on x86-64.
The programs come from `cargo test --test code`, which is run first and asked to write them; the result replaces
code_runs.json.gz beside this script.
Each program is run as it stands; one of each dialect is run by an interpreter of its own as well, as a user would.
"""
import csv
import gzip
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))

# The steps at which iterates are kept, besides the last.
RECORDS = [0, 1, 2, 3, 5, 8, 12, 20, 30, 45]


def digest(text):
    """FNV-1a of 64 bits."""
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return f"{value:016x}"


def iterates(rows):
    """For each run the number of its iterates and some of them."""
    runs = {}
    for contender, start, run, step, *numbers in rows:
        runs.setdefault((contender, start, run), []).append((step, numbers))
    kept = []
    for run in runs.values():
        assert [step for step, _ in run] == list(range(len(run)))
        steps = [step for step in RECORDS if step < len(run) - 1] + [len(run) - 1]
        kept.append({"count": len(run), "steps": steps, "rows": [run[step][1] for step in steps]})
    return kept


def rows(case):
    """What the program yields, run inside this interpreter."""
    space = {"__name__": "program"}
    exec(compile(case["program"], case["link"], "exec"), space)
    return list(space["rows"]())


def rows_alone(case):
    """What the program prints, run by an interpreter of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "program.py")
        with open(path, "w", encoding="utf-8") as file:
            file.write(case["program"])
        printed = subprocess.run([sys.executable, path], check=True, capture_output=True, text=True).stdout
        out = os.path.join(folder, "rows.csv")
        assert subprocess.run([sys.executable, path, "--csv", out], check=True, capture_output=True).stdout == b""
        with open(out, encoding="utf-8") as file:
            assert file.read() == printed
    head, *lines = csv.reader(printed.splitlines())
    assert head == ["contender", "start", "run", "step", "x", "y", "loss"], head
    return [(*map(int, line[:4]), *map(float, line[4:])) for line in lines]


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "programs.json")
        command = ["cargo", "test", "--test", "code", "programs_are"]
        subprocess.run(command, cwd=HERE, env={**os.environ, "STEEPEST_PROGRAMS": path}, check=True)
        with open(path, encoding="utf-8") as file:
            cases = json.load(file)
        # A program reads its data from the folder in which it is run.
        os.chdir(folder)
        stored, alone = [], set()
        for number, case in enumerate(cases, 1):
            if case["table"]:
                with open("steepest-data.csv", "w", encoding="utf-8") as file:
                    file.write(case["table"])
            try:
                made = rows(case)
            except Exception:
                sys.stderr.write(case["program"] + "\n" + case["link"] + "\n")
                raise
            if case["dialect"] not in alone:
                alone.add(case["dialect"])
                assert rows_alone(case) == made
            stored.append(
                {
                    "link": case["link"],
                    "dialect": case["dialect"],
                    "digest": digest(case["program"]),
                    "runs": iterates(made),
                }
            )
            if number % 25 == 0:
                print(f"{number} of {len(cases)} programs", flush=True)
        os.chdir(HERE)
    with open(os.path.join(HERE, "code_runs.json.gz"), "wb") as file:
        file.write(gzip.compress(json.dumps(stored).encode(), mtime=0))


if __name__ == "__main__":
    main()
