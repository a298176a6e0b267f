"""How much a reader holds in mind in each function: `python tools/complexity.py` lists those that are over the limit.

Counted like cyclomatic complexity (T. J. McCabe, "A Complexity Measure", 1976), with what tight Python hides from the
count that ruff does: one for the function, one for each `if`, loop, `except`, `case`, conditional expression and
`and`/`or`, and one for each `for` and each `if` of a comprehension. A function inside another counts for itself.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "app" / "songwright"
LIMIT = 15

_BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.IfExp)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def complexity(function: ast.AST) -> int:
    """The number of a function."""
    return 1 + sum(map(_weight, _own_nodes(function)))


def _own_nodes(function: ast.AST) -> Iterator[ast.AST]:
    """All nodes inside a function except those of functions and classes that it holds."""
    waiting = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            continue
        yield node
        waiting += ast.iter_child_nodes(node)


def _weight(node: ast.AST) -> int:
    match node:
        case ast.BoolOp():
            return len(node.values) - 1
        case ast.comprehension():
            return 1 + len(node.ifs)
        case ast.match_case():
            return 0 if isinstance(node.pattern, ast.MatchAs) and node.pattern.pattern is None else 1
    return int(isinstance(node, _BRANCHES))


def functions(tree: ast.AST, prefix: str = "") -> Iterator[tuple[str, ast.AST]]:
    """Every function below a node, with its name and those of what it stands in."""
    for node in ast.iter_child_nodes(tree):
        name = f"{prefix}{node.name}" if isinstance(node, (*_FUNCTIONS, ast.ClassDef)) else prefix.rstrip(".")
        if isinstance(node, _FUNCTIONS):
            yield name, node
        inner = f"{name}." if isinstance(node, (*_FUNCTIONS, ast.ClassDef)) else prefix
        yield from functions(node, inner)


def measured(package: Path = PACKAGE) -> dict[str, int]:
    """The number of every function, by "module:function"."""
    found: dict[str, int] = {}
    for path in sorted(package.rglob("*.py")):
        module = ".".join(path.relative_to(package.parent).with_suffix("").parts)
        for name, node in functions(ast.parse(path.read_text("utf-8"))):
            found[f"{module}:{name}"] = complexity(node)
    return found


def complaints(found: dict[str, int]) -> list[str]:
    """A sentence for each function that is over the limit."""
    return [
        f"{name}: {number}, over {LIMIT}. Unfold it into steps with names."
        for name, number in found.items()
        if number > LIMIT
    ]


def main() -> int:
    """Print what is over the limit; the exit status is 1 when anything is."""
    found = measured()
    told = complaints(found)
    print("\n".join(told) or f"complexity: none of {len(found)} functions is over {LIMIT}")
    return int(bool(told))


if __name__ == "__main__":
    sys.exit(main())
