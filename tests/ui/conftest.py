"""What every window test gets: services with stand-ins at the edges, and a check that nothing is left behind."""

from __future__ import annotations

import gc
import os
import random
import secrets
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from songwright.core.session import Document, Session
from songwright.core.song import Song
from songwright.core.words import with_lyric_text
from songwright.host.paths import find_paths
from songwright.host.settings import Settings
from songwright.lyrics.lexicon import Lexicon, load_lexicon
from songwright.ui.actions import Actions
from songwright.ui.jobs import Jobs
from songwright.ui.notices import Notice, Notices
from songwright.ui.services import LexiconHolder, Playhead, Services
from songwright.ui.theme.manager import Theme
from songwright.ui.wiring import Studio, build
from songwright.ui.writing.writer import Writer
from ui.stand_ins import ScriptedQuestions, ScriptedWriter

_PATIENCE = 40_000  # milliseconds; a machine that is busy with other things is no fault of the window's


class PatientBot(QtBot):
    """Waits for as long as a busy machine may need; a test that passes never waits that long."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = _PATIENCE) -> None:  # noqa: N802 - Qt test names
        super().waitUntil(callback, timeout=max(timeout, _PATIENCE))

    def waitSignal(self, signal: object, *, timeout: int = _PATIENCE, **options: object) -> object:  # noqa: N802 - Qt test names
        return super().waitSignal(signal, timeout=max(timeout, _PATIENCE), **options)

    def waitExposed(self, widget: QWidget, *, timeout: int = _PATIENCE) -> object:  # noqa: N802 - Qt test names
        return super().waitExposed(widget, timeout=max(timeout, _PATIENCE))


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


def pytest_configure(config: pytest.Config) -> None:
    # The offscreen platform's own remarks about smallest sizes and pop-ups; nothing to do with the test.
    for lack in ("propagateSizeHints", "raise", "grabbing the keyboard"):
        config.addinivalue_line("qt_log_ignore", f"This plugin does not support {lack}")


@pytest.fixture(autouse=True)
def told_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """The window draws its seeds by chance; here the same ones every time, or those of `SONGWRIGHT_TEST_SEED`."""
    drawn = random.Random(os.environ.get("SONGWRIGHT_TEST_SEED", "0"))
    random.seed(drawn.getrandbits(32))
    monkeypatch.setattr(secrets, "randbelow", drawn.randrange)


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, "light")


def child_processes() -> set[int]:
    found: set[int] = set()
    for path in Path("/proc/self/task").glob("*/children"):
        found.update(int(pid) for pid in path.read_text().split())
    return found


@pytest.fixture(autouse=True)
def nothing_left_behind(qapp: QApplication) -> Iterator[None]:
    """Fail a test that leaves windows, threads or child processes."""
    windows = set(qapp.topLevelWidgets())
    threads = set(threading.enumerate())
    children = child_processes()
    yield
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [widget for widget in qapp.topLevelWidgets() if widget not in windows and widget.isVisible()]
    assert not left, f"windows left open: {left}"
    assert not set(threading.enumerate()) - threads, "threads left running"
    assert QThreadPool.globalInstance().activeThreadCount() == 0
    assert not child_processes() - children, "child processes left running"


@pytest.fixture
def told() -> list[Notice]:
    """The notices shown during a test."""
    return []


@pytest.fixture
def make_services(
    theme: Theme, lexicon: Lexicon, told: list[Notice], tmp_path: Path
) -> Iterator[Callable[..., Services]]:
    """Make services around a document with these words."""
    made: list[Services] = []

    def make(text: str = "", **details: object) -> Services:
        notices = Notices()
        notices.shown.connect(told.append)
        holder = LexiconHolder(lambda: lexicon)
        holder()
        song = with_lyric_text(Song(**details), text)
        services = Services(
            session=Session(Document(song)),
            lexicon=holder,
            settings=Settings(tmp_path / "settings.json"),
            paths=None,
            actions=Actions(theme),
            theme=theme,
            notices=notices,
            jobs=Jobs(),
            playhead=Playhead(),
        )
        made.append(services)
        return services

    yield make
    for services in made:
        services.close()


@pytest.fixture
def writer() -> ScriptedWriter:
    return ScriptedWriter()


@pytest.fixture
def make_studio(qapp: QApplication, theme: Theme, qtbot: QtBot) -> Iterator[Callable[..., Studio]]:
    """Make whole windows around a scripted writer, on a blank page unless they are to be `asking` for an idea."""
    made: list[Studio] = []

    def make(writer: Writer | Callable[[Services], Writer] | None = None, *, asking: bool = False) -> Studio:
        make_writer = writer if callable(writer) else lambda _: writer or ScriptedWriter()
        studio = build(qapp, find_paths(), writer=make_writer, theme=theme)
        studio.files.questions = ScriptedQuestions()
        qtbot.addWidget(studio.window)
        made.append(studio)
        studio.start()
        qtbot.waitExposed(studio.window)
        qtbot.waitUntil(lambda: studio.ready, timeout=10000)
        if not asking and studio.window.centre.asking:
            studio.window.centre.begin_blank()
        return studio

    yield make
    for studio in made:
        studio.window.may_close = lambda: True
        studio.window.close()
        studio.close()


@pytest.fixture
def studio(make_studio: Callable[..., Studio]) -> Studio:
    return make_studio()
