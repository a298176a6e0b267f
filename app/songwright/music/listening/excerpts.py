"""The human half of the test: excerpts of Bach's chorales that no net has learned from (see training/excerpts.py)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from itertools import accumulate
from typing import Any, Final

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.song import TICKS_PER_QUARTER, Note
from songwright.music.pitch import parse_pitch_class

__all__ = ["STEP_TICKS", "VOICES", "Excerpt", "Line", "load_excerpts"]

STEP_TICKS: Final = TICKS_PER_QUARTER // 4
"""Lengths are counted in sixteenths."""
VOICES: Final = ("soprano", "alto", "tenor", "bass")

Line = tuple[tuple[int, int], ...]
"""What a voice sings, without rests: (MIDI pitch, length in sixteenths) of each note."""

_NOTE = re.compile(r"([A-G][#b]?)(\d)\.(\d+)")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Some phrases of a chorale: its work number and title (may be empty), and what the four voices sing.

    `upbeat` counts the sixteenths before the first bar line, `phrases` the length of each phrase.
    """

    id: str
    bwv: str
    title: str
    upbeat: int
    phrases: tuple[int, ...]
    voices: tuple[Line, ...]

    def tune(self) -> tuple[Note, ...]:
        """The soprano as sung notes, a line for each phrase, from the first bar line on (an upbeat is negative)."""
        ends = list(accumulate(self.phrases))
        notes: list[Note] = []
        at = phrase = 0
        for syllable, (pitch, length) in enumerate(self.voices[0]):
            phrase += at >= ends[phrase]
            start, line = (at - self.upbeat) * STEP_TICKS, f"phrase {phrase + 1}"
            notes.append(Note(start, length * STEP_TICKS, pitch, line=line, syllable=syllable))
            at += length
        return tuple(notes)


def load_excerpts() -> tuple[Excerpt, ...]:
    """The excerpts that ship with Songwright. Raises SongwrightError when they are missing or damaged."""
    try:
        text = (files("songwright_resources") / "chorales" / "bach.toml").read_text(encoding="utf-8")
        found = tuple(_excerpt(entry) for entry in tomllib.loads(text)["excerpt"])
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise SongwrightError(
            said("The chorales of the listening test cannot be read. Install Songwright again to get them back."),
            detail=repr(error),
        ) from error
    return found


def _excerpt(entry: dict[str, Any]) -> Excerpt:
    voices = tuple(_line(entry[voice]) for voice in VOICES)
    phrases = tuple(int(length) for length in entry["phrases"])
    if {sum(length for _, length in line) for line in voices} != {sum(phrases)}:
        raise ValueError(f"the voices of {entry['id']} do not end together")
    return Excerpt(entry["id"], entry["bwv"], entry["title"], int(entry["upbeat"]), phrases, voices)


def _line(text: str) -> Line:
    found = [_NOTE.fullmatch(word) for word in text.split()]
    return tuple(
        (12 * (int(note[2]) + 1) + parse_pitch_class(note[1]), int(note[3])) for note in found if note is not None
    )
