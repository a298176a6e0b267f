"""How loud exported sound is and whom its tags name, as a small form of the export dialog."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from songwright.audio.renderings import LOUDNESS_TARGETS, SoundOptions, song_tags
from songwright.core.song import Song
from songwright.host.settings import EXPORT_ARTIST, EXPORT_LOUDNESS, SOUND_FONT, Settings
from songwright.ui.fields import label

__all__ = ["SoundOptionsForm"]

AS_MIXED = 0.0  # LUFS that no song can have


class SoundOptionsForm(QWidget):
    """Remembers its choices in the settings."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.loudness = QComboBox()
        self.loudness.setAccessibleName(self.tr("Loudness"))
        self.loudness.setToolTip(
            self.tr("Loudness over the whole song (ITU-R BS.1770). Peaks stay below −1 dB. Stems stay as mixed.")
        )
        self.loudness.addItem(self.tr("As mixed"), AS_MIXED)
        for target, use in LOUDNESS_TARGETS:
            self.loudness.addItem(f"{target:g} LUFS, {self.tr(use)}".replace("-", "−"), target)
        self.loudness.setCurrentIndex(max(0, self.loudness.findData(settings.get(EXPORT_LOUDNESS))))
        self.artist = QLineEdit(settings.get(EXPORT_ARTIST))
        self.artist.setAccessibleName(self.tr("Artist"))
        self.artist.setPlaceholderText(self.tr("who made it, for the tags"))
        form = QFormLayout(self)
        form.setContentsMargins(0, 8, 0, 0)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(6)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(label(self.tr("Loudness"), "field", buddy=self.loudness), self.loudness)
        form.addRow(label(self.tr("Artist"), "field", buddy=self.artist), self.artist)

    def options(self, song: Song) -> SoundOptions:
        """What is chosen now, remembered for the next export."""
        loudness, artist = float(self.loudness.currentData()), self.artist.text().strip()
        self._settings.set(EXPORT_LOUDNESS, loudness)
        self._settings.set(EXPORT_ARTIST, artist)
        font = self._settings.get(SOUND_FONT)
        return SoundOptions(
            Path(font) if font else None,
            None if loudness == AS_MIXED else loudness,
            song_tags(song, artist=artist),
        )
