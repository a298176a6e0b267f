"""Melodies as rows of notes with their metric place, chord and words: what the melody and latent nets learn from.

A tune is cut into stretches that lie wholly on the sixteenth grid. Every stretch is moved so that its tonic is C and
its middle lies in the octave above middle C.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from songwright.music.nets.grid import METRES, bar_steps, metre_class
from songwright.music.nets.notes import COLUMNS, UNKNOWN_CHORD, UNKNOWN_KIND, UNKNOWN_QUALITY
from training.harmony_marks import QUALITIES, estimate
from training.keys import tonic_of
from training.stress import is_english, labels

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from songwright.lyrics.lexicon import Lexicon
    from training.collection import Collection
    from training.sources.tune import Bar, Tone, Tune

__all__ = ["SOURCES", "chord_at", "chord_spans", "placed", "write"]

SOURCES = ("lead sheet", "hymn", "lied", "folk")
LEAST_NOTES = 12
MOST_REST = 64
MIDDLE = 60


def placed(tune: Tune, tones: Sequence[Tone]) -> list[tuple[int, int, int, Bar] | None]:
    """For each tone (onset step, step in its bar, length in steps, bar); None when it lies off the grid."""
    bars, at = tune.bars, 0
    found: list[tuple[int, int, int, Bar] | None] = []
    for tone in tones:
        while at + 1 < len(bars) and bars[at + 1].onset <= tone.onset:
            at += 1
        inside = (tone.onset - bars[at].onset + bars[at].offset) * 4
        onset, length = tone.onset * 4, tone.length * 4
        if onset.denominator != 1 or length.denominator != 1 or inside.denominator != 1 or length < 1:
            found.append(None)
        else:
            found.append((int(onset), int(inside), int(length), bars[at]))
    return found


def chord_spans(tune: Tune) -> list[tuple[Fraction, Fraction]]:
    """Half-bars (whole bars in triple time) as (start, end)."""
    spans = []
    for bar in tune.bars:
        full = Fraction(4 * bar.metre[0], bar.metre[1])
        size = full / 2 if bar.metre[0] % 2 == 0 else full
        start, end = bar.onset - bar.offset, bar.onset + bar.length
        while start < end:
            if start + size > bar.onset:
                spans.append((max(start, bar.onset), min(start + size, end)))
            start += size
    return spans


def chord_at(tune: Tune) -> list[tuple[Fraction, int, str]]:
    """The tune's chords as (onset, root, quality): its symbols, else estimated from the other voices."""
    if len(tune.chords) > 4:
        return [(mark.onset, mark.root, mark.quality) for mark in tune.chords]
    if len(tune.voices) < 2 or not any(tune.voices[1:]):
        return []
    spans = chord_spans(tune)
    return [
        (start, *found)
        for (start, _), found in zip(spans, estimate(tune.voices, spans), strict=True)
        if found is not None
    ]


def _chord_columns(tune: Tune, tonic: int) -> NDArray[np.int16]:
    """(notes, 2): root above the tonic and quality index, at each onset."""
    chords = chord_at(tune)
    columns = np.zeros((len(tune.tones), 2), np.int16)
    at = -1
    for row, tone in enumerate(tune.tones):
        while at + 1 < len(chords) and chords[at + 1][0] <= tone.onset:
            at += 1
        if at < 0:
            columns[row] = (UNKNOWN_CHORD, UNKNOWN_QUALITY)
        else:
            columns[row] = ((chords[at][1] - tonic) % 12, QUALITIES.index(chords[at][2]))
    return columns


def _word_columns(tune: Tune, lexicon: Lexicon) -> NDArray[np.int16]:
    """(notes, 3): syllable class, whether the note continues a syllable, whether a line of verse ends on it."""
    columns = np.zeros((len(tune.tones), 3), np.int16)
    columns[:, 0] = UNKNOWN_KIND
    verses = tune.verses()
    if not verses:
        return columns
    sung = [(i, tone.words[verses[0]]) for i, tone in enumerate(tune.tones) if verses[0] in tone.words]
    syllables = [syllable for _, syllable in sung]
    if not is_english(syllables, lexicon):
        return columns
    columns[:, 1] = 1
    for (row, _), label in zip(sung, labels(syllables, lexicon), strict=True):
        columns[row] = (label.kind.value, 0, label.line_end)
    return columns


def _rows(tune: Tune, lexicon: Lexicon) -> list[NDArray[np.int16]]:
    """The tune's stretches as rows of `songwright.music.nets.notes.COLUMNS`."""
    tonic, minor = tonic_of(tune)
    table = np.zeros((len(tune.tones), len(COLUMNS)), np.int16)
    table[:, COLUMNS.index("root") : COLUMNS.index("quality") + 1] = _chord_columns(tune, tonic)
    table[:, COLUMNS.index("kind") : COLUMNS.index("line_end") + 1] = _word_columns(tune, lexicon)
    table[:, COLUMNS.index("minor")] = minor
    table[:, COLUMNS.index("source")] = SOURCES.index(tune.source)
    stretches: list[list[int]] = [[]]
    for row, (tone, place) in enumerate(zip(tune.tones, placed(tune, tune.tones), strict=True)):
        if place is None or metre_class(place[3].metre) == len(METRES):
            stretches.append([])
            continue
        onset, inside, length, bar = place
        last = stretches[-1][-1] if stretches[-1] else None
        if last is not None and onset - table[last, 0] > MOST_REST:
            stretches.append([])
        table[row, :4] = (onset, inside % bar_steps(bar.metre), length, metre_class(bar.metre))
        table[row, COLUMNS.index("pitch")] = tone.pitch
        stretches[-1].append(row)
    return [_moved(table[rows], tonic) for rows in stretches if len(rows) >= LEAST_NOTES]


def _moved(rows: NDArray[np.int16], tonic: int) -> NDArray[np.int16]:
    """Onsets from the stretch's own start; pitches relative to the tonic at or below the stretch's middle."""
    rows = rows.copy()
    rows[:, 0] -= rows[0, 0] - rows[0, 1]
    pitch = COLUMNS.index("pitch")
    centre = float(np.median(rows[:, pitch])) - tonic
    rows[:, pitch] -= tonic + 12 * int(np.floor((centre + 1) / 12))
    return rows


def write(collection: Collection, sides: Sequence[str], path: Path, lexicon: Lexicon) -> dict[str, int]:
    """Save {train,valid,test}_{rows,sizes,tunes}; returns the number of notes in each."""
    parts: dict[str, list[tuple[int, NDArray[np.int16]]]] = {"train": [], "valid": [], "test": []}
    for number, (tune, side) in enumerate(zip(collection.tunes, sides, strict=True)):
        parts[side].extend((number, rows) for rows in _rows(tune, lexicon))
    arrays: dict[str, NDArray[np.generic]] = {}
    for side, pieces in parts.items():
        empty = np.zeros((0, len(COLUMNS)), np.int16)
        arrays[f"{side}_rows"] = np.concatenate([rows for _, rows in pieces]) if pieces else empty
        arrays[f"{side}_sizes"] = np.array([len(rows) for _, rows in pieces], np.int32)
        arrays[f"{side}_tunes"] = np.array([number for number, _ in pieces], np.int32)
    np.savez_compressed(path, **arrays)
    return {side: int(arrays[f"{side}_sizes"].sum()) for side in parts}
