"""Chords by the half-bar."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import groupby

import pytest

from songwright.music.nets.harmony import MOST_BARS, Filled, HalfBar, fill_chords, keep_moving, load_harmony_model
from songwright.music.nets.melody import QUALITIES
from songwright.music.nets.runtime import Cancelled

MODEL = load_harmony_model()
HALVES = tuple(HalfBar(i // 2, second=bool(i % 2), section="verse", closing=i == 15) for i in range(16))


def chords(
    halves: tuple[HalfBar, ...], seed: int = 0, tonic: int = 0, *, minor: bool = False
) -> tuple[tuple[int, str], ...]:
    return fill_chords(MODEL, halves, tonic=tonic, minor=minor, seed=seed)


def test_given_chords_stay_even_those_the_net_does_not_know() -> None:
    halves = (HALVES[0], replace(HALVES[1], chord=(6, "m7b5")), *HALVES[2:])
    assert chords(halves)[1] == (6, "m7b5")


def test_music_closes_on_its_tonic() -> None:
    for seed in range(5):
        assert chords(HALVES, seed, tonic=2)[-1] == (2, "")
        assert chords(HALVES, seed, tonic=2, minor=True)[-1] == (2, "m")


def test_another_key_gives_the_same_chords_moved() -> None:
    home, away = chords(HALVES, 4), chords(HALVES, 4, tonic=5)
    assert away == tuple(((root + 5) % 12, quality) for root, quality in home)


def test_chords_follow_the_tune_that_is_heard() -> None:
    def agreeing(pitch: int) -> int:
        heard = tuple(float(i == pitch) for i in range(12))
        halves = tuple(replace(half, heard=heard, closing=False) for half in HALVES)
        found = [chord for seed in range(4) for chord in chords(halves, seed)]
        return sum((pitch - root) % 12 in QUALITIES[quality] for root, quality in found)

    assert agreeing(2) > 48
    assert agreeing(9) > 48


def stays(found: Filled) -> list[tuple[int, int]]:
    """Root and half-bars of every stay on one root."""
    return [(root, len([*group])) for root, group in groupby(root for root, _ in found)]


@pytest.mark.parametrize("triple", [False, True])
def test_music_that_stays_on_one_chord_is_moved_on(triple: bool) -> None:
    halves = tuple(HalfBar(i) for i in range(16)) if triple else HALVES
    still = ((0, ""),) * len(halves)
    for seed in range(5):
        fill = partial(fill_chords, MODEL, tonic=0, minor=False, seed=seed, triple=triple)
        moving = keep_moving(halves, still, fill)
        assert max(count for _, count in stays(moving)) <= MOST_BARS * (1 if triple else 2)
        assert moving[:2] == still[:2]


def test_music_that_moves_is_left_alone_and_so_are_given_chords_that_do_not() -> None:
    home, away = ((0, ""),) * 4, ((7, ""),) * 4
    moving = (*home, *away, *home, *away)
    assert keep_moving(HALVES, moving, lambda _: pytest.fail("filled again")) == moving
    given = tuple(replace(half, chord=(0, "")) for half in HALVES[:10])
    still = ((0, ""),) * 16
    assert stays(keep_moving((*given, *HALVES[10:]), still, lambda halves: chords(tuple(halves))))[0] == (0, 10)


def test_the_same_seed_gives_the_same_chords() -> None:
    assert chords(HALVES, 3) == chords(HALVES, 3)
    assert len({chords(HALVES, seed) for seed in range(6)}) > 1


def test_nothing_asked_for_is_nothing_and_stopping_is_noticed() -> None:
    assert chords(()) == ()
    with pytest.raises(Cancelled):
        fill_chords(MODEL, HALVES, tonic=0, minor=False, seed=0, cancelled=lambda: True)
