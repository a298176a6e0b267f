"""The fields and buttons of the humming dialog; what they do is the dialog's business."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from songwright.audio.hum.hummed_melody import Fit
from songwright.core.song import Song
from songwright.ui.fields import Segments, caption, indent_spin_boxes, label
from songwright.ui.sound.take_view import TakeView
from songwright.ui.theme.manager import Theme

__all__ = ["HumForm"]

_SHIFTS = 8  # steps of half a beat by which the beginning can be moved either way


class HumForm(QDialog):
    """A line to choose, a take to record or open, the choices of how it is taken, and buttons."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Hum a Melody"))
        self.setMinimumSize(600, 480)
        self._make_sources(theme)
        self._make_choices()
        self._make_outcome()
        self._lay_out()

    def _make_sources(self, theme: Theme) -> None:
        """The line to sing, and where a take comes from."""
        self.lines = QComboBox()
        self.lines.setAccessibleName(self.tr("Line"))
        self.lines.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.view = TakeView(theme)
        self.record = QPushButton(self.tr("Record"))
        self.record.setProperty("kind", "primary")
        self.along = QCheckBox(self.tr("Play along, with a bar counted in"))
        self.along.setToolTip(self.tr("Hear the song from this line on while you hum. Use headphones."))
        self.source = QComboBox()
        self.source.setAccessibleName(self.tr("Record from"))
        self.source.addItem(self.tr("Microphone"), "")
        self.source.hide()
        self.open_file = QPushButton(self.tr("Open a Recording…"))
        self.play_take = QPushButton(self.tr("Play the Take"))
        self.play_notes = QPushButton(self.tr("Play It in the Song"))

    def _make_choices(self) -> None:
        """How a take becomes notes."""
        self.fit = Segments(
            self.tr("Syllables"),
            (
                (Fit.EVERY_SYLLABLE.value, self.tr("A note for each"), self.tr("Part long notes and slur short ones")),
                (Fit.AS_HUMMED.value, self.tr("As hummed"), self.tr("Keep the notes; syllables may be left over")),
            ),
        )
        self.later = QSpinBox()
        self.later.setRange(-_SHIFTS, _SHIFTS)
        self.later.setAccessibleName(self.tr("Begin later, in half beats"))
        self.later.setSuffix(self.tr(" half beats"))
        self.pace = QComboBox()
        self.pace.setAccessibleName(self.tr("Speed"))
        self.pace.setToolTip(self.tr("A tune hummed at half or at double the song's tempo is noticed by itself."))
        for text, pace in (
            (self.tr("as suits the line"), None),
            (self.tr("as hummed"), 1.0),
            (self.tr("twice as fast"), 2.0),
            (self.tr("half as fast"), 0.5),
        ):
            self.pace.addItem(text, pace)
        self.transpose = QSpinBox()
        self.transpose.setRange(-13, 12)
        self.transpose.setSpecialValueText(self.tr("to the key"))
        self.transpose.setSuffix(self.tr(" semitones"))
        self.transpose.setValue(-13)
        self.transpose.setAccessibleName(self.tr("Transpose"))

    def _make_outcome(self) -> None:
        """What came of it, and whether it is used."""
        self.outcome = caption()
        self.outcome.setWordWrap(True)
        self.kept = caption()
        self.kept.setProperty("rich", "true")
        self.kept.linkActivated.connect(lambda folder: QDesktopServices.openUrl(QUrl.fromLocalFile(folder)))
        self.use = QPushButton(self.tr("Use This Melody"))
        self.use.setProperty("kind", "primary")
        self.cancel = QPushButton(self.tr("Cancel"))

    def _lay_out(self) -> None:
        top, tools, buttons = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        top.addWidget(label(self.tr("Line"), "field", buddy=self.lines))
        top.addWidget(self.lines, 1)
        for widget in (self.record, self.source, self.open_file, self.along):
            tools.addWidget(widget)
        tools.addStretch(1)
        choices = QGridLayout()
        choices.setHorizontalSpacing(12)
        choices.setVerticalSpacing(4)
        for place, (text, choice) in enumerate(
            (
                (self.tr("Syllables"), self.fit),
                (self.tr("Begin later"), self.later),
                (self.tr("Speed"), self.pace),
                (self.tr("Transpose"), self.transpose),
            )
        ):
            choices.addWidget(label(text, "field", buddy=choice), 0, place)
            choices.addWidget(choice, 1, place)
        choices.setColumnStretch(0, 1)
        for widget in (self.play_take, self.play_notes):
            buttons.addWidget(widget)
        buttons.addStretch(1)
        for widget in (self.cancel, self.use):
            buttons.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(self.tr("Hum a melody"), "title"))
        column.addLayout(top)
        column.addLayout(tools)
        column.addWidget(self.view, 1)
        column.addWidget(self.outcome)
        column.addLayout(choices)
        column.addWidget(self.kept)
        column.addLayout(buttons)
        indent_spin_boxes(self)

    def fill_lines(self, song: Song, chosen: str | None) -> None:
        """Offer all sung lines, beginning with the one whose id is chosen."""
        for section in song.sections:
            for line in section.sung_lines:
                heading = f"{section.title}: " if section.title else ""
                self.lines.addItem(heading + line.text.strip(), line)
        places = [index for index in range(self.lines.count()) if self.lines.itemData(index).id == chosen]
        self.lines.setCurrentIndex(places[0] if places else 0)
