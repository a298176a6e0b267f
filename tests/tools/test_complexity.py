"""The count of what a reader holds in mind sees what tight Python hides."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

from complexity import complaints, complexity, functions


def number(body: str) -> int:
    tree = ast.parse(f"def f(a, b, c):\n    {body}")
    return complexity(tree.body[0])


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("return a", 1),
        ("return a if b else c", 2),
        ("return a and b and c", 3),
        ("return [x for x in a]", 2),
        ("return [x for x in a if x if b]", 4),
        ("return {x: y for x in a for y in x}", 3),
        ("if a: return b", 2),
        ("while a: b()", 2),
        ("def g(): return a if b else c", 1),
        ("match a:\n        case 1: b()\n        case 2 | 3: c()\n        case _: a()", 3),
        ("return lambda: a if b else c", 2),
    ],
)
def test_every_decision_counts_once(body: str, expected: int) -> None:
    assert number(body) == expected


def test_functions_are_found_with_what_they_stand_in() -> None:
    tree = ast.parse(
        "class A:\n    def b(self):\n        def c(): pass\n    if True:\n        def d(self): pass\ndef e(): pass"
    )
    assert [name for name, _ in functions(tree)] == ["A.b", "A.b.c", "A.d", "e"]


def test_a_function_over_the_limit_is_named_with_its_number() -> None:
    assert complaints({"m:fine": 15}) == []
    (told,) = complaints({"m:fine": 15, "m:deep": 16})
    assert told.startswith("m:deep: 16")
