"""Sung phrases whose notes are known come back as these notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from audio.hum.singing import RATE, Style, sing
from songwright.audio.hum.listen import HeardNote, listen, read_take
from songwright.core.errors import SongwrightError

if TYPE_CHECKING:
    from pathlib import Path

TUNE = [(0.3, 0.8, 60), (0.8, 1.3, 60), (1.3, 1.8, 67), (1.8, 2.3, 67), (2.3, 2.8, 69), (2.8, 3.3, 69), (3.3, 4.3, 67)]


def heard_as(notes: tuple[HeardNote, ...]) -> list[tuple[float, int]]:
    return [(round(note.start, 1), round(note.pitch)) for note in notes]


@pytest.mark.parametrize(
    "style", [Style("a", dip=10), Style("u", vibrato=60, dip=15), Style("m", noise=-35, dip=12)], ids=str
)
def test_every_note_of_a_sung_tune_is_heard_also_where_it_repeats(style: Style) -> None:
    hearing = listen(sing(TUNE, style), RATE)
    assert len(hearing.notes) == len(TUNE)
    for note, (start, end, pitch) in zip(hearing.notes, TUNE, strict=True):
        assert note.start == pytest.approx(start, abs=0.1)
        assert note.end == pytest.approx(end, abs=0.15)
        assert note.pitch == pytest.approx(pitch, abs=0.5)
    assert hearing.seconds == pytest.approx(4.8, abs=0.01)


def test_the_curve_follows_the_voice() -> None:
    hearing = listen(sing([(0.2, 1.2, 62)], Style(vibrato=0, scatter=0)), RATE)
    inside = [pitch for time, pitch in hearing.curve if 0.4 < time < 1.0]
    assert len(inside) > 30
    assert np.abs(np.array(inside) - 62).max() < 0.3
    assert not [time for time, _ in hearing.curve if time < 0.1 or time > 1.4]


@pytest.mark.parametrize("level", [0.0, 0.003])
def test_silence_and_hiss_hold_no_notes(level: float) -> None:
    hiss = np.random.default_rng(1).normal(0, 1, 2 * RATE).astype(np.float32) * np.float32(level)
    assert listen(hiss, RATE).notes == ()


def test_other_rates_and_stereo_files_are_read(tmp_path: Path) -> None:
    sung = sing([(0.2, 1.0, 64), (1.0, 1.8, 67)])
    path = tmp_path / "take.flac"
    soundfile.write(path, np.repeat(sung[:, None], 2, axis=1), 44_100)
    samples, rate = read_take(path)
    assert rate == 44_100
    # Played at another rate than it was sung at, it is lower by the ratio of the two.
    lower = 12 * np.log2(44_100 / RATE)
    assert [note.pitch - lower for note in listen(samples, rate).notes] == pytest.approx([64, 67], abs=0.5)


def test_a_file_that_is_no_sound_or_too_long_is_told(tmp_path: Path) -> None:
    text = tmp_path / "words.wav"
    text.write_text("la la la")
    with pytest.raises(SongwrightError, match="cannot be read as sound"):
        read_take(text)
    with pytest.raises(SongwrightError, match="cannot be read"):
        read_take(tmp_path / "gone.wav")
    long = tmp_path / "long.wav"
    soundfile.write(long, np.zeros(200 * 8000, np.int16), 8000)
    with pytest.raises(SongwrightError, match="minutes"):
        read_take(long)
    empty = tmp_path / "empty.wav"
    soundfile.write(empty, np.zeros(0, np.int16), 8000)
    with pytest.raises(SongwrightError, match="no sound"):
        read_take(empty)
