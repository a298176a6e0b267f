"""Texts read aloud."""

from __future__ import annotations

import numpy as np
import pytest

from songwright.audio.voice.acoustics import RATE, Acoustics, load_acoustics
from songwright.audio.voice.prose import said_parts
from songwright.audio.voice.reading_aloud import read_aloud, read_row
from songwright.audio.voice.voice_types import voice_type
from songwright.lyrics.lexicon import Lexicon, load_lexicon


@pytest.fixture(scope="module")
def acoustics() -> Acoustics:
    return load_acoustics()


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def test_every_row_with_words_is_read_in_order_with_pauses_between(acoustics: Acoustics, lexicon: Lexicon) -> None:
    sound, rows = read_aloud("One two three.\nFour five\n\nSix", lexicon, voice_type("mezzo"), acoustics=acoustics)
    assert [row.row for row in rows] == [0, 1, 3]
    assert [len(row.words) for row in rows] == [3, 2, 1]
    times = [time for row in rows for time in row.words]
    assert times == sorted(times)
    assert times[-1] < len(sound) / RATE
    assert rows[2].start - rows[1].start > rows[1].start - rows[0].start - 1.0
    before = int(rows[1].start * RATE) - 2400
    assert np.abs(sound[before : before + 1200]).max() < 0.01 * np.abs(sound).max()


def test_numbers_are_read_as_words(acoustics: Acoustics, lexicon: Lexicon) -> None:
    year, short = (
        len(read_row(said_parts(row, lexicon), voice_type("alto"), acoustics)[0]) for row in ("1999", "nine")
    )
    assert year > 1.8 * short


def test_a_low_voice_reads_lower(acoustics: Acoustics, lexicon: Lexicon) -> None:
    def pitch(name: str) -> float:
        """The median of the loud windows of 80 ms, each by its autocorrelation."""
        sound, _ = read_row(said_parts("mother never knew", lexicon), voice_type(name), acoustics)
        windows = sound[: len(sound) // 1920 * 1920].reshape(-1, 1920).astype(np.float64)
        loud = windows[np.abs(windows).max(1) > 0.4 * np.abs(sound).max()]
        spectra = np.abs(np.fft.rfft(loud * np.hanning(1920), 3840)) ** 2
        lowest = RATE // 400
        return float(np.median(RATE / (lowest + np.fft.irfft(spectra)[:, lowest : RATE // 70].argmax(1))))

    assert pitch("bass") < 0.7 * pitch("mezzo")


def test_a_long_paragraph_and_one_without_words(acoustics: Acoustics, lexicon: Lexicon) -> None:
    sound, words = read_row(said_parts("and then the rain came down, " * 30, lexicon), voice_type("mezzo"), acoustics)
    assert len(words) == 180
    assert len(sound) / RATE > 20
    assert read_row(said_parts("… — !", lexicon), voice_type("mezzo"), acoustics)[1] == ()
    assert len(read_row(said_parts("日本語", lexicon), voice_type("mezzo"), acoustics)[0]) == 0
