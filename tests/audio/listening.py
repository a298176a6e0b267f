"""Songs made of given notes, and ears for the sound that they make."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from songwright.audio.score import score
from songwright.audio.synth import BLOCK, RATE, Engine, players
from songwright.core.song import Mix, Music, Note, Part, Section, Song, Track, TrackRole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from songwright.audio.instruments import Instruments


def song_of(
    *parts: Sequence[Note],
    bars: int = 2,
    tempo: float = 120.0,
    mix: Mix | None = None,
    roles: Sequence[TrackRole] = (),
) -> Song:
    """One section of music, a track for each list of notes, dry and centred. At 120, a bar of 4/4 lasts 2 s."""
    dry = mix or Mix(volume=127, reverb=0)
    tracks = tuple(
        Track(f"t{index}", f"Track {index}", roles[index] if roles else TrackRole.VOCAL, 0, dry)
        for index in range(len(parts))
    )
    music = Music(bars, (), tuple(Part(f"t{index}", tuple(notes)) for index, notes in enumerate(parts)))
    return Song(title="Test", tempo=tempo, sections=(Section("s1", music=music),), tracks=tracks)


def frequency(sound: NDArray[np.float32], rate: int = RATE) -> float:
    """The strongest frequency in hertz, exact to a fraction of a transform's bin."""
    mono = sound.mean(axis=1) if sound.ndim > 1 else sound
    spectrum = np.abs(np.fft.rfft(mono * np.blackman(len(mono))))
    peak = int(spectrum.argmax())
    left, top, right = np.log(spectrum[peak - 1 : peak + 2] + 1e-30)
    shift = 0.5 * (left - right) / (left - 2 * top + right)
    return float((peak + shift) * rate / len(mono))


def cents(hertz: float, wanted: float) -> float:
    return float(1200 * np.log2(hertz / wanted))


def engine_with(song: Song, instruments: Instruments) -> Engine:
    engine = Engine()
    playable = score(song)
    engine.load(playable, players(playable, instruments))
    return engine


def listen(engine: Engine, seconds: float) -> NDArray[np.float32]:
    return np.concatenate([engine.render() for _ in range(round(seconds * RATE / BLOCK))])


def level(sound: NDArray[np.float32]) -> float:
    return float(np.abs(sound).max()) if len(sound) else 0.0


def onset(sound: NDArray[np.float32], threshold: float = 0.003) -> int:
    """The frame of the first sound that can be heard, less the block for which the limiter holds it back."""
    heard = np.flatnonzero(np.abs(sound).max(axis=1) > threshold)
    assert len(heard), "silence"
    return int(heard[0]) - BLOCK


def strong_pitches(sound: NDArray[np.float32]) -> list[int]:
    """MIDI numbers of all partials within 20 dB of the strongest."""
    mono = sound.mean(axis=1) * np.blackman(len(sound))
    spectrum = np.abs(np.fft.rfft(mono))
    strong = np.flatnonzero(spectrum > spectrum.max() / 10)
    hertz = strong * RATE / len(mono)
    return sorted({round(69 + 12 * np.log2(value / 440)) for value in hertz if value > 30})
