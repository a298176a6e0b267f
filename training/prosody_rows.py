"""Sung English verses as rows of syllables with their onsets: what the prosody net learns from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from songwright.music.nets.grid import METRES, bar_steps, metre_class
from training.melody_rows import SOURCES, placed
from training.stress import is_english, labels

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from songwright.lyrics.lexicon import Lexicon
    from training.collection import Collection
    from training.sources.tune import Tune

__all__ = ["PROSODY_COLUMNS", "write"]

# onset, inside and metre as in notes.COLUMNS; kind: SyllableClass; notes: how many notes the syllable is sung on.
PROSODY_COLUMNS = (
    "onset",
    "inside",
    "metre",
    "kind",
    "opens",
    "closes",
    "pause",
    "line_end",
    "notes",
    "source",
    "pitch",
)
LEAST_SYLLABLES = 16


def _verse(tune: Tune, verse: int, lexicon: Lexicon) -> NDArray[np.int16] | None:
    sung = [(i, tone) for i, tone in enumerate(tune.tones) if verse in tone.words]
    if len(sung) < LEAST_SYLLABLES or tune.metre is None or metre_class(tune.metre) == len(METRES):
        return None
    syllables = [tone.words[verse] for _, tone in sung]
    if not is_english(syllables, lexicon):
        return None
    places = placed(tune, [tone for _, tone in sung])
    if any(place is None for place in places):
        return None
    rows = np.zeros((len(sung), len(PROSODY_COLUMNS)), np.int16)
    following = [i for i, _ in sung[1:]] + [sung[-1][0] + 1]
    marks = labels(syllables, lexicon)
    for row, ((first, tone), after, place, mark) in enumerate(zip(sung, following, places, marks, strict=True)):
        if place is None:
            return None
        onset, inside, _, bar = place
        run = _slurred(tune, first, after)
        rows[row] = (onset, inside % bar_steps(bar.metre), metre_class(bar.metre), mark.kind.value, mark.opens,
                     mark.closes, mark.pause, mark.line_end, run, SOURCES.index(tune.source), tone.pitch)  # fmt: skip
    return rows


def _slurred(tune: Tune, first: int, after: int) -> int:
    """Notes from `first` up to `after` that follow without a rest."""
    run = 1
    while first + run < after and tune.tones[first + run].onset == tune.tones[first + run - 1].end:
        run += 1
    return run


def write(collection: Collection, sides: Sequence[str], path: Path, lexicon: Lexicon) -> dict[str, int]:
    """Save {train,valid,test}_{rows,sizes,tunes}; returns the number of syllables in each."""
    parts: dict[str, list[tuple[int, NDArray[np.int16]]]] = {"train": [], "valid": [], "test": []}
    for number, (tune, side) in enumerate(zip(collection.tunes, sides, strict=True)):
        for verse in tune.verses():
            rows = _verse(tune, verse, lexicon)
            if rows is not None:
                parts[side].append((number, rows))
    arrays: dict[str, NDArray[np.generic]] = {}
    for side, pieces in parts.items():
        empty = np.zeros((0, len(PROSODY_COLUMNS)), np.int16)
        arrays[f"{side}_rows"] = np.concatenate([rows for _, rows in pieces]) if pieces else empty
        arrays[f"{side}_sizes"] = np.array([len(rows) for _, rows in pieces], np.int32)
        arrays[f"{side}_tunes"] = np.array([number for number, _ in pieces], np.int32)
    np.savez_compressed(path, **arrays)
    return {side: int(arrays[f"{side}_sizes"].sum()) for side in parts}
