"""Songs as rows of half-bars, each with its chord: what the harmony net learns from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from songwright.music.nets.harmony import CHORD_COLUMNS, NO_CHORD, SECTIONS, STYLES, chord_token
from training.families import split_of
from training.harmony_marks import QUALITIES
from training.keys import tonic_of
from training.melody_rows import chord_at, chord_spans

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction
    from pathlib import Path

    from training.collection import Collection
    from training.sources.billboard import ChordSheet
    from training.sources.tune import Tune

__all__ = ["write"]

LEAST_BARS = 8
WIDTH = len(CHORD_COLUMNS) + 12
UNLABELLED = len(SECTIONS) - 1


def _sheet_rows(sheet: ChordSheet) -> NDArray[np.int16] | None:
    """A Billboard song in duple or quadruple time; its mode is that of its most frequent tonic triad."""
    tonic_chords = [quality for bar in sheet.bars for root, quality in bar.chords if root == sheet.tonic]
    if len(sheet.bars) < LEAST_BARS or not tonic_chords:
        return None
    minor = sum(quality in {"m", "m7", "dim"} for quality in tonic_chords) * 2 > len(tonic_chords)
    triple = sheet.metre[0] % 3 == 0 and sheet.metre[0] % 2 != 0
    rows: list[list[int]] = []
    since = 0
    for bar in sheet.bars:
        since = 0 if bar.opens else since
        chords = bar.chords or ((-1, ""),)
        halves = (0,) if triple else (0, 1)
        for half in halves:
            root, quality = chords[half * len(chords) // 2] if len(chords) > 1 else chords[0]
            token = NO_CHORD if root < 0 else chord_token((root - sheet.tonic) % 12, QUALITIES.index(quality))
            rows.append(
                [token, half, since % 8, SECTIONS.index(bar.section), minor, STYLES.index("pop"), triple, 0, *[0] * 12]
            )
        since += 1
    return np.array(rows, np.int16)


def _tune_rows(tune: Tune) -> NDArray[np.int16] | None:
    """A tune with chords; the melody's pitch classes above the tonic are given in twelfths of each half-bar."""
    chords = chord_at(tune)
    if not chords or len(tune.bars) < LEAST_BARS:
        return None
    tonic, minor = tonic_of(tune)
    style = {"lead sheet": "standard", "hymn": "hymn", "lied": "lied"}.get(tune.source)
    if style is None:
        return None
    rows: list[list[int]] = []
    at, bar, first_tone = -1, 0, 0
    for start, end in chord_spans(tune):
        while at + 1 < len(chords) and chords[at + 1][0] <= start:
            at += 1
        while bar + 1 < len(tune.bars) and tune.bars[bar + 1].onset <= start:
            bar += 1
        while first_tone + 1 < len(tune.tones) and tune.tones[first_tone].end <= start:
            first_tone += 1
        triple = tune.bars[bar].metre[0] % 2 != 0
        half = int(not triple and start > tune.bars[bar].onset)
        token = NO_CHORD if at < 0 else chord_token((chords[at][1] - tonic) % 12, QUALITIES.index(chords[at][2]))
        heard = _heard(tune, first_tone, start, end, tonic)
        rows.append([token, half, bar % 8, UNLABELLED, minor, STYLES.index(style), triple, 1, *heard])
    return np.array(rows, np.int16)


def _heard(tune: Tune, first: int, start: Fraction, end: Fraction, tonic: int) -> list[int]:
    weight = [0.0] * 12
    for at in range(first, len(tune.tones)):
        tone = tune.tones[at]
        if tone.onset >= end:
            break
        weight[(tone.pitch - tonic) % 12] += max(0.0, float(min(tone.end, end) - max(tone.onset, start)))
    return [round(12 * value / float(end - start)) for value in weight]


def write(collection: Collection, sides: Sequence[str], path: Path) -> dict[str, int]:
    """Save {train,valid,test}_{rows,sizes}; returns the number of half-bars in each."""
    parts: dict[str, list[NDArray[np.int16]]] = {"train": [], "valid": [], "test": []}
    # Cover versions share a title's chords closely; the transcripts of one title stay together.
    for sheet, side in zip(collection.sheets, split_of(sheet.title for sheet in collection.sheets), strict=True):
        rows = _sheet_rows(sheet)
        if rows is not None:
            parts[side].append(rows)
    for tune, side in zip(collection.tunes, sides, strict=True):
        rows = _tune_rows(tune)
        if rows is not None:
            parts[side].append(rows)
    arrays: dict[str, NDArray[np.generic]] = {}
    for side, pieces in parts.items():
        arrays[f"{side}_rows"] = np.concatenate(pieces) if pieces else np.zeros((0, WIDTH), np.int16)
        arrays[f"{side}_sizes"] = np.array([len(rows) for rows in pieces], np.int32)
    np.savez_compressed(path, **arrays)
    return {side: int(arrays[f"{side}_sizes"].sum()) for side in parts}
