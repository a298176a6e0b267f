"""Which tests execute which code? `python benchmarks/executed.py [FOLDER ...]` runs the tests and writes it down.

Every block of a function (its body, a branch, the body of a loop) marks that it ran; that costs a few hundredths of the
time, where a tracer costs as much again, and is seen from every thread. What runs in a child process is not seen, and
what is kept after its first use counts for the test that used it first. Each folder of tests is a run of its own and a
file of its own in `.executed/`. Blocks are found again by their function's name and text, so that a map stays good for
what has not changed since, wherever it has moved to. `benchmarks/mutants.py` reads it.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.machinery
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "app"
KEPT = ROOT / ".executed"
_MARK = "_executed_"  # the name that marks a block, in every module

_Definition = ast.FunctionDef | ast.AsyncFunctionDef


class Block(NamedTuple):
    """Statements that run together: the file's stem and the function, a digest of the function's text, the number."""

    function: str
    digest: str
    number: int


def blocks_of(tree: ast.Module, stem: str) -> Iterator[tuple[Block, list[ast.stmt]]]:
    """Every block of every function, in order; a function inside another one has blocks of its own."""
    for function, name in _functions(tree, stem):
        digest = hashlib.sha256(ast.unparse(function).encode()).hexdigest()[:8]
        for number, statements in enumerate(_bodies(function)):
            yield Block(name, digest, number), statements


def _functions(node: ast.AST, name: str) -> Iterator[tuple[_Definition, str]]:
    for child in ast.iter_child_nodes(node):
        inside = f"{name}.{child.name}" if isinstance(child, _Definition | ast.ClassDef) else name
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield child, inside
        yield from _functions(child, inside)


def _bodies(node: ast.AST) -> Iterator[list[ast.stmt]]:
    for field in ("body", "handlers", "orelse", "finalbody", "cases"):
        inner = getattr(node, field, [])
        if not isinstance(inner, list) or not inner:
            continue
        if isinstance(inner[0], ast.stmt):
            yield inner
        for child in inner:
            if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                yield from _bodies(child)


class _Marking(importlib.machinery.SourceFileLoader):
    """Loads a module whose blocks mark that they ran."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        tree = ast.parse(Path(path).read_bytes())
        for block, statements in [*blocks_of(tree, Path(path).stem)]:
            mark = ast.parse(f"{_MARK}({_number(block)})").body[0]
            first = int(ast.get_docstring(ast.Module(statements, [])) is not None)
            statements.insert(first, ast.copy_location(mark, statements[0]))
        return compile(ast.fix_missing_locations(tree), path, "exec", dont_inherit=True)


_blocks: list[Block] = []
_ran: set[int] = set()


def _number(block: Block) -> int:
    _blocks.append(block)
    return len(_blocks) - 1


class Recorder:
    """A plugin of pytest: what ran during each test function, and the seconds that its cases took."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seconds: dict[str, float] = defaultdict(float)
        self._tests: dict[int, set[str]] = defaultdict(set)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """After each part of a test: what prepares it, itself, what clears up."""
        test = report.nodeid.partition("[")[0]
        self._seconds[test] += report.duration
        for number in [*_ran]:
            self._tests[number].add(test)
        _ran.clear()

    def pytest_sessionfinish(self) -> None:
        """Write it down."""
        tests = sorted(self._seconds)
        places = {test: place for place, test in enumerate(tests)}
        blocks = [[*_blocks[number], sorted(places[test] for test in found)] for number, found in self._tests.items()]
        kept = {"tests": [[test, round(self._seconds[test], 3)] for test in tests], "blocks": blocks}
        self._path.write_text(json.dumps(kept), "utf-8")


class Executed:
    """What is written down: for a block the tests that run it, and how long a test takes."""

    def __init__(self, folder: Path = KEPT) -> None:
        self.seconds: dict[str, float] = {}
        self._exactly: dict[Block, set[str]] = defaultdict(set)
        self._function: dict[str, set[str]] = defaultdict(set)
        for path in sorted(folder.glob("*.json")):
            kept = json.loads(path.read_text("utf-8"))
            names = [test for test, _seconds in kept["tests"]]
            self.seconds |= dict(kept["tests"])
            for function, digest, number, places in kept["blocks"]:
                tests = {names[place] for place in places}
                self._exactly[Block(function, digest, number)] |= tests
                self._function[function] |= tests

    def tests(self, path: Path, line: int) -> set[str]:
        """Those that run a line of a file; where its function has changed since, those that ran the function."""
        found = [block for block, statements in _parsed(path) if _holds(statements, line)]
        if not found:
            return set()
        # The innermost block comes last.
        known = any(block.digest == found[-1].digest for block in self._exactly if block.function == found[-1].function)
        return self._exactly[found[-1]] if known else self._function[found[-1].function]


def place_of(path: Path, line: int) -> str:
    """The function that a line of a file is in, after the file's stem."""
    found = [block.function for block, statements in _parsed(path) if _holds(statements, line)]
    return found[-1] if found else path.stem


@cache
def _parsed(path: Path) -> Sequence[tuple[Block, list[ast.stmt]]]:
    return [*blocks_of(ast.parse(path.read_text("utf-8")), path.stem)]


def _holds(statements: Sequence[ast.stmt], line: int) -> bool:
    return statements[0].lineno <= line <= (statements[-1].end_lineno or 0)


def record(folder: str) -> None:
    """Run the tests of a folder in this process and write down what they reach."""
    import builtins

    import pytest

    setattr(builtins, _MARK, _ran.add)
    hook = importlib.machinery.FileFinder.path_hook((_Marking, [".py"]))
    sys.path_hooks.insert(0, lambda path: hook(path) if Path(path).is_relative_to(SOURCES) else _refuse(path))
    sys.path_importer_cache.clear()
    options = ["-q", "-p", "no:cacheprovider", "--timeout", "600", folder]
    pytest.main(options, plugins=[Recorder(KEPT / f"{folder.removeprefix('tests/').replace('/', '-')}.json")])


def _refuse(path: str) -> None:
    raise ImportError(path)


def main() -> None:
    """One process for each folder."""
    KEPT.mkdir(exist_ok=True)
    if sys.argv[1:2] == ["--one"]:
        record(sys.argv[2])
        return
    folders = sys.argv[1:] or sorted(f"tests/{path.name}" for path in (ROOT / "tests").iterdir() if path.is_dir())
    for folder in folders:
        subprocess.run([sys.executable, __file__, "--one", folder], cwd=ROOT, check=False)


if __name__ == "__main__":
    main()
