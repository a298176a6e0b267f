"""Which chord diagrams a sheet gets: for one of the instruments that have them, or none."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from songwright.formats.engraving.fingering import FrettedInstrument
from songwright.host.settings import CHORD_DIAGRAMS, Settings

__all__ = ["DiagramChoice"]


class DiagramChoice(QComboBox):
    """Begins with what was chosen last."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Chord diagrams"))
        for instrument, text in (
            (None, self.tr("Without chord diagrams")),
            (FrettedInstrument.GUITAR, self.tr("With chord diagrams for guitar")),
            (FrettedInstrument.UKULELE, self.tr("With chord diagrams for ukulele")),
            (FrettedInstrument.PIANO, self.tr("With chord diagrams for piano")),
        ):
            self.addItem(text, instrument)
        chosen = [one for one in FrettedInstrument if one.value == settings.get(CHORD_DIAGRAMS)]
        self.setCurrentIndex(self.findData(chosen[0] if chosen else None))
