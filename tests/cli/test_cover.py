"""`songwright cover`: a picture on disk, and sentences where there is none."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from defusedxml import ElementTree

from songwright.cli.main import main


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def test_a_caption_becomes_a_drawing_and_says_what_it_shows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "fox.svg"
    assert run("cover", "a fox in the snow", "--out", out) == 0
    told = capsys.readouterr()
    assert told.out.strip() == str(out)
    assert "fox (from “fox”)" in told.err
    ElementTree.fromstring(out.read_bytes())


def test_a_song_s_cover_carries_its_title_and_comes_again_the_same(tmp_path: Path) -> None:
    words = tmp_path / "tide.txt"
    words.write_text("# The Tide\n\nThe tide goes out tonight\nand leaves the boats behind\n")
    for name in ("one.svg", "two.svg"):
        assert run("cover", words, "--out", tmp_path / name, "--seed", 3, "--author", "A. Lind", "-q") == 0
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


def test_pixels_have_the_side_that_was_asked_for(tmp_path: Path) -> None:
    png, jpeg = tmp_path / "sea.png", tmp_path / "sea.jpg"
    assert run("cover", "a ship at sea", "--out", png, "--side", 160, "--place", "sea", "--frame", "round", "-q") == 0
    assert run("cover", "a ship at sea", "--out", jpeg, "--side", 160, "-q") == 0
    assert struct.unpack_from(">II", png.read_bytes(), 16) == (160, 160)
    assert jpeg.read_bytes()[:2] == b"\xff\xd8"


def test_words_that_show_nothing_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("cover", "自由", "--out", tmp_path / "x.svg") == 0
    assert "nothing to be seen" in capsys.readouterr().err


@pytest.mark.parametrize(("name", "told"), [("cover.gif", ".svg, .png or .jpg"), ("no/such/folder/c.svg", "folder")])
def test_a_file_that_cannot_be_written_is_a_sentence(
    name: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("cover", "a fox", "--out", tmp_path / name) == 1
    assert told in capsys.readouterr().err
