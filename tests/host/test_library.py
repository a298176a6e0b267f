"""The index of songs: found by any word, sorted, rebuilt from files, never the only copy."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from songwright.core.errors import SongwrightError
from songwright.host.library import Library, LibraryEntry


@pytest.fixture
def library(tmp_path: Path) -> Library:
    made = Library(tmp_path / "data" / "library.sqlite")
    made.keep(
        LibraryEntry(Path("/s/ferry.songwright"), "Ferry", "folk", ("sea", "draft"), "The horn is low", 90, used=1)
    )
    made.keep(LibraryEntry(Path("/s/cafe.songwright"), "Café", "waltz", ("town",), "The horn of plenty", 200, used=2))
    return made


def titles(found: tuple[LibraryEntry, ...]) -> list[str]:
    return [entry.title for entry in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["Café", "Ferry"]),
        ("horn", ["Café", "Ferry"]),
        ("horn low", ["Ferry"]),
        ("cafe", ["Café"]),
        ("sea", ["Ferry"]),
        ("walt", ["Café"]),
        ("nowhere", []),
        ('"', ["Café", "Ferry"]),
        ("horn OR", []),
    ],
)
def test_a_song_is_found_by_the_beginning_of_any_of_its_words(library: Library, text: str, expected: list[str]) -> None:
    assert titles(library.search(text)) == expected


def test_what_is_found_is_sorted(library: Library) -> None:
    assert titles(library.search(sort="title")) == ["Café", "Ferry"]
    assert titles(library.search(sort="length")) == ["Café", "Ferry"]
    assert titles(library.search(sort="style")) == ["Ferry", "Café"]


def test_a_song_that_is_kept_again_is_there_once_as_it_is_now(library: Library) -> None:
    path = Path("/s/ferry.songwright")
    library.keep(LibraryEntry(path, "Ferry", words="The fog is high", tune=((0.0, 0.5, 1.0),), used=3))
    assert library.search("horn low") == ()
    (entry,) = library.search("fog")
    assert entry.tune == ((0.0, 0.5, 1.0),)
    assert len(library.search()) == 2


def test_a_song_that_is_forgotten_is_not_found(library: Library) -> None:
    library.forget(Path("/s/ferry.songwright"))
    assert titles(library.search("horn")) == ["Café"]


def test_a_damaged_index_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    path.write_bytes(b"this is no database at all" * 100)
    assert Library(path).search() == ()


def test_the_index_is_built_again_from_the_files(library: Library, tmp_path: Path) -> None:
    def read(path: Path) -> LibraryEntry | None:
        return LibraryEntry(path, path.stem) if path.stem != "broken" else None

    paths = [tmp_path / name for name in ("a.songwright", "broken.songwright", "b.songwright")]
    assert library.rebuild(paths, read) == 2
    assert sorted(titles(library.search())) == ["a", "b"]


def test_an_index_that_cannot_be_written_says_so_and_that_no_song_is_touched(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SongwrightError, match="not touched"):
        Library(tmp_path / "file" / "library.sqlite").search()


def test_a_song_keeps_its_small_picture_and_an_index_of_an_older_kind_is_begun_again(tmp_path: Path) -> None:
    file = tmp_path / "library.db"
    with closing(sqlite3.connect(file)) as old, old:
        old.execute("CREATE TABLE songs (path TEXT PRIMARY KEY, title TEXT)")
    library = Library(file)
    library.keep(LibraryEntry(tmp_path / "fox.songwright", "The Fox", cover=b"\xff\xd8small"))
    assert [entry.cover for entry in library.search()] == [b"\xff\xd8small"]


def test_a_row_that_makes_no_sense_hides_no_other_song(library: Library, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "data" / "library.sqlite")) as base, base:
        base.execute("UPDATE songs SET tune = NULL WHERE title = 'Ferry'")
        base.execute("UPDATE songs SET words = CAST(X'FF41' AS TEXT) WHERE title = 'Café'")
    assert titles(library.search()) == ["Café"]


def test_an_index_that_proves_damaged_later_is_begun_again(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "data" / "library.sqlite"
    whole = path.read_bytes()
    page = len(whole) // 4096 - 1
    path.write_bytes(whole[:8192] + bytes(4096 * (page - 1)))  # the schema is whole, the songs are not
    library.search()
    library.keep(LibraryEntry(Path("/s/new.songwright"), "New"))
    assert titles(library.search()) == ["New"]
