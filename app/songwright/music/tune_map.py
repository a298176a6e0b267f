"""The tunes of a song as a map: each two bars that are sung as a point on paper, alike ones near each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from songwright.core.song import Song
from songwright.music.kit import Kit
from songwright.music.nets.latent import WindowError
from songwright.music.tunes import points_of

__all__ = ["MapPlace", "tune_map"]


@dataclass(frozen=True, slots=True)
class MapPlace:
    """Two bars of a section: its id, the first of the bars counted from 0, and where they lie, -1 to 1 each way."""

    section: str
    bar: int
    x: float
    y: float


def tune_map(song: Song, kit: Kit) -> tuple[MapPlace, ...]:
    """Where every two sung bars of a song lie; () where the map knows none, or there are too few to draw.

    The net's 32 numbers are laid flat along the two directions in which these tunes differ most (principal components,
    by singular values), so distances are those of this song and no measure for another. Raises NetError.
    """
    found: list[tuple[str, int]] = []
    points: list[NDArray[np.float32]] = []
    for section in song.sections:
        if section.repeats is None and section.music is not None and section.sung_lines:
            for window, point in _points(song, section.id, kit).items():
                # Notes before the first bar line are a window of their own, at -2.
                found.append((section.id, 2 * window - 2))
                points.append(point)
    flat = _laid_flat(np.array(points, np.float64)) if len(points) > 2 else np.zeros((0, 2))
    return tuple(MapPlace(*place, float(x), float(y)) for place, (x, y) in zip(found, flat, strict=False))


def _points(song: Song, section: str, kit: Kit) -> dict[int, NDArray[np.float32]]:

    try:
        return points_of(song, section, kit)
    except WindowError:
        return {}


def _laid_flat(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """(points, numbers) to (points, 2), the largest distance from the middle being 1."""
    middle = points - points.mean(0)
    _, _, directions = np.linalg.svd(middle, full_matrices=False)
    flat = middle @ directions[:2].T
    return np.asarray(flat / max(float(np.abs(flat).max()), 1e-9))
