"""The compose panel: in which style, key, metre and range the words are to be set to music."""

from __future__ import annotations

import random

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from songwright.core.edits import TEMPO_RANGE
from songwright.core.song import Key, Metre, Mode, Music, Song
from songwright.music.pitch import spell, spell_class
from songwright.music.request import VOICES, ComposeRequest
from songwright.music.styles import Style, Styles
from songwright.ui.fields import icon_button, label
from songwright.ui.music.elided_label import ElidedLabel
from songwright.ui.music.notation import engraved
from songwright.ui.services import Services

__all__ = ["ComposePanel"]

METRES = (Metre(4, 4), Metre(3, 4), Metre(2, 4), Metre(6, 8), Metre(12, 8), Metre(5, 4))
LARGEST_SEED = 999_999


PATIENCE = 250
"""Milliseconds of composing after which progress is shown."""
LOW_PANEL = 225
"""Height in pixels, with type of the usual size, under which only the fields are shown."""
AUTOMATIC_TEMPO = TEMPO_RANGE[0] - 1
"""The field's lowest value, which stands for "as the style has it"."""


class ComposePanel(QWidget):
    """The fields, the button, and progress while it works."""

    compose_asked = Signal()
    another_asked = Signal()
    cancel_asked = Signal()

    def __init__(self, services: Services, styles: Styles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._styles = styles
        self._shown: Song | None = None
        self._unsung = 0
        self._draft = False
        self._counted: tuple[Music, ...] = ()
        self._locks = 0
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE)
        self._patience.timeout.connect(lambda: self._show_busy(busy=True))
        self.setObjectName("composePanel")
        self.setAccessibleName(self.tr("Compose"))
        self.style_box = self._style_box()
        self.summary = ElidedLabel()
        self.tonic = QComboBox()
        self.mode = QComboBox()
        self.metre = QComboBox()
        self.tempo = QDoubleSpinBox()
        self.voice = QComboBox()
        self.seed = QSpinBox()
        self._fill()
        self.another = icon_button(services.theme, "dice", self.tr("Another tune: a new seed, composed at once"))
        self.another.clicked.connect(self.another_asked)
        self.compose = QPushButton(self.tr("Compose"))
        self.compose.setProperty("kind", "primary")
        self.compose.clicked.connect(self.compose_asked)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.clicked.connect(self.cancel_asked)
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setAccessibleName(self.tr("Composing"))
        self.hint = label("", "caption")
        self.hint.setWordWrap(True)
        self._lay_out()
        self.set_busy(busy=False)
        self._style_chosen()

    def _style_box(self) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(self.tr("Style"))
        for style in self._styles:
            box.addItem(style.name, style.id)
        box.activated.connect(lambda _index: self._style_chosen(take_defaults=True))
        return box

    def _fill(self) -> None:
        for box, name in ((self.tonic, self.tr("Key")), (self.mode, self.tr("Mode")), (self.metre, self.tr("Metre"))):
            box.setAccessibleName(name)
        for box in (self.style_box, self.tonic, self.mode, self.metre, self.voice):
            # As wide as the panel gives, not as wide as their longest entry.
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(3)
            box.setMinimumWidth(56)
        for mode in Mode:
            self.mode.addItem(mode.value.capitalize(), mode)
        self.mode.currentIndexChanged.connect(lambda _index: self._spell_tonics())
        self.tonic.currentIndexChanged.connect(lambda _index: self._key_chosen())
        self._spell_tonics()
        self.metre.addItem(self.tr("Auto"), None)
        for metre in METRES:
            self.metre.addItem(f"{metre.beats}/{metre.unit}", metre)
        self.tempo.setRange(AUTOMATIC_TEMPO, TEMPO_RANGE[1])
        self.tempo.setSpecialValueText(self.tr("Auto"))
        self.tempo.setDecimals(1)
        self.tempo.setMinimumWidth(56)
        self.tempo.setAccessibleName(self.tr("Tempo, beats a minute"))
        self.voice.setAccessibleName(self.tr("Voice"))
        for key, voice in VOICES.items():
            low, high = (engraved(spell(pitch, Key())) for pitch in (voice.low, voice.high))
            self.voice.addItem(voice.name, key)
            self.voice.setItemData(self.voice.count() - 1, f"{voice.name}: {low}–{high}", Qt.ItemDataRole.ToolTipRole)
        self.voice.currentIndexChanged.connect(
            lambda index: self.voice.setToolTip(self.voice.itemData(index, Qt.ItemDataRole.ToolTipRole))
        )
        self.voice.setCurrentIndex(self.voice.findData(ComposeRequest().voice))
        self.seed.setRange(0, LARGEST_SEED)
        self.seed.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.tempo.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.seed.setAccessibleName(self.tr("Seed"))
        self.seed.setToolTip(self.tr("The same seed with the same words and settings gives the same tune"))

    def _spell_tonics(self) -> None:
        chosen = max(0, self.tonic.currentIndex())
        mode = self._chosen_mode
        self.tonic.clear()
        self.tonic.addItem(self.tr("Auto"), None)
        for tonic in range(12):
            self.tonic.addItem(engraved(spell_class(tonic, Key(tonic, mode))), tonic)
        self.tonic.setCurrentIndex(chosen)
        self._key_chosen()

    @property
    def _chosen_mode(self) -> Mode:
        # Qt keeps a member of a text enumeration as plain text: equal to it, yet no `Mode`.
        return Mode(self.mode.currentData() or Mode.MAJOR)

    def _key_chosen(self) -> None:
        self.mode.setEnabled(self.tonic.currentData() is not None)

    def _fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(3)
        # Two rows of fields: the panel has to do with a third of a small window's height.
        for column in range(4):
            grid.setColumnStretch(column, 1)
        entries = (
            (self.tr("Style"), self.style_box, self.style_box, 0, 0, 2),
            (self.tr("Voice"), self.voice, self.voice, 0, 2, 2),
            (self.tr("Key"), self._pair(self.tonic, self.mode), self.tonic, 3, 0, 2),
            (self.tr("Metre"), self.metre, self.metre, 3, 2, 1),
            (self.tr("Tempo"), self.tempo, self.tempo, 3, 3, 1),
        )
        for text, widget, buddy, row, column, span in entries:
            grid.addWidget(label(text, "field", buddy=buddy), row, column, 1, span)
            grid.addWidget(widget, row + 1, column, 1, span)
        grid.addWidget(self.summary, 2, 0, 1, 4)
        return grid

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(14, 4, 14, 2)
        column.addLayout(self._fields())
        column.addStretch(1)
        fields = QScrollArea()
        fields.setWidget(inside)
        fields.setWidgetResizable(True)
        fields.setFrameShape(QFrame.Shape.NoFrame)
        fields.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        fields.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        foot = QVBoxLayout()
        foot.setContentsMargins(14, 2, 14, 8)
        foot.setSpacing(4)
        for part in (self.hint, self.progress):
            foot.addWidget(part)
        foot.addLayout(self._buttons())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(fields, 1)
        whole.addLayout(foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little height the style's summary gives way to the fields; its tool tip keeps it."""
        super().resizeEvent(event)
        roomy = self.height() >= LOW_PANEL * max(1.0, self.fontMetrics().height() / 17.0)
        self.summary.setVisible(roomy)

    def _pair(self, left: QWidget, right: QWidget) -> QWidget:
        pair = QWidget()
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        left.setFixedWidth(66)
        row.addWidget(left)
        row.addWidget(right, 1)
        return pair

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.compose, 1)
        row.addWidget(self.cancel, 1)
        row.addWidget(label(self.tr("Seed"), "field", buddy=self.seed))
        self.seed.setMaximumWidth(92)
        row.addWidget(self.seed)
        row.addWidget(self.another)
        return row

    # What is asked for ------------------------------------------------------------------------------------------

    @property
    def request(self) -> ComposeRequest:
        """What the fields say; "automatic" is left to the composer."""
        tonic, tempo = self.tonic.currentData(), self.tempo.value()
        return ComposeRequest(
            style=self.style_box.currentData(),
            key=None if tonic is None else Key(tonic, self._chosen_mode),
            metre=self.metre.currentData(),
            tempo=None if tempo <= AUTOMATIC_TEMPO else tempo,
            seed=self.seed.value(),
            voice=self.voice.currentData(),
        )

    def new_seed(self) -> None:
        """Draw another seed."""
        self.seed.setValue(random.randrange(1, LARGEST_SEED))

    def _style_chosen(self, *, take_defaults: bool = False) -> None:
        style: Style = self._styles.get(self.style_box.currentData())
        self.summary.set_whole_text(style.summary)
        self.style_box.setToolTip(style.summary)
        if not take_defaults:
            return
        # Another style has its own idea of these: they are its to choose until the user says otherwise.
        self._leave_to_style()

    def _leave_to_style(self) -> None:
        self.tonic.setCurrentIndex(0)
        self.metre.setCurrentIndex(0)
        self.tempo.setValue(AUTOMATIC_TEMPO)

    def _choose_metre(self, metre: Metre) -> None:
        # Not `findData`: Qt compares objects of Python's by identity.
        places = [place for place in range(self.metre.count()) if self.metre.itemData(place) == metre]
        if not places:
            self.metre.addItem(f"{metre.beats}/{metre.unit}", metre)
        self.metre.setCurrentIndex(places[0] if places else self.metre.count() - 1)

    # What is shown ----------------------------------------------------------------------------------------------

    def open_song(self, song: Song) -> None:
        """Show another document: nothing that was chosen for the one before holds for it."""
        self._leave_to_style()
        self.mode.setCurrentIndex(0)
        self.show_outcome(song)

    def show_song(self, song: Song) -> None:
        """Follow the song; fields whose part of the song is unchanged keep what the user chose meanwhile."""
        before, self._shown = self._shown, song
        if before is not None and _asks_alike(before, song):
            return
        words = any(section.sung_lines for section in song.sections)
        composed = _composed(song)
        fresh = before is None or not _composed(before)
        if before is None or before.style != song.style:
            self.style_box.setCurrentIndex(max(0, self.style_box.findData(song.style)))
            self._style_chosen()
        if composed and (fresh or (before.key, before.metre) != (song.key, song.metre)):
            self.mode.setCurrentIndex(self.mode.findData(song.key.mode))
            self.tonic.setCurrentIndex(self.tonic.findData(song.key.tonic))
            self._choose_metre(song.metre)
        if composed and (fresh or before.tempo != song.tempo):
            self.tempo.setValue(song.tempo)
        if before is None or before.seed != song.seed:
            self.seed.setValue(song.seed)
        self.compose.setText(self.tr("Compose Again") if composed else self.tr("Compose"))
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

    def show_unsung(self, count: int) -> None:
        """Say how many syllables have no note yet."""
        self._unsung = count
        if self._shown is not None:
            self._tell_of(self._shown)

    def _tell_of(self, song: Song) -> None:
        composed = _composed(song)
        words = any(section.sung_lines for section in song.sections)
        musics = tuple(section.music for section in song.sections if section.music is not None)
        # Counting takes a while in a long song, and typing comes through here: the same music is not counted twice.
        if len(musics) != len(self._counted) or any(a is not b for a, b in zip(musics, self._counted, strict=True)):
            self._counted, self._locks = musics, _locks(musics)
        self._tell(words=words, composed=composed, locks=self._locks)

    def _tell(self, *, words: bool, composed: bool, locks: int) -> None:
        if not words and self._draft:
            text = self.tr("Accept the draft first; then it can be set to music.")
        elif not words:
            text = self.tr("There are no words yet. Write some, then they can be set to music.")
        elif composed and self._unsung:
            one = self.tr("One syllable without a note: compose again to fit the tune.")
            many = self.tr("{count} syllables without a note: compose again to fit the tune.")
            text = one if self._unsung == 1 else many.format(count=self._unsung)
        elif locks:
            one = self.tr("What is locked (one note or chord) stays as it is.")
            many = self.tr("What is locked ({count} notes and chords) stays as it is.")
            text = one if locks == 1 else many.format(count=locks)
        elif composed:
            text = self.tr("Lock what you like (K); the rest is composed anew.")
        else:
            text = ""
        self.hint.setText(text)
        self.hint.setVisible(bool(text))

    def set_busy(self, *, busy: bool) -> None:
        """Show that composing is going on, or that it is over; what is over in a moment is not worth a flicker."""
        if busy:
            self._patience.start()
        else:
            self._patience.stop()
            self._show_busy(busy=False)

    def _show_busy(self, *, busy: bool) -> None:
        self.progress.setVisible(busy)
        self.cancel.setVisible(busy)
        self.compose.setVisible(not busy)
        self.another.setEnabled(not busy and self.compose.isEnabled())


def _asks_alike(before: Song, after: Song) -> bool:
    return before.sections is after.sections and all(
        getattr(before, name) == getattr(after, name) for name in ("style", "key", "metre", "tempo", "seed")
    )


def _composed(song: Song) -> bool:
    return any(section.music is not None for section in song.sections)


def _locks(musics: tuple[Music, ...]) -> int:
    notes = sum(note.locked for music in musics for part in music.parts for note in part.notes)
    return notes + sum(chord.locked for music in musics for chord in music.chords)
