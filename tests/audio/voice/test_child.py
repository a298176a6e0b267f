"""The process that sings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from songwright.audio.process import sing_command
from songwright.audio.voice.clips import read_clip
from songwright.audio.voice.cue import Cue
from songwright.audio.voice.messages import AllSung, CannotSing, Sing, SingReport, SungCue
from songwright.audio.voice.utterance import TokenSyllable, Tone, Utterance
from songwright.host.child.client import Death, MessageClient
from songwright.host.child.process import ChildProcess
from songwright.host.paths import HOME_VARIABLE

OH = Utterance((TokenSyllable(("ˈ",), ("O",), (Tone(0.0, 0.6, 64, 80),)),), (".",))
CUE = Cue("t1", 0, 480, 120.0, "alto", OH)


@pytest.fixture
def singer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ChildProcess[object]:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    return ChildProcess(MessageClient(SingReport), sing_command())


def _hear(singer: ChildProcess[object], *wanted: type) -> list[object]:
    heard: list[object] = []
    while not any(isinstance(event, wanted) for event in heard):
        events = singer.wait(30)
        assert events, f"nothing more after {heard}"
        heard += events
    return heard


def test_it_sings_what_it_is_asked_in_that_order_and_says_where_it_lies(singer: ChildProcess[object]) -> None:
    other = replace(CUE, voice="bass")
    with singer:
        singer.tell(Sing((other, CUE)))
        heard = _hear(singer, AllSung)
    sung = [event for event in heard if isinstance(event, SungCue)]
    assert [event.name for event in sung] == [other.name, CUE.name]
    assert len(read_clip(sung[0].path).samples) > 0.6 * 48_000


def test_what_was_sung_before_is_found_again(singer: ChildProcess[object]) -> None:
    with singer:
        singer.tell(Sing((CUE,)))
        first = _hear(singer, AllSung)[0]
        assert isinstance(first, SungCue)
        made = first.path.stat().st_mtime_ns
        content = first.path.read_bytes()
        singer.tell(Sing((CUE,)))
        again = _hear(singer, AllSung)[0]
    assert again == first
    assert first.path.read_bytes() == content
    assert made <= first.path.stat().st_mtime_ns


def test_where_the_cache_cannot_be_written_it_sings_all_the_same(singer: ChildProcess[object], tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "voices").write_text("no folder")
    with singer:
        singer.tell(Sing((CUE,)))
        sung = _hear(singer, AllSung)[0]
        assert isinstance(sung, SungCue)
        assert len(read_clip(sung.path).samples) > 0.6 * 48_000


def test_a_phrase_that_cannot_be_sung_leaves_the_others_to_be(singer: ChildProcess[object]) -> None:
    strange = replace(CUE, utterance=Utterance((TokenSyllable(("†",), ("O",), OH.syllables[0].tones),), (".",)))
    with singer:
        singer.tell(Sing((strange, CUE)))
        heard = _hear(singer, AllSung)
    assert [type(event) for event in heard] == [CannotSing, SungCue, AllSung]


def test_one_that_is_killed_leaves_no_half_file_and_another_goes_on(singer: ChildProcess[object]) -> None:
    many = tuple(replace(CUE, seed=seed) for seed in range(400))
    with singer:
        singer.tell(Sing(many))
        heard = _hear(singer, SungCue)
        import os
        import signal

        assert singer.pid is not None
        os.kill(singer.pid, signal.SIGTERM)
        heard = _hear(singer, Death)
        death = next(event for event in heard if isinstance(event, Death))
        assert death.again
        singer.tell(Sing((many[0],)))
        heard = _hear(singer, SungCue, CannotSing)
        found = next(event for event in heard if isinstance(event, SungCue))
    assert found.name == many[0].name
    folder = found.path.parent
    assert all(read_clip(path) is not None for path in folder.glob("*.voice"))
