"""How quick the score is: `.venv/bin/python benchmarks/score.py [--bars 100]`.

Prints how long a song takes from the song to its first page, again after an edit of one word, how long a frame takes
while it plays, and how long the window's thread had to wait meanwhile. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace

from songwright.core.song import Chord, Line, Music, Note, Part, Section, Song, Track, TrackRole
from songwright.core.timeline import timeline
from songwright.formats.engraving.pdf import to_pdf
from songwright.formats.engraving.score_pages import ScoreOptions, draw_score, score_engraver
from songwright.formats.engraving.staves import PartKind
from songwright.lyrics.lexicon import load_lexicon

_BAR = 1920
_WORDS = "The lantern keeps the river till the morning"
_CHORDS = ("", "m", "7", "maj7")
_FRAMES = 240


def song_of(bars: int) -> Song:
    """A song of so many bars in sections of eight, with eight syllables in two bars."""
    sections = []
    for first in range(0, bars, 8):
        count = min(8, bars - first)
        lines = tuple(Line(f"l{first}-{place}", f"{_WORDS} {place}") for place in range(count // 2))
        notes = tuple(
            Note(place * 2 * _BAR + step * 240, 240, 60 + (step * 3 + first) % 12, 80, line.id, step)
            for place, line in enumerate(lines)
            for step in range(11)
        )
        chords = tuple(Chord(bar * _BAR, (bar * 5) % 12, _CHORDS[bar % 4]) for bar in range(count))
        music = Music(count, chords, (Part("t1", notes),))
        sections.append(Section(f"s{first}", title=f"Verse {first // 8 + 1}", lines=lines, music=music))
    return Song(title="The Lantern", sections=tuple(sections), tracks=(Track("t1", "Voice", TrackRole.VOCAL, 52),))


def milliseconds(function: Callable[[], object], times: int = 3) -> tuple[float, float]:
    """Median and worst of some calls, in time of the processor: what else runs on the machine counts little."""
    found = []
    for _ in range(times):
        start = time.process_time()
        function()
        found.append((time.process_time() - start) * 1000)
    return statistics.median(found), max(found)


def row(name: str, median: float, worst: float, goal: str = "") -> None:
    """A line of the table."""
    print(f"{name:<54}{median:>9.1f}{worst:>9.1f}   {goal}")


def first_process(bars: int) -> None:
    """A process that has drawn nothing yet; includes reading fonts and the engraver."""
    lexicon = load_lexicon()
    start = time.perf_counter()
    draw_score(song_of(bars), lexicon, ScoreOptions())
    print((time.perf_counter() - start) * 1000)


def drawing(bars: int) -> None:
    """Times without a window."""
    lexicon, song = load_lexicon(), song_of(bars)
    command = [sys.executable, __file__, "--bars", str(bars), "--first"]
    fresh = [float(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(3)]
    row(f"{bars} bars, first drawing of a process (with imports)", statistics.median(fresh), max(fresh))
    draw_score(song_of(4), lexicon, ScoreOptions())
    first = milliseconds(lambda: draw_score(song, lexicon, ScoreOptions(), first_page=True))
    row(f"{bars} bars, never drawn before: the first page", *first, "<= 300")
    row("... all pages", *milliseconds(lambda: draw_score(song, lexicon, ScoreOptions())))
    engraver = score_engraver(ScoreOptions())
    draw_score(song, lexicon, ScoreOptions(), engraver)
    words = iter(range(100))

    def edited() -> Song:
        section = song.sections[0]
        line = replace(section.lines[0], text=f"The lantern keeps the river till tomorrow {next(words)}")
        return replace(song, sections=(replace(section, lines=(line, *section.lines[1:])), *song.sections[1:]))

    again = milliseconds(lambda: draw_score(edited(), lexicon, ScoreOptions(), engraver), 5)
    row("... again after an edit of one line", *again)
    made = draw_score(song, lexicon, ScoreOptions(), engraver)
    row("... as PDF", *milliseconds(lambda: to_pdf(made)))
    row(f"{bars} bars, full score", *milliseconds(lambda: draw_score(song, lexicon, ScoreOptions(PartKind.FULL)), 2))


def window(bars: int) -> None:
    """Times in the window: painting, the moving cursor, and how long the event loop waits for Python's lock."""
    from PySide6.QtCore import QThread
    from PySide6.QtGui import QColor
    from PySide6.QtWidgets import QApplication

    from songwright.ui.score.canvas import ScoreCanvas
    from songwright.ui.score.painter import screen_inks
    from songwright.ui.theme.design_tokens import LIGHT

    app = QApplication(["benchmark"])
    lexicon, song = load_lexicon(), song_of(bars)
    canvas = ScoreCanvas(screen_inks(LIGHT), QColor(LIGHT.accent))
    canvas.resize(900, 700)
    canvas.show_drawing(draw_score(song, lexicon, ScoreOptions()))
    canvas.show()
    app.processEvents()

    def zoomed() -> None:
        canvas.zoom_by(1.1)
        canvas.viewport().repaint()

    row("painting what is in sight anew (zoom)", *milliseconds(zoomed, 5))
    canvas.fit_width()
    end = timeline(song).end
    frames = []
    for frame in range(_FRAMES):
        start = time.process_time()
        canvas.set_playhead(end * frame / _FRAMES, playing=True)
        app.processEvents()
        frames.append((time.process_time() - start) * 1000)
    row("a frame while it plays", statistics.median(frames), sorted(frames)[int(0.99 * _FRAMES)], "<= 16.7 (99 %)")

    class Worker(QThread):
        def run(self) -> None:
            draw_score(song, lexicon, ScoreOptions())

    for name in ("the window's longest wait, idle", "the window's longest wait while a score is drawn"):
        worker = Worker()
        gaps = []
        last = start = time.perf_counter()
        if "drawn" in name:
            worker.start()
        while worker.isRunning() or last - start < 0.3:
            time.sleep(0.001)
            now = time.perf_counter()
            gaps.append((now - last) * 1000)
            last = now
        worker.wait()
        row(name, statistics.median(gaps), max(gaps), "<= 50")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bars", type=int, default=100)
    parser.add_argument("--first", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.first:
        first_process(arguments.bars)
        return
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(f"{'milliseconds':<54}{'median':>9}{'worst':>9}   goal")
    drawing(arguments.bars)
    window(arguments.bars)


if __name__ == "__main__":
    main()
