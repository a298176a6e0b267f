"""What a change near at hand may have broken, in seconds: `make fast`, or `python tools/fast.py [FILE ...]`.

The quick checks, then the tests near the files that differ from the last commit (or those that are named): tests called
after a changed module, and tests that import it. The whole suite (`make test`) has the last word.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENOUGH_FILES = 2
MOST_FILES = 12  # test files; a module that everything imports would bring the whole suite along
CHECKS = (
    ("style", "ruff", "check", "-q", "."),
    ("format", "ruff", "format", "-q", "--check", "."),
    ("types", "mypy"),
    ("layers", "lint-imports"),
    ("names", sys.executable, "tools/names.py"),
    ("complexity", sys.executable, "tools/complexity.py"),
    ("circles", sys.executable, "tools/circles.py"),
    ("sentences", sys.executable, "tools/sentences.py"),
)


def changed() -> list[str]:
    """Python files that differ from the last commit, new ones included; else those of that commit."""
    status = _git("status", "--porcelain", "--untracked-files=all")
    files = [row[3:].split(" -> ")[-1] for row in status]
    return [file for file in files or _git("show", "--name-only", "--format=", "HEAD") if file.endswith(".py")]


def near(files: Iterable[str]) -> list[str]:
    """Test files for these, nearest first, not too many.

    Themselves and those of the same name, those that import them, and where these are few, those that import what
    imports them; for what is imported by its name only when it is needed, those of its layer.
    """
    tests = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py")}
    named: dict[str, None] = {}
    importing: dict[str, None] = {}
    for file in sorted(files):
        if file in tests:
            named[file] = None
        if file.startswith("app/songwright/"):
            named |= dict.fromkeys(sorted(test for test in tests if test.endswith(f"/test_{Path(file).stem}.py")))
            importing |= dict.fromkeys(_importing(_module(file), tests))
    found = [*(named | importing)]
    if len(found) < ENOUGH_FILES:
        sources = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in (ROOT / "app").rglob("*.py")}
        between = [above for file in files if file in sources for above in _importing(_module(file), sources)]
        found += [test for above in between for test in _importing(_module(above), tests)]
    folders = {f"tests/{file.split('/')[2]}/" for file in files if file.startswith("app/songwright/")}
    found = found or sorted(test for test in tests if any(test.startswith(folder) for folder in folders))
    return [*dict.fromkeys(found)][:MOST_FILES]


def _module(file: str) -> str:
    return file.removeprefix("app/").removesuffix(".py").replace("/", ".")


def _importing(module: str, texts: Mapping[str, str]) -> list[str]:
    """The files that name a module, in order."""
    name = re.compile(rf"\b{re.escape(module)}\b")
    return sorted(file for file, text in texts.items() if name.search(text))


def run(name: str, command: Sequence[str]) -> bool:
    """Run one check, tell how long it took, and show what it says when it fails."""
    started = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    print(f"{name:<11}{'ok' if done.returncode == 0 else 'FAILED':<8}{time.monotonic() - started:5.1f} s", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr)
    return done.returncode == 0


def main(arguments: Sequence[str]) -> int:
    """The exit status is 0 when everything is well."""
    files = [Path(file).resolve().relative_to(ROOT).as_posix() for file in arguments] or changed()
    beside = Path(sys.executable).parent
    good = True
    for name, program, *options in CHECKS:
        good &= run(name, [str(beside / program) if "/" not in program else program, *options])
    tests = near(files)
    print(f"tests      {' '.join(tests) or 'none near'}", flush=True)
    if tests:
        command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", *tests]
        good &= subprocess.run(command, cwd=ROOT, check=False).returncode == 0
    return int(not good)


def _git(*arguments: str) -> list[str]:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
