"""The services of a window without a window, and a player that is only told things."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from songwright.audio.play_clock import PlayClock
from songwright.core.session import Document, Session
from songwright.core.song import Song
from songwright.host.settings import Settings
from songwright.lyrics.lexicon import load_lexicon
from songwright.ui.actions import Actions
from songwright.ui.jobs import Jobs
from songwright.ui.music import MusicPane
from songwright.ui.notices import Notices
from songwright.ui.services import LexiconHolder, Playhead, Services
from songwright.ui.theme.manager import Theme

SIDE_WIDTH = 320


@pytest.fixture(scope="session")
def lexicon() -> LexiconHolder:
    holder = LexiconHolder(load_lexicon)
    holder()
    return holder


@pytest.fixture
def make_services(theme: Theme, lexicon: LexiconHolder, tmp_path: Path) -> Iterator[Callable[[Song], Services]]:
    """Services around a session with a song."""
    made: list[Services] = []

    def make(song: Song) -> Services:
        services = Services(
            session=Session(Document(song)),
            lexicon=lexicon,
            settings=Settings(tmp_path / "settings.json"),
            paths=SimpleNamespace(),  # type: ignore[arg-type]
            actions=Actions(theme),
            theme=theme,
            notices=Notices(),
            jobs=Jobs(),
            playhead=Playhead(),
        )
        made.append(services)
        return services

    yield make
    for services in made:
        services.close()


def furnish(pane: MusicPane, qtbot: QtBot, height: int = 420) -> None:
    """Show a pane in a window with its transport below, its composer and its mixer beside it."""
    room = QWidget()
    column = QVBoxLayout(room)
    column.setContentsMargins(0, 0, 0, 0)
    row = QHBoxLayout()
    row.addWidget(pane, 1)
    for part in (pane.compose_panel, pane.mixer):
        part.setFixedWidth(SIDE_WIDTH)
        row.addWidget(part)
    column.addLayout(row, 1)
    column.addWidget(pane.transport)
    pane.room = room  # type: ignore[attr-defined] - keeps the window as long as the pane
    qtbot.addWidget(room)
    room.resize(850 + 2 * SIDE_WIDTH, height + pane.transport.sizeHint().height())
    with qtbot.waitExposed(room):
        room.show()


class ToldPlayback(QObject):
    """Stands in for the sound process: remembers what it was asked, reports what a test says."""

    reported = Signal()
    levels_reported = Signal(dict)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[Any, ...]] = []
        self.clock = PlayClock()

    @property
    def playing(self) -> bool:
        return self.clock.playing

    def position(self, now: float) -> float:
        return self.clock.position(now)

    def tell(self, tick: float, *, playing: bool, at: float, rate: float = 800.0) -> None:
        self.clock.heard(tick, playing=playing, at=at, rate=rate)
        self.reported.emit()

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *arguments, **_named: self.asked.append((name, *arguments))
