"""Whose manner: a poet's, a folder's, one's own songs; read from files that may be anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from songwright.core.errors import SongwrightError
from songwright.core.session import Document
from songwright.core.song import Song
from songwright.core.words import with_lyric_text
from songwright.formats.project import dump
from songwright.llm.manners import FOLDER, OWN_SONGS, POET, Manners, masters
from songwright.lyrics.lexicon import Lexicon, load_lexicon

TEXT = "The rope was wet, the rope was old,\nThe harbour bell was ringing,\nThe tea was cold,\nThe gulls were singing."


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def test_poets_come_with_songwright_and_rhyme(lexicon: Lexicon) -> None:
    assert len(masters()) >= 8
    for poet in masters():
        assert poet.texts, poet.name
        manner = Manners(lambda: lexicon).measure(f"{POET}{poet.id}")
        assert manner.rhymed > 0.4, poet.name
        assert manner.form, poet.name


def test_a_folder_is_read_with_its_texts_and_songs_and_what_is_none_is_passed_over(
    tmp_path: Path, lexicon: Lexicon
) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "one.txt").write_text(TEXT)
    (tmp_path / "two.songwright").write_bytes(dump(Document(with_lyric_text(Song(), TEXT.replace("rope", "sail")))))
    (tmp_path / "broken.songwright").write_text("{")
    (tmp_path / "picture.png").write_bytes(b"\0")
    manner = Manners(lambda: lexicon).measure(f"{FOLDER}{tmp_path}")
    assert len(manner.texts) == 2
    assert {"rope", "sail"} <= set(manner.stock)


def test_a_manner_is_measured_once_until_it_is_asked_for_anew(tmp_path: Path, lexicon: Lexicon) -> None:
    file, manners = tmp_path / "one.txt", Manners(lambda: lexicon)
    file.write_text(TEXT)
    name = f"{FOLDER}{file}"
    assert not manners.knows(name)
    before = manners.get(name)
    assert manners.knows(name)
    file.write_text(TEXT.replace("rope", "sail"))
    assert manners.get(name) is before
    assert "sail" in manners.measure(name).stock
    assert "sail" in manners.get(name).stock


def test_own_songs_are_those_that_the_library_names(tmp_path: Path, lexicon: Lexicon) -> None:
    song = tmp_path / "mine.songwright"
    song.write_bytes(dump(Document(with_lyric_text(Song(), TEXT))))
    manner = Manners(lambda: lexicon, lambda: [tmp_path / "gone.songwright", song]).get(OWN_SONGS)
    assert manner.texts == (TEXT,)


@pytest.mark.parametrize("name", [OWN_SONGS, f"{POET}nobody", f"{FOLDER}/nowhere/at/all"])
def test_a_manner_without_texts_is_refused_in_a_sentence(name: str, lexicon: Lexicon) -> None:
    with pytest.raises(SongwrightError):
        Manners(lambda: lexicon).get(name)
