"""The likeliest path through a row of choices, where each also has its liking for the one before it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["likeliest_path"]


def likeliest_path(scores: NDArray[np.float64], moves: NDArray[np.float64]) -> list[int]:
    """The choice of each step that gains most altogether: A. Viterbi's algorithm (1967).

    `scores` (steps, choices) are what a choice gains, `moves` (choice before, choice) what it gains after another.
    """
    total, came = scores[0], []
    for row in scores[1:]:
        paths = total[:, None] + moves
        came.append(paths.argmax(0))
        total = paths.max(0) + row
    path = [int(total.argmax())]
    for before in reversed(came):
        path.append(int(before[path[-1]]))
    return path[::-1]
