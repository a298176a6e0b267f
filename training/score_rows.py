"""Four-part music on the sixteenth grid: Bach's chorales in the usual split, and hymns as further training pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from training.collection import Collection
    from training.sources.tune import Tune

__all__ = ["REST", "write"]

REST = -1
VOICES = 4
LEAST_STEPS = 48


def _hymn(tune: Tune) -> NDArray[np.int16] | None:
    """(steps, 4) pitches from a hymn's four voices; None when the voices disagree or leave the grid."""
    if len(tune.voices) != VOICES or any(not line for line in tune.voices):
        return None
    steps = tune.end * 4
    if steps.denominator != 1 or int(steps) < LEAST_STEPS:
        return None
    if len({line[-1].end for line in tune.voices}) > 1:
        return None
    rows = np.full((int(steps), VOICES), REST, np.int16)
    for voice, line in enumerate(tune.voices):
        for tone in line:
            start, end = tone.onset * 4, tone.end * 4
            if start.denominator != 1 or end.denominator != 1:
                return None
            rows[int(start) : int(end), voice] = tone.pitch
    sounding = (rows >= 0).all(1)
    ordered = (rows[sounding][:, :-1] >= rows[sounding][:, 1:]).mean()
    return rows if sounding.mean() > 0.9 and ordered > 0.9 else None


def _packed(pieces: Sequence[NDArray[np.int16]]) -> dict[str, NDArray[np.generic]]:
    rows = np.concatenate(pieces) if pieces else np.zeros((0, VOICES), np.int16)
    return {"rows": rows.astype(np.int8), "sizes": np.array([len(piece) for piece in pieces], np.int32)}


def write(collection: Collection, held: Sequence[bool], path: Path) -> dict[str, int]:
    """Save {train,valid,test,hymns}_{rows,sizes}; returns the number of pieces in each.

    `held` marks tunes of which a version is among the valid or test chorales.
    """
    parts: dict[str, list[NDArray[np.int16]]] = {
        side: [np.array([[REST if p is None else p for p in row] for row in rows], np.int16) for rows in pieces]
        for side, pieces in collection.chorales.items()
    }
    hymns = [_hymn(tune) for tune, kin in zip(collection.tunes, held, strict=True) if tune.source == "hymn" and not kin]
    parts["hymns"] = [hymn for hymn in hymns if hymn is not None]
    arrays = {f"{side}_{key}": value for side, pieces in parts.items() for key, value in _packed(pieces).items()}
    np.savez_compressed(path, **arrays)
    return {side: len(pieces) for side, pieces in parts.items()}
