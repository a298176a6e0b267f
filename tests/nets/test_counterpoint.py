"""What the choir net sees."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from songwright.music.nets.counterpoint import (
    COUNT,
    NOTE_SIZES,
    ORDER,
    REST,
    ROW_SIZES,
    START,
    TRUNK_SIZES,
    Matches,
    look_ahead,
    references,
    row_columns,
    shift_to_c,
    trunk_columns,
)

Cells = NDArray[np.int64]
SCALE = np.array([0, 2, 4, 5, 7, 9, 11])


def _music(steps: int, seed: int) -> Cells:
    """Four voices that move now and then, one of them resting for a while."""
    rng = np.random.default_rng(seed)
    values = np.repeat(rng.integers(0, COUNT, (steps // 2, 4)), 2, axis=0)
    values[8:12, 2] = REST
    return values


def _naive(past: Cells, wanted: Cells | None, least: int, columns: slice) -> tuple[int, int]:
    """The last step, on this place of the beat, after the longest earlier run that equals the latest one."""
    time = len(past)
    best = (-1, 0)
    for step in range(1, time):
        if (step - time) % 4 or (wanted is not None and past[step, 0] != wanted[0]):
            continue
        length = 0
        while length < step and (past[step - 1 - length, columns] == past[time - 1 - length, columns]).all():
            length += 1
        length += wanted is not None
        if length >= least and length >= best[1]:
            best = (step, length)
    return best


def test_what_followed_the_longest_repetition_is_found() -> None:
    phrase = _music(24, 1)
    music = np.concatenate([phrase, _music(8, 2), phrase, _music(12, 3), phrase[8:]])
    matches = Matches(1, len(music))
    found = 0
    for step, now in enumerate(music):
        before = music[step - 1] if step else np.full(4, START)
        sources = matches.sources(before[None], now[None, 0])
        for voice in range(4):
            wanted = (
                _naive(music[:step], None, 2, slice(4)),
                _naive(music[:step], now if voice else None, 6, slice(1)),
            )
            for source, (place, length) in zip(sources[voice], wanted, strict=True):
                assert bool(source.known[0]) == (place >= 0)
                if place >= 0:
                    found += 1
                    assert source.length[0] == length
                    assert source.value[0] == music[place, voice]
                    assert bool(source.moved[0]) == (music[place, voice] != music[place - 1, voice])
        matches.push(now[None])
    assert found > 200


@pytest.mark.parametrize("tonic", range(12))
def test_music_in_any_key_is_brought_to_c(tonic: int) -> None:
    shift = shift_to_c(60 + tonic + np.repeat(SCALE, [4, 2, 3, 2, 3, 2, 2]))
    assert -6 <= shift <= 5
    assert (tonic + shift) % 12 == 0


def test_every_class_is_one_of_its_column() -> None:
    music = _music(64, 5)
    before = np.vstack([np.full((1, 4), START), music[:-1]])
    steps = np.arange(len(music))
    phase, age = (steps + 3) % 16, np.minimum(np.tile(steps[:, None], 4) * 9, 400)
    ahead = look_ahead(music[:, 0], phase)
    matches = Matches(1, len(music))
    matches.push(music[:1])
    told = matches.sources(music[:1], music[1:2, 0])
    events = trunk_columns(
        music, before, age, step=steps * 40, phase=phase, gap=steps * 7, shift=-6, style=1, left=ahead.left
    )
    assert (events >= 0).all()
    assert (events < TRUNK_SIZES).all()
    assert (ahead.notes >= 0).all()
    assert (ahead.notes < NOTE_SIZES).all()
    for rank, voice in enumerate(ORDER):
        rows = row_columns(
            rank,
            music,
            before,
            age,
            since=steps,
            phase=phase,
            sources=told[voice],
            left=ahead.left,
            coming=ahead.coming,
        )
        assert rows.shape == (len(music), len(ROW_SIZES))
        assert (rows >= 0).all()
        assert (rows < ROW_SIZES).all()


def test_a_voice_sees_only_the_voices_that_chose_before_it() -> None:
    music = _music(16, 7)
    before = np.vstack([np.full((1, 4), START), music[:-1]])
    zeros = np.zeros(16, np.int64)
    sources = Matches(16, 1).sources(before, music[:, 0])
    for rank, voice in enumerate(ORDER):
        other = music.copy()
        other[:, list(ORDER[rank:])] += 1
        seen = [
            row_columns(
                rank, now, before, np.zeros_like(music), since=zeros, phase=zeros, sources=sources[voice], left=zeros,
                coming=zeros,
            )
            for now in (music, other)
        ]  # fmt: skip
        assert (seen[0] == seen[1]).all()
        assert (
            references(rank, music, before, sources[voice]) == references(rank, other, before, sources[voice])
        ).all()


def test_a_soprano_is_told_from_its_end() -> None:
    soprano = np.array([40, 40, 40, 40, 42, 42, 44, 44])
    ahead = look_ahead(soprano, np.arange(8))
    assert ahead.notes[:, 0].tolist() == [START, 44, 42, 40]
    assert ahead.after.tolist() == [2, 2, 2, 2, 1, 1, 0, 0]
    assert ahead.left.tolist() == [4, 3, 2, 1, 2, 1, 2, 1]
