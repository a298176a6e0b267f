"""McGill Billboard "salami chords" -> one chord sheet a song: bars of chords with section labels.

Source of the format: J. A. Burgoyne, J. Wild, I. Fujinaga, "An Expert Ground Truth Set for Audio Chord Recognition
and Music Analysis", ISMIR 2011, and the data's own README.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from training.harmony_marks import HARTE_QUALITIES, ROOTS

__all__ = ["SECTIONS", "ChordSheet", "SheetBar", "read_sheet"]

SECTIONS = ("verse", "chorus", "bridge", "intro", "outro", "interlude", "pre-chorus", "other")
SECTION_WORDS = {
    "verse": "verse",
    "chorus": "chorus",
    "refrain": "chorus",
    "hook": "chorus",
    "bridge": "bridge",
    "middle eight": "bridge",
    "intro": "intro",
    "pre-intro": "intro",
    "outro": "outro",
    "coda": "outro",
    "fadeout": "outro",
    "ending": "outro",
    "pre-chorus": "pre-chorus",
    "prechorus": "pre-chorus",
    "pre-verse": "interlude",
    "interlude": "interlude",
    "instrumental": "interlude",
    "solo": "interlude",
    "transition": "interlude",
    "trans": "interlude",
}


@dataclass(frozen=True, slots=True)
class SheetBar:
    """A bar: its chords in order as (root pitch class or -1 for none, quality), and the section it lies in."""

    chords: tuple[tuple[int, str], ...]
    section: str
    opens: bool


@dataclass(frozen=True, slots=True)
class ChordSheet:
    """A song's bars of chords."""

    name: str
    title: str
    tonic: int
    metre: tuple[int, int]
    bars: tuple[SheetBar, ...]


def _chord(text: str) -> tuple[int, str]:
    match = re.match(r"([A-G][b#]?)(?::([^/]*))?", text)
    if match is None or match.group(1) not in ROOTS:
        return -1, ""
    quality = re.sub(r"\(.*", "", match.group(2) or "maj")
    return ROOTS[match.group(1)], HARTE_QUALITIES.get(quality, "")


def _bar(text: str) -> tuple[tuple[int, str], ...]:
    """One bar's text ("A:min", "C:maj . G:maj .") -> its chords; a dot repeats the one before."""
    chords: list[tuple[int, str]] = []
    for token in re.sub(r"\(\d+/\d+\)", "", text).split():
        if token in {".", "&pause", "*"}:
            if chords:
                chords.append(chords[-1])
        else:
            chords.append(_chord(token))
    return tuple(chords)


def read_sheet(text: str, name: str) -> ChordSheet | None:
    """The song as transcribed; None when it has no bars. Later changes of tonic are ignored, later metres too."""
    tonic, metre, section, title = 0, (4, 4), "other", name
    bars: list[SheetBar] = []
    for line in text.splitlines():
        if match := re.match(r"#\s*tonic:\s*([A-G][b#]?)", line):
            tonic = ROOTS[match.group(1)] if not bars else tonic
            continue
        if match := re.match(r"#\s*title:\s*(.+)", line):
            title = match.group(1).strip().lower()
            continue
        if match := re.match(r"#\s*metre:\s*(\d+)/(\d+)", line):
            metre = (int(match.group(1)), int(match.group(2))) if not bars else metre
            continue
        _, _, body = line.partition("\t")
        head, bar, rest = body.partition("|")
        opens = False
        for label in head.split(","):
            word = label.strip().lower()
            if word and word not in "abcdefghijklmnopqrstuvwxyz" and word.rstrip("'"):
                found = SECTION_WORDS.get(word)
                section, opens = (found or section), opens or found is not None
        if bar:
            repeat = re.search(r"\|\s*x(\d+)", rest)
            found_bars = [part for part in rest[: rest.rfind("|")].split("|") if part.strip()]
            for _ in range(int(repeat.group(1)) if repeat else 1):
                for part in found_bars:
                    bars.append(SheetBar(_bar(part), section, opens))
                    opens = False
    return ChordSheet(name, title, tonic, metre, tuple(bars)) if bars else None
