"""A whole window with a scripted model, for `benchmarks/studio.py`: built, filled, waited for and closed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from songwright.ui.wiring import Studio

__all__ = ["CHORUS", "SONG", "VERSE", "Bench"]

TICK_MS = 5
VERSE = """[Verse {0}]
The lamp goes round the harbour wall
And writes its name upon the foam
I keep the hours, I count them all
And send the last late sailors home
The stairs are steep, the oil is low
The gulls have nothing left to say
I see the dark before I go
And then I see the edge of day

"""
CHORUS = """[Chorus]
Turn, turn, old light, one more time
Before the morning takes the flame
I never asked the sea to be mine
But every night it knows my name

"""
SONG = VERSE.format(1) + CHORUS + VERSE.format(2) + "[Chorus]\n"


class Loop:
    """Runs the event loop, and notes in processor time how long it stood still."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._beat)
        self._last = time.thread_time()
        self.stalls: list[float] = []
        self._timer.start()

    def _beat(self) -> None:
        now = time.thread_time()
        self.stalls.append((now - self._last) * 1000)
        self._last = now

    def take(self) -> float:
        """The longest stall since the last call, in ms."""
        stalls, self.stalls = self.stalls, []
        return max(stalls, default=0.0)

    def spin(self, done: Callable[[], bool], seconds: float) -> bool:
        """Run until `done`, for so many seconds at most."""
        from PySide6.QtWidgets import QApplication

        end = time.monotonic() + seconds
        while not done() and time.monotonic() < end:
            QApplication.processEvents()
            time.sleep(0.002)
        return done()

    def rest(self, seconds: float) -> None:
        """Run for so long."""
        self.spin(lambda: False, seconds)


class Bench:
    """A window with a scripted model, so that nothing depends on what a real one says."""

    def __init__(self, *, theme: str = "light") -> None:
        from PySide6.QtWidgets import QApplication

        from songwright.host.paths import find_paths
        from songwright.ui.theme.manager import Theme
        from songwright.ui.wiring import build

        self.app = QApplication.instance() or QApplication(["songwright"])
        self.loop = Loop()
        self.writer: Any = None
        self.studio: Studio = build(self.app, find_paths(), writer=self._writer, theme=Theme(self.app, theme))
        self.window, self.session = self.studio.window, self.studio.services.session
        self.actions = self.studio.services.actions
        self.studio.start()
        self.loop.spin(lambda: self.studio.ready, 60)
        self.window.music.compose_panel.singing.choose_composer("rules")

    def _writer(self, _services: object) -> Any:  # noqa: ANN401 - made by a function, to import Qt late
        self.writer = scripted_writer()
        return self.writer

    def size(self, width: int, height: int) -> None:
        """Give the window a size, and let it settle."""
        self.window.resize(width, height)
        self.loop.rest(0.4)

    def words(self, text: str = SONG, title: str = "The Last Light") -> None:
        """Put words into the document."""
        from songwright.core.words import with_lyric_text

        about = "a lighthouse keeper's last night"
        song = replace(with_lyric_text(self.session.song, text), title=title, about=about)
        self.session.apply("Words", song)
        self.loop.rest(0.5)

    def compose(self) -> None:
        """Set them to music, and wait."""
        self.actions["compose"].trigger()
        self.loop.spin(lambda: self.actions.state("has_music"), 60)
        self.loop.spin(lambda: not self.window.music.maker.composing.busy, 60)
        self.window.notices.dismiss()
        self.loop.rest(0.6)

    def draft(self) -> None:
        """Let a draft be written that waits to be accepted."""
        self.actions["write"].trigger()
        self.writer.text_added.emit(SONG)
        self.loop.rest(0.3)
        self.actions["stop"].trigger()
        self.loop.rest(0.3)

    def close(self) -> None:
        """Close without asking."""
        self.window.may_close = lambda: True
        self.window.close()
        self.studio.close()


def scripted_writer() -> Any:  # noqa: ANN401 - the class needs Qt
    """A model that says what it is told to say."""
    from songwright.ui.writing.writer import ModelState, Writer

    class Scripted(Writer):
        _state = ModelState.READY

        @property
        def state(self) -> ModelState:
            return self._state

        @property
        def name(self) -> str:
            return "SmolLM2 135M Instruct"

        def become(self, state: ModelState) -> None:
            self._state = state
            self.state_changed.emit()

        def write(self, _brief: object, _seed: int) -> None:
            self.become(ModelState.WRITING)

        def stop(self) -> None:
            self.become(ModelState.READY)
            self.finished.emit(False)  # noqa: FBT003 - a signal's

        def end(self) -> None:
            self.become(ModelState.READY)
            self.finished.emit(True)  # noqa: FBT003 - a signal's

    return Scripted()
