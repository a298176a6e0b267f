"""SoundFonts are read, checked and cut down to single presets; no file, however broken, reaches the synthesiser."""

from __future__ import annotations

import hashlib
import random
import struct
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pretty_midi
import pytest
from tinysoundfont import _tinysoundfont as tsf

from audio.conftest import sine_soundfont
from audio.listening import cents, frequency
from songwright.audio.instruments import Instruments, built_in_soundfont
from songwright.audio.soundfont import SoundFontError, SoundFontFile
from songwright.audio.synth import RATE

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


def played(font: object, bank: int, program: int, seconds: float = 0.5) -> NDArray[np.float32]:
    """A chord on one preset of a font, straight from the synthesiser."""
    font.set_output(tsf.OutputMode.StereoInterleaved, RATE, -6.0)  # type: ignore[attr-defined]
    font.set_max_voices(64)  # type: ignore[attr-defined]
    for pitch in (38, 48, 60, 67):
        font.note_on(font.get_preset_index(bank, program), pitch, 0.7)  # type: ignore[attr-defined]
    sound = np.zeros((int(seconds * RATE), 2), np.float32)
    font.render(sound)  # type: ignore[attr-defined]
    return sound


@pytest.mark.parametrize("preset", [(0, 0), (0, 24), (0, 33), (0, 48), (128, 0)])
def test_a_preset_alone_sounds_as_in_the_whole_font(preset: tuple[int, int]) -> None:
    path = Path(pretty_midi.__file__).with_name("TimGM6mb.sf2")  # a second font, in the plain format
    whole = played(tsf.SoundFont(str(path)), *preset)
    alone = played(tsf.SoundFont(SoundFontFile(path).extract(*preset)), 0, 0)
    assert np.abs(whole).max() > 0.01
    np.testing.assert_allclose(alone, whole, atol=1e-4)


def test_the_built_in_font_comes_along_and_its_compressed_samples_are_decoded() -> None:
    path = built_in_soundfont()
    assert path.suffix == ".sf3"
    font = SoundFontFile(path)
    assert {(0, program) for program in range(128)} <= font.presets.keys()
    sound = played(tsf.SoundFont(font.extract(0, 73)), 0, 0)
    assert np.abs(sound).max() > 0.05


def test_the_built_in_font_is_the_one_whose_origin_is_recorded() -> None:
    path = built_in_soundfont()
    record = path.with_name("README.md").read_text()
    assert hashlib.sha256(path.read_bytes()).hexdigest() in record
    assert "MIT" in record


def test_a_compressed_sample_sounds_at_its_pitch(tmp_path: Path) -> None:
    path = tmp_path / "sine.sf3"
    path.write_bytes(sine_soundfont(compressed=True))
    sound = np.zeros((RATE, 2), np.float32)
    voice = Instruments(path, RATE).get(0, drums=False).voice()
    voice.channel_note_on(0, 57, 0.8)
    voice.render(sound)
    assert abs(cents(frequency(sound), 220)) < 2


def test_damaged_compressed_samples_are_silent_or_finite(tmp_path: Path) -> None:
    intact = sine_soundfont(compressed=True)
    first, chance = intact.index(b"OggS"), random.Random(7)
    for number in range(150):
        damaged = bytearray(intact)
        for _ in range(chance.choice([1, 5, 50])):
            damaged[chance.randrange(first, intact.index(b"pdta") - 12)] = chance.randrange(256)
        path = tmp_path / f"{number}.sf3"
        path.write_bytes(damaged)
        voice = Instruments(path, RATE).get(0, drums=False).voice()
        voice.channel_note_on(0, 60, 0.8)
        sound = np.zeros((2400, 2), np.float32)
        voice.render(sound)
        assert np.isfinite(sound).all()


def test_a_missing_program_gets_the_nearest_stand_in(sine_font: Path) -> None:
    font = SoundFontFile(sine_font)
    assert font.nearest(0, 5) == (0, 5)
    assert font.nearest(0, 7) == (0, 0)
    assert font.nearest(0, 100) == (0, 0)
    assert font.nearest(128, 25) == (128, 0)


def test_all_instruments_of_a_font_are_brought_to_one_loudness(sine: Instruments, sine_bytes: bytes) -> None:
    raw = played(tsf.SoundFont(sine_bytes), 0, 0)
    assert sine.get(0, drums=False).gain_db == pytest.approx(sine.get(5, drums=False).gain_db)
    built_in = Instruments(built_in_soundfont(), RATE)
    trumpet, piano = built_in.get(56, drums=False), built_in.get(0, drums=False)
    assert piano.gain_db - trumpet.gain_db > 5
    assert np.abs(raw).max() > 0.5


def test_a_missing_font_is_named(tmp_path: Path) -> None:
    with pytest.raises(SoundFontError, match=r"no SoundFont gone\.sf2 in") as caught:
        SoundFontFile(tmp_path / "gone.sf2")
    assert "choose another" in caught.value.message


@pytest.mark.parametrize(
    "content", [b"", b"RIFF", b"A song, not a font.\n" * 50, b"RIFF\xff\xff\xff\xffsfbk" + b"LIST"]
)
def test_what_is_no_font_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.sf2"
    path.write_bytes(content)
    with pytest.raises(SoundFontError):
        SoundFontFile(path)


def test_a_font_cut_off_anywhere_is_refused(tmp_path: Path, sine_bytes: bytes) -> None:
    path = tmp_path / "cut.sf2"
    for size in range(0, len(sine_bytes) - 1, 37):
        path.write_bytes(sine_bytes[:size])
        with pytest.raises(SoundFontError):
            SoundFontFile(path)


def test_indices_that_point_outside_their_tables_are_refused(tmp_path: Path, sine_bytes: bytes) -> None:
    path = tmp_path / "wild.sf2"
    instrument = sine_bytes.index(b"pgen") + 8 + 2
    path.write_bytes(sine_bytes[:instrument] + struct.pack("<H", 999) + sine_bytes[instrument + 2 :])
    with pytest.raises(SoundFontError) as caught:
        SoundFontFile(path)
    assert "inst" in caught.value.detail


def test_damaged_fonts_are_refused_or_play_something_finite(tmp_path: Path, sine_bytes: bytes) -> None:
    chance = random.Random(5)
    tables = sine_bytes.index(b"pdta")
    refused = played_on = 0
    for number in range(300):
        damaged = bytearray(sine_bytes)
        for _ in range(chance.randint(1, 4)):
            damaged[chance.randrange(tables, len(damaged))] = chance.randrange(256)
        path = tmp_path / f"{number}.sf2"
        path.write_bytes(damaged)
        try:
            voice = Instruments(path, RATE).get(0, drums=False).voice()
        except SoundFontError:
            refused += 1
            continue
        voice.channel_note_on(0, 60, 0.8)
        sound = np.zeros((2400, 2), np.float32)
        voice.render(sound)
        played_on += 1
    assert refused > 20
    assert played_on > 20
