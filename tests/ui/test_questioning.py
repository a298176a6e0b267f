"""Questions to the model's process as the window puts them, with a worker that plays scripts."""

from __future__ import annotations

import json
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
from songwright.llm.questions import LineOptions, Option, Place
from songwright.ui.preferences import NO_MODEL
from songwright.ui.services import Services
from songwright.ui.wiring import plan_for
from songwright.ui.writing.local_writer import LocalWriter
from songwright.ui.writing.writer import ModelState, WritingFault

QUESTION = LineOptions(Place(), "the horn is low")
BRIEF = Brief("a ferry in fog", Piece.POEM, "calm", Length.SHORT)
SAY = [{"say": "the horn is low and the water is slow tonight\n"}]
OFFERS = [{"offer": {"text": "Dark water", "probability": 0.6}}, {"offer": {"text": "Low water", "probability": 0.4}}]

MakeWriter = Callable[..., LocalWriter]


@pytest.fixture
def make_writer(
    make_services: Callable[..., Services], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qtbot: QtBot
) -> Iterator[MakeWriter]:
    model = ModelFile(tmp_path / "scripted.gguf", "Scripted", 4)
    model.path.write_bytes(b"GGUF")
    monkeypatch.setattr(verse_model, "named_model", lambda _chosen, _adapter: model)
    made: list[LocalWriter] = []

    def make(**script: object) -> LocalWriter:
        services = make_services()
        services.paths = find_paths()
        services.settings = Settings(services.paths.settings)
        path = tmp_path / "script.json"
        path.write_text(json.dumps(script))
        writer = LocalWriter(
            services, plan_for, command=[sys.executable, "-m", "songwright.llm.worker", "--scripted", str(path)]
        )
        made.append(writer)
        writer.start()
        qtbot.waitUntil(lambda: writer.state is ModelState.READY, timeout=40000)
        return writer

    yield make
    for writer in made:
        writer.close()


def test_options_come_one_by_one_and_then_all_together(make_writer: MakeWriter, qtbot: QtBot) -> None:
    writer = make_writer(ask=OFFERS)
    offered: list[Option] = []
    writer.offered.connect(offered.append)
    with qtbot.waitSignal(writer.answered, timeout=40000) as end:
        writer.ask(QUESTION, 1)
    assert [option.text for option in offered] == ["Dark water", "Low water"]
    assert end.args == [tuple(offered)]
    assert writer.state is ModelState.READY


def test_a_dropped_question_ends_without_an_answer(make_writer: MakeWriter, qtbot: QtBot) -> None:
    writer = make_writer(ask=[OFFERS[0], {"wait": 60}])
    with qtbot.waitSignal(writer.offered, timeout=40000):
        writer.ask(QUESTION, 1)
    with qtbot.waitSignal(writer.unanswered, timeout=40000) as end:
        writer.drop_question()
    assert end.args == [None]


def test_the_newest_question_takes_the_place_of_the_one_before(
    make_writer: MakeWriter, qtbot: QtBot, tmp_path: Path
) -> None:
    writer = make_writer(ask=[OFFERS[0], {"wait": 60}])
    ends: list[str] = []
    writer.answered.connect(lambda _options: ends.append("answered"))
    writer.unanswered.connect(lambda _fault: ends.append("unanswered"))
    for seed in (1, 2, 3):
        with qtbot.waitSignal(writer.offered, timeout=40000):
            writer.ask(QUESTION, seed)
    assert ends == []
    with qtbot.waitSignal(writer.unanswered, timeout=40000):
        writer.drop_question()
    assert ends == ["unanswered"]


def test_writing_comes_before_a_question(make_writer: MakeWriter, qtbot: QtBot) -> None:
    writer = make_writer(ask=[OFFERS[0], {"wait": 60}], write=SAY)
    with qtbot.waitSignal(writer.offered, timeout=40000):
        writer.ask(QUESTION, 1)
    with qtbot.waitSignals([writer.unanswered, writer.finished], timeout=40000):
        writer.write(BRIEF, 1)
    assert writer.state is ModelState.READY


def test_a_question_while_the_model_writes_is_refused_and_the_words_go_on(
    make_writer: MakeWriter, qtbot: QtBot
) -> None:
    writer = make_writer(write=[*SAY, {"wait": 60}])
    with qtbot.waitSignal(writer.text_added, timeout=40000):
        writer.write(BRIEF, 1)
    with qtbot.waitSignal(writer.unanswered, timeout=40000) as end:
        writer.ask(QUESTION, 1)
    assert isinstance(end.args[0], WritingFault)
    assert "writing" in end.args[0].message
    assert writer.state is ModelState.WRITING
    with qtbot.waitSignal(writer.finished, timeout=40000):
        writer.stop()


def test_a_worker_that_dies_over_a_question_is_told_and_started_again(make_writer: MakeWriter, qtbot: QtBot) -> None:
    writer = make_writer(ask=[{"abort": True}])
    with qtbot.waitSignal(writer.unanswered, timeout=40000) as end:
        writer.ask(QUESTION, 1)
    assert isinstance(end.args[0], WritingFault)
    qtbot.waitUntil(lambda: writer.state is ModelState.READY and writer.pid > 0, timeout=40000)


def test_another_model_can_be_chosen_while_a_question_is_open(make_writer: MakeWriter, qtbot: QtBot) -> None:
    writer = make_writer(ask=[OFFERS[0], {"wait": 60}])
    with qtbot.waitSignal(writer.offered, timeout=40000):
        writer.ask(QUESTION, 1)
    writer._services.settings.set(MODEL, NO_MODEL)
    qtbot.waitUntil(lambda: writer.state is ModelState.NONE, timeout=40000)
    with qtbot.waitSignal(writer.unanswered, timeout=40000) as end:
        writer.ask(QUESTION, 1)
    assert "No model" in end.args[0].message
