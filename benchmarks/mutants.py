"""Do the tests bite? `python benchmarks/mutants.py [--count 200] [--seed 1] [--layer music]` prints the kill rate.

A mutant is the program with one decision or number changed: a comparison, a sign, a constant, `and` for `or`, a test
turned round. Mutants are drawn with a seed, as many from each layer as its share of the code but never fewer than
`--least`, and each is tried with the tests near it (`tools/fast.py`), in a copy of the sources. One that no test
notices is printed with its place: a gap in the tests, or a change that changes nothing (told apart by reading).
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from fast import near  # noqa: E402

SOURCES = ROOT / "app" / "songwright"
LAYERS = ("core", "lyrics", "music", "formats", "host", "llm", "audio", "picture", "ui", "cli")
SLOWEST = 400  # seconds for the tests of one mutant; an endless loop is noticed too

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


def killed(mutant: Mutant) -> bool | None:
    """Whether a test notices; None when no test is near."""
    tests = near([mutant.file])
    if not tests:
        return None
    with tempfile.TemporaryDirectory() as folder:
        app = Path(folder) / "app"
        # With the compiled modules of the sources: only the changed one is out of date.
        shutil.copytree(ROOT / "app", app)
        path = app / Path(mutant.file).relative_to("app")
        text = path.read_text("utf-8")
        path.write_text(text[: mutant.start] + mutant.new + text[mutant.end :], "utf-8")
        paths = [str(app), *(str(ROOT / name) for name in ("resources", "tests", "."))]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--timeout", "120"]
        command += ["-o", f"pythonpath={' '.join(paths)}", *tests]
        try:
            done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=SLOWEST, check=False)
        except subprocess.TimeoutExpired:
            return True
        return done.returncode == 1


def main() -> None:
    """Print a table, and what survived."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--least", type=int, default=8, help="of every layer")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--layer", action="append", choices=LAYERS)
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    mutants = sample(options.count, options.least, options.seed, tuple(options.layer or LAYERS))
    outcomes: dict[str, list[bool | None]] = defaultdict(list)
    started = time.monotonic()
    try:
        with ThreadPoolExecutor(options.jobs) as pool:
            for mutant, outcome in zip(mutants, pool.map(killed, mutants), strict=True):
                outcomes[mutant.layer].append(outcome)
                say(mutant, outcome)
    except KeyboardInterrupt:
        print("broken off")
    print_table(outcomes)
    print(f"seed {options.seed}, {time.monotonic() - started:.0f} s")


def say(mutant: Mutant, outcome: bool | None) -> None:
    """A line for a mutant, at once."""
    word = {None: "no test near", False: "survived", True: "killed"}[outcome]
    print(f"{word}: {mutant.file}:{mutant.line}  {mutant.old}  ->  {mutant.new}", flush=True)


def print_table(outcomes: Mapping[str, Sequence[bool | None]]) -> None:
    """The kill rate of each layer and of all."""
    rows = {layer: outcomes[layer] for layer in LAYERS if outcomes.get(layer)}
    rows["all"] = [result for results in outcomes.values() for result in results]
    print(f"\n{'layer':<10}{'mutants':>8}{'killed':>8}{'rate':>7}")
    for layer, results in rows.items():
        rate = results.count(True) / max(1, len(results))
        print(f"{layer:<10}{len(results):>8}{results.count(True):>8}{rate:>7.0%}")


if __name__ == "__main__":
    main()
