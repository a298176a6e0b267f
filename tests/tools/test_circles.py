"""Circles of imports are found, and the program has none."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

from circles import circle, needs


def package(folder: Path, **modules: str) -> Path:
    """A package with these modules, by name ("core__song" is core/song.py)."""
    root = folder / "songwright"
    for name, text in modules.items():
        path = root / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        for above in (path.parent, root):
            (above / "__init__.py").touch()
    return root


def test_modules_that_import_each_other_in_a_round_are_found(tmp_path: Path) -> None:
    root = package(
        tmp_path,
        core__song="from songwright.core.edits import edit",
        core__edits="import songwright.core.words",
        core__words="from songwright.core import song",
        core__apart="from songwright.core.song import Song",
    )
    assert set(circle(needs(root))) == {"songwright.core.song", "songwright.core.edits", "songwright.core.words"}


@pytest.mark.parametrize(
    "later",
    [
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from songwright.a import A",
        "def use():\n    from songwright.a import A",
    ],
)
def test_what_is_imported_for_types_or_later_makes_no_circle(tmp_path: Path, later: str) -> None:
    assert circle(needs(package(tmp_path, a="from songwright.b import B", b=later))) == []


@pytest.mark.parametrize(
    "now",
    [
        "from songwright.a import A",
        "try:\n    import songwright.a\nexcept ImportError: ...",
        "if 1:\n    import songwright.a",
    ],
)
def test_what_is_imported_at_once_wherever_it_stands_makes_a_circle(tmp_path: Path, now: str) -> None:
    assert circle(needs(package(tmp_path, a="from songwright.b import B", b=now)))


def test_the_program_has_no_circle() -> None:
    assert circle(needs()) == []
