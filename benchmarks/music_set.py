"""What the benchmarks of finished songs share: the words that are set, the composers, and the real songs beside them.

The real songs are lead sheets with words as Songwright imports them (`--sheets`, a folder of .mxl), and Bach's chorales
(`--chorales`, the usual split as .json.gz). Both were learned from, so they are a measure and no hold-out.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "app"), str(ROOT / "resources"), str(ROOT / "tests")]

from music.verses import ANNABEL, LIGHTHOUSE  # noqa: E402
from songwright.core.song import Note, Section, Song, TrackRole  # noqa: E402
from songwright.core.words import with_lyric_text  # noqa: E402
from songwright.formats.errors import UnreadableError  # noqa: E402
from songwright.formats.imports import imported  # noqa: E402
from songwright.lyrics.lexicon import load_lexicon  # noqa: E402
from songwright.music.kit import Kit  # noqa: E402

__all__ = ["LYRICS", "fresh_kit", "real_chorales", "real_songs", "row", "share", "sung", "words_of"]

LYRICS = {"lighthouse": LIGHTHOUSE, "annabel": ANNABEL}


def fresh_kit() -> Kit:
    """Words, styles and nets for one run."""
    return Kit(load_lexicon())


def words_of(name: str) -> Song:
    """A song of words alone."""
    return with_lyric_text(Song(), LYRICS[name])


def sung(song: Song, section: Section) -> tuple[Note, ...]:
    """The sung notes of a section; none where nobody sings."""
    vocal = next((track.id for track in song.tracks if track.role is TrackRole.VOCAL), "")
    music = song.music(section)
    return tuple(note for note in music.part(vocal).notes if note.line is not None) if music else ()


def real_songs(folder: Path, kit: Kit) -> Iterator[Song]:
    """The lead sheets of a folder, as far as they can be read."""
    for path in sorted(folder.glob("*.mxl")):
        try:
            yield imported(path.name, path.read_bytes(), lambda: kit.lexicon).song
        except UnreadableError:
            continue


def real_chorales(path: Path, part: str) -> list[list[list[int]]]:
    """Bach's chorales: a row of four pitches a sixteenth."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        found: dict[str, list[list[list[int]]]] = json.load(file)
    return found[part]


def share(hits: int, of: int) -> float:
    """A percentage; 0 of nothing."""
    return 100.0 * hits / of if of else 0.0


def row(what: str, cells: Sequence[str]) -> None:
    """One line of a table."""
    print(f"{what:<58}" + "".join(f"{cell:>14}" for cell in cells), flush=True)
