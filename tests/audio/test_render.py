"""Songs become sound files, whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from audio.listening import cents, frequency, song_of
from songwright.audio.audiofile import FORMATS, write_audio
from songwright.audio.instruments import Instruments
from songwright.audio.loudness import integrated_loudness
from songwright.audio.render import RenderCancelled, render, sound
from songwright.audio.renderings import Tags, stems, whole
from songwright.audio.score import score
from songwright.audio.soundfont import SoundFontError
from songwright.audio.synth import RATE
from songwright.core.errors import SongwrightError
from songwright.core.song import Mix, Note, Song
from songwright.host.errors import WriteFileError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

SONG = song_of([Note(0, 1900, 69, 90), Note(1920, 1900, 57, 90)], bars=2)


def render_whole(song: Song, path: Path, font: Path, **options: Any) -> None:  # noqa: ANN401
    render(score(song), [whole(song, [path])], soundfont=font, **options)


def test_a_wav_file_holds_the_song_from_its_first_note(tmp_path: Path, sine_font: Path) -> None:
    path = tmp_path / "song.wav"

    render_whole(SONG, path, sine_font)

    frames, rate = soundfile.read(path, dtype="float32")
    assert rate == RATE
    assert 4.0 <= len(frames) / rate < 5.0
    assert np.flatnonzero(np.abs(frames).max(axis=1) > 0.003)[0] < 60
    assert abs(cents(frequency(frames[4800:90_000]), 440)) < 2
    assert abs(cents(frequency(frames[100_000:180_000]), 220)) < 2


def test_the_file_is_what_the_engine_plays(tmp_path: Path, sine_font: Path, sine: Instruments) -> None:
    path = tmp_path / "song.flac"
    render_whole(SONG, path, sine_font)
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
    render_whole(SONG, path, sine_font)
    with soundfile.SoundFile(path) as file:
        assert file.title == "Test"
        frames = file.read(dtype="float32")
        assert abs(cents(frequency(frames[9600:80_000], file.samplerate), 440)) < 5
        assert len(frames) / file.samplerate == pytest.approx(4.0, abs=0.5)


def test_progress_rises_to_one(tmp_path: Path, sine_font: Path) -> None:
    shares: list[float] = []
    render_whole(SONG, tmp_path / "song.wav", sine_font, progress=shares.append)
    assert shares == sorted(shares)
    assert len(shares) > 2
    assert shares[-1] == 1.0


def test_a_cancelled_export_leaves_the_old_file_and_nothing_else(tmp_path: Path, sine_font: Path) -> None:
    path = tmp_path / "song.wav"
    path.write_bytes(b"the old one")
    asked = iter([*[False] * 10, True])
    with pytest.raises(RenderCancelled):
        render_whole(SONG, path, sine_font, cancelled=lambda: next(asked))
    assert path.read_bytes() == b"the old one"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.suffix)
def test_a_full_disk_leaves_the_old_file(tmp_path: Path, kind: object) -> None:
    noise = [np.random.default_rng(1).uniform(-1, 1, (RATE, 2)).astype(np.float32)] * 4
    path = tmp_path / f"song{kind.suffix}"  # type: ignore[attr-defined]
    path.write_bytes(b"the old one")
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4000, before[1]))  # no file may grow beyond this
    try:
        with pytest.raises(WriteFileError) as caught:
            write_audio(path, noise, RATE)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert path.name in caught.value.message
    assert path.read_bytes() == b"the old one"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_gone_is_said(tmp_path: Path, sine_font: Path) -> None:
    with pytest.raises(WriteFileError, match="folder"):
        render_whole(SONG, tmp_path / "gone" / "song.wav", sine_font)


def test_a_missing_font_is_said_and_no_file_appears(tmp_path: Path) -> None:
    with pytest.raises(SoundFontError):
        render_whole(SONG, tmp_path / "song.wav", tmp_path / "gone.sf2")
    assert list(tmp_path.iterdir()) == []


def test_a_song_without_music_is_not_exported(tmp_path: Path, sine_font: Path) -> None:
    with pytest.raises(SongwrightError, match="no music"):
        render_whole(Song(), tmp_path / "song.wav", sine_font)


def test_an_unknown_ending_is_said_before_any_work(tmp_path: Path, sine_font: Path) -> None:
    with pytest.raises(SongwrightError, match=r"\.wav"):
        render_whole(SONG, tmp_path / "song.xyz", sine_font)


def test_stems_add_up_to_the_song(tmp_path: Path, sine_font: Path, sine: Instruments) -> None:
    song = song_of([Note(0, 200, 69, 60)], [Note(480, 1400, 57, 60)], [], mix=Mix(volume=80, reverb=60))
    wanted = stems(song, tmp_path, ".wav")
    render(score(song), wanted, soundfont=sine_font, loudness=-14.0)
    paths = [path for rendering in wanted for path in rendering.paths]
    assert [path.name for path in paths] == ["01 Track 0.wav", "02 Track 1.wav"]
    sounds = [soundfile.read(path, dtype="float32")[0] for path in paths]
    mixed = np.concatenate(list(sound(score(song), sine)))
    assert [len(stem) for stem in sounds] == [len(mixed)] * 2
    np.testing.assert_allclose(np.sum(sounds, axis=0), mixed, atol=4 / 32768)
    assert soundfile.SoundFile(paths[0]).title == "Test – Track 0"


def test_a_stem_is_heard_though_its_track_is_muted(tmp_path: Path, sine_font: Path) -> None:
    song = song_of([Note(0, 1900, 69, 90)], mix=Mix(mute=True))
    wanted = stems(song, tmp_path, ".flac")
    render(score(song), wanted, soundfont=sine_font)
    assert np.abs(soundfile.read(wanted[0].paths[0])[0]).max() > 0.05


def test_one_rendering_is_written_to_several_files_alike(tmp_path: Path, sine_font: Path) -> None:
    paths = [tmp_path / "a.wav", tmp_path / "b.flac"]
    render(score(SONG), [whole(SONG, paths)], soundfont=sine_font)
    first, second = (soundfile.read(path, dtype="int16")[0] for path in paths)
    assert len(first) > RATE
    np.testing.assert_allclose(first.astype(int), second, atol=1)  # encoders round in ways of their own


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.suffix)
def test_every_format_carries_the_tags(tmp_path: Path, kind: object) -> None:
    path = tmp_path / f"song{kind.suffix}"  # type: ignore[attr-defined]
    tags = Tags("Lied für A", "Ann O’Nym", "First", "2026", "waltz", "made at home")
    write_audio(path, iter([np.zeros((RATE, 2), np.float32)]), RATE, tags)
    kept = soundfile.SoundFile(path).copy_metadata()
    assert [kept[name] for name in ("title", "artist", "album", "date", "genre", "comment")] == [
        "Lied für A",
        "Ann O’Nym",
        "First",
        "2026",
        "waltz",
        "made at home",
    ]


def test_no_room_for_the_sound_while_it_is_made_is_said(
    tmp_path: Path, sine_font: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    with pytest.raises(SongwrightError, match="free some space"):
        render_whole(SONG, tmp_path / "song.wav", sine_font)
    assert list(tmp_path.iterdir()) == []


def test_a_song_comes_to_the_loudness_that_was_asked_for(tmp_path: Path, sine_font: Path) -> None:
    path = tmp_path / "song.wav"
    render_whole(SONG, path, sine_font, loudness=-23.0)
    frames, rate = soundfile.read(path, dtype="float32")
    assert integrated_loudness(frames, rate) == pytest.approx(-23.0, abs=0.1)
