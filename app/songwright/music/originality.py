"""How much of a song's tune also stands in the tunes that the nets have learned from."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from typing import Final

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.song import Note, Song, TrackRole

__all__ = ["NONE", "PARTED", "WIDEST", "KnownTunes", "Originality", "load_known_tunes", "originality"]

NONE: Final = 64
PARTED: Final = 0
WIDEST: Final = 24
"""In the text of intervals: the byte of a repeated note, the byte between two tunes, the widest interval kept apart."""

_RUN: Final = 8


@dataclass(frozen=True, slots=True)
class KnownTunes:
    """The intervals of the training tunes as one text; see `training.tunes`."""

    text: bytes

    @property
    def count(self) -> int:
        """How many tunes there are."""
        return self.text.count(PARTED) + 1 if self.text else 0

    def longest_run(self, intervals: bytes) -> tuple[int, int]:
        """The place and the length of the longest stretch of `intervals` that stands in some tune."""
        place = best = 0
        for start in range(len(intervals)):
            while start + best < len(intervals) and intervals[start : start + best + 1] in self.text:
                place, best = start, best + 1
        return place, best

    def known_share(self, intervals: bytes) -> float:
        """The share of the runs of eight intervals that stand in some tune; 0 when there is no such run."""
        runs = [intervals[start : start + _RUN] for start in range(len(intervals) - _RUN + 1)]
        return sum(run in self.text for run in runs) / len(runs) if runs else 0.0


@dataclass(frozen=True, slots=True)
class Originality:
    """The longest stretch of a song's tune that also stands in a training tune.

    `notes` is its length (0 when there is nothing sung), `section` and `line` where it begins. `known_share` is the
    share of all runs of eight intervals that stand in some training tune, `tunes` how many of those there are.
    """

    notes: int
    section: str
    line: str
    known_share: float
    tunes: int

    @property
    def sentence(self) -> str:
        """In words."""
        return said(
            "The longest stretch of the tune that also stands in one of the {tunes:,} old tunes that the nets learned "
            "from has {notes} notes; {share:.0f} % of runs of nine notes stand in some of them (of real old tunes "
            "about 20 %).",
            tunes=self.tunes,
            notes=self.notes,
            share=100 * self.known_share,
        )


def load_known_tunes() -> KnownTunes:
    """The text that ships with Songwright. Raises SongwrightError when it is missing or damaged."""
    try:
        packed = (files("songwright_resources") / "weights" / "tunes.z").read_bytes()
        return KnownTunes(zlib.decompress(packed))
    except (OSError, zlib.error) as error:
        raise SongwrightError(
            said(
                "The list of known tunes cannot be read, so nothing can be said about the originality of this one. "
                "Install Songwright again to get it back."
            ),
            detail=repr(error),
        ) from error


def originality(song: Song, known: KnownTunes) -> Originality:
    """Look for the tune of every section in the known ones, whatever their keys and rhythms."""
    vocal = next((track.id for track in song.tracks if track.role is TrackRole.VOCAL), "")
    best = (0, "", "")
    runs = hits = 0.0
    for section in song.sections:
        if section.music is None:
            continue
        notes = [note for note in section.music.part(vocal).notes if note.line is not None]
        intervals = _intervals(notes)
        place, length = known.longest_run(intervals)
        if notes and length + 1 > best[0]:
            best = (length + 1, section.id, notes[place].line or "")
        count = max(0, len(intervals) - _RUN + 1)
        runs, hits = runs + count, hits + count * known.known_share(intervals)
    return Originality(best[0], best[1], best[2], hits / runs if runs else 0.0, known.count)


def _intervals(notes: list[Note]) -> bytes:
    steps = (max(-WIDEST, min(WIDEST, after.pitch - before.pitch)) for before, after in pairwise(notes))
    return bytes(NONE + step for step in steps)
