"""Circles of imports: `python tools/circles.py` finds modules that need each other before either is there.

Looked at is what is imported when a module is loaded; what is imported inside functions, or for types alone, is not. A
circle means that two rooms are one: what both need belongs into a third.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "app" / "songwright"


def imported(tree: ast.Module) -> Iterator[ast.Import | ast.ImportFrom]:
    """The imports that are made when a module is loaded."""
    waiting: list[ast.stmt] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif isinstance(node, ast.If):
            waiting += node.orelse if "TYPE_CHECKING" in ast.unparse(node.test) else [*node.body, *node.orelse]
        elif isinstance(node, ast.Try):
            waiting += [*node.body, *node.orelse, *node.finalbody]


def needs(package: Path = PACKAGE) -> dict[str, set[str]]:
    """For each module those of the package that it imports at once."""
    paths = {_dotted(path, package): path for path in sorted(package.rglob("*.py"))}
    found: dict[str, set[str]] = {}
    for module, path in paths.items():
        named: set[str] = set()
        for node in imported(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                named |= {alias.name for alias in node.names}
            elif node.module:
                # "from package import module" names a module; everything else is in the module before "import".
                inside = {f"{node.module}.{alias.name}" for alias in node.names}
                named |= inside & paths.keys() or {node.module}
        found[module] = (named & paths.keys()) - {module}
    return found


def _dotted(path: Path, package: Path) -> str:
    parts = path.relative_to(package.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def circle(graph: Mapping[str, set[str]]) -> list[str]:
    """One circle, each module imported by the next; empty when there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def main() -> int:
    """Print a circle; the exit status is 1 when there is one."""
    graph = needs()
    found = circle(graph)
    print("circle: " + " <- ".join(found) if found else f"circles: none among {len(graph)} modules")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
