"""Songs become sound files, whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from audio.listening import cents, frequency, song_of
from songwright.audio.audiofile import FORMATS
from songwright.audio.instruments import Instruments
from songwright.audio.render import RenderCancelled, render_audio, render_stems, render_wav, sound
from songwright.audio.score import score
from songwright.audio.soundfont import SoundFontError
from songwright.audio.synth import RATE
from songwright.core.errors import SongwrightError
from songwright.core.song import Mix, Note, Song
from songwright.host.errors import WriteFileError

if TYPE_CHECKING:
    from pathlib import Path

SONG = song_of([Note(0, 1900, 69, 90), Note(1920, 1900, 57, 90)], bars=2)


def test_a_wav_file_holds_the_song_from_its_first_note(tmp_path: Path, sine_font: Path) -> None:
    path = tmp_path / "song.wav"

    render_wav(SONG, path, soundfont=sine_font)

    frames, rate = soundfile.read(path, dtype="float32")
    assert rate == RATE
    assert 4.0 <= len(frames) / rate < 5.0
    assert np.flatnonzero(np.abs(frames).max(axis=1) > 0.003)[0] < 60
    assert abs(cents(frequency(frames[4800:90_000]), 440)) < 2
    assert abs(cents(frequency(frames[100_000:180_000]), 220)) < 2


def test_a_title_with_a_full_stop_keeps_all_its_words(tmp_path: Path, sine_font: Path) -> None:
    render_wav(SONG, tmp_path / "Mr. Smith", soundfont=sine_font)
    assert [path.name for path in tmp_path.iterdir()] == ["Mr. Smith.wav"]


def test_the_file_is_what_the_engine_plays(tmp_path: Path, sine_font: Path, sine: Instruments) -> None:
    path = tmp_path / "song.flac"
    render_audio(SONG, path, soundfont=sine_font)
    played = np.concatenate(list(sound(score(SONG), sine)))
    written, _ = soundfile.read(path, dtype="float32")
    np.testing.assert_allclose(written, played, atol=2 / 32768)


def test_the_last_note_rings_out_to_silence(sine: Instruments) -> None:
    ringing = song_of([Note(1800, 120, 69, 110)], bars=1, mix=Mix(volume=127, reverb=127))
    frames = np.concatenate(list(sound(score(ringing), sine)))
    assert len(frames) > 2.3 * RATE
    assert np.abs(frames[-240:]).max() < 1e-3


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.suffix)
def test_every_format_can_be_read_back(tmp_path: Path, sine_font: Path, kind: object) -> None:
    path = tmp_path / f"song{kind.suffix}"  # type: ignore[attr-defined]
    render_audio(SONG, path, soundfont=sine_font)
    with soundfile.SoundFile(path) as file:
        assert file.title == "Test"
        frames = file.read(dtype="float32")
        assert abs(cents(frequency(frames[9600:80_000], file.samplerate), 440)) < 5
        assert len(frames) / file.samplerate == pytest.approx(4.0, abs=0.5)


def test_progress_rises_to_one(tmp_path: Path, sine_font: Path) -> None:
    shares: list[float] = []
    render_wav(SONG, tmp_path / "song.wav", shares.append, soundfont=sine_font)
    assert shares == sorted(shares)
    assert len(shares) > 2
    assert shares[-1] == 1.0


def test_a_cancelled_export_leaves_the_old_file_and_nothing_else(tmp_path: Path, sine_font: Path) -> None:
    path = tmp_path / "song.wav"
    path.write_bytes(b"the old one")
    asked = iter([False, True])
    with pytest.raises(RenderCancelled):
        render_wav(SONG, path, cancelled=lambda: next(asked), soundfont=sine_font)
    assert path.read_bytes() == b"the old one"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.suffix)
def test_a_full_disk_leaves_the_old_file(tmp_path: Path, sine_font: Path, kind: object) -> None:
    path = tmp_path / f"song{kind.suffix}"  # type: ignore[attr-defined]
    path.write_bytes(b"the old one")
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4000, before[1]))  # no file may grow beyond this
    try:
        with pytest.raises(WriteFileError) as caught:
            render_audio(SONG, path, soundfont=sine_font)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert path.name in caught.value.message
    assert path.read_bytes() == b"the old one"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_gone_is_said(tmp_path: Path, sine_font: Path) -> None:
    with pytest.raises(WriteFileError, match="folder"):
        render_wav(SONG, tmp_path / "gone" / "song.wav", soundfont=sine_font)


def test_a_missing_font_is_said_and_no_file_appears(tmp_path: Path) -> None:
    with pytest.raises(SoundFontError):
        render_wav(SONG, tmp_path / "song.wav", soundfont=tmp_path / "gone.sf2")
    assert list(tmp_path.iterdir()) == []


def test_a_song_without_music_is_not_exported(tmp_path: Path, sine_font: Path) -> None:
    with pytest.raises(SongwrightError, match="no music"):
        render_wav(Song(), tmp_path / "song.wav", soundfont=sine_font)


def test_an_unknown_ending_is_said_before_any_work(tmp_path: Path, sine_font: Path) -> None:
    with pytest.raises(SongwrightError, match=r"\.wav"):
        render_audio(SONG, tmp_path / "song.xyz", soundfont=sine_font)


def test_stems_add_up_to_the_song(tmp_path: Path, sine_font: Path, sine: Instruments) -> None:
    song = song_of([Note(0, 1900, 69, 60)], [Note(480, 1400, 57, 60)], [], mix=Mix(volume=80, reverb=60))
    paths = render_stems(song, tmp_path, soundfont=sine_font)
    assert [path.name for path in paths] == ["01 Track 0.wav", "02 Track 1.wav"]
    stems = [soundfile.read(path, dtype="float32")[0] for path in paths]
    whole = np.concatenate(list(sound(score(song), sine)))
    length = min(len(whole), *map(len, stems))
    total = np.sum([stem[:length] for stem in stems], axis=0)
    np.testing.assert_allclose(total, whole[:length], atol=4 / 32768)
