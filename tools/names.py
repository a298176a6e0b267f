"""Names that stand for two things: `python tools/names.py` finds public classes and modules called alike.

A name that is used twice without reason makes a reader open the wrong file. Reasons that hold for many are below.
"""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "app" / "songwright"

ROLES = {
    "client": "each child process has one, and they are spoken of by whose it is (llm.client, audio.client)",
    "errors": "each layer has one, with the errors that others catch",
    "process": "how each child is started",
    "protocol": "what is said to each child",
}
"""Modules whose name is a role that several packages fill, with the reason."""
COMMANDS = "songwright.cli"
"""A module here is named after the command that its user types, whatever else is called so."""
LEARNED = ("songwright.music.nets", "songwright.music")
"""A net bears the name of the rule that it stands in for: the reader is to think of the two together."""


def modules(package: Path = PACKAGE) -> Iterator[tuple[str, Path]]:
    """Every module with its dotted name, packages left out."""
    for path in sorted(package.rglob("*.py")):
        if not path.stem.startswith("__"):
            yield ".".join(path.relative_to(package.parent).with_suffix("").parts), path


def classes_twice(package: Path = PACKAGE) -> dict[str, list[str]]:
    """Public class names that several modules define, with these modules."""
    found: dict[str, list[str]] = defaultdict(list)
    for module, path in modules(package):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(module)
    return {name: where for name, where in found.items() if len(where) > 1}


def modules_twice(package: Path = PACKAGE) -> dict[str, list[str]]:
    """Module names that stand twice without one of the reasons above."""
    found: dict[str, list[str]] = defaultdict(list)
    for module, _ in modules(package):
        parent, _, name = module.rpartition(".")
        if parent != COMMANDS and name not in ROLES:
            found[name].append(module)
    for name, where in found.items():
        net, rule = (f"{parent}.{name}" for parent in LEARNED)
        if net in where and rule in where:
            where.remove(net)
    return {name: where for name, where in found.items() if len(where) > 1}


def complaints(kind: str, found: dict[str, list[str]]) -> list[str]:
    """A sentence for each name that stands twice."""
    return [
        f"{kind} {name}: {len(where)} times ({', '.join(where)}). Name each by what it is."
        for name, where in found.items()
    ]


def main() -> int:
    """Print what stands twice; the exit status is 1 when anything does."""
    told = complaints("class", classes_twice()) + complaints("module", modules_twice())
    print("\n".join(told) or "names: none stands for two things")
    return int(bool(told))


if __name__ == "__main__":
    sys.exit(main())
