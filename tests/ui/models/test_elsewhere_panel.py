from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from songwright.core.errors import SongwrightError
from songwright.host.paths import find_paths
from songwright.host.settings import MODEL, SERVERS
from songwright.llm.remote.listing import ModelThere
from songwright.llm.shown_name import shown_name
from songwright.ui.models.drawer import ModelDrawer
from songwright.ui.models.elsewhere_panel import ElsewherePanel
from songwright.ui.services import Services

pytestmark = pytest.mark.window

SERVER = "http://127.0.0.1:8080"


def panel(services: Services, qtbot: QtBot, found: tuple[ModelThere, ...] | SongwrightError) -> ElsewherePanel:
    def look(_text: str, _cancelled: Callable[[], bool]) -> tuple[ModelThere, ...]:
        if isinstance(found, SongwrightError):
            raise found
        return found

    made = ElsewherePanel(services, lambda address: services.settings.set(MODEL, address), look)
    qtbot.addWidget(made)
    return made


def looked(made: ElsewherePanel, qtbot: QtBot, text: str = SERVER) -> None:
    made.address.setText(text)
    made.look_button.click()
    qtbot.waitUntil(made.look_button.isEnabled)


def test_a_server_that_is_named_is_looked_at_and_used(make_services: Callable[..., Services], qtbot: QtBot) -> None:
    services = make_services()
    made = panel(services, qtbot, (ModelThere("qwen", SERVER, 4_000_000_000),))
    assert not made.there
    looked(made, qtbot)
    row = made.there[SERVER]
    assert row.facts == "4.0 GB  ·  keeps every form"
    row.button.click()
    made.refresh()
    assert services.settings.get(MODEL) == SERVER
    assert not row.button.isEnabled()


def test_a_server_that_cannot_keep_form_says_so(make_services: Callable[..., Services], qtbot: QtBot) -> None:
    made = panel(make_services(), qtbot, (ModelThere("llama3", SERVER, 0, keeps_form=False),))
    looked(made, qtbot)
    assert made.there[SERVER].facts == "writes freely"
    assert "cannot be kept for certain" in made.told.text()


def test_what_is_wrong_with_an_address_is_told_below_it(make_services: Callable[..., Services], qtbot: QtBot) -> None:
    made = panel(make_services(), qtbot, SongwrightError("Nothing answers at box:1."))
    looked(made, qtbot, "box:1")
    assert made.told.text() == "Nothing answers at box:1."
    assert not made.there


def test_servers_that_share_a_model_are_kept_when_they_make_sense(
    make_services: Callable[..., Services], qtbot: QtBot
) -> None:
    services = make_services()
    made = panel(services, qtbot, ())
    made.servers.setText("10.0.0.2:50052 , 10.0.0.3:50053,")
    made.servers.editingFinished.emit()
    assert services.settings.get(SERVERS) == ("10.0.0.2:50052", "10.0.0.3:50053")
    made.servers.setText("10.0.0.2")
    made.servers.editingFinished.emit()
    assert "no machine with a port" in made.told_of_servers.text()
    assert services.settings.get(SERVERS) == ("10.0.0.2:50052", "10.0.0.3:50053")


def test_the_model_page_uses_what_was_found_elsewhere(
    make_services: Callable[..., Services], qtbot: QtBot, tmp_path: Path
) -> None:
    services = make_services()
    services.paths = replace(find_paths(), data=tmp_path / "data")
    page = ModelDrawer(services, tmp_path)
    qtbot.addWidget(page)
    page.elsewhere._show_found((ModelThere("qwen", SERVER),))
    page.elsewhere.there[SERVER].button.click()
    assert services.settings.get(MODEL) == SERVER
    assert page.elsewhere.there[SERVER].button.text() == "In use"


def test_a_key_is_shown_in_no_menu() -> None:
    assert shown_name("http://s3cret@127.0.0.1:8080") == "127.0.0.1:8080"
    assert shown_name("http://127.0.0.1:11434#llama3.2") == "llama3.2"
    assert shown_name("/models/a.gguf") == "a"
