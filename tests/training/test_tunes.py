"""The text of known tunes is what the search for known tunes reads."""

from __future__ import annotations

import numpy as np
from training.tunes import interval_text

from songwright.music.originality import NONE, KnownTunes

SCALE = np.array([60, 62, 64, 65, 67, 69, 71, 72])
LEAPS = np.array([60, 99, 60, 61])


def test_tunes_are_kept_once_in_any_key_and_order() -> None:
    text = interval_text([SCALE, LEAPS, SCALE + 5])
    assert text == interval_text([LEAPS, SCALE])
    assert KnownTunes(text).count == 2


def test_the_search_finds_a_tune_whole_and_no_run_across_two() -> None:
    known = KnownTunes(interval_text([SCALE, LEAPS]))
    steps = bytes(NONE + int(step) for step in np.diff(SCALE))
    assert known.longest_run(steps) == (0, 7)
    assert known.longest_run(steps + bytes([NONE + 24]))[1] == 7
