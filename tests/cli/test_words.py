from __future__ import annotations

from pathlib import Path

import pytest

from songwright.cli.main import main
from songwright.lyrics.forms import load_forms

# Own verse.
QUATRAIN = """The lantern burned above the bay,
The ships came home with morning light;
We heard the bells across the day
And slept beneath the stars at night.
"""


@pytest.fixture
def poem(tmp_path: Path) -> Path:
    path = tmp_path / "bay.txt"
    path.write_text(QUATRAIN)
    return path


def test_every_form_is_listed_with_its_length(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forms"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert [row.split()[0] for row in rows] == [form.id for form in load_forms()]
    assert any(row.startswith("villanelle") and " 19 lines" in row for row in rows)


def test_scanning_shows_syllables_rhymes_and_stresses(poem: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", str(poem)]) == 0
    captured = capsys.readouterr()
    rows = [row.split(maxsplit=3) for row in captured.out.splitlines() if row.strip()]
    assert [(row[0], row[1]) for row in rows] == [("8", "A"), ("8", "B"), ("8", "A"), ("8", "B")]
    assert rows[0][2] == "x/x/x/x/"
    assert "iambic tetrameter" in captured.err


def test_scanning_against_a_form_names_what_is_amiss(poem: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def scanned(form: str) -> tuple[str, str]:
        assert main(["scan", str(poem), "--form", form]) == 0
        shown = capsys.readouterr()
        return shown.out, shown.err.splitlines()[-1]

    rows, verdict = scanned("quatrain")
    assert "<-" not in rows
    assert verdict.endswith("every line keeps it")
    rows, verdict = scanned("ballad")
    assert rows.count("<- syllables") == 2
    assert verdict.endswith(": 2 lines leave its metre")
    assert scanned("8a 8b 8a 8b 8c")[1].endswith(": 1 line is missing")
    assert scanned("8a 8b 7a")[1].endswith(": 1 line leaves its metre, 1 line is too many")
    assert scanned("8a 8a 8b 8b")[1].endswith(": 2 lines leave its rhyme")


def test_scanning_names_the_form_and_the_metre(poem: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", str(poem)]) == 0
    told = capsys.readouterr().err.splitlines()
    assert "metre: iambic tetrameter" in told
    assert "form: long metre (--form long-metre)" in told


def test_scanning_says_how_long_a_word_was_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "fire.txt"
    path.write_text("A fire upon the hill\n")
    assert main(["scan", str(path), "--form", "7x"]) == 0
    shown = capsys.readouterr()
    assert "“fire” as two syllables" in shown.out
    assert shown.err.splitlines()[-1].endswith("every line keeps it")


def test_rhymes_are_listed_with_their_syllables(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rhymes", "water", "--most", "2"]) == 0
    assert [row.split() for row in capsys.readouterr().out.splitlines()] == [["daughter", "2"], ["slaughter", "2"]]


def test_near_rhymes_come_after_the_perfect_ones_by_default(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rhymes", "home", "--most", "60"]) == 0
    kinds = [row.split()[2:] for row in capsys.readouterr().out.splitlines()]
    perfect = kinds.index(["family"])
    assert perfect > 5
    assert kinds[:perfect] == [[]] * perfect
    assert main(["rhymes", "home", "--perfect"]) == 0
    assert not any(row.split()[2:] == ["family"] for row in capsys.readouterr().out.splitlines())


def test_a_word_without_perfect_rhymes_has_near_ones_and_that_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rhymes", "lantern", "--most", "9"]) == 0
    captured = capsys.readouterr()
    rows = [row.split() for row in captured.out.splitlines()]
    assert ["banter", "2", "subtractive"] in rows
    assert len(rows) <= 9
    assert "Nothing rhymes perfectly with “lantern”" in captured.err


def test_rhymes_of_one_shape_can_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rhymes", "night", "--syllables", "2", "--stress", "x/", "--perfect"]) == 0
    words = [row.split()[0] for row in capsys.readouterr().out.splitlines()]
    assert "delight" in words
    assert "light" not in words
    assert "midnight" not in words
    assert main(["rhymes", "night", "--stress", "loud"]) == 1
    assert "no stress" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [["rhymes", "sea", "--most", "-3"], ["rhymes", "sea", "--most", "few"], ["write", "x", "--quality", "abc"]],
)
def test_a_number_that_is_none_is_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    told = capsys.readouterr().err.splitlines()[-1]
    assert "it must be a whole number" in told
    assert f"“{arguments[-1]}”" in told


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rhymes", "orange", "--kind", "perfect"], "orange"),
        (["rhymes", " "], "Name a word"),
        (["rhymes", "луна"], "no sound"),
        (["rhymes", "qzx"], "no sound"),
        (["scan", "nowhere.txt"], "nowhere.txt"),
        (["write", "the sea", "--form", "purple"], "purple"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    assert said in capsys.readouterr().err


def test_an_unknown_form_is_refused_when_scanning(poem: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", str(poem), "--form", "purple"]) == 1
    assert "purple" in capsys.readouterr().err
