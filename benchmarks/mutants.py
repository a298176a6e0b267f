"""Do the tests bite? `python benchmarks/mutants.py [--count 200] [--seed 1] [--layer music]` prints the kill rate.

A mutant is the program with one decision or number changed: a comparison, a sign, a constant, `and` for `or`, a test
turned round. Mutants are drawn with a seed, as many from each layer as its share of the code but never fewer than
`--least`, and mixed, so that a run that is broken off is a fair sample. Each is tried with the tests that execute its
place (`benchmarks/executed.py` writes down which they are; without that, with the tests near it, `tools/fast.py`), in
a warm process (`benchmarks/warm_tests.py`). One that no test notices is printed with its place: a gap in the tests, or
a change that changes nothing. The latter are told apart by reading and stand in `equal_mutants.toml`, with the reason;
the table gives the rate with and without them. Tests that killed are run once more without any change at the end: one
that fails then has killed nothing.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from executed import Executed, place_of

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from fast import near  # noqa: E402

SOURCES = ROOT / "app" / "songwright"
LAYERS = ("core", "lyrics", "music", "formats", "host", "llm", "audio", "picture", "ui", "cli")
EQUAL = Path(__file__).with_name("equal_mutants.toml")
MOST_TESTS, MOST_SECONDS = 150, 60.0  # of the tests that execute a place; the quickest are tried first
MOST_NEAR = 4  # test files, where it is not written down which tests execute a place
SURVIVED, KILLED, EQUALS, UNTESTED = "survived", "killed", "changes nothing", "no test near"

_COMPARISONS = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_OPERATIONS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change of one place of a file: the text from `start` to `end` (offsets) becomes `new`."""

    file: str
    line: int
    start: int
    end: int
    old: str
    new: str

    @property
    def layer(self) -> str:
        """The layer that it is in."""
        return self.file.split("/")[2]

    @property
    def module(self) -> str:
        """The dotted name of its module."""
        return self.file.removeprefix("app/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def said(self) -> str:
        """What `equal_mutants.toml` calls it: the function, its line of text and the change."""
        text = (ROOT / self.file).read_text("utf-8").splitlines()[self.line - 1].strip()
        return f"{place_of(ROOT / self.file, self.line)}: {text}: {self.old} -> {self.new}"


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every mutant of a file."""
    text = path.read_text("utf-8")
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))

    def offset(line: int, column: int) -> int:
        # Columns of ast count bytes.
        return starts[line - 1] + len(lines[line - 1].encode()[:column].decode())

    for node, changed in _changes(ast.parse(text)):
        if node.lineno == node.end_lineno:
            start, end = offset(node.lineno, node.col_offset), offset(node.end_lineno, node.end_col_offset)
            yield Mutant(path.relative_to(ROOT).as_posix(), node.lineno, start, end, text[start:end], changed)


def _changes(tree: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    """What can be changed inside functions, with its new text; annotations and docstrings decide nothing."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for statement in function.body:
                for node in ast.walk(statement):
                    if isinstance(node, ast.expr) and (changed := _changed(node)) is not None:
                        yield node, f"({ast.unparse(changed)})"


def _changed(node: ast.expr) -> ast.expr | None:
    match node:
        case ast.Compare(left=left, ops=[op], comparators=others) if type(op) in _COMPARISONS:
            return ast.Compare(left, [_COMPARISONS[type(op)]()], others)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATIONS and not _is_text(left, right):
            return ast.BinOp(left, _OPERATIONS[type(op)](), right)
        case ast.BoolOp(op=op, values=values):
            return ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return operand
        case ast.Constant(value=bool(value)):
            return ast.Constant(not value)
        case ast.Constant(value=int(value) | float(value)):
            return ast.Constant(value + 1)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return ast.IfExp(test, orelse, body)
    return None


def _is_text(*nodes: ast.expr) -> bool:
    return any(isinstance(node, ast.JoinedStr) or getattr(node, "value", 0).__class__ is str for node in nodes)


def sample(count: int, least: int, seed: int, layers: tuple[str, ...]) -> list[Mutant]:
    """Mutants by layer, drawn with a seed and mixed, so that a run that is broken off is a fair sample too."""
    found: dict[str, list[Mutant]] = {
        layer: [mutant for path in sorted((SOURCES / layer).rglob("*.py")) for mutant in mutants_of(path)]
        for layer in layers
        if (SOURCES / layer).is_dir()
    }
    total = sum(map(len, found.values()))
    draw = random.Random(seed)
    drawn = [
        mutant
        for mutants in found.values()
        for mutant in draw.sample(mutants, min(len(mutants), max(least, round(count * len(mutants) / total))))
    ]
    draw.shuffle(drawn)
    return drawn


class Trials:
    """A warm process over a copy of the program, in which one place at a time is changed."""

    def __init__(self, folder: Path) -> None:
        self._app = folder / "app"
        # With the compiled modules of the sources: only the changed one is out of date.
        shutil.copytree(ROOT / "app", self._app)
        paths = [str(self._app), *(str(ROOT / name) for name in ("resources", "tests", "."))]
        self._options = ["--timeout", "240", "-o", f"pythonpath={' '.join(paths)}"]
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join(paths),
            "PYTHONDONTWRITEBYTECODE": "1",
            "QT_QPA_PLATFORM": "offscreen",
        }
        command = [sys.executable, str(Path(__file__).with_name("warm_tests.py")), str(self._app / "songwright")]
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._answer()

    def killer(self, mutant: Mutant, tests: Sequence[str]) -> str | None:
        """The first test that fails with this change; "" for one that ended the process or did not end."""
        path = self._app / Path(mutant.file).relative_to("app")
        text, times = path.read_text("utf-8"), path.stat()
        path.write_text(text[: mutant.start] + mutant.new + text[mutant.end :], "utf-8")
        try:
            return self.failing(tests, mutant.module)
        finally:
            path.write_text(text, "utf-8")
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

    def failing(self, tests: Sequence[str], *modules: str) -> str | None:
        """The first of the tests that fails; None when all pass or there are none."""
        if self._process.stdin is None:
            raise RuntimeError("The warm process has ended.")
        request = {"modules": modules, "tests": tests, "options": self._options}
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = self._answer()
        # Pytest: 0 all passed, 5 nothing to run; 4 a test's name that is not there any more.
        if answer["status"] == 4:
            print(f"not run: {tests}", file=sys.stderr)
        return None if answer["status"] in (0, 4, 5) else str(answer["failed"])

    def _answer(self) -> dict[str, object]:
        if self._process.stdout is None or not (line := self._process.stdout.readline()):
            raise RuntimeError("The warm process has ended.")
        return dict(json.loads(line))


def tests_for(mutant: Mutant, executed: Executed) -> list[str]:
    """Those that execute its place, its module's own test file and then the quickest first; else those near."""
    found = executed.tests(ROOT / mutant.file, mutant.line)
    named = f"test_{Path(mutant.file).stem}.py"
    taken = {where_it_is(test): executed.seconds[test] for test in sorted(found)}
    taken.pop("", None)
    there = sorted(taken, key=lambda test: (f"/{named}::" not in test, taken[test], test))
    chosen, seconds = [], 0.0
    for test in there[:MOST_TESTS]:
        seconds += taken[test]
        if chosen and seconds > MOST_SECONDS:
            break
        chosen.append(test)
    return chosen or near([mutant.file])[:MOST_NEAR]


def where_it_is(test: str) -> str:
    """A test that was written down by its present name: its file may have moved since; "" when it is gone."""
    file, _, name = test.partition("::")
    for path in (ROOT / file, *sorted((ROOT / "tests").rglob(Path(file).name))):
        if path.is_file() and f"def {name.rpartition('::')[2]}(" in path.read_text("utf-8"):
            return f"{path.relative_to(ROOT).as_posix()}::{name}"
    return ""


def equals() -> frozenset[str]:
    """What is known to change nothing."""
    return frozenset(row["mutant"] for row in tomllib.loads(EQUAL.read_text("utf-8")).get("equal", ()))


def tried(mutants: Sequence[Mutant], trials: Trials, executed: Executed) -> Iterator[tuple[Mutant, str, str]]:
    """Each mutant with what became of it and the test that killed it."""
    known = equals()
    for mutant in mutants:
        tests = tests_for(mutant, executed)
        killer = trials.killer(mutant, tests) if tests else None
        if killer is not None:
            yield mutant, KILLED, killer
        else:
            yield mutant, EQUALS if mutant.said in known else SURVIVED if tests else UNTESTED, ""


def main() -> None:
    """Print a table, and what survived."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--least", type=int, default=8, help="of every layer")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--layer", action="append", choices=LAYERS)
    parser.add_argument("--at", action="append", metavar="FILE:LINE", help="every mutant of these lines instead")
    options = parser.parse_args()
    mutants = sample(options.count, options.least, options.seed, tuple(options.layer or LAYERS))
    if options.at:
        mutants = [mutant for place in options.at for mutant in mutants_at(place)]
    outcomes: list[tuple[Mutant, str, str]] = []
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        trials = Trials(Path(folder))
        try:
            for outcome in tried(mutants, trials, Executed()):
                outcomes.append(outcome)
                say(*outcome)
            outcomes = confirmed(outcomes, trials)
        except KeyboardInterrupt:
            print("broken off")
    print_table(outcomes)
    print(f"seed {options.seed}, {len(outcomes)} of {len(mutants)} tried, {time.monotonic() - started:.0f} s")


def mutants_at(place: str) -> list[Mutant]:
    """Every mutant of a line, "ui/keys.py:39"."""
    file, _, line = place.rpartition(":")
    return [mutant for mutant in mutants_of(SOURCES / file) if mutant.line == int(line)]


def confirmed(outcomes: Sequence[tuple[Mutant, str, str]], trials: Trials) -> list[tuple[Mutant, str, str]]:
    """The outcomes, without kills by tests that fail without any change too."""
    failing = {test for test in sorted({killer for _, _, killer in outcomes if killer}) if trials.failing([test])}
    for test in sorted(failing):
        print(f"fails without a change: {test}")
    return [
        (mutant, SURVIVED, "") if killer in failing else (mutant, what, killer) for mutant, what, killer in outcomes
    ]


def say(mutant: Mutant, outcome: str, killer: str) -> None:
    """A line for a mutant, at once."""
    by = f"  ({killer.partition('::')[2] or 'ended or ran on'})" if outcome == KILLED else ""
    print(f"{outcome}: {mutant.file}:{mutant.line}  {mutant.old}  ->  {mutant.new}{by}", flush=True)


def print_table(outcomes: Sequence[tuple[Mutant, str, str]]) -> None:
    """The kill rate of each layer and of all: of those that change something, and of those drawn."""
    counts: Mapping[str, Counter[str]] = defaultdict(Counter)
    for mutant, outcome, _ in outcomes:
        counts[mutant.layer][outcome] += 1
        counts["all"][outcome] += 1
    print(f"\n{'layer':<10}{'drawn':>8}{'killed':>8}{'equal':>7}{'rate':>7}{'of drawn':>10}")
    for layer in (*LAYERS, "all"):
        if drawn := counts[layer].total():
            count = counts[layer]
            rate = count[KILLED] / max(1, drawn - count[EQUALS])
            print(
                f"{layer:<10}{drawn:>8}{count[KILLED]:>8}{count[EQUALS]:>7}{rate:>7.0%}{count[KILLED] / drawn:>10.0%}"
            )


if __name__ == "__main__":
    main()
