"""The map of tunes: there and back, in between, and onto other words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from songwright.music.nets.latent import SIZE, WindowError, between, load_latent_model
from songwright.music.nets.melody import SungNote

MODEL = load_latent_model()
HOME = 60


def bars(pitches: list[int], steps: list[int]) -> tuple[SungNote, ...]:
    ends = [*steps[1:], 32]
    chords = ((0, ""), (0, ""), (5, ""), (7, ""))
    return tuple(
        SungNote(step, end - step, *chords[step // 8], pitch=pitch)
        for step, end, pitch in zip(steps, ends, pitches, strict=True)
    )


RISING = bars([60, 62, 64, 65, 67, 69, 71, 72], [0, 4, 8, 12, 16, 20, 24, 28])
FALLING = bars([72, 71, 69, 67, 65, 64, 62, 60], [0, 4, 8, 12, 16, 20, 24, 28])


def encode(notes: tuple[SungNote, ...]) -> np.ndarray:
    return MODEL.encode(notes, home=HOME, minor=False, metre=(4, 4))


def decode(point: np.ndarray, notes: tuple[SungNote, ...], **settings: int) -> tuple[int, ...]:
    free = tuple(replace(note, pitch=None) for note in notes)
    return MODEL.decode(point, free, home=HOME, minor=False, metre=(4, 4), **settings)


@pytest.mark.parametrize("tune", [RISING, FALLING])
def test_a_plain_tune_comes_back_nearly_as_it_went(tune: tuple[SungNote, ...]) -> None:
    back = decode(encode(tune), tune)
    near = [abs(pitch - (note.pitch or 0)) <= 2 for pitch, note in zip(back, tune, strict=True)]
    assert sum(near) >= 6


def test_between_two_tunes_lie_others_and_the_ends_are_the_tunes() -> None:
    first, second = encode(RISING), encode(FALLING)
    assert np.allclose(between(first, second, 0.0), first, atol=1e-5)
    assert np.allclose(between(first, second, 1.0), second, atol=1e-5)
    tunes = {decode(between(first, second, share), RISING) for share in (0.0, 0.25, 0.5, 0.75, 1.0)}
    assert len(tunes) > 2


def test_a_tune_fits_words_with_another_rhythm() -> None:
    other = bars([60] * 6, [0, 6, 8, 16, 22, 24])
    found = decode(encode(RISING), other)
    assert len(found) == 6
    assert found[-1] > found[0]


def test_given_notes_and_the_range_are_kept() -> None:
    point = np.zeros(SIZE, np.float32)
    notes = (RISING[0], *(replace(note, pitch=None) for note in RISING[1:]))
    found = MODEL.decode(point, notes, home=HOME, minor=False, metre=(4, 4), low=62, high=69, temperature=1.0, seed=4)
    assert found[0] == 60
    assert all(62 <= pitch <= 69 for pitch in found[1:])


def test_what_the_map_does_not_know_is_refused_in_words() -> None:
    with pytest.raises(WindowError, match="two bars"):
        MODEL.encode(RISING, home=HOME, minor=False, metre=(7, 8))
    with pytest.raises(WindowError, match="every note has a pitch"):
        MODEL.encode((replace(RISING[0], pitch=None),), home=HOME, minor=False, metre=(4, 4))


def test_points_that_coincide_or_vanish_have_a_midpoint() -> None:
    point = encode(RISING)
    assert np.allclose(between(point, point, 0.5), point, atol=1e-5)
    assert np.isfinite(between(point, np.zeros(SIZE, np.float32), 0.5)).all()
    assert np.isfinite(between(point, -point, 0.5)).all()
