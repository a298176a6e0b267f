"""Takes are kept whole: recorded, listened to, played back, and never written over."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from audio.hum.singing import RATE, sing
from audio.listening import engine_with, level, listen, song_of
from songwright.audio.control import Control
from songwright.audio.hum.protocol import (
    EndRecording,
    HumFailed,
    HumJob,
    Listened,
    ListenTo,
    Recorded,
    Recording,
    RecordTake,
)
from songwright.audio.hum.takes import TakeFile, new_take, takes_folder
from songwright.audio.output import Output
from songwright.audio.process import hum_command
from songwright.audio.protocol import PlayClip, PlayerNotice
from songwright.core.song import Note
from songwright.host.child.environment import child_environment
from songwright.host.errors import WriteFileError

if TYPE_CHECKING:
    from songwright.audio.instruments import Instruments

NOW = datetime(2026, 11, 24, 9, 5, 7, tzinfo=UTC)


def test_a_take_is_a_whole_file_after_every_piece(tmp_path: Path) -> None:
    path = tmp_path / "takes" / "a.wav"
    with TakeFile(path, RATE) as take:
        for count in (1, 2, 3):
            take.add(np.full(1000, 0.5, np.float32))
            samples, rate = soundfile.read(path)
            assert (len(samples), rate) == (1000 * count, RATE)
            assert samples == pytest.approx(0.5, abs=1e-4)


def test_a_take_never_replaces_another(tmp_path: Path) -> None:
    first = new_take(tmp_path, "O carry me / over?", NOW)
    assert first.name == "2026-11-24 09.05.07 O carry me over.wav"
    first.write_bytes(b"")
    second = new_take(tmp_path, "O carry me / over?", NOW)
    assert second != first
    with pytest.raises(WriteFileError):
        TakeFile(first, RATE)


def test_takes_lie_beside_the_song_or_with_the_programs_data() -> None:
    assert takes_folder(Path("/songs/Harbour.songwright"), Path("/data")) == Path("/songs/Harbour takes")
    assert takes_folder(None, Path("/data")) == Path("/data/takes")


def run(request: RecordTake | ListenTo, *options: str, until: int = 0) -> list[object]:
    """Carry out a request; a recording ends after `until` reports."""
    pipe, job = subprocess.PIPE, HumJob(request)
    with subprocess.Popen(hum_command(*options), env=child_environment(), stdin=pipe, stdout=pipe) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        job.started()
        process.stdin.write(job.data_to_send())
        process.stdin.flush()
        events: list[object] = []
        for _ in range(until):
            events += job.receive(process.stdout.readline())
        if until:
            job.send(EndRecording())
            process.stdin.write(job.data_to_send())
            process.stdin.flush()
        events += job.receive(process.stdout.read())
        assert job.exited(process.wait()) == []
    return events


def test_a_file_is_listened_to_in_another_process(tmp_path: Path) -> None:
    path = tmp_path / "sung.flac"
    soundfile.write(path, sing([(0.2, 0.9, 60), (0.9, 1.6, 64)]), RATE)
    (event,) = run(ListenTo(path))
    assert isinstance(event, Listened)
    assert [round(note.pitch) for note in event.hearing.notes] == [60, 64]
    assert max(event.peaks) == pytest.approx(0.3, abs=0.05)


def test_what_the_microphone_hears_is_on_disk_when_recording_ends(tmp_path: Path) -> None:
    path = tmp_path / "takes" / "one.wav"
    events = run(RecordTake(path), "--device", "null", until=5)
    assert all(isinstance(event, Recording) for event in events[:5])
    *_, kept, heard = events
    assert kept == Recorded(path)
    assert isinstance(heard, Listened)
    assert heard.hearing.notes == ()
    assert soundfile.info(path).duration == pytest.approx(heard.hearing.seconds)


def test_a_file_that_is_no_sound_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.wav").write_text("no")
    (event,) = run(ListenTo(tmp_path / "x.wav"))
    assert isinstance(event, HumFailed)
    assert "cannot be read as sound" in event.message


def test_a_process_that_dies_without_a_word_is_a_failure() -> None:
    job = HumJob(RecordTake(Path("a.wav")))
    job.started()
    (failed,) = job.exited(-11)
    assert isinstance(failed, HumFailed)
    assert "kept" in failed.message
    assert job.exited(-11) == []


def test_a_take_is_played_back_by_the_player(tmp_path: Path, sine: Instruments) -> None:
    path = tmp_path / "take.wav"
    soundfile.write(path, np.full(12_000, 0.1, np.float32), 24_000)  # half a second
    engine = engine_with(song_of([Note(0, 480, 69)]), sine)
    told: list[object] = []
    output = Output(engine)
    control = Control(output, told.append)
    control.handle(PlayClip(path))
    while output._actions:
        output._actions.popleft()()
    assert level(listen(engine, 0.4)) > 0.1
    assert level(listen(engine, 0.3)[-4800:]) == 0
    control.handle(PlayClip(tmp_path / "gone.wav"))
    assert isinstance(told[-1], PlayerNotice)
    assert "cannot be read" in told[-1].message
