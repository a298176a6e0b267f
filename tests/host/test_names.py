"""File names made from titles."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songwright.host.names import ending_in, free_path, safe_file_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("The Lantern", "The Lantern"),
        ('Who/What: a "question"?', "Who What a question"),
        ("../../etc/passwd", "etc passwd"),
        ("..", "Untitled"),
        ("", "Untitled"),
        ("???", "Untitled"),
        ("\x00\x07", "Untitled"),
        ("CON", "CON_"),
        ("nul.song", "nul.song_"),
        ("Console", "Console"),
        ("lpt1", "lpt1_"),
        ("-rf", "rf"),
        (".hidden", "hidden"),
        ("ends in dots...", "ends in dots"),
        ("two\nlines\tand  spaces", "two lines and spaces"),
        ("Ünïcode 歌 🎵", "Ünïcode 歌 🎵"),
        ("👩\u200d🚀 flies", "👩\u200d🚀 flies"),
        ("right \u202eto left", "right to left"),
        ("half \ud83d", "half"),
        ("e\u0301clair", "éclair"),
        ("7", "7"),
    ],
)
def test_a_title_becomes_a_name_that_reads_like_it(title: str, name: str) -> None:
    assert safe_file_name(title) == name


def test_a_name_that_just_fits_stays_whole() -> None:
    assert safe_file_name("x" * 200) == "x" * 200
    assert safe_file_name("x" * 201) == "x" * 200


def test_a_long_name_ends_between_characters() -> None:
    family = "👨\u200d👩\u200d👧"
    for lead in range(30):
        name = safe_file_name("x" * lead + family * 40)
        assert len(name.encode()) <= 200
        assert name.lstrip("x").replace(family, "") == ""


@given(st.text(st.characters(), max_size=400))
def test_every_name_can_be_written_and_has_no_folder_in_it(title: str) -> None:
    name = safe_file_name(title)
    assert 0 < len(name.encode()) <= 201
    assert not set(name) & set('<>:"/\\|?*\0\n')
    assert name == name.strip(" .")
    assert Path(name).name == name


def test_a_free_path_counts_on_from_files_that_exist(tmp_path: Path) -> None:
    assert free_path(tmp_path, "Song", ".mid").name == "Song.mid"
    (tmp_path / "Song.mid").touch()
    (tmp_path / "Song 2.mid").touch()
    assert free_path(tmp_path, "Song", ".mid").name == "Song 3.mid"


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("song", "song.songwright"),
        ("song.songwright", "song.songwright"),
        ("SONG.SONGWRIGHT", "SONG.SONGWRIGHT"),
        ("Waltz No. 3", "Waltz No. 3.songwright"),
        ("song.mid", "song.mid.songwright"),
    ],
)
def test_a_dot_in_a_title_is_no_ending(name: str, saved: str) -> None:
    assert ending_in(Path("songs") / name, ".songwright") == Path("songs") / saved
