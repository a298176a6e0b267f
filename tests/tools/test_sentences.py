"""What is shown and goes through no seam is found; what goes through one, or is for programmers, is left alone."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

from sentences import outside, shown, words_beside_the_seam
from strings import texts_of


def found(source: str, folder: str = "ui") -> list[str]:
    return [text for _, text in words_beside_the_seam(ast.parse(source), folder)]


@pytest.mark.parametrize(
    "source",
    [
        'label.setText("No music yet")',
        'terminal.notice(f"Wrote {count} files here")',
        'NAMES = {"one": "The first one"}',
        'yield "every line keeps it"',
    ],
)
def test_words_that_are_shown_are_found(source: str) -> None:
    assert len(found(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        'label.setText(self.tr("No music yet"))',
        'terminal.notice(said("Wrote {count} files here", count=count))',
        'NAMES = sayable({"one": "The first one"})',
        'ActionSpec("new", "File", "&New Song", "Start an empty document")',
        'log.error("a background job failed")',
        'raise ValueError("not a finite number")',
        'def act():\n    """Do something for somebody."""',
        'error(said("It failed."), detail="exit code three")',
    ],
)
def test_what_is_said_or_never_shown_is_left_alone(source: str) -> None:
    assert found(source) == []


def test_options_of_the_command_line_are_texts_there_alone() -> None:
    source = 'parser.add_argument("--out", metavar="FILE", help="where to save")'
    assert sorted(texts_of(source, "cli")) == ["FILE", "where to save"]
    assert list(texts_of(source, "audio")) == []
    assert found(source, "cli") == []


def test_nothing_that_the_program_shows_bypasses_the_seam() -> None:
    assert shown() == []
    assert outside() == {}
