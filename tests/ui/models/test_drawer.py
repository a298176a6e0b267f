from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from host.faulty_server import FaultyServer, serving
from llm.ggufs import tiny_model
from songwright.host.network.download import part_of
from songwright.host.paths import find_paths
from songwright.host.settings import MODEL
from songwright.llm import shelf
from songwright.llm.catalogue import offers
from songwright.ui.models import drawer as page
from songwright.ui.models import fetching
from songwright.ui.models.drawer import ModelDrawer
from songwright.ui.models.larger_once import LargerOnce
from songwright.ui.models.writer_button import WriterButton
from songwright.ui.notices import Level, Notice
from songwright.ui.services import Services
from songwright.ui.writing.writer import ModelState
from ui.stand_ins import ScriptedWriter

pytestmark = pytest.mark.window


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("model") / "tiny.gguf")


@pytest.fixture
def services(make_services: Callable[..., Services], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Services:
    monkeypatch.setattr(shelf, "_SMALLEST", 1)
    monkeypatch.setattr(shelf.find_models, "__kwdefaults__", {"smallest": 1})
    made = make_services()
    made.paths = replace(find_paths(), data=tmp_path / "data")
    return made


@pytest.fixture
def make_drawer(services: Services, tmp_path: Path, qtbot: QtBot) -> Callable[[], ModelDrawer]:
    def make() -> ModelDrawer:
        drawer = ModelDrawer(services, tmp_path / "home")
        qtbot.addWidget(drawer)
        qtbot.waitUntil(drawer.again.isEnabled)
        return drawer

    return make


@pytest.fixture
def server(model: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultyServer]:
    """The first model of the list comes from a server on this machine."""
    with serving(model.read_bytes()) as told:
        first = replace(offers()[0], url=told.url)
        monkeypatch.setattr(page, "offers", lambda: (first,))
        yield told


def test_a_model_of_another_program_is_used_in_place_by_one_click(
    services: Services, make_drawer: Callable[[], ModelDrawer], tmp_path: Path, model: Path
) -> None:
    path = tmp_path / "home/.lmstudio/models/maker/poet.gguf"
    path.parent.mkdir(parents=True)
    shutil.copy(model, path)
    drawer = make_drawer()
    row = drawer.found[str(path)]
    assert "LM Studio" in row.facts
    row.button.click()
    assert services.settings.get(MODEL) == str(path)
    assert not row.button.isEnabled()
    assert drawer.built_in.button.isEnabled()
    drawer.built_in.button.click()
    assert services.settings.get(MODEL) == ""


def test_a_download_is_checked_and_then_writes(
    services: Services,
    make_drawer: Callable[[], ModelDrawer],
    server: FaultyServer,
    qtbot: QtBot,
    told: list[Notice],
) -> None:
    drawer = make_drawer()
    (row,) = drawer.offered.values()
    with qtbot.waitSignal(drawer.fetching.fetched):
        row.button.click()
        assert row.button.text() == "Stop"
    target = drawer.fetching.target(page.offers()[0])
    assert target.read_bytes() == server.data
    assert services.settings.get(MODEL) == str(target)
    assert told[-1].level is Level.SUCCESS
    assert row.bar.isHidden()


@pytest.mark.parametrize("fault", ["web_page", "gone"])
def test_what_is_no_model_is_told_in_a_sentence_and_never_listed(
    services: Services,
    make_drawer: Callable[[], ModelDrawer],
    server: FaultyServer,
    qtbot: QtBot,
    told: list[Notice],
    fault: str,
) -> None:
    server.fault = fault
    drawer = make_drawer()
    (row,) = drawer.offered.values()
    with qtbot.waitSignal(drawer.fetching.ended):
        row.button.click()
    assert told[-1].level is Level.ERROR
    assert services.settings.get(MODEL) == ""
    assert row.button.text() == "Download"
    drawer.look()
    qtbot.waitUntil(drawer.again.isEnabled)
    assert drawer.found == {}


def test_stopping_keeps_what_has_come_and_offers_to_go_on(
    make_drawer: Callable[[], ModelDrawer], server: FaultyServer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "_TELL_SECONDS", 0.0)
    server.fault, server.times = "stalls", 1
    drawer = make_drawer()
    (row,) = drawer.offered.values()
    with qtbot.waitSignal(drawer.fetching.progressed):
        row.button.click()
    with qtbot.waitSignal(drawer.fetching.ended):
        row.button.click()
    assert part_of(drawer.fetching.target(page.offers()[0])).exists()
    assert row.button.text() == "Go on"


def test_the_writer_can_be_chosen_where_one_begins(
    services: Services, tmp_path: Path, model: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "home/Downloads/poet.gguf"
    path.parent.mkdir(parents=True)
    shutil.copy(model, path)
    asked: list[bool] = []
    button = WriterButton(services, lambda: asked.append(True), tmp_path / "home")
    qtbot.addWidget(button)
    assert button.text() == "Writer: built-in"
    button.choices.aboutToShow.emit()
    qtbot.waitUntil(lambda: any("poet" in action.text() for action in button.choices.actions()))
    next(action for action in button.choices.actions() if "poet" in action.text()).trigger()
    assert services.settings.get(MODEL) == str(path)
    assert button.text() == "Writer: poet"
    button.choices.actions()[-1].trigger()
    assert asked == [True]


def test_what_the_built_in_writer_is_is_told_once_after_its_first_verse(
    services: Services, told: list[Notice], qtbot: QtBot
) -> None:
    writer = ScriptedWriter()
    once = LargerOnce(services, writer)

    def write() -> None:
        for state in (ModelState.WRITING, ModelState.READY):
            writer.become(state)

    writer.become(ModelState.READY)
    assert told == []
    write()
    assert [notice.key for notice in told] == ["larger"]
    assert told[0].action is not None
    write()
    LargerOnce(services, writer, once)
    write()
    assert len(told) == 1
