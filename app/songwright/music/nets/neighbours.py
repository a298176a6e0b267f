"""For each cell the nearest known values around it, which tell a masked net at once what lies there."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["DISTANCES", "FAR", "nearest_known"]

# Upper ends of the classes of distances; FAR stands for "nothing known on that side".
DISTANCES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64)
FAR = len(DISTANCES) + 1

Cells = NDArray[np.int64]


def nearest_known(values: Cells, masked: NDArray[np.bool_], empty: int) -> tuple[Cells, Cells, Cells, Cells]:
    """Left value and distance class, right value and distance class, along axis 0.

    `values` and `masked` have the same shape (time, ...). The cell itself does not count. Where nothing is known on a
    side the value is `empty` and the class FAR.
    """
    length = len(values)
    place = np.broadcast_to(np.arange(length).reshape(-1, *[1] * (values.ndim - 1)), values.shape)
    before = np.full(values.shape, -1, np.int64)
    before[1:] = np.maximum.accumulate(np.where(masked, -1, place), axis=0)[:-1]
    after = np.full(values.shape, length, np.int64)
    after[:-1] = np.minimum.accumulate(np.where(masked, length, place)[::-1], axis=0)[::-1][1:]
    left = np.where(before >= 0, np.take_along_axis(values, np.maximum(before, 0), 0), empty)
    right = np.where(after < length, np.take_along_axis(values, np.minimum(after, length - 1), 0), empty)
    edges = np.asarray(DISTANCES)
    left_far = np.where(before >= 0, np.searchsorted(edges, place - before), FAR)
    right_far = np.where(after < length, np.searchsorted(edges, after - place), FAR)
    return left, left_far, right, right_far
