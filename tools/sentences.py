"""Sentences for the user that do not go through the seam of languages: `python tools/sentences.py` lists them.

Below Qt a sentence is `said("... {name} ...", name=value)` (`songwright.core.language`). Looked at is what errors say:
the first argument of every call of a class that derives from SongwrightError. (What the window's own code says goes
through Qt's `tr`; a test with a language of brackets looks at that.)
"""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "app" / "songwright"
ROOT_ERROR = "SongwrightError"


def error_classes(package: Path = PACKAGE) -> set[str]:
    """The names of SongwrightError and of all classes that derive from it."""
    bases: dict[str, set[str]] = defaultdict(set)
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                bases[node.name] |= {base.id for base in node.bases if isinstance(base, ast.Name)}
    found = {ROOT_ERROR}
    while more := {name for name, above in bases.items() if above & found} - found:
        found |= more
    return found


def is_sentence(node: ast.expr) -> bool:
    """Whether an expression is a text written on the spot, with values put into it or not."""
    match node:
        case ast.JoinedStr() | ast.Constant(value=str()):
            return True
        case ast.BinOp(left=left, right=right):
            return is_sentence(left) or is_sentence(right)
        case ast.IfExp(body=body, orelse=other):
            return is_sentence(body) or is_sentence(other)
    return False


def outside(package: Path = PACKAGE) -> dict[str, list[str]]:
    """Places ("file:line") by layer where an error says something outside the seam."""
    errors = error_classes(package)
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(package.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id=name), args=[first, *_]) if name in errors and is_sentence(first):
                    file = path.relative_to(package).as_posix()
                    found[file.partition("/")[0]].append(f"{file}:{node.lineno}")
    return found


def main() -> int:
    """Print what is outside; the exit status is 1 when anything is."""
    told = [
        f"{layer}: {len(places)} sentences outside the seam: say them by `said`. {' '.join(places)}"
        for layer, places in outside().items()
    ]
    print("\n".join(told) or "sentences of errors outside the seam of languages: none")
    return int(bool(told))


if __name__ == "__main__":
    sys.exit(main())
