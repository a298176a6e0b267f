"""What a teacher crosses out is not written."""

from __future__ import annotations

import numpy as np

from songwright.core.song import Key, Mode
from songwright.music.nets.choir import load_choir_model, write
from songwright.music.nets.counterpoint import LOW
from songwright.music.nets.part_writing import (
    closing_values,
    doubles_leading_tone,
    leaves_seventh,
    makes_six_four,
    sevenths,
)

TONIC = (60 - LOW) % 12
TUNE = np.repeat([67, 69, 71, 72, 74, 72, 71, 69, 67, 65, 64, 62, 64, 65, 67, 64, 65, 62, 60], 4)


def frame(*pitches: int) -> np.ndarray:
    return np.array([[pitch - LOW for pitch in pitches]])


def test_a_leading_tone_is_not_doubled() -> None:
    vetoed = doubles_leading_tone(2, frame(71, 0, 0, 43), TONIC)[0]
    assert vetoed[59 - LOW]
    assert not vetoed[62 - LOW]
    assert not doubles_leading_tone(2, frame(72, 0, 0, 43), TONIC).any()


def test_six_four_chords_are_for_cadences() -> None:
    over_third = makes_six_four(3, frame(72, 69, 0, 40), TONIC)[0]
    assert over_third[64 - LOW]
    assert not over_third[67 - LOW]
    assert not makes_six_four(3, frame(72, 64, 0, 43), TONIC).any()
    assert makes_six_four(3, frame(77, 69, 0, 48), TONIC)[0][60 - LOW]


def test_a_seventh_falls_a_step_or_stays() -> None:
    chord = frame(65, 62, 59, 43)
    has = sevenths(chord)
    assert has.tolist() == [[True, False, False, False]]
    vetoed = leaves_seventh(has[:, 0], chord[:, 0])[0]
    assert [pitch for pitch in range(60, 72) if not vetoed[pitch - LOW]] == [63, 64, 65]
    assert not sevenths(frame(72, 67, 64, 48)).any()


def test_the_dominant_carries_what_it_can() -> None:
    basses = closing_values(1, 62 - LOW, TONIC)
    assert {place % 12 for place in np.flatnonzero(basses)} == {(TONIC + 7) % 12, (TONIC + 11) % 12}
    assert closing_values(1, 69 - LOW, TONIC).all()
    assert not closing_values(3, 62 - LOW, TONIC)[58 - LOW]


def test_a_chorale_closes_over_its_dominant_without_blemish() -> None:
    model = load_choir_model()
    for seed in range(3):
        grid = write(model, TUNE, seed=seed, root=0, key=Key(0, Mode.MAJOR))
        assert grid[-1, 3] % 12 == 0
        assert grid[-5, 3] % 12 in (7, 11)
        assert not [step for step in grid if sum(pitch % 12 == 11 for pitch in step) > 1]
