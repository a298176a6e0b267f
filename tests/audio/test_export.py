"""Exporting in a process of its own: progress, success, failure, cancelling."""

from __future__ import annotations

import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
import soundfile

from audio.listening import song_of
from songwright.audio.export import Exported, ExportFailed, ExportJob, Rendered
from songwright.audio.instruments import Instruments
from songwright.audio.process import export_command
from songwright.audio.render import sound
from songwright.audio.renderings import Rendering, SoundOptions, Tags
from songwright.audio.score import Score, score
from songwright.core.song import Note
from songwright.host.child.environment import child_environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SONG = score(song_of([Note(0, 1900, 69, 90), Note(1920, 1900, 57, 90)], bars=2))


def job(playable: Score, path: Path, font: Path | None, title: str = "") -> ExportJob:
    return ExportJob(playable, [Rendering((path,), Tags(title))], SoundOptions(font))


@contextmanager
def started(job: ExportJob) -> Iterator[subprocess.Popen[bytes]]:
    pipe = subprocess.PIPE
    with subprocess.Popen(export_command(), env=child_environment(), stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdin is not None
        job.started()
        process.stdin.write(job.data_to_send())
        process.stdin.flush()
        yield process


def outcome(job: ExportJob) -> tuple[list[object], int]:
    with started(job) as process:
        assert process.stdout is not None
        events = job.receive(process.stdout.read())
        code = process.wait()
    assert job.exited(code) == []
    return events, code


def test_the_file_is_the_song(tmp_path: Path, sine_font: Path, sine: Instruments) -> None:
    path = tmp_path / "song.flac"
    events, code = outcome(job(SONG, path, sine_font, title="Kept"))
    assert code == 0
    *progress, last = events
    assert last == Exported((path,))
    shares = [event.share for event in progress if isinstance(event, Rendered)]
    assert shares == sorted(shares)
    assert shares[-1] > 0.9
    written, _ = soundfile.read(path, dtype="float32")
    np.testing.assert_allclose(written, np.concatenate(list(sound(SONG, sine))), atol=2 / 32768)
    assert soundfile.SoundFile(path).title == "Kept"


def test_a_failure_is_a_sentence(tmp_path: Path, sine_font: Path) -> None:
    for score_, path, font, word in (
        (SONG, tmp_path / "gone" / "a.wav", sine_font, "folder"),
        (SONG, tmp_path / "a.wav", tmp_path / "gone.sf2", "gone.sf2"),
        (Score(), tmp_path / "a.wav", sine_font, "music"),
    ):
        events, code = outcome(job(score_, path, font))
        assert code == 1
        assert isinstance(events[-1], ExportFailed)
        assert word in events[-1].message
    assert list(tmp_path.iterdir()) == []


def test_closing_its_input_cancels_it(tmp_path: Path, sine_font: Path) -> None:
    long = score(song_of([Note(480 * beat, 470, 60) for beat in range(4 * 2000)], bars=2000))
    export = job(long, tmp_path / "long.wav", sine_font)
    with started(export) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert isinstance(export.receive(process.stdout.readline())[0], Rendered)
        process.stdin.close()
        events = export.receive(process.stdout.read())
        assert process.wait() == 1
    assert events[-1] == ExportFailed("")
    assert list(tmp_path.iterdir()) == []


def test_an_export_that_dies_without_a_word_is_a_failure(tmp_path: Path) -> None:
    export = job(SONG, tmp_path / "song.wav", None)
    export.started()
    export.receive_log(b"killed")
    (failure,) = export.exited(-9)
    assert isinstance(failure, ExportFailed)
    assert "no file was written" in failure.message
    assert "-9" in failure.detail
    assert "killed" in failure.detail
    assert export.exited(-9) == []
