"""The Listen stage: the song as one hears it, words and all, on the whole screen if one likes."""

from __future__ import annotations

import logging
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QImage, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from songwright.core.changes import Aspect, Change
from songwright.core.song import Song
from songwright.formats.lyric_screen import LyricScreen, lyric_screen
from songwright.ui.fields import action_button, caption
from songwright.ui.karaoke.lyric_canvas import LyricCanvas
from songwright.ui.latest import Latest, Work
from songwright.ui.shell.parts import Parts

__all__ = ["ListenStage", "build"]

log = logging.getLogger(__name__)

_COVER_SIDE = 480
"""Pixels: it is shown softly behind the words."""
_SHOWN = Aspect.WORDS | Aspect.NOTES | Aspect.OPENED | Aspect.TIME | Aspect.DETAILS | Aspect.TRACKS


def build(parts: Parts) -> QWidget:
    """The stage's widget."""
    return ListenStage(parts)


def _picture(song: Song) -> QImage:
    """The song's cover, or what its words would give, without letters."""
    # Imported when used, here and below: the window starts without it (tests/test_start.py).
    from songwright.formats.cover.of_song import first_artwork
    from songwright.ui.cover.artist import PictureOrder, own_image

    artwork = song.artwork or first_artwork(song)
    own = own_image(artwork)
    return own if not own.isNull() else PictureOrder(replace(artwork.recipe, frame="full"), "", "", _COVER_SIDE).drawn()


class ListenStage(QWidget):
    """The words as they are sung, with what a listener needs below them."""

    def __init__(self, parts: Parts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = parts.services
        self._playback = parts.music.playback
        self._latest = Latest(parts.services.jobs, self._work, self._show, parent=self)
        self._stale = True
        self.canvas = LyricCanvas(parts.services.theme)
        self.own_voice = QPushButton(self.tr("Sing Myself"))
        self.own_voice.setCheckable(True)
        self.own_voice.setToolTip(self.tr("Leave the voice out, so that you can sing it; the band plays on"))
        self.own_voice.toggled.connect(self._playback.leave_voices_out)
        self.progress = caption()
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 8, 16, 10)
        bar.setSpacing(8)
        bar.addWidget(self.progress)
        bar.addStretch(1)
        bar.addWidget(self.own_voice)
        bar.addWidget(action_button(parts.services.actions["full_screen"], text=self.tr("Full Screen")))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.canvas, 1)
        column.addLayout(bar)
        self.setFocusProxy(self.canvas)
        self._playback.voices.progressed.connect(self._show_progress)
        parts.services.playhead.moved.connect(self._follow)
        parts.services.closing.append(parts.services.session.subscribe(self._changed))

    def entered(self) -> None:
        """Show where the song is."""
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def left(self) -> None:
        """The voice is heard again everywhere else."""
        self.own_voice.setChecked(False)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with the song."""
        super().showEvent(event)
        self._show_progress(*self._playback.voices.ready)
        if self._stale:
            self._read()
        self.canvas.show_tick(self._playback.tick)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody sings here any more."""
        super().hideEvent(event)
        if self._latest.busy:
            self._latest.stop()
            self._stale = True

    def _changed(self, change: Change) -> None:
        if change.aspects & (
            Aspect.WORDS | Aspect.NOTES | Aspect.OPENED | Aspect.TIME | Aspect.DETAILS | Aspect.TRACKS
        ):
            self._stale = True
            if self.isVisible():
                self._read()

    def _read(self) -> None:
        """Work the words' times out on a worker thread."""
        self._stale = False
        self._latest.ask(at_once=True)

    def _work(self) -> Work:
        song, lexicon = self._services.session.song, self._services.lexicon
        return lambda: (song, lyric_screen(song, lexicon()))

    def _show(self, found: tuple[Song, LyricScreen]) -> None:
        song, screen = found
        self.canvas.show_words(screen, song.title, song.metre.beat_ticks)
        if screen.lines:
            self._services.jobs.run(lambda: _picture(song), self._show_cover, lambda error: log.info("%r", error))

    def _show_cover(self, picture: QImage) -> None:
        self.canvas.show_cover(picture)

    def _follow(self, tick: float, _playing: bool) -> None:
        if self.isVisible():
            self.canvas.show_tick(tick)

    def _show_progress(self, ready: int, wanted: int) -> None:
        if ready < wanted:
            text = self.tr("Learning the song: {ready} of {wanted} phrases").format(ready=ready, wanted=wanted)
        else:
            text = ""
        self.progress.setText(text)
