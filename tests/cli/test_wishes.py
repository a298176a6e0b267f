"""Forms, wishes, rewriting and suggestions on the command line."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path

import pytest

from songwright.cli.main import main
from songwright.cli.rewrite import chosen_lines
from songwright.cli.wishes import add_wishes, wishes_from
from songwright.core.errors import SongwrightError
from songwright.core.song import Piece, Take
from songwright.host.own_forms import form_folder, save_own_form
from songwright.host.paths import find_paths
from songwright.llm.brief import Brief, brief_of
from songwright.llm.questions import NextWords, Option
from songwright.llm.wishes import Wishes
from songwright.lyrics.forms import load_forms
from songwright.lyrics.notation import parse_form

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


def wishes(*arguments: str) -> Wishes:
    import argparse

    parser = argparse.ArgumentParser()
    add_wishes(parser)
    return wishes_from(parser.parse_args(arguments))


def test_words_letters_and_phrases_are_told_apart() -> None:
    assert wishes(
        "--acrostic", "a b", "--with", "moon, 2:salt ,moon", "--avoid", "heart, sea of *, tapestr*"
    ) == Wishes("ab", ((1, "salt"),), ("moon",), ("heart",), banned=("sea of *", "tapestr*"))
    assert wishes("--without-letter", "e, o", "--theme", "rope").without == "eo"
    assert wishes("--acrostic", "s_a").acrostic == "s a"
    for line in ("two", "²", ""):
        with pytest.raises(SongwrightError, match="names no line"):
            wishes("--with", f"{line}:salt")


def test_a_take_written_on_the_command_line_asks_for_the_same_in_the_window() -> None:
    asked = wishes(
        "--acrostic", "s_a", "--with", "moon, 2:salt", "--avoid", "heart, sea of *", "--without-letters", "Zq"
    )
    take = Take("t", "", "the sea", Piece.POEM, 1, settings=Brief("the sea", wishes=asked).pairs())
    assert brief_of(take).wishes == asked


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--form", "quatrain", "--without-letters", "aeiouy"], "It can be written when only"),
        (["--form", "couplet", "--with", "moon,sun,star"], "3 words"),
        (["--form", "couplet", "--with", "moon", "--avoid", "moon"], "at once"),
        (["--form", "couplet", "--with", "луна"], "English letters"),
        (["--form", "8a 8q8"], "“8q8”"),
        (["--form", "sonett"], "no form called"),
        (["--form-file", "nowhere.form"], "nowhere.form"),
        (["--like", "nowhere.txt"], "nowhere.txt"),
        (["--with", "x:moon"], "names no line"),
    ],
)
def test_what_cannot_be_kept_is_refused_before_a_model_starts(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("songwright.cli.writers.ModelProcess", None)
    assert main(["write", "the sea", "--piece", "poem", *arguments]) == 1
    captured = capsys.readouterr()
    assert said in captured.err
    assert captured.out == ""


def test_a_form_can_be_printed_changed_and_given_back(
    tmp_path: Path, poem: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["forms", "--show", "ballad"]) == 0
    printed = capsys.readouterr().out
    assert parse_form(printed, form_id="ballad") in load_forms()
    assert main(["scan", str(poem), "--form", "8a 8b 8a 7b"]) == 0
    assert capsys.readouterr().out.count("<- syllables") == 1


@pytest.mark.parametrize(("text", "found"), [("1,3-4", (0, 2, 3)), ("", ()), (" 2 - 3 ,2", (1, 2)), ("4", (3,))])
def test_lines_are_named_by_numbers_and_ranges(text: str, found: tuple[int, ...]) -> None:
    assert chosen_lines(text, 4) == found


@pytest.mark.parametrize("text", ["0", "5", "3-2", "a", "1-9"])
def test_lines_that_are_not_there_are_said(text: str) -> None:
    with pytest.raises(SongwrightError, match="lines 1 to 4"):
        chosen_lines(text, 4)


def test_keeping_every_line_leaves_nothing_to_write(poem: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rewrite", str(poem), "--keep", "1-4"]) == 1
    assert "nothing to write" in capsys.readouterr().err


def test_suggestions_are_rows_with_odds_and_costs(poem: Path, script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    offers = [{"offer": {"text": "lamp", "probability": 0.25, "cost": 1.5}}, {"offer": {"text": "fire", "note": "now"}}]
    script.write_text(json.dumps({"ask": offers}))
    assert main(["suggest", str(poem), "--line", "1", "--word", "Lantern"]) == 0
    assert capsys.readouterr().out.splitlines() == [" 25.0%   +1.50  lamp", "  0.0%   +0.00  fire  (now)"]
    script.write_text(json.dumps({"ask": []}))
    assert main(["suggest", str(poem), "--costs"]) == 1
    assert "Nothing else fits" in capsys.readouterr().err


def test_next_words_come_with_their_odds_and_what_the_form_leaves(
    poem: Path, script: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [{"text": "lamp", "probability": 0.5, "unbound": 0.1}, {"text": "lighthouse", "unbound": 0.05}]
    script.write_text(json.dumps({"ask": [{"offer": word} for word in words]}))
    assert main(["suggest", str(poem), "--line", "1", "--next", "--begin", "The "]) == 0
    captured = capsys.readouterr()
    assert captured.out.splitlines() == [" 10.0%   50.0%  lamp", "  5.0%       -  lighthouse"]
    assert "leaves about 20.0%" in captured.err


def test_after_a_full_line_the_beginning_of_the_next_one_is_asked_for(
    poem: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from songwright.cli import suggest

    asked: list[NextWords] = []

    def ask(question: NextWords, *_: object, **__: object) -> tuple[Option, ...]:
        asked.append(question)
        return (Option("The", 0.5, unbound=0.2),)

    monkeypatch.setattr(suggest, "writer_process", lambda *_: nullcontext())
    monkeypatch.setattr(suggest, "ask", ask)
    assert main(["suggest", str(poem), "--line", "2", "--next"]) == 0
    assert main(["suggest", str(poem), "--line", "4", "--next"]) == 0
    inside, beyond = asked
    assert len(inside.place.before) == 2
    assert inside.place.form is not None
    assert len(beyond.place.before) == 4
    assert beyond.place.form is None
    assert "The" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--line", "9"], "lines 1 to 4"), ([], "--line"), (["--line", "1", "--word", "ocean"], "“ocean” is no word")],
)
def test_a_place_that_is_not_there_is_said(
    arguments: list[str], said: str, poem: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["suggest", str(poem), *arguments]) == 1
    assert said in capsys.readouterr().err


@pytest.mark.model
def test_the_embedded_model_rewrites_around_kept_lines(poem: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rewrite", str(poem), "--keep", "1,4", "--with", "salt", "--seed", "1"]) == 0
    rows = capsys.readouterr().out.strip().splitlines()
    assert (rows[0], rows[3]) == (QUATRAIN.splitlines()[0], QUATRAIN.splitlines()[3])
    assert rows[1] != QUATRAIN.splitlines()[1]
    assert "salt" in " ".join(rows[1:3]).lower()


def test_the_users_own_forms_are_listed_shown_and_kept(poem: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = save_own_form(form_folder(find_paths().config), parse_form("8a 8b 8a 7b", name="Sea ballad"))
    assert main(["forms"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith(kept.id)
    for name in (kept.id, "sea ballad"):
        assert main(["scan", str(poem), "--form", name]) == 0
        assert capsys.readouterr().out.count("<- syllables") == 1
    assert main(["write", "the sea", "--piece", "poem", "--form", "Sea ballad", "--with", "луна"]) == 1
    assert "English letters" in capsys.readouterr().err
