"""What the bars view costs: `python benchmarks/bars.py [--bars 200] [--times 40]`.

Prints how long the window's event loop is held by a full paint at several zooms, a frame of the playhead, an edit of
one note (from the key to the repainted view) and a step of a mixer slider, with a song of so many bars and five
tracks. "own" is the worst of what the window's thread itself worked; on a busy machine the rest is waiting for a
processor. Uses the display that there is, else Qt's offscreen platform.
"""

from __future__ import annotations

import argparse
import itertools
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from songwright.core.song import Song
    from songwright.ui.music import MusicPane
    from songwright.ui.services import Services

VERSE = """[Verse {0}]
The lamp goes round the harbour wall
And writes its name upon the foam
I keep the hours, I count them all
And send the last late sailors home
"""
ZOOMS = (6, 20, 50, 120)


def measured(function: Callable[[], object], times: int) -> str:
    """Median and worst of some calls in milliseconds, and the worst of the thread's own processor time."""
    function()
    found, own = [], []
    for _ in range(times):
        start, began = time.perf_counter(), time.thread_time()
        function()
        found.append((time.perf_counter() - start) * 1000)
        own.append((time.thread_time() - began) * 1000)
    return f"{statistics.median(found):8.2f} {max(found):8.2f} {max(own):8.2f}"


def show(what: str, function: Callable[[], object], times: int) -> None:
    """One line of the table."""
    print(f"{what:34s} {measured(function, times)}")


def services_with(app: QApplication, bars: int) -> Services:
    """What a pane needs, with a song of about so many bars."""
    from songwright.core.session import Document, Session
    from songwright.core.song import Song
    from songwright.core.words import with_lyric_text
    from songwright.host.settings import Settings
    from songwright.lyrics.lexicon import load_lexicon
    from songwright.music.rule_composer import ComposeRequest, RuleComposer
    from songwright.ui.actions import Actions
    from songwright.ui.jobs import Jobs
    from songwright.ui.notices import Notices
    from songwright.ui.services import LexiconHolder, Playhead, Services
    from songwright.ui.theme.manager import Theme

    theme, lexicon = Theme(app, "light"), LexiconHolder(load_lexicon)
    words = "\n".join(VERSE.format(number + 1) for number in range(max(1, bars // 16)))
    song = RuleComposer(lexicon()).compose(with_lyric_text(Song(), words), ComposeRequest(style="pop", seed=1))
    return Services(
        session=Session(Document(song)),
        lexicon=lexicon,
        settings=Settings(Path(os.environ["SONGWRIGHT_HOME"]) / "settings.json"),
        paths=None,  # type: ignore[arg-type]
        actions=Actions(theme),
        theme=theme,
        notices=Notices(),
        jobs=Jobs(),
        playhead=Playhead(),
    )


def measure(pane: MusicPane, song: Song, times: int) -> None:
    """Print the table of an open pane."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    bars, settle = pane.bars, QApplication.processEvents
    notes = sum(len(music.part(t.id).notes) for s in song.sections if (music := song.music(s)) for t in song.tracks)
    print(f"{bars.roll.bars} bars, {len(song.tracks)} tracks, {notes} notes")
    print(f"{'':34s} {'median':>8s} {'worst':>8s} {'own':>8s}  ms")
    for zoom in ZOOMS:
        bars.zoom_by(zoom / bars.scene.geometry.zoom)
        show(f"full paint, {zoom} pixels a quarter", bars.viewport().repaint, times)
    bars.zoom_by(50 / bars.scene.geometry.zoom)
    ticks, keys = itertools.count(13, 13), itertools.cycle((Qt.Key.Key_Up, Qt.Key.Key_Down))
    show("frame of the playhead", lambda: (bars.set_playhead(next(ticks), playing=True), settle()), times * 5)
    bars.set_playhead(0, playing=False)
    QTest.keyClick(bars, Qt.Key.Key_Right)
    show("edit of a note", lambda: (QTest.keyClick(bars, next(keys)), settle()), times)
    pane.mixer.show()
    volume = pane.mixer.strips[1].volume
    show("step of a mixer slider", lambda: (volume.setValue((volume.value() + 7) % 127), settle()), times)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--bars", type=int, default=200)
    parser.add_argument("--times", type=int, default=40)
    options = parser.parse_args()
    if not os.environ.get("DISPLAY") and sys.platform.startswith("linux"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["SONGWRIGHT_HOME"] = tempfile.mkdtemp()
    from PySide6.QtWidgets import QApplication

    from songwright.ui.music import MusicPane

    app = QApplication(["songwright"])
    services = services_with(app, options.bars)
    pane = MusicPane(services)
    pane.resize(1280, 500)
    pane.show()
    app.processEvents()
    measure(pane, services.session.song, options.times)
    services.close()
    pane.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
