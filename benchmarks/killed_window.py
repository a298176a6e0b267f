"""Kill the window at random moments while somebody types and saves: what is on the disk is whole, little is lost.

    python benchmarks/killed_window.py --kills 1000 [--program /opt/songwright/songwright]

Without --program each window is a process forked off one that has everything imported, without a display, so that a
kill costs a fraction of a second; it says itself when it has taken a word. With it the program is started as users
start it, on the display of DISPLAY, and xdotool types: what the display and a busy machine hold up counts as lost.
After each kill the song file and the journal are read as the next start would read them. "lost" is the time from the
first word that is in neither to the kill.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from songwright.core.errors import SongwrightError
from songwright.core.session import Document
from songwright.core.song import Song
from songwright.core.words import lyric_text, with_lyric_text
from songwright.formats.project import dump, load
from songwright.host.paths import HOME_VARIABLE, find_paths
from songwright.host.recovered import abandoned_work, set_damaged_aside
from songwright.host.settings import MODEL, Settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_WORD = re.compile(r"\bw(\d+)\b")
_LONGEST = 6.0  # seconds of typing
_WHILE_STARTING = 0.15  # of the kills
_SAVES = 0.08  # of the words are followed by a save
_PATIENCE = 120.0  # seconds for a window to take its first word


@dataclass
class Tally:
    """What the kills came to; `lost` in seconds, one for each kill while typing."""

    starting: int = 0
    typing: int = 0
    corrupt: list[str] = field(default_factory=list)
    silent: int = 0
    lost: list[float] = field(default_factory=list)

    def rows(self) -> str:
        """The table."""
        worst = sorted(self.lost)
        share = worst[int(len(worst) * 0.99)] if worst else 0.0
        rows = (
            f"killed while starting   {self.starting:6}",
            f"killed while typing     {self.typing:6}",
            f"never took a word       {self.silent:6}",
            f"corrupt                 {len(self.corrupt):6}",
            f"lost, 99 of 100 under   {share:6.2f} s",
            f"lost at most            {max(worst, default=0.0):6.2f} s",
        )
        return "\n".join([*rows, *self.corrupt[:10]])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--program", help="the installed program; its windows appear on DISPLAY")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    dice, tally = random.Random(options.seed), Tally()
    with tempfile.TemporaryDirectory(prefix="songwright-kills-") as folder:
        os.environ[HOME_VARIABLE] = str(Path(folder) / "home")
        song = Path(folder) / "Kills.songwright"  # the window's title
        # No model: loading one would cost more than everything else, and writes no song.
        settings = Settings(find_paths().settings)
        settings.set(MODEL, str(Path(folder) / "none.gguf"))
        settings.save()
        good = dump(Document(with_lyric_text(Song(title="Kills"), "[Verse 1]\nThe lantern burns\n")))
        if not options.program:
            _import_window()
        for number in range(options.kills):
            song.write_bytes(good)
            starting = dice.random() < _WHILE_STARTING
            after = dice.uniform(0.0, 2.0 if starting else _LONGEST)
            start = _programs if options.program else _forked
            typed, killed = start(song, after, options.program or "", dice.randrange(1 << 30), starting=starting)
            _judge(tally, song, typed, killed, starting=starting)
            if number % 50 == 49:
                print(f"after {number + 1} kills:\n{tally.rows()}", flush=True)
    print(tally.rows())


def _judge(tally: Tally, song: Path, typed: dict[int, float], killed: float, *, starting: bool) -> None:
    """Read what the kill left as the next start would, and count it."""
    found: set[int] = set()
    journals = find_paths().journals
    try:
        found |= _words(song.read_bytes())
    except (SongwrightError, OSError) as error:
        tally.corrupt.append(f"song file: {error}")
    tally.corrupt += [f"journal: {name}" for name in set_damaged_aside(journals)]
    for recovery in abandoned_work(journals):
        try:
            found |= _words(recovery.data)
        except SongwrightError as error:
            tally.corrupt.append(f"work in a journal: {error}")
        recovery.release()
    shutil.rmtree(journals, ignore_errors=True)
    if starting:
        tally.starting += 1
    elif not typed:
        tally.silent += 1
    else:
        tally.typing += 1
        missing = [at for number, at in typed.items() if number not in found]
        tally.lost.append(max(0.0, killed - min(missing)) if missing else 0.0)


def _words(project: bytes) -> set[int]:
    return {int(number) for number in _WORD.findall(lyric_text(load(project).song))}


def _kill(pid: int) -> float:
    """When it was killed."""
    now = time.monotonic()
    os.kill(pid, signal.SIGKILL)
    return now


# Windows that are forked.


def _import_window() -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    import songwright.ui.app
    import songwright.ui.wiring  # noqa: F401 - imported once for all windows


def _forked(song: Path, after: float, _: str, seed: int, *, starting: bool) -> tuple[dict[int, float], float]:
    """When each word was taken, and when the window was killed."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _be_a_window(song, writing, random.Random(seed))
    os.close(writing)
    os.set_blocking(reading, False)
    typed: dict[int, float] = {}
    rest, begun = b"", time.monotonic()
    until = begun + (after if starting else _PATIENCE)
    while time.monotonic() < until:
        with contextlib.suppress(BlockingIOError):
            rest += os.read(reading, 65536)
        *rows, rest = rest.split(b"\n")
        if rows and not typed and not starting:
            until = time.monotonic() + after
        typed |= _taken(rows)
        time.sleep(0.005)
    killed = _kill(pid)
    os.waitpid(pid, 0)
    with contextlib.suppress(BlockingIOError):
        rest += os.read(reading, 65536)
    os.close(reading)
    return typed | _taken(rest.split(b"\n")[:-1]), killed


def _taken(rows: Sequence[bytes]) -> dict[int, float]:
    """The words of a window's reports, each with its time."""
    return {int(number): float(at) for number, at in (row.split() for row in rows)}


def _be_a_window(song: Path, report: int, dice: random.Random) -> None:
    """Never comes back: the program itself, with a typist in its event loop."""
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtGui import QAction, QKeySequence
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTextEdit

    from songwright.ui import app

    count = 0

    def type_on() -> None:
        nonlocal count
        page = QApplication.focusWidget()
        if isinstance(page, QPlainTextEdit | QTextEdit) and "lantern" in page.toPlainText():
            count += 1
            QTest.keyClicks(page, f"w{count} ")
            if count % 8 == 0:
                QTest.keyClick(page, Qt.Key.Key_Return)
            os.write(report, f"{count} {time.monotonic()}\n".encode("ascii"))
            if dice.random() < _SAVES:
                for action in page.window().findChildren(QAction):
                    if action.shortcut() == QKeySequence(QKeySequence.StandardKey.Save):
                        action.trigger()
        else:
            _turn_to_page(QApplication.allWidgets())
        QTimer.singleShot(dice.randrange(20, 250), type_on)

    with contextlib.suppress(BaseException):
        # Called once, between building the window and its event loop.
        app._calm_collector = lambda: QTimer.singleShot(0, type_on)  # noqa: SLF001
        app.main([str(song)])
    os._exit(1)


def _turn_to_page(widgets: Sequence[QWidget]) -> None:
    """Put the cursor where the words are, as a click would."""
    for widget in widgets:
        if "lantern" in getattr(widget, "toPlainText", str)() and widget.isVisible():
            widget.window().activateWindow()
            widget.setFocus()


# Windows of an installed program.


def _programs(song: Path, after: float, program: str, seed: int, *, starting: bool) -> tuple[dict[int, float], float]:
    """When each word was sent, and when the window was killed."""
    dice, typed = random.Random(seed), dict[int, float]()
    with subprocess.Popen([program, str(song)], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as window:
        if starting:
            time.sleep(after)
        elif _takes_words(window.pid, song.stem):
            typed[1] = time.monotonic()
            until = typed[1] + after
            while time.monotonic() < until:
                time.sleep(dice.uniform(0.02, 0.25))
                _asked(["type", "--delay", "1", f"w{len(typed) + 1} "])
                # Now the display has its keys: before, it was xdotool that started, which no user waits for.
                typed[len(typed) + 1] = time.monotonic()
                if dice.random() < _SAVES:
                    _asked(["key", "ctrl+s"])
        return typed, _kill(window.pid)


def _takes_words(pid: int, name: str) -> bool:
    """Wait for the window of this name, click into its page and type a word; whether it reached the journal."""
    search = ["search", "--all", "--onlyvisible", "--pid", str(pid), "--name", name]
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        # Without a window manager nobody gives it the keyboard but we. Focus first, or the click is not heard.
        if _asked([*search, "windowfocus", "mousemove", "400", "350", "click", "1"]):
            break
        time.sleep(0.2)
    while time.monotonic() < until:
        _asked(["key", "ctrl+End"])
        _asked(["type", "--delay", "1", "w1 "])
        again = time.monotonic() + _PATIENCE / 10
        while time.monotonic() < again:
            if any(find_paths().journals.glob("*.journal")):
                return True
            time.sleep(0.05)
    return False


def _asked(words: Sequence[str]) -> bool:
    """Whether xdotool did it."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        return (
            subprocess.run(["xdotool", *words], capture_output=True, timeout=_PATIENCE / 10, check=False).returncode
            == 0
        )
    return False


if __name__ == "__main__":
    sys.exit(main())
