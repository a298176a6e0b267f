"""The side panel for composing: style, singing, tunes and fit, and the button that makes music of the words."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QSpacerItem,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from songwright.core.song import Chord, Music, Note, Song
from songwright.music.request import ComposeRequest
from songwright.music.styles import Styles
from songwright.ui.composer.fit_page import FitPage
from songwright.ui.composer.singing_page import SingingPage
from songwright.ui.composer.style_fields import StyleFields
from songwright.ui.composer.tunes_page import TunesPage
from songwright.ui.fields import Segments, icon_button, label
from songwright.ui.services import Services

if TYPE_CHECKING:
    from songwright.music.fit_report import LineFitReport

__all__ = ["ComposePanel"]

LARGEST_SEED = 999_999
PATIENCE = 250
"""Milliseconds of composing after which progress is shown."""


class ComposePanel(QWidget):
    """Four pages over one foot: a hint, the Compose button with its seed, and progress while something is made."""

    compose_asked = Signal()
    another_asked = Signal()
    cancel_asked = Signal()

    def __init__(self, services: Services, styles: Styles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self.mood: Callable[[], str] = lambda: ""
        """What was wished for in free words; it has its say in style, mode and tempo."""
        self._shown: Song | None = None
        self._unsung = 0
        self._unfit: tuple[str, ...] = ()
        self._draft = False
        self._working = False
        self._pressed: QWidget | None = None
        self._counted: tuple[Music, ...] = ()
        self._locks = 0
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE)
        self._patience.timeout.connect(lambda: self._show_busy(busy=True))
        self.setObjectName("composePanel")
        self.setAccessibleName(self.tr("Compose"))
        self.style_fields = StyleFields(services.settings, styles)
        self.singing = SingingPage(services.settings)
        self.tunes = TunesPage(services)
        self.fit = FitPage(services)
        self._make_foot()
        self._lay_out()
        self.set_busy(busy=False)

    def _make_foot(self) -> None:
        self.seed = QSpinBox()
        self.seed.setRange(0, LARGEST_SEED)
        self.seed.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.seed.setMaximumWidth(92)
        self.seed.setAccessibleName(self.tr("Seed"))
        self.seed.setToolTip(self.tr("The same seed with the same words and settings gives the same tune"))
        tip = self.tr("Another tune: a new seed, composed at once")
        self.another = icon_button(self._services.theme, "dice", tip)
        self.another.clicked.connect(self.another_asked)
        self.compose = QPushButton(self.tr("Compose"))
        self.compose.setProperty("kind", "primary")
        self.compose.clicked.connect(self.compose_asked)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setToolTip(self.tr("Stop and leave the song as it is  (Esc)"))
        self.cancel.clicked.connect(self.cancel_asked)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Composing"))
        self.hint = label("", "caption")
        self.hint.setWordWrap(True)
        self.fit_again = QPushButton(self.tr("Fit Again"))
        self.fit_again.setToolTip(self.fit.again.toolTip())
        self.fit_again.clicked.connect(lambda: self.fit.fit_asked.emit(self._unfit))

    def _lay_out(self) -> None:
        self.pages = Segments(
            self.tr("Page"),
            (
                ("style", self.tr("Style"), self.tr("Style, voice, key, metre and tempo")),
                ("singing", self.tr("Singing"), self.tr("Who composes, the words' rhythm, one voice or four")),
                ("tunes", self.tr("Tunes"), self.tr("Other tunes for chosen bars, and those that were there before")),
                ("fit", self.tr("Fit"), self.tr("How words and notes fit, line by line")),
            ),
        )
        self._stack = QStackedWidget()
        self._places = {"style": self.style_fields, "singing": self.singing, "tunes": self.tunes, "fit": self.fit}
        for page in self._places.values():
            self._stack.addWidget(page)
        self.pages.chosen.connect(self.show_page)
        head = QHBoxLayout()
        head.setContentsMargins(12, 2, 12, 0)
        head.addWidget(self.pages)
        self._busy, self._buttons = self._busy_row(), self._button_row()
        foot = QVBoxLayout()
        foot.setContentsMargins(14, 0, 14, 5)
        foot.setSpacing(3)
        self._hint_row = QHBoxLayout()
        self._hint_row.addWidget(self.hint, 1)
        self._hint_row.addWidget(self.fit_again)
        foot.addLayout(self._hint_row)
        for part in (self._busy, self._buttons):
            foot.addWidget(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(1)
        whole.addLayout(head)
        # Air where the panel is high enough; nothing where every field has to be seen.
        whole.addSpacerItem(QSpacerItem(0, 6, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Maximum))
        whole.addWidget(self._stack, 1)
        whole.addLayout(foot)

    def _button_row(self) -> QWidget:
        widget = QWidget()
        row = QHBoxLayout(widget)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.compose, 1)
        row.addWidget(label(self.tr("Seed"), "field", buddy=self.seed))
        row.addWidget(self.seed)
        row.addWidget(self.another)
        return widget

    def _busy_row(self) -> QWidget:
        widget = QWidget()
        row = QHBoxLayout(widget)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.progress, 1)
        row.addWidget(self.cancel)
        return widget

    def show_page(self, name: str) -> None:
        """Show the page "style", "singing", "tunes" or "fit"."""
        self.pages.set_value(name)
        self._stack.setCurrentWidget(self._places[name])
        self._show_foot()

    def _show_foot(self) -> None:
        """The button that composes everything stands under the pages that say how; the others have their own."""
        asking = self.pages.value in ("style", "singing")
        self.hint.setVisible(asking and bool(self.hint.text()))
        self.fit_again.setVisible(asking and bool(self._unfit))
        self._buttons.setVisible(asking and not self._working)
        # Pages without a foot are as high as those with one: else the splitter above would jump between them.
        foot = self._buttons.sizeHint().height() + self._hint_row.spacing()
        foot += self.hint.heightForWidth(max(1, self.width() - 28)) if self.hint.text() else 0
        self._stack.setMinimumHeight(0 if asking else self._stack.minimumSizeHint().height() + foot)

    # What is asked for ------------------------------------------------------------------------------------------

    @property
    def request(self) -> ComposeRequest:
        """What the pages say; "automatic" is left to the composer."""
        asked = replace(self.style_fields.request, seed=self.seed.value(), mood=self.mood())
        return self.singing.asked(asked)

    def new_seed(self) -> None:
        """Draw another seed."""
        self.seed.setValue(random.randrange(1, LARGEST_SEED))

    # What is shown ----------------------------------------------------------------------------------------------

    def open_song(self, song: Song) -> None:
        """Show another document: nothing that was chosen for the one before holds for it."""
        self.style_fields.forget()
        self.show_outcome(song)
        if not _composed(song):
            # Not always the same first tune for the same words.
            self.new_seed()

    def show_song(self, song: Song) -> None:
        """Follow the song; fields whose part of the song is unchanged keep what the user chose meanwhile."""
        before, self._shown = self._shown, song
        if before is not None and _asks_alike(before, song):
            return
        words = any(section.sung_lines for section in song.sections)
        self.style_fields.show_song(before, song)
        self.singing.show_song(before, song)
        if before is None or before.seed != song.seed:
            self.seed.setValue(song.seed)
        self.compose.setText(self.tr("Compose Again") if _composed(song) else self.tr("Compose"))
        self._tell_of(song)
        self.compose.setEnabled(words or self._draft)
        self.another.setEnabled(words)

    def show_outcome(self, song: Song) -> None:
        """Show what was composed: what had been left to the composer is now known."""
        self._shown = None
        self.show_song(song)

    def show_draft(self, *, waits: bool) -> None:
        """Say whether the only words are those of a draft that waits to be accepted."""
        self._draft = waits
        if self._shown is not None:
            self._tell_of(self._shown)
            self.compose.setEnabled(waits or any(section.sung_lines for section in self._shown.sections))

    def show_fit(self, reports: Sequence[LineFitReport], unfit: Sequence[str], unsung: int) -> None:
        """Say which lines fit their notes; `unsung` syllables have none, `unfit` lines can be fitted again."""
        self.fit.show_reports(reports, unfit)
        self._unsung, self._unfit = unsung, tuple(unfit)
        if self._shown is not None:
            self._tell_of(self._shown)

    def _tell_of(self, song: Song) -> None:
        composed = _composed(song)
        words = any(section.sung_lines for section in song.sections)
        musics = tuple(section.music for section in song.sections if section.music is not None)
        # Counting takes a while in a long song, and typing comes through here: the same music is not counted twice.
        if len(musics) != len(self._counted) or any(a is not b for a, b in zip(musics, self._counted, strict=True)):
            self._counted, self._locks = musics, _locks(musics)
        self.hint.setText(self._hint(words=words, composed=composed, locks=self._locks))
        self._show_foot()

    def _hint(self, *, words: bool, composed: bool, locks: int) -> str:
        if not words and self._draft:
            return self.tr("Compose takes the draft into your document and sets it to music.")
        if not words:
            return self.tr("There are no words yet. Write some, then they can be set to music.")
        if not composed:
            return ""
        if self._unfit:
            one = self.tr("One line no longer fits its notes.")
            many = self.tr("{count} lines no longer fit their notes.")
            return one if len(self._unfit) == 1 else many.format(count=len(self._unfit))
        if self._unsung:
            one = self.tr("One syllable without a note: compose again to fit the tune.")
            many = self.tr("{count} syllables without a note: compose again to fit the tune.")
            return one if self._unsung == 1 else many.format(count=self._unsung)
        if locks:
            one = self.tr("What is locked (one note or chord) stays as it is.")
            many = self.tr("What is locked ({count} notes and chords) stays as it is.")
            return one if locks == 1 else many.format(count=locks)
        return self.tr("Lock what you like (K); the rest is composed again.")

    def set_busy(self, *, busy: bool) -> None:
        """Show that something is being made, or that it is over; what is over in a moment is not worth a flicker."""
        if busy:
            self._pressed = QApplication.focusWidget()
            self.progress.setRange(0, 0)
            self._patience.start()
        else:
            self._patience.stop()
            self._show_busy(busy=False)

    def show_progress(self, share: float) -> None:
        """How much of what is being made is done, 0 to 1."""
        if share > 0:
            self.progress.setRange(0, 100)
            self.progress.setValue(round(share * 100))

    def restore_focus(self) -> bool:
        """Give the focus back to the button of the tunes or fit page that was pressed; False if it was none of them."""
        pressed, self._pressed = self._pressed, None
        if pressed is None or not (self.tunes.isAncestorOf(pressed) or self.fit.isAncestorOf(pressed)):
            return False
        pressed.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _show_busy(self, *, busy: bool) -> None:
        """Change the rows. The focus goes over before its row goes: Qt would give it to whatever comes next."""
        focus = QApplication.focusWidget()
        held = focus is not None and (self._buttons.isAncestorOf(focus) or self._busy.isAncestorOf(focus))
        self._working = busy
        if busy:
            self._busy.show()
            if held:
                self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)
            self._show_foot()
        else:
            self._show_foot()
            if held:
                self.compose.setFocus(Qt.FocusReason.OtherFocusReason)
            self._busy.hide()


def _asks_alike(before: Song, after: Song) -> bool:
    names = ("style", "key", "metre", "tempo", "seed")
    same = before.sections is after.sections and before.tracks is after.tracks
    return same and all(getattr(before, name) == getattr(after, name) for name in names)


def _composed(song: Song) -> bool:
    return any(section.music is not None for section in song.sections)


def _locks(musics: tuple[Music, ...]) -> int:
    """How many notes and chords are locked."""
    lockable: list[Note | Chord] = []
    for music in musics:
        lockable += music.chords
        for part in music.parts:
            lockable += part.notes
    return sum(one.locked for one in lockable)
