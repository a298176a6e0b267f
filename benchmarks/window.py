"""What the window costs: `python benchmarks/window.py [--starts 5] [--lines 5000] [--skip-writing]`.

- cold start: from the start of the process until the window has been painted and the event loop is idle;
- blocking: the longest time in which the event loop could not run, by a timer that should tick every 5 ms, while the
  model loads and writes, while a song is composed, played and exported, and while a long text is typed in;
- memory: resident size of the window's process and of its children.

Uses the display that there is, else Qt's offscreen platform; files go to a temporary home.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

VERSE = """[Verse {0}]
The lamp goes round the harbour wall
And writes its name upon the foam
I keep the hours, I count them all
And send the last late sailors home

[Chorus]
Turn, turn, old light, one more time
Before the morning takes the flame
I never asked the sea to be mine
But every night it knows my name
"""
WORDS = "\n".join(VERSE.format(number) for number in (1, 2, 3))
TICK_MS = 5


def since_process_start() -> float:
    """Seconds since the kernel started this process (to 10 ms)."""
    fields = Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()
    started = int(fields[19]) / os.sysconf("SC_CLK_TCK")
    return time.clock_gettime(time.CLOCK_BOOTTIME) - started


def resident(pid: int) -> float:
    """Resident memory in MB; 0 when the process is gone."""
    try:
        rows = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(row.split()[1]) / 1000 for row in rows if row.startswith("VmRSS")), 0.0)


class Heartbeat:
    """Notes how late a regular timer comes."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._beat)
        self._last, self._last_own = time.perf_counter(), time.thread_time()
        self.late: list[float] = []
        self.own: list[float] = []
        self._timer.start()

    def _beat(self) -> None:
        now, own = time.perf_counter(), time.thread_time()
        self.late.append((now - self._last) * 1000 - TICK_MS)
        self.own.append((own - self._last_own) * 1000)
        self._last, self._last_own = now, own

    def take(self) -> dict[str, float]:
        """The longest and the 99th percentile of the blocks since the last call, in ms; starts anew."""
        late, self.late = sorted(self.late) or [0.0], []
        own, self.own = max(self.own, default=0.0), []
        return {"worst": late[-1], "p99": late[int(len(late) * 0.99)], "own": own, "beats": len(late)}


def spin(done: Callable[[], bool], seconds: float) -> bool:
    """Run the event loop until `done`, for so many seconds at most."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    watch = QTimer(interval=20)
    watch.timeout.connect(lambda: loop.quit() if done() else None)
    watch.start()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()
    watch.stop()
    return done()


def child(options: argparse.Namespace) -> None:
    """In a process of its own: open the window and measure; prints one JSON object."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from songwright.host.paths import find_paths
    from songwright.ui.wiring import build

    app = QApplication(["songwright"])
    studio = build(app, find_paths())
    found: dict[str, object] = {}

    def ready() -> None:
        found["start"] = since_process_start()
        found["start cpu"] = time.process_time()
        found["memory at start"] = resident(os.getpid())

    studio.start()
    # A timer of 0 fires when everything that was posted by showing the window (its painting too) is done.
    QTimer.singleShot(0, ready)
    spin(lambda: "start" in found, 20)
    if options.child == "all":
        measure(studio, found, options)
    studio.window.may_close = lambda: True
    studio.window.close()
    studio.close()
    print(json.dumps(found))
    sys.stdout.flush()
    os._exit(0)


def measure(studio: object, found: dict[str, object], options: argparse.Namespace) -> None:
    """All the phases."""
    from songwright.core.words import with_lyric_text
    from songwright.ui.writing.writer import ModelState

    services, desk, window = studio.services, studio.desk, studio.window
    actions, session = services.actions, services.session
    heart = Heartbeat()
    blocks: dict[str, dict[str, float]] = {}
    spin(lambda: studio.ready, 20)
    blocks["beginning"] = heart.take()

    def phase(name: str, done: Callable[[], bool], seconds: float) -> None:
        ok = spin(done, seconds)
        blocks[name] = heart.take() | {"finished": ok}

    phase("model loading", lambda: desk.writer.state in (ModelState.READY, ModelState.FAILED, ModelState.NONE), 60)
    if not options.skip_writing:
        window.brief.about.setPlainText("a lighthouse keeper's last night")
        heart.take()
        asked = time.perf_counter()
        first: list[float] = []
        desk.draft_grew.connect(lambda _: first or first.append(time.perf_counter() - asked))
        actions["write"].trigger()
        phase("writing", lambda: not desk.writing, 120)
        found["first words"] = first[0] if first else None
        found["tokens/s"] = desk.writer.rate
        actions["accept"].trigger()
    session.apply("Words", with_lyric_text(replace(session.song, title="Last Light"), WORDS))
    spin(lambda: False, 0.5)
    heart.take()
    actions["compose"].trigger()
    phase("composing", lambda: bool(session.song.tracks), 60)
    actions["play"].trigger()
    phase("playing (5 s)", lambda: False, 5)
    found["memory playing"] = memory_table()
    actions["stop_playback"].trigger()
    export(studio, phase, heart)
    typing(studio, found, heart, blocks, options.lines)
    found["blocks"] = blocks


def export(studio: object, phase: Callable[..., None], heart: Heartbeat) -> None:
    """Export everything that the dialog offers."""
    from songwright.ui.dialogs.export_dialog import ExportDialog

    dialog = ExportDialog(studio.services, studio.window)
    done: list[object] = []
    dialog.exported.connect(done.append)
    dialog.folder.setText(tempfile.mkdtemp())
    dialog.show()
    spin(lambda: False, 0.3)
    heart.take()
    dialog.start()
    phase("exporting", lambda: bool(done), 120)
    dialog.close()
    dialog.deleteLater()


def typing(
    studio: object, found: dict[str, object], heart: Heartbeat, blocks: dict[str, dict[str, float]], lines: int
) -> None:
    """Type into the middle of a long text, as fast as a fast typist; returns within each line and at its end."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from songwright.core.words import with_lyric_text

    session = studio.services.session
    session.apply(
        "Long", with_lyric_text(session.song, "\n".join(f"the tide is late tonight {n}" for n in range(lines)))
    )
    spin(lambda: False, 6)
    blocks[f"opening {lines} lines"] = heart.take()
    editor = studio.window.centre.sheet.editor
    editor.show_row(lines // 2)
    spin(lambda: False, 0.5)
    heart.take()
    taken = []
    for place, letter in enumerate("and send the last late sailors home again " * 3):
        before = time.perf_counter()
        if place % 42 == 41:
            QTest.keyClick(editor, Qt.Key.Key_Return)
        else:
            QTest.keyClick(editor, letter)
        taken.append((time.perf_counter() - before) * 1000)
        spin(lambda: False, 0.06)
    spin(lambda: False, 1.5)
    blocks[f"typing in {lines} lines"] = heart.take()
    found["key ms (median, worst)"] = [sorted(taken)[len(taken) // 2], max(taken)]


def memory_table() -> dict[str, float]:
    """Resident MB of this process and its children."""
    table = {"window": resident(os.getpid())}
    for path in Path("/proc/self/task").glob("*/children"):
        for pid in path.read_text().split():
            command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            name = "model" if "llm.worker" in command else "sound" if "audio" in command else command[-40:]
            table[name] = resident(int(pid))
    return table


def run_child(kind: str, options: argparse.Namespace) -> dict[str, object]:
    """One window in a fresh process and an empty home."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "SONGWRIGHT_HOME": home}
        if not environment.get("DISPLAY") and not environment.get("WAYLAND_DISPLAY"):
            environment["QT_QPA_PLATFORM"] = "offscreen"
        command = [sys.executable, __file__, "--child", kind, "--lines", str(options.lines)]
        command += ["--skip-writing"] if options.skip_writing else []
        result = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=400, check=False)
        if result.returncode or not result.stdout.strip():
            raise SystemExit(result.stderr)
        return json.loads(result.stdout.splitlines()[-1])


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--lines", type=int, default=5000)
    parser.add_argument("--skip-writing", action="store_true")
    parser.add_argument("--child", choices=("start", "all"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options)
    runs = [run_child("start", options) for _ in range(options.starts)]
    starts, work = (sorted(float(run[name]) for run in runs) for name in ("start", "start cpu"))
    middle = len(starts) // 2
    print(f"window ready (s)         worst {starts[-1]:.2f}, median {starts[middle]:.2f}, best {starts[0]:.2f}")
    print(f"  of it processor time   {work[middle]:.2f} (load average now {os.getloadavg()[0]:.1f})")
    found = run_child("all", options)
    for name in ("first words", "tokens/s", "key ms (median, worst)", "memory at start", "memory playing"):
        print(f"{name:<24} {json.dumps(found.get(name), default=str)}")
    print(f"\n{'event loop blocked (ms)':<26} {'worst':>8} {'p99':>8} {'own':>8} {'beats':>7}")
    for name, block in found["blocks"].items():
        print(f"{name:<26} {block['worst']:8.1f} {block['p99']:8.1f} {block['own']:8.1f} {block['beats']:7d}")
    print("own: the longest that the window's thread itself worked at a stretch; the rest is waiting for a processor")


if __name__ == "__main__":
    main()
