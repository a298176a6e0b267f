"""Who composes, how square the words are sung, one voice or four, and what of your own work is kept."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QSlider, QVBoxLayout, QWidget

from songwright.core.song import Song
from songwright.host.settings import Settings
from songwright.music.choir import is_choir
from songwright.music.request import ComposeRequest
from songwright.ui.composer.remembered import COMPOSER, PROSODY
from songwright.ui.fields import Segments, label

__all__ = ["SingingPage"]

STEPS = 20


class SingingPage(QWidget):
    """What is asked of the composer beside the style."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.composer = Segments(
            self.tr("Composer"),
            (
                (
                    "learned",
                    self.tr("Learned"),
                    self.tr("Small nets that learned from old songs, kept to the rules"),
                ),
                ("rules", self.tr("Rules"), self.tr("Rules and tables alone: plain, quick, never surprising")),
            ),
        )
        if settings.get(COMPOSER) == "rules":
            self.composer.set_value("rules")
        self.composer.chosen.connect(lambda name: settings.set(COMPOSER, name))
        self.dial = QSlider(Qt.Orientation.Horizontal)
        self.dial.setRange(0, STEPS)
        self.dial.setPageStep(STEPS // 4)
        self.dial.setAccessibleName(self.tr("Rhythm of the words, from syncopated to hymn-like"))
        self.dial.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.dial.setValue(round(settings.get(PROSODY) * STEPS))
        self.dial.valueChanged.connect(self._dialled)
        self.choir = QCheckBox(self.tr("A choir of four"))
        self.choir.setToolTip(
            self.tr("Four voices instead of a band; all of them sing the words, the soprano the tune")
        )
        self.lift = QCheckBox(self.tr("Lift the last chorus"))
        self.lift.setToolTip(self.tr("The last chorus gets music of its own, fuller than the others"))
        self.keep = QCheckBox(self.tr("Keep the notes that I changed"))
        self.keep.setToolTip(self.tr("Notes with a folded corner were changed by hand; locked notes are always kept"))
        self.keep.setChecked(True)
        self._lay_out()
        self._name_dial()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 2, 14, 2)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        grid.addWidget(label(self.tr("Composer"), "field"), 0, 0)
        grid.addWidget(label(self.tr("Rhythm of the words"), "field", buddy=self.dial), 0, 1)
        grid.addWidget(self.composer, 1, 0)
        ends = QHBoxLayout()
        ends.addWidget(label(self.tr("syncopated"), "caption"))
        ends.addStretch(1)
        ends.addWidget(label(self.tr("hymn-like"), "caption"))
        rhythm = QVBoxLayout()
        rhythm.setSpacing(0)
        rhythm.addWidget(self.dial)
        rhythm.addLayout(ends)
        grid.addLayout(rhythm, 1, 1)
        grid.addWidget(self.choir, 2, 0)
        grid.addWidget(self.lift, 2, 1)
        grid.addWidget(self.keep, 3, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(4, 1)

    def _dialled(self, value: int) -> None:
        self._settings.set(PROSODY, value / STEPS)
        self._name_dial()

    def _name_dial(self) -> None:
        names = (self.tr("syncopated"), self.tr("as the style sings"), self.tr("hymn-like"))
        self.dial.setToolTip(names[min(2, self.dial.value() * 3 // STEPS)])

    def choose_composer(self, name: str) -> None:
        """Choose the composer "learned" or "rules", and remember it."""
        self.composer.set_value(name)
        self._settings.set(COMPOSER, name)

    def asked(self, request: ComposeRequest) -> ComposeRequest:
        """A request with what this page says."""
        return replace(
            request,
            composer=self.composer.value,
            prosody=self.dial.value() / STEPS,
            chorale=self.choir.isChecked(),
            keep_edits=self.keep.isChecked(),
            lift=self.lift.isChecked(),
        )

    def show_song(self, before: Song | None, song: Song) -> None:
        """Follow the song: one that is set for a choir stays so until it is asked otherwise."""
        choir = is_choir(song)
        if before is None or is_choir(before) != choir:
            self.choir.setChecked(choir)
