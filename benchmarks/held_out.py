"""Held-out songs as the composers are asked to set them, and as they really go: what `benchmarks/composers.py` reads.

The words of the songs are not at hand, only what the prosody net sees of them; so a line is a name, and `Words.split`
gives its syllables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from songwright.core.song import Line, Metre, Section, SectionKind, Song
from songwright.lyrics.syllables import Syllable
from songwright.music.nets.grid import METRES, STEPS_PER_QUARTER
from songwright.music.nets.notes import COLUMNS
from songwright.music.nets.prosody import SyllableClass

__all__ = ["HeldOut", "Words", "held_out_songs", "pieces", "real_chord_tunes"]

Rows = NDArray[np.int64]
PROSODY = ("onset", "inside", "metre", "kind", "opens", "closes", "pause", "line_end", "notes", "source", "pitch")
AT = {name: i for i, name in enumerate(PROSODY)}
STYLES = (("ballad", "pop", "folk", "waltz"), ("hymn",), ("lullaby", "ballad"))
"""The styles in which songs of each source (lead sheets, hymns, Lieder) are set."""

STRESSES = {SyllableClass.PRIMARY: 1, SyllableClass.CONTENT: 1, SyllableClass.SECONDARY: 2}


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A verse: a song without music, the style to set it in, and the real rhythm and tune.

    `onsets` are sixteenths from a bar line, one a syllable, by line; `pitches` are the real tune's.
    """

    song: Song
    style: str
    metre: Metre
    onsets: tuple[tuple[int, ...], ...]
    pitches: tuple[tuple[int, ...], ...]


class Words:
    """The syllables of lines that are only names."""

    def __init__(self) -> None:
        self.lines: dict[str, tuple[Syllable, ...]] = {}

    def split(self, text: str, _lexicon: object) -> Sequence[Syllable]:
        """The syllables of a line by its name."""
        return self.lines.get(text, ())

    def name(self, rows: Rows) -> str:
        """A name for a line of the table of prosody."""
        text = f"line {len(self.lines)}"
        word = -1
        found: list[Syllable] = []
        for row in rows:
            word += bool(row[AT["opens"]]) or word < 0
            stress = STRESSES.get(SyllableClass(int(row[AT["kind"]])), 0)
            found.append(Syllable("la", len(text), len(text), stress, word, 0, 1))
        counts = [sum(other.word == one.word for other in found) for one in found]
        self.lines[text] = tuple(
            Syllable(one.text, one.start, one.end, one.stress, one.word, 0, count)
            for one, count in zip(found, counts, strict=True)
        )
        return text


def pieces(path: Path, side: str) -> list[Rows]:
    """The pieces of one side of a prepared file."""
    with np.load(path) as file:
        return np.split(file[f"{side}_rows"].astype(np.int64), np.cumsum(file[f"{side}_sizes"])[:-1])


def held_out_songs(data: Path, count: int, words: Words) -> list[HeldOut]:
    """A verse of up to eight lines from each of `count` held-out tunes."""
    path = data / "prosody.npz"
    with np.load(path) as file:
        owners = file["test_tunes"].tolist()
    found: list[HeldOut] = []
    seen: set[int] = set()
    for rows, owner in zip(pieces(path, "test"), owners, strict=True):
        if owner in seen or len(found) >= count:
            continue
        ends = [0, *(np.flatnonzero(rows[:, AT["line_end"]]) + 1).tolist()]
        lines = [rows[a:b] for a, b in pairwise(ends) if 4 <= b - a <= 14][:8]
        if len(lines) < 4:
            continue
        seen.add(owner)
        found.append(_held_out(lines, len(found), words))
    return found


def _held_out(lines: list[Rows], number: int, words: Words) -> HeldOut:
    metre = METRES[int(lines[0][0, AT["metre"]])]
    styles = STYLES[min(2, int(lines[0][0, AT["source"]]))]
    text = tuple(Line(f"l{i}", words.name(rows)) for i, rows in enumerate(lines))
    onsets = tuple(
        tuple(int(step) for step in rows[:, AT["onset"]] - rows[0, AT["onset"]] + rows[0, AT["inside"]])
        for rows in lines
    )
    return HeldOut(
        Song(sections=(Section("s1", SectionKind.VERSE, "Verse", text),), serial=99),
        styles[number % len(styles)],
        Metre(*metre),
        onsets,
        tuple(tuple(int(pitch) for pitch in rows[:, AT["pitch"]]) for rows in lines),
    )


def real_chord_tunes(data: Path, count: int) -> list[tuple[list[int], list[tuple[int, int, int, int]]]]:
    """Held-out tunes with chords: pitches above the tonic, and (onset, root, quality, metre) of each note."""
    at = {name: i for i, name in enumerate(COLUMNS)}
    tunes = [rows for rows in pieces(data / "melody.npz", "test") if rows[0, at["source"]] < 3 and len(rows) >= 24]
    tunes = [rows for rows in tunes if (rows[:, at["root"]] < 12).mean() > 0.9][:count]
    return [
        (
            rows[:, at["pitch"]].tolist(),
            [(int(r[at["onset"]]), int(r[at["root"]]), int(r[at["quality"]]), int(r[at["metre"]])) for r in rows],
        )
        for rows in tunes
    ]


def quarters(steps: float) -> float:
    """Sixteenths in quarter notes."""
    return steps / STEPS_PER_QUARTER
