"""A voice in the player: it takes the instrument's place and gives it back, without a click."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from audio.listening import engine_with, frequency, listen, song_of
from songwright.audio.instruments import Instruments
from songwright.audio.score import SungSpan
from songwright.audio.synth import RATE, Engine
from songwright.audio.voice.clips import Clip, ClipStore
from songwright.audio.voice.sung_part import SungPart, sung_part
from songwright.core.song import Note

BAR = 1920  # ticks; 2 s at the tempo of 120 that `song_of` takes
NOTES = tuple(Note(beat * 480, 480, 69) for beat in range(8))


@pytest.fixture
def voice(tmp_path: Path) -> Path:
    """Three seconds of 660 Hz, of which the first half second comes before the note; the instrument has 440 Hz."""
    seconds = np.arange(3 * RATE) / RATE
    samples = (0.3 * np.sin(2 * np.pi * 660 * seconds)).astype(np.float16)
    return ClipStore(tmp_path).keep(Clip("sine", -0.5, samples[:, None]))


def _part(path: Path, tempo: float = 120.0) -> SungPart:
    part = sung_part([SungSpan(BAR // 2, BAR // 2 + 1920, tempo, str(path))])
    assert part is not None
    return part


def _share(sound: NDArray[np.float32], hertz: float) -> float:
    spectrum = np.abs(np.fft.rfft(sound.mean(axis=1) * np.hanning(len(sound)))) ** 2
    at = round(hertz * len(sound) / RATE)
    return float(spectrum[at - 3 : at + 4].sum() / spectrum.sum())


def _steps(sound: NDArray[np.float32]) -> float:
    """The largest jump of the second difference, against that of a plain sine."""
    return float(np.abs(np.diff(sound[:, 0], 2)).max())


def test_the_voice_sounds_in_place_of_the_instrument_where_it_covers_notes(sine: Instruments, voice: Path) -> None:
    engine = engine_with(song_of(NOTES), sine)
    engine.set_part("t0", _part(voice))
    engine.play(0)
    sound = listen(engine, 4.0)
    assert frequency(sound[int(0.1 * RATE) : int(0.4 * RATE)]) == pytest.approx(440, abs=3)
    assert frequency(sound[int(1.1 * RATE) : int(2.9 * RATE)]) == pytest.approx(660, abs=3)
    assert _share(sound[int(1.3 * RATE) : int(2.7 * RATE)], 440) < 0.01
    assert _share(sound[int(3.6 * RATE) : int(3.9 * RATE)], 440) > 0.9


def test_its_lead_in_comes_before_its_first_note(sine: Instruments, voice: Path) -> None:
    engine = engine_with(song_of(NOTES), sine)
    engine.set_part("t0", _part(voice))
    engine.play(0)
    sound = listen(engine, 1.0)
    assert _share(sound[int(0.6 * RATE) : int(0.95 * RATE)], 660) > 0.2
    assert _share(sound[: int(0.45 * RATE)], 660) < 0.01


def test_a_voice_that_comes_in_the_middle_of_its_phrase_takes_over_without_a_click(
    sine: Instruments, voice: Path
) -> None:
    engine = engine_with(song_of(NOTES), sine)
    engine.play(0)
    before = listen(engine, 1.7)
    engine.set_part("t0", _part(voice))
    after = listen(engine, 1.0)
    assert _share(after[int(0.3 * RATE) :], 660) > 0.9
    # The test instrument's own notes end in a step: the voice's coming adds none.
    assert _steps(np.concatenate([before[-2400:], after])) < 1.1 * _steps(before)
    alone = engine_with(song_of(()), sine)
    alone.set_part("t0", _part(voice))
    alone.play(BAR // 2 + 480)
    assert _steps(listen(alone, 0.5)) < 2 * _steps(after[-RATE // 4 :])


def test_a_voice_that_goes_gives_the_note_back_to_the_instrument(sine: Instruments, voice: Path) -> None:
    engine = engine_with(song_of(NOTES), sine)
    engine.set_part("t0", _part(voice))
    engine.play(0)
    listen(engine, 1.6)
    engine.set_part("t0", SungPart())
    after = listen(engine, 0.5)
    assert _share(after[int(0.1 * RATE) :], 440) > 0.9


def test_at_another_tempo_the_instrument_plays(sine: Instruments, voice: Path) -> None:
    engine = engine_with(song_of(NOTES), sine)
    engine.set_part("t0", _part(voice))
    engine.set_tempo(100)
    engine.play(0)
    sound = listen(engine, 3.0)
    assert _share(sound[int(1.5 * RATE) :], 440) > 0.9
    assert _share(sound, 660) < 0.01


def test_pausing_and_seeking_let_the_voice_fade(sine: Instruments, voice: Path) -> None:
    engine = engine_with(song_of(NOTES), sine)
    engine.set_part("t0", _part(voice))
    engine.play(0)
    sounding = listen(engine, 1.5)
    engine.pause()
    fading = listen(engine, 0.2)
    usual = _steps(sounding[-RATE // 4 :])
    assert _steps(np.concatenate([sounding[-2400:], fading])) < 4 * usual
    assert np.abs(fading[RATE // 10 :]).max() < 1e-3
    engine.play(BAR // 2 + 480)
    again = listen(engine, 0.3)
    assert _share(again[RATE // 20 :], 660) > 0.9


def test_many_blocks_at_a_time_sound_as_one_by_one(sine: Instruments, voice: Path) -> None:
    from songwright.audio.score import score
    from songwright.audio.synth import players

    playable = score(song_of(NOTES))
    sounds = []
    for blocks in (1, 40):
        engine = Engine(blocks=blocks)
        engine.load(playable, players(playable, sine))
        engine.set_part("t0", _part(voice))
        engine.play(0)
        sounds.append(np.concatenate([engine.render() for _ in range(400 // blocks)]))
    assert np.allclose(*sounds, atol=1e-6)


def test_a_file_that_is_gone_leaves_the_tune_to_the_instrument(tmp_path: Path) -> None:
    assert sung_part([SungSpan(0, 480, 120.0, str(tmp_path / "gone.voice"))]) is None
