"""The fields for style, voice, key, metre and tempo; what is left on "Auto" is the composer's to choose."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from songwright.core.edits import TEMPO_RANGE
from songwright.core.song import Key, Metre, Mode, Song
from songwright.host.settings import Settings
from songwright.music.chords import pretty_symbol
from songwright.music.pitch import spell, spell_class
from songwright.music.request import FOR_YOU, VOICES, ComposeRequest
from songwright.music.styles import Style, Styles
from songwright.ui.composer.remembered import VOICE
from songwright.ui.fields import caption, label

__all__ = ["StyleFields"]

METRES = (Metre(4, 4), Metre(3, 4), Metre(2, 4), Metre(6, 8), Metre(12, 8), Metre(5, 4))
LOW_FIELDS = 132
"""Height in pixels, with type of the usual size, under which only the fields are shown."""
AUTOMATIC_TEMPO = TEMPO_RANGE[0] - 1
"""The field's lowest value, which stands for "as the style has it"."""


class StyleFields(QScrollArea):
    """Two rows of fields: the panel has to do with a third of a small window's height."""

    def __init__(self, settings: Settings, styles: Styles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._styles = styles
        self.style_box = self._style_box()
        self.summary = caption()
        self.summary.setWordWrap(True)
        self.tonic = QComboBox()
        self.mode = QComboBox()
        self.metre = QComboBox()
        self.tempo = QDoubleSpinBox()
        self.voice = QComboBox()
        self._fill()
        self._lay_out()
        self._style_chosen()

    def _style_box(self) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(self.tr("Style"))
        box.addItem(self.tr("For these words"), FOR_YOU)
        for style in self._styles:
            box.addItem(QCoreApplication.translate("Styles", style.name), style.id)
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
            self.mode.addItem(QCoreApplication.translate("Modes", mode.value.capitalize()), mode)
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
        self.tempo.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._fill_voices()

    def _fill_voices(self) -> None:
        self.voice.setAccessibleName(self.tr("Voice"))
        for key, voice in VOICES.items():
            low, high = (pretty_symbol(spell(pitch, Key())) for pitch in (voice.low, voice.high))
            name = QCoreApplication.translate("Voices", voice.name)
            self.voice.addItem(name, key)
            self.voice.setItemData(self.voice.count() - 1, f"{name}: {low}–{high}", Qt.ItemDataRole.ToolTipRole)
        self.voice.currentIndexChanged.connect(
            lambda index: self.voice.setToolTip(self.voice.itemData(index, Qt.ItemDataRole.ToolTipRole))
        )
        known = self.voice.findData(self._settings.get(VOICE))
        self.voice.setCurrentIndex(known if known >= 0 else self.voice.findData(ComposeRequest().voice))
        self.voice.activated.connect(lambda _index: self._settings.set(VOICE, self.voice.currentData()))

    def _spell_tonics(self) -> None:
        chosen = max(0, self.tonic.currentIndex())
        mode = self._chosen_mode
        self.tonic.clear()
        self.tonic.addItem(self.tr("Auto"), None)
        for tonic in range(12):
            self.tonic.addItem(pretty_symbol(spell_class(tonic, Key(tonic, mode))), tonic)
        self.tonic.setCurrentIndex(chosen)
        self._key_chosen()

    @property
    def _chosen_mode(self) -> Mode:
        # Qt keeps a member of a text enumeration as plain text: equal to it, yet no `Mode`.
        return Mode(self.mode.currentData() or Mode.MAJOR)

    def _key_chosen(self) -> None:
        self.mode.setEnabled(self.tonic.currentData() is not None)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        for place in range(4):
            grid.setColumnStretch(place, 1)
        entries = (
            (self.tr("Style"), self.style_box, self.style_box, 0, 0, 2),
            (self.tr("Voice"), self.voice, self.voice, 0, 2, 2),
            (self.tr("Key"), _pair(self.tonic, self.mode), self.tonic, 3, 0, 2),
            (self.tr("Metre"), self.metre, self.metre, 3, 2, 1),
            (self.tr("Tempo"), self.tempo, self.tempo, 3, 3, 1),
        )
        for text, widget, buddy, row, place, span in entries:
            grid.addWidget(label(text, "field", buddy=buddy), row, place, 1, span)
            grid.addWidget(widget, row + 1, place, 1, span)
        grid.addWidget(self.summary, 2, 0, 1, 4)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(14, 0, 14, 0)
        column.addLayout(grid)
        column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little height the style's summary gives way to the fields; its tool tip keeps it."""
        super().resizeEvent(event)
        self.summary.setVisible(self.height() >= LOW_FIELDS * max(1.0, self.fontMetrics().height() / 17.0))

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
            voice=self.voice.currentData(),
        )

    def _style_chosen(self, *, take_defaults: bool = False) -> None:
        chosen = self.style_box.currentData()
        told = self.tr("A style that suits the words and the mood is chosen when you compose.")
        if chosen != FOR_YOU:
            style: Style = self._styles.get(chosen)
            told = QCoreApplication.translate("Styles", style.summary)
        self.summary.setText(told)
        self.style_box.setToolTip(told)
        if take_defaults:
            # Another style has its own idea of these: they are its to choose until the user says otherwise.
            self.leave_to_style()

    def leave_to_style(self) -> None:
        """Let the style choose key, metre and tempo."""
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

    def forget(self) -> None:
        """Another document was opened: nothing that was chosen for the one before holds for it."""
        self.leave_to_style()
        self.mode.setCurrentIndex(0)

    def show_song(self, before: Song | None, song: Song) -> None:
        """Follow the song; fields whose part of the song is unchanged keep what the user chose meanwhile."""
        composed = _has_music(song)
        fresh = before is None or not _has_music(before)
        if before is None or before.style != song.style or (fresh and composed):
            self._show_style(song, untold=before is None and not composed and song.style == Song().style)
        if composed:
            self._show_music(None if fresh else before, song)

    def _show_style(self, song: Song, *, untold: bool) -> None:
        """The song's style; while nobody has said which, the one that its words will choose."""
        self.style_box.setCurrentIndex(0 if untold else max(0, self.style_box.findData(song.style)))
        self._style_chosen()

    def _show_music(self, before: Song | None, song: Song) -> None:
        if before is None or (before.key, before.metre) != (song.key, song.metre):
            self.mode.setCurrentIndex(self.mode.findData(song.key.mode))
            self.tonic.setCurrentIndex(self.tonic.findData(song.key.tonic))
            self._choose_metre(song.metre)
        if before is None or before.tempo != song.tempo:
            self.tempo.setValue(song.tempo)


def _has_music(song: Song) -> bool:
    return any(section.music is not None for section in song.sections)


def _pair(left: QWidget, right: QWidget) -> QWidget:
    pair = QWidget()
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    left.setFixedWidth(66)
    row.addWidget(left)
    row.addWidget(right, 1)
    return pair
