"""Starts the window: `main` is called by `songwright` without a subcommand."""

from __future__ import annotations

import gc
import logging
import os
import platform as machine
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

__all__ = ["display_available", "main"]

_NO_DISPLAY_NEEDED = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")


def display_available(environment: Mapping[str, str] | None = None, platform: str = sys.platform) -> bool:
    """Whether a window can be shown here: always on macOS and Windows; elsewhere an X or Wayland server must answer.

    Qt ends the process when it finds none, so this has to be known before.
    """
    if platform in ("darwin", "win32"):
        return True
    environment = os.environ if environment is None else environment
    if environment.get("QT_QPA_PLATFORM", "").split(":")[0] in _NO_DISPLAY_NEEDED:
        return True
    wayland = environment.get("WAYLAND_DISPLAY")
    if wayland and (Path(environment.get("XDG_RUNTIME_DIR", "/nowhere")) / wayland).exists():
        return True
    display = environment.get("DISPLAY", "")
    host, _, number = display.rpartition(":")
    if not number:
        return False
    # A display on another machine cannot be asked cheaply: believe what the environment says.
    local = host in ("", "unix")
    return not local or Path(f"/tmp/.X11-unix/X{number.split('.')[0]}").exists()  # noqa: S108 - X's own place


def _calm_collector() -> None:
    """Keep the garbage collector from stopping the window: what was built by now stays, and full passes are rare."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()


def _application(argv: Sequence[str]) -> QApplication:
    """Qt's application, named as desktops know it."""
    # Imported when used, here and below: whether there is a display is asked without Qt, before anything of a window.
    from PySide6.QtWidgets import QApplication

    from songwright import __version__

    app = QApplication(["songwright", *argv])
    app.setApplicationName("Songwright")
    app.setApplicationDisplayName("Songwright")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("songwright")
    return app


def _note_start(display: str) -> None:
    """Write down what runs where."""
    from PySide6.QtCore import qVersion

    from songwright import __version__
    from songwright.host.logs import note

    note(
        logging.getLogger(__name__),
        "window.started",
        version=__version__,
        python=machine.python_version(),
        qt=qVersion(),
        system=machine.platform(),
        display=display,
    )


def main(argv: Sequence[str] = ()) -> int:
    """Open the window, with the file named in `argv` if there is one; returns the exit code when it has closed."""
    # What is imported and built below stays: passes over it took a twentieth of the start (benchmarks/start.py).
    gc.disable()
    from PySide6.QtCore import QTimer

    from songwright.host.languages import catalogue_for
    from songwright.host.log_file import LogFile
    from songwright.host.logs import note
    from songwright.host.paths import find_paths
    from songwright.host.settings import LANGUAGE, LOG_WORDS, Settings
    from songwright.ui.crashes import Crashes
    from songwright.ui.signals import EndSignals
    from songwright.ui.translation import speak_everywhere
    from songwright.ui.wiring import build

    app = _application(argv)
    paths = find_paths()
    # Before the window is built: its words are asked for once. What is returned must live as long as the window.
    translator = speak_everywhere(app, catalogue_for(Settings(paths.settings).get(LANGUAGE)))
    crashes = Crashes(paths)
    log = LogFile(paths.log)
    _note_start(app.platformName())
    studio = build(app, paths)
    settings = studio.services.settings
    log.show_words(allowed=settings.get(LOG_WORDS))
    settings.subscribe(lambda _: log.show_words(allowed=settings.get(LOG_WORDS)))
    app.setWindowIcon(studio.services.theme.icon("songwright", "accent"))
    crashes.report_to(studio.services.notices)
    QTimer.singleShot(0, studio.window, crashes.tell_last)
    _calm_collector()

    def end(number: int) -> None:
        studio.close(keep=True)
        app.exit(128 + number)

    signals = EndSignals(end)
    studio.start([argument for argument in argv if not argument.startswith("-")])
    try:
        return app.exec()
    finally:
        signals.close()
        # Work that nobody agreed to lose stays in the recovery journal.
        studio.close(keep=not studio.window.closed_well)
        note(logging.getLogger(__name__), "window.ended", closed_well=studio.window.closed_well)
        app.removeTranslator(translator)
        log.close()
        crashes.close()
