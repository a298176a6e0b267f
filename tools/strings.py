"""Lists every text that goes through the seam of languages: `python tools/strings.py [--missing de]`.

Found are the literals in calls of `tr`, `translate`, `said` and `counted`. The tables that the window is made from
(commands, menus, places, settings) pass through the seam when they are shown: a test of the window finds those.
"""

from __future__ import annotations

import argparse
import ast
import json
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "app" / "songwright"
CATALOGUES = ROOT / "resources" / "songwright_resources" / "languages"

# How many of a call's first arguments are texts, and which comes first.
_CALLS = {"tr": (0, 1), "said": (0, 1), "counted": (0, 2), "translate": (1, 1), "_tr": (0, 1), "_": (0, 1)}


def texts_of(source: str) -> Iterator[str]:
    """The texts in one module that a language may say otherwise."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from _texts_of_call(node)


def _texts_of_call(call: ast.Call) -> Iterator[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in _CALLS:
        first, count = _CALLS[name]
        for argument in call.args[first : first + count]:
            yield from _literals(argument)


def _literals(node: ast.expr) -> Iterator[str]:
    """A literal, or the literals between which a condition chooses."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)


def every_text() -> list[str]:
    """All texts of the program, each once, in the order of the modules."""
    found: dict[str, None] = {}
    for module in sorted(SOURCES.rglob("*.py")):
        for text in texts_of(module.read_text(encoding="utf-8")):
            if text.strip():
                found.setdefault(text)
    return list(found)


def main() -> None:
    """Print the texts as JSON: all of them, or those that a language has no word for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missing", metavar="LANGUAGE")
    language = parser.parse_args().missing
    known: dict[str, str] = {}
    if language and (CATALOGUES / f"{language}.json").is_file():
        known = json.loads((CATALOGUES / f"{language}.json").read_text(encoding="utf-8"))
    print(json.dumps([text for text in every_text() if text not in known], ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
