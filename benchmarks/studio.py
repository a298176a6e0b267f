"""The window's goals, measured through real widgets: `python benchmarks/studio.py [--pictures FOLDER] [--quick]`.

Prints the lines of words and the bars in sight at each size, the actions from a first start to a playing song, what
typing costs with gutter and helper at work, how long the event loop stands still in a scripted session, and memory.
With `--pictures` it keeps a picture of every screen at 1280x800, 1920x1080 and scale factors of 1.5 and 2, light, dark
and in high contrast.

Sizes are logical points: a scale factor of 2 on 1920x1080 is a window of 960x540 drawn at two pixels a point. "Lines"
are rows wholly in sight, headings and blank rows counted, and in brackets those with words. Times are processor time
of this process, so that a busy machine changes little. Uses Qt's offscreen platform and a temporary home.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from studio_window import CHORUS, SONG, VERSE, Bench

SIZES = (("1280x800", 1280, 800, 1.0), ("1920x1080", 1920, 1080, 1.0), ("1920x1080 at 1.5", 1280, 720, 1.5),
         ("1920x1080 at 2", 960, 540, 2.0), ("1366x768 at 1.5", 911, 512, 1.5))  # fmt: skip


# --- what is in sight -----------------------------------------------------------------------------------------------


def rows_in_sight(page: Any) -> tuple[int, int]:  # noqa: ANN401 - a PageView
    """Rows of a page that are wholly in sight, and those of them that are lines of words."""
    bottom = page.viewport().height()
    rows = [text for _, text, box in page.visible_rows() if box.top() >= 0 and box.bottom() <= bottom]
    return len(rows), sum(bool(text.strip()) and not text.startswith("[") for text in rows)


def bars_in_sight(bench: Bench) -> int:
    """Whole bars between the edges of the bars view."""
    bars = bench.window.music.bars
    geometry, ticks = bars.scene.geometry, bars.roll.bar_ticks
    return int((geometry.tick(geometry.width) - geometry.tick(geometry.gutter + geometry.margin)) // ticks)


def _both(rows: tuple[int, int]) -> str:
    return f"{rows[0]} ({rows[1]})"


def measure_sight() -> list[tuple[str, ...]]:
    """A row for every size: lines on the page (without and with chords), in a draft under a notice, bars."""
    found = []
    for name, width, height, _ in SIZES:
        bench = Bench()
        bench.size(width, height)
        bench.words(SONG * 3)
        plain = rows_in_sight(bench.window.centre.sheet.editor)
        bench.compose()
        chords = rows_in_sight(bench.window.centre.sheet.editor)
        bench.window.stages.show_stage("music")
        bench.loop.rest(0.3)
        bars = bars_in_sight(bench)
        bench.window.stages.show_stage("words")
        bench.draft()
        bench.window.centre.show_draft(shown=True)
        bench.studio.services.notices.show("Something that is told.")
        bench.loop.rest(0.3)
        draft = rows_in_sight(bench.window.centre.draft.text)
        bench.close()
        found.append((name, f"{width}x{height}", *map(_both, (plain, chords, draft)), str(bars)))
    return found


# --- what it takes, and what it costs -------------------------------------------------------------------------------


def first_song() -> str:
    """How many actions lead from a first start to a song that plays."""
    bench = Bench()
    bench.size(1280, 800)
    played: list[int] = []
    bench.window.music.playing.play_from = played.append  # type: ignore[method-assign]
    bench.window.centre.start.make.click()
    bench.writer.text_added.emit(SONG)
    bench.writer.end()
    bench.loop.spin(lambda: bool(played), 60)
    bench.close()
    return "1" if played else "not reached"


def typing(lines: int) -> dict[str, float]:
    """Processor time of a key press with gutter, chords and helper on, in ms."""
    from PySide6.QtTest import QTest

    bench = Bench()
    bench.size(1280, 800)
    rows = [f"The lamp goes round the harbour wall {number}" for number in range(lines)]
    bench.words("\n".join(rows))
    bench.loop.rest(4.0)
    editor = bench.window.centre.sheet.editor
    editor.show_row(lines // 2)
    times = []
    for place in range(300):
        key = " " if place % 6 == 5 else chr(ord("a") + place % 26)
        before = time.thread_time()
        QTest.keyClick(editor, key)
        bench.app.processEvents()
        times.append((time.thread_time() - before) * 1000)
        bench.loop.rest(0.02)
    bench.close()
    times.sort()
    return {"median": statistics.median(times), "p99": times[int(len(times) * 0.99)], "worst": times[-1]}


class Session:
    """A scripted session, phase by phase."""

    def __init__(self) -> None:
        self.bench = Bench()
        self.bench.size(1280, 800)
        self.bench.window.centre.begin_blank()

    def run(self) -> list[tuple[str, float]]:
        """The longest time that the event loop stood still in each phase, in ms."""
        stages = ("stage_music", "stage_score", "stage_words")
        drawers = ("drawer_sections", "drawer_takes", "drawer_composer", "drawer_mixer", "drawer_idea")
        found = [
            self._phase("write and accept", self._write),
            self._phase("edit", self._edit),
            self._phase("compose", self.bench.compose),
            self._phase("play for 10 s", self._play),
            self._phase("stages", lambda: self._each(stages)),
            self._phase("drawers", lambda: self._each(drawers)),
            self._phase("export dialog", self._export),
            self._phase("200 undos and redos", self._undo),
        ]
        self.bench.close()
        return found

    def _phase(self, name: str, work: Callable[[], object]) -> tuple[str, float]:
        self.bench.loop.take()
        work()
        self.bench.loop.rest(0.4)
        return name, self.bench.loop.take()

    def _write(self) -> None:
        self.bench.actions["write"].trigger()
        for row in SONG.split("\n"):
            self.bench.writer.text_added.emit(row + "\n")
            self.bench.loop.rest(0.03)
        self.bench.writer.end()

    def _edit(self) -> None:
        from PySide6.QtTest import QTest

        editor = self.bench.window.centre.sheet.editor
        editor.show_row(2)
        for letter in "and then some more ":
            QTest.keyClick(editor, letter)
            self.bench.loop.rest(0.03)

    def _play(self) -> None:
        """The playhead moves as while something is heard: there may be no sound device here."""
        music = self.bench.window.music
        end = music.bars.roll.end
        for step in range(600):
            tick = end * step / 600
            music.bars.set_playhead(tick, playing=True)
            self.bench.studio.services.playhead.moved.emit(tick, True)  # noqa: FBT003 - a signal's
            note = music.bars.sounding_note()
            if note is not None and note.pick.note.line is not None and note.pick.note.syllable is not None:
                self.bench.studio.services.playhead.show_syllable(note.pick.note.line, note.pick.note.syllable)
            self.bench.loop.rest(0.016)
        music.bars.set_playhead(0, playing=False)

    def _each(self, commands: tuple[str, ...]) -> None:
        for command in commands:
            self.bench.actions[command].trigger()
            self.bench.loop.rest(0.4)

    def _export(self) -> None:
        self.bench.actions["export"].trigger()
        self.bench.loop.rest(0.6)
        for widget in self.bench.app.topLevelWidgets():
            if widget.isVisible() and widget is not self.bench.window:
                widget.close()

    def _undo(self) -> None:
        for command in ("undo", "redo"):
            for _ in range(200):
                self.bench.actions[command].trigger()
                self.bench.loop.rest(0.01)


def memory() -> float:
    """Resident size of this process with a large song open, in MB."""
    bench = Bench()
    bench.size(1280, 800)
    bench.words((VERSE.format(1) + CHORUS.replace("[Chorus]", "[Bridge]")) * 16)
    bench.compose()
    rows = Path("/proc/self/status").read_text().splitlines()
    size = next((int(row.split()[1]) / 1000 for row in rows if row.startswith("VmRSS")), 0.0)
    bench.close()
    return size


def unnamed() -> int:
    """Controls that Tab reaches and that have no accessible name, over every stage and drawer."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QAbstractScrollArea, QWidget

    from songwright.ui.shell.places import DRAWERS, STAGES

    bench = Bench()
    bench.size(1280, 800)
    bench.words()
    bench.compose()
    count = 0
    for spec in (*STAGES, *DRAWERS):
        bench.actions[spec.command].trigger()
        bench.loop.rest(0.3)
        for widget in bench.window.findChildren(QWidget):
            reached = widget.isVisible() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
            inside = isinstance(widget.parent(), QAbstractScrollArea) or widget.objectName().startswith("qt_")
            if reached and not inside and not (widget.accessibleName() or widget.property("text")):
                count += 1
                print("  unnamed:", type(widget).__name__, widget.objectName(), file=sys.stderr)
    bench.close()
    return count


# --- pictures -------------------------------------------------------------------------------------------------------


def pictures(folder: Path, theme: str, name: str, width: int, height: int) -> None:
    """Pictures of every screen in one theme and size."""
    from songwright.ui.shell.places import DRAWERS, STAGES

    folder.mkdir(parents=True, exist_ok=True)
    bench = Bench(theme=theme)
    bench.size(width, height)

    def keep(screen: str) -> None:
        bench.loop.rest(0.5)
        place = folder / f"{name.replace(' ', '_')}-{theme}-{screen}.png"
        bench.window.grab().save(str(place))

    keep("start")
    bench.draft()
    keep("draft")
    bench.actions["accept"].trigger()
    bench.window.centre.sheet.go_to(2)
    keep("words")
    bench.compose()
    bench.window.centre.sheet.go_to(2)
    keep("chords")
    for stage in STAGES[1:]:
        bench.window.stages.show_stage(stage.id)
        bench.loop.rest(1.5)
        keep(stage.id)
    bench.window.stages.show_stage("words")
    for drawer in DRAWERS:
        bench.window.drawers.show_drawer(drawer.id)
        keep(f"drawer-{drawer.id}")
    bench.close()


def in_a_process(arguments: list[str], scale: float = 1.0) -> str:
    """Run a part of this file in a process of its own, so that windows do not add up; its output."""
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {
            "SONGWRIGHT_HOME": home,
            "QT_QPA_PLATFORM": "offscreen",
            "QT_SCALE_FACTOR": str(scale),
        }
        done = subprocess.run(
            [sys.executable, __file__, *arguments], env=environment, check=False, capture_output=True, text=True
        )
    if done.returncode not in (0, 1):
        return f"failed: {done.stderr[-300:]}"
    return done.stdout + "".join(f"{row}\n" for row in done.stderr.splitlines() if row.startswith("  "))


def part(name: str, options: argparse.Namespace) -> None:
    """One part, in this process."""
    if name == "sight":
        print(f"{'screen':18} {'window':10} {'lines (words)':>14} {'with chords':>12} {'draft':>9} {'bars':>5}")
        for row in measure_sight():
            print(f"{row[0]:18} {row[1]:10} {row[2]:>14} {row[3]:>12} {row[4]:>9} {row[5]:>5}")
    elif name == "first":
        print(f"actions from a first start to a playing song: {first_song()}")
    elif name == "typing":
        found = typing(2000)
        print("typing, 2,000 lines: " + ", ".join(f"{key} {value:.1f} ms" for key, value in found.items()))
    elif name == "stalls":
        for phase, stall in Session().run():
            print(f"longest stall, {phase:22} {stall:6.1f} ms")
    elif name == "memory":
        print(f"memory with a large song: {memory():.0f} MB")
    elif name == "unnamed":
        print(f"controls without a name: {unnamed()}")
    elif name == "pictures":
        pictures(Path(options.pictures), options.theme, options.screen, options.width, options.height)


def main() -> None:
    """Run every part and print what it found."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--pictures", metavar="FOLDER", default="", help="keep pictures of every screen there")
    reader.add_argument("--quick", action="store_true", help="only what is in sight, and the first song")
    reader.add_argument("--part", default="", help=argparse.SUPPRESS)
    reader.add_argument("--theme", default="light", help=argparse.SUPPRESS)
    reader.add_argument("--screen", default="", help=argparse.SUPPRESS)
    reader.add_argument("--width", type=int, default=1280, help=argparse.SUPPRESS)
    reader.add_argument("--height", type=int, default=800, help=argparse.SUPPRESS)
    options = reader.parse_args()
    if options.part:
        part(options.part, options)
        sys.stdout.flush()
        os._exit(0)
    parts = ("sight", "first") if options.quick else ("sight", "first", "typing", "stalls", "memory", "unnamed")
    for name in parts:
        print(in_a_process(["--part", name]), end="")
    if options.pictures:
        for theme in ("light", "dark", "contrast"):
            for name, width, height, scale in SIZES[:4]:
                arguments = ["--part", "pictures", "--pictures", options.pictures, "--theme", theme]
                size = ["--screen", name, "--width", str(width), "--height", str(height)]
                print(in_a_process([*arguments, *size], scale), end="")


if __name__ == "__main__":
    main()
