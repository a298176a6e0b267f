"""The model's process as the window drives it, with a worker that plays scripts."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from songwright.core.song import Piece
from songwright.host.paths import find_paths
from songwright.host.settings import MODEL, Settings
from songwright.llm import verse_model
from songwright.llm.brief import Brief, Length
from songwright.llm.models import ModelFile
from songwright.ui.notices import Level, Notice
from songwright.ui.preferences import NO_MODEL
from songwright.ui.services import Services
from songwright.ui.wiring import Studio, plan_for
from songwright.ui.writing.local_writer import LocalWriter
from songwright.ui.writing.writer import ModelState, WritingFault

BRIEF = Brief("a ferry in fog", Piece.POEM, "calm", Length.SHORT)
SAY = [{"say": "the horn is low and the water is slow tonight\n"}]

MakeWriter = Callable[..., LocalWriter]


@pytest.fixture
def model_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModelFile:
    path = tmp_path / "scripted.gguf"
    path.write_bytes(b"GGUF")
    model = ModelFile(path, "Scripted", 4)
    monkeypatch.setattr(verse_model, "named_model", lambda _chosen, _adapter: model)
    return model


@pytest.fixture
def make_writer(make_services: Callable[..., Services], model_file: ModelFile, tmp_path: Path) -> Iterator[MakeWriter]:
    made: list[LocalWriter] = []

    def make(**script: object) -> LocalWriter:
        services = make_services()
        services.paths = find_paths()
        services.settings = Settings(services.paths.settings)
        path = tmp_path / "script.json"
        path.write_text(json.dumps(script))
        command = [sys.executable, "-m", "songwright.llm.worker", "--scripted", str(path)]
        writer = LocalWriter(services, plan_for, command=command)
        made.append(writer)
        return writer

    yield make
    for writer in made:
        writer.close()


def wait_for(qtbot: QtBot, writer: LocalWriter, state: ModelState) -> None:
    qtbot.waitUntil(lambda: writer.state is state, timeout=40000)


def test_words_stream_in_and_the_end_is_told(make_writer: MakeWriter, qtbot: QtBot) -> None:
    writer = make_writer(write=SAY)
    writer.start()
    wait_for(qtbot, writer, ModelState.READY)
    heard: list[str] = []
    writer.text_added.connect(heard.append)
    with qtbot.waitSignal(writer.finished, timeout=40000) as end:
        writer.write(BRIEF, 1)
    assert end.args == [True]
    assert "horn is low" in "".join(heard)
    assert writer.rate > 0
    assert len(writer.sha256) in (0, 64)


def test_write_while_the_model_loads_begins_when_it_is_loaded(make_writer: MakeWriter, qtbot: QtBot) -> None:
    writer = make_writer(load=[{"wait": 0.2}], write=SAY)
    writer.start()
    assert writer.state is ModelState.LOADING
    with qtbot.waitSignal(writer.finished, timeout=40000):
        writer.write(BRIEF, 1)


def test_stop_ends_a_slow_model_at_once(make_writer: MakeWriter, qtbot: QtBot) -> None:
    writer = make_writer(write=[{"say": "the horn "}, {"wait": 60}])
    writer.start()
    wait_for(qtbot, writer, ModelState.READY)
    with qtbot.waitSignal(writer.text_added, timeout=40000):
        writer.write(BRIEF, 1)
    with qtbot.waitSignal(writer.finished, timeout=5000) as end:
        writer.stop()
    assert end.args == [False]
    wait_for(qtbot, writer, ModelState.READY)


@pytest.mark.parametrize("death", ["abort", "segfault", "exit"])
def test_a_worker_that_dies_in_mid_stream_is_told_in_a_sentence_and_started_again(
    make_writer: MakeWriter, qtbot: QtBot, death: str
) -> None:
    writer = make_writer(write=[{"say": "the horn "}, {death: 3}])
    writer.start()
    wait_for(qtbot, writer, ModelState.READY)
    heard: list[str] = []
    writer.text_added.connect(heard.append)
    with qtbot.waitSignal(writer.failed, timeout=40000) as failure:
        writer.write(BRIEF, 1)
    fault = failure.args[0]
    assert isinstance(fault, WritingFault)
    assert fault.message.endswith(".")
    assert fault.detail
    assert "".join(heard).strip()
    wait_for(qtbot, writer, ModelState.READY)


def test_a_model_that_kills_its_worker_twice_is_suspect(
    make_writer: MakeWriter, qtbot: QtBot, told: list[Notice]
) -> None:
    writer = make_writer(write=[{"abort": True}])
    writer.start()
    for _ in range(2):
        wait_for(qtbot, writer, ModelState.READY)
        with qtbot.waitSignal(writer.failed, timeout=40000) as failure:
            writer.write(BRIEF, 1)
    assert "crashed 2 times" in failure.args[0].message
    # Asked to load it once more, it warns before anything is loaded.
    wait_for(qtbot, writer, ModelState.READY)
    writer.start()
    wait_for(qtbot, writer, ModelState.FAILED)
    assert told[-1].action is not None
    assert told[-1].action[0] == "Load it anyway"


def test_a_model_that_dies_while_loading_says_why_and_can_be_tried_again(
    make_writer: MakeWriter, qtbot: QtBot, told: list[Notice]
) -> None:
    writer = make_writer(load=[{"abort": True}])
    writer.start()
    wait_for(qtbot, writer, ModelState.FAILED)
    assert told[-1].action is not None
    assert told[-1].detail


def slow_to_load(tmp_path: Path, pause: float = 30) -> None:
    """From now on the model takes its time to load (the script is read when a worker starts)."""
    (tmp_path / "script.json").write_text(json.dumps({"load": [{"wait": pause}], "write": SAY}))


def kill(writer: LocalWriter, qtbot: QtBot) -> None:
    """Kill the worker as the system does when memory runs out, once it has a process number."""
    qtbot.waitUntil(lambda: writer.pid > 0, timeout=40000)
    os.kill(writer.pid, signal.SIGKILL)


@pytest.mark.parametrize("moment", ["before it is asked to write again", "after it was asked to write again"])
def test_a_worker_killed_again_while_it_loads_ends_the_draft_and_writing_goes_on(
    make_writer: MakeWriter, qtbot: QtBot, tmp_path: Path, told: list[Notice], moment: str
) -> None:
    writer = make_writer(write=[{"say": "the horn "}, {"hang": True}])
    writer.start()
    wait_for(qtbot, writer, ModelState.READY)
    with qtbot.waitSignal(writer.text_added, timeout=40000):
        writer.write(BRIEF, 1)
    slow_to_load(tmp_path)
    with qtbot.waitSignal(writer.failed, timeout=40000):
        kill(writer, qtbot)
    wait_for(qtbot, writer, ModelState.LOADING)
    if moment.startswith("after"):
        with qtbot.waitSignal(writer.failed, timeout=40000) as failure:
            writer.write(BRIEF, 2)
            kill(writer, qtbot)
        assert "memory" in failure.args[0].message
    else:
        kill(writer, qtbot)
    wait_for(qtbot, writer, ModelState.FAILED)
    assert "damaged" not in told[-1].text
    assert writer.usable
    slow_to_load(tmp_path, pause=0)
    with qtbot.waitSignal(writer.finished, timeout=40000) as end:
        writer.write(BRIEF, 3)
    assert end.args == [True]
    wait_for(qtbot, writer, ModelState.READY)


def test_a_draft_that_waits_for_a_killed_model_can_be_stopped(
    make_writer: MakeWriter, qtbot: QtBot, tmp_path: Path
) -> None:
    writer = make_writer(write=[{"hang": True}])
    writer.start()
    wait_for(qtbot, writer, ModelState.READY)
    slow_to_load(tmp_path)
    writer.write(BRIEF, 1)
    with qtbot.waitSignal(writer.failed, timeout=40000):
        kill(writer, qtbot)
    writer.write(BRIEF, 2)
    with qtbot.waitSignal(writer.finished, timeout=40000) as end:
        writer.stop()
    assert end.args == [False]


def test_the_first_loading_that_is_killed_can_be_repeated_by_writing(
    make_writer: MakeWriter, qtbot: QtBot, tmp_path: Path
) -> None:
    writer = make_writer(load=[{"wait": 30}], write=SAY)
    writer.start()
    with qtbot.waitSignal(writer.failed, timeout=40000):
        writer.write(BRIEF, 1)
        kill(writer, qtbot)
    slow_to_load(tmp_path, pause=0)
    with qtbot.waitSignal(writer.finished, timeout=40000):
        writer.write(BRIEF, 2)


def test_a_model_whose_worker_is_killed_by_the_system_is_not_suspect(
    make_writer: MakeWriter, qtbot: QtBot, told: list[Notice]
) -> None:
    writer = make_writer(write=[{"kill": 9}])
    writer.start()
    for _ in range(3):
        wait_for(qtbot, writer, ModelState.READY)
        with qtbot.waitSignal(writer.failed, timeout=40000) as failure:
            writer.write(BRIEF, 1)
        assert "crashed" not in failure.args[0].message
    writer.start()
    wait_for(qtbot, writer, ModelState.READY)


def test_no_model_starts_no_process(make_writer: MakeWriter) -> None:
    writer = make_writer()
    writer._services.settings.set(MODEL, NO_MODEL)
    writer.start()
    assert writer.state is ModelState.NONE
    assert writer.pid == 0


def test_choosing_no_model_ends_a_draft_that_waits_for_one(make_writer: MakeWriter, qtbot: QtBot) -> None:
    writer = make_writer(load=[{"wait": 60}], write=SAY)
    writer.start()
    writer.write(BRIEF, 1)
    with qtbot.waitSignal(writer.failed, timeout=5000) as failure:
        writer._services.settings.set(MODEL, NO_MODEL)
    assert "No model is loaded" in failure.args[0].message
    assert writer.state is ModelState.NONE


def test_an_empty_brief_is_refused_with_a_sentence(make_writer: MakeWriter) -> None:
    from songwright.llm.brief import BriefError

    writer = make_writer()
    with pytest.raises(BriefError):
        writer.write(Brief("  "), 1)


def test_closing_in_mid_stream_leaves_no_process(make_writer: MakeWriter, qtbot: QtBot) -> None:
    writer = make_writer(write=[{"say": "the horn "}, {"hang": True}])
    writer.start()
    wait_for(qtbot, writer, ModelState.READY)
    with qtbot.waitSignal(writer.text_added, timeout=40000):
        writer.write(BRIEF, 1)
    writer.close()
    assert writer.pid == 0


def test_a_worker_that_cannot_be_started_is_a_notice_not_an_exception(
    make_services: Callable[..., Services], model_file: ModelFile, told: list[Notice], qtbot: QtBot
) -> None:
    services = make_services()
    services.paths = find_paths()
    services.settings = Settings(services.paths.settings)
    writer = LocalWriter(services, plan_for, command=["/nowhere/songwright-worker"])
    writer.start()
    wait_for(qtbot, writer, ModelState.FAILED)
    assert "cannot be started" in told[-1].text
    writer.close()


def test_a_worker_that_could_not_be_started_is_tried_again(
    make_writer: MakeWriter, qtbot: QtBot, told: list[Notice]
) -> None:
    writer = make_writer(write=SAY)
    good, writer._command = writer._command, ["/nowhere/songwright-worker"]
    writer.start()
    wait_for(qtbot, writer, ModelState.FAILED)
    assert writer._process is not None
    writer._process._command = list(good or ())
    assert told[-1].action is not None
    told[-1].action[1]()
    wait_for(qtbot, writer, ModelState.READY)
    with qtbot.waitSignal(writer.finished, timeout=40000):
        writer.write(BRIEF, 1)


def broken_gguf(folder: Path, kind: str) -> Path:
    path = folder / f"{kind}.gguf"
    content = {"text": b"just some words, no model at all\n", "truncated": b"GGUF\x03\0\0\0\x05\0", "empty": b""}
    if kind in content:
        path.write_bytes(content[kind])
    return path


@pytest.mark.parametrize("kind", ["text", "truncated", "empty", "missing"])
def test_a_file_that_is_no_model_leaves_the_model_and_the_setting_as_they_were(
    make_studio: Callable[..., Studio], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qtbot: QtBot, kind: str
) -> None:
    scripted = tmp_path / "scripted.gguf"
    scripted.write_bytes(b"GGUF")
    monkeypatch.setattr(
        "songwright.llm.models.embedded_model", lambda: ModelFile(scripted, "Scripted", 4, embedded=True)
    )
    script = tmp_path / "script.json"
    script.write_text(json.dumps({"write": SAY}))
    command = [sys.executable, "-m", "songwright.llm.worker", "--scripted", str(script)]
    studio = make_studio(lambda services: LocalWriter(services, plan_for, command=command))
    writer, settings = studio.desk.writer, studio.services.settings
    wait_for(qtbot, writer, ModelState.READY)
    before = (ModelState.READY, writer.name, writer.pid)
    studio.services.notices.show("Your work cannot be backed up.", Level.WARNING, key="model")
    studio.window.model_dropped.emit(str(broken_gguf(tmp_path, kind)))
    qtbot.waitUntil(lambda: settings.get(MODEL) == "", timeout=10000)
    qtbot.waitUntil(lambda: f"{kind}.gguf" in studio.window.notices.notice.text, timeout=10000)
    assert Settings(studio.services.paths.settings).get(MODEL) == ""
    assert (writer.state, writer.name, writer.pid) == before
    assert studio.services.actions["write"].isEnabled()
    studio.window.notices.dismiss()
    assert studio.window.notices.notice.text == "Your work cannot be backed up."


def test_a_model_that_cannot_be_loaded_gives_way_to_the_one_before(
    make_writer: MakeWriter, qtbot: QtBot, told: list[Notice], tmp_path: Path
) -> None:
    writer = make_writer(write=SAY)
    writer.start()
    wait_for(qtbot, writer, ModelState.READY)
    script = tmp_path / "script.json"
    script.write_text(json.dumps({"load": [{"abort": True}]}))
    writer._end_process()
    settings = writer._services.settings
    settings.set(MODEL, "/models/other.gguf")
    qtbot.waitUntil(lambda: any(notice.key == "model-rejected" for notice in told), timeout=40000)
    script.write_text(json.dumps({"write": SAY}))
    assert settings.get(MODEL) == ""
    wait_for(qtbot, writer, ModelState.READY)


@pytest.fixture
def too_large(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A second model, which needs more memory than this machine has."""
    other = tmp_path / "large.gguf"
    other.write_bytes(b"GGUF")
    usual = verse_model.named_model

    def named(chosen: str, adapter: str) -> ModelFile | None:
        return ModelFile(other, "Large", 1 << 50) if chosen == str(other) else usual(chosen, adapter)

    monkeypatch.setattr(verse_model, "named_model", named)
    return other


def test_a_model_too_large_for_the_memory_leaves_the_one_in_use_until_the_user_insists(
    make_writer: MakeWriter, too_large: Path, qtbot: QtBot, told: list[Notice]
) -> None:
    writer = make_writer(write=SAY)
    writer.start()
    wait_for(qtbot, writer, ModelState.READY)
    settings, pid = writer._services.settings, writer.pid
    settings.set(MODEL, str(too_large))
    qtbot.waitUntil(lambda: any(notice.key == "model-rejected" for notice in told), timeout=40000)
    notice = told[-1]
    assert settings.get(MODEL) == ""
    assert (writer.name, writer.state, writer.pid) == ("Scripted", ModelState.READY, pid)
    assert "stays in use" in notice.text
    assert notice.action is not None
    notice.action[1]()
    qtbot.waitUntil(lambda: writer.name == "Large" and writer.state is ModelState.READY, timeout=40000)
    assert settings.get(MODEL) == str(too_large)
    assert Settings(writer._services.paths.settings).get(MODEL) == str(too_large)
