"""Runs tests again and again without starting anew: one process has all loaded, and a fork of it runs pytest.

Requests come as lines of JSON on standard input, `{"modules": [...], "tests": [...], "options": [...]}`; an answer is a
line too, `{"status": ..., "failed": ...}`. The modules that are named, and all that import them, are loaded again in
the fork: their sources have changed. Only for systems that can fork.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import json
import os
import resource
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

# Loaded once; llama.cpp and the painter belong to child processes, which start anew in any case.
LIBRARIES = (
    "pytest", "_pytest.assertion.rewrite", "pytestqt.plugin", "pytest_timeout", "hypothesis", "hypothesis.strategies",
    "numpy", "onnxruntime", "mido", "miniaudio", "soundfile", "PySide6.QtWidgets", "PySide6.QtSvg", "PySide6.QtPdf",
)  # fmt: skip
ELSEWHERE = ("llama_cpp", "stable_diffusion_cpp")
MOST_CPU = 90  # seconds; a fork that needs more runs in a circle
MOST_WAITING = 400
# What is loaded before pytest looks at it keeps its plain asserts.
QUIET = ("-q", "-x", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning")


class FirstFailure:
    """A plugin of pytest: the name of the first test that fails."""

    name: str | None = None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """After each part of a test."""
        if report.failed and self.name is None:
            self.name = report.nodeid


def importers(package: Path) -> dict[str, set[str]]:
    """For each module those that name it in an import, wherever that stands."""
    found: dict[str, set[str]] = defaultdict(set)
    for module, path in _modules(package):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.ImportFrom) and node.module:
                for named in (node.module, *(f"{node.module}.{alias.name}" for alias in node.names)):
                    found[named].add(module)
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    found[alias.name].add(module)
    return found


def _modules(package: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package.parent).with_suffix("").parts
        if parts[-1] != "__main__":
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def load(package: Path) -> None:
    """Import the libraries and the program."""
    for name in LIBRARIES:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    for module, path in _modules(package):
        if not any(f"import {name}" in path.read_text("utf-8") for name in ELSEWHERE):
            importlib.import_module(module)


def forget(modules: Iterable[str], above: dict[str, set[str]]) -> None:
    """Have these and all that import them loaded again when they are needed."""
    waiting, gone = list(modules), set()
    while waiting:
        module = waiting.pop()
        if module not in gone:
            gone.add(module)
            waiting += above.get(module, ())
    for module in gone & sys.modules.keys():
        del sys.modules[module]
        package, _, name = module.rpartition(".")
        # Left as an attribute of its package it would still be found by "from package import module".
        if package in sys.modules and hasattr(sys.modules[package], name):
            delattr(sys.modules[package], name)


def run(tests: list[str], options: list[str], answer: int) -> int:
    """In a fork: run the tests, write the first that fails to the descriptor, give pytest's status."""
    import pytest

    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    failure = FirstFailure()
    status = int(pytest.main([*QUIET, *options, *tests], plugins=[failure]))
    os.write(answer, (failure.name or "").encode())
    return status


def forked(request: dict[str, list[str]], above: dict[str, set[str]]) -> dict[str, object]:
    """The answer to a request."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 70
        try:
            os.setsid()
            os.close(reading)
            resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU, MOST_CPU + 5))
            forget(request["modules"], above)
            status = run(request["tests"], request["options"], writing)
        finally:
            os._exit(status)
    os.close(writing)
    code = _awaited(child)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    with os.fdopen(reading, "rb") as pipe:
        failed = pipe.read().decode()
    return {"status": code, "failed": failed}


def _awaited(child: int) -> int:
    """The status that a child ends with; below zero where a signal ended it."""
    until = time.monotonic() + MOST_WAITING
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main() -> None:
    """Answer requests until there are no more; the argument is the package's folder."""
    package = Path(sys.argv[1])
    load(package)
    above = importers(package)
    print(json.dumps({"modules": len(sys.modules)}), flush=True)
    for line in sys.stdin:
        print(json.dumps(forked(json.loads(line), above)), flush=True)


if __name__ == "__main__":
    main()
