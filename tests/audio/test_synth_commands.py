"""Whatever is asked of the engine in whatever order, it goes on, in tune with its own transport."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.listening import song_of
from songwright.audio.score import score
from songwright.audio.synth import Engine, Motion, players
from songwright.core.song import Mix, Note, TrackRole

if TYPE_CHECKING:
    from songwright.audio.instruments import Instruments

_TICKS = st.integers(-500, 5_000)
_MIDI = st.integers(0, 127)
_COMMANDS = st.one_of(
    st.tuples(st.just("play"), st.none() | _TICKS, st.integers(0, 2)),
    st.tuples(st.sampled_from(["pause", "stop", "panic"])),
    st.tuples(st.just("seek"), _TICKS),
    st.tuples(st.just("set_loop"), st.none() | st.tuples(_TICKS, _TICKS)),
    st.tuples(st.just("set_tempo"), st.floats(10, 500)),
    st.tuples(st.just("set_volume"), _MIDI),
    st.tuples(
        st.just("set_mix"),
        st.sampled_from(["t0", "t1", "gone"]),
        st.builds(Mix, _MIDI, _MIDI, _MIDI, st.booleans(), st.booleans()),
    ),
    st.tuples(st.just("set_instrument"), st.sampled_from(["t0", "t1", "gone"]), st.sampled_from([0, 5])),
    st.tuples(st.just("audition"), st.lists(_MIDI, max_size=4), _MIDI, st.floats(0.0, 0.1)),
    st.tuples(st.just("load"), st.integers(0, 2)),
    st.tuples(st.just("click"), st.booleans()),
)

SCORES = (
    score(
        song_of(
            [Note(0, 480, 60), Note(0, 900, 60), Note(480, 1, 64)],
            [Note(-240, 480, 38)],
            bars=1,
            roles=[TrackRole.VOCAL, TrackRole.DRUMS],
        )
    ),
    score(song_of([Note(0, 3000, 72)], bars=2, tempo=90)),
    score(song_of(bars=1)),
)


def carry_out(engine: Engine, instruments: Instruments, name: str, arguments: tuple[Any, ...]) -> None:
    match name, arguments:
        case "play", (tick, count_in):
            engine.play(tick, count_in=count_in)
        case "load", (which,):
            engine.load(SCORES[which], players(SCORES[which], instruments))
        case "click", (on,):
            engine.click = on
        case "set_instrument", (track, program):
            engine.set_instrument(track, instruments.get(program, drums=False))
        case "audition", (pitches, velocity, seconds):
            engine.audition(instruments.get(0, drums=False), pitches, velocity, seconds)
        case _:
            getattr(engine, name)(*arguments)


@settings(max_examples=60)
@given(commands=st.lists(st.tuples(_COMMANDS, st.integers(1, 40)), max_size=12))
def test_it_goes_on_after_any_commands(commands: list[tuple[tuple[Any, ...], int]], sine: Instruments) -> None:
    engine = Engine()
    for (name, *arguments), blocks in commands:
        carry_out(engine, sine, name, tuple(arguments))
        for _ in range(blocks):
            before, motion = engine.tick, engine.motion
            block = engine.render()
            assert np.isfinite(block).all()
            assert np.abs(block).max() <= 1.0
            assert 0 <= engine.tick <= max(engine.score.end, before)
            if motion in (Motion.STOPPED, Motion.PAUSED):
                assert engine.tick == before
    engine.panic()
    for _ in range(10):
        engine.render()
    assert np.abs(engine.render()).max() < 1e-4
    assert engine.motion is Motion.STOPPED
