"""`songwright improve`: the form that is kept, and where the words go."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from songwright.cli.main import main

# Own verse.
VERSE = "The tide goes out tonight\nAnd leaves the boats behind\n"


@pytest.fixture
def poem(tmp_path: Path) -> Path:
    path = tmp_path / "tide.txt"
    path.write_text(VERSE)
    return path


def test_a_text_is_measured_by_the_form_that_is_named(
    poem: Path, script: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert script.is_file()
    assert main(["improve", str(poem), "--form", "6a 6b 6a", "--seed", "1"]) != 0
    assert "The form has 3 lines and the text 2." in capsys.readouterr().err


@pytest.mark.parametrize("form", [[], ["--form", "6a 6b"]], ids=["its own", "named"])
def test_what_cannot_be_bettered_stays_word_for_word(
    poem: Path, script: Path, tmp_path: Path, form: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    script.write_text(json.dumps({"write": [{"say": VERSE}]}))
    out = tmp_path / "better.txt"
    assert main(["improve", str(poem), *form, "--rounds", "1", "--seed", "1", "--out", str(out)]) == 0
    assert out.read_text("utf-8") == VERSE
    assert capsys.readouterr().out.strip() == str(out)
    assert poem.read_text() == VERSE
