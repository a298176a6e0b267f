"""How loud exported sound is and whom its tags name, as a small form of the export dialog."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QPushButton, QWidget

from songwright.audio.renderings import LOUDNESS_TARGETS, SoundOptions, Tags, song_tags
from songwright.core.song import Song
from songwright.host.settings import EXPORT_ALBUM, EXPORT_ARTIST, EXPORT_LOUDNESS, EXPORT_WORDS, SOUND_FONT, Settings
from songwright.ui.elided_label import ElidedLabel
from songwright.ui.fields import label
from songwright.ui.sound.tags_dialog import TagsDialog

__all__ = ["SoundOptionsForm"]

AS_MIXED = 0.0  # LUFS that no song can have


class SoundOptionsForm(QWidget):
    """Remembers its choices in the settings, but for what belongs to one song: year, comment and cover."""

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
        self.tags = Tags(artist=settings.get(EXPORT_ARTIST), album=settings.get(EXPORT_ALBUM))
        self._with_words = settings.get(EXPORT_WORDS)
        self._said = ElidedLabel()
        self.edit_tags = QPushButton(self.tr("Edit…"))
        self.edit_tags.setAccessibleName(self.tr("Edit the tags"))
        self.edit_tags.setToolTip(self.tr("Artist, album, year, comment, cover and words in the files"))
        self.edit_tags.clicked.connect(self._edit_tags)
        form = QFormLayout(self)
        form.setContentsMargins(0, 8, 0, 0)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(6)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(label(self.tr("Loudness"), "field", buddy=self.loudness), self.loudness)
        row = QHBoxLayout()
        row.addWidget(self._said, 1)
        row.addWidget(self.edit_tags)
        form.addRow(label(self.tr("Tags"), "field", buddy=self.edit_tags), row)
        self.set_tags(self.tags, with_words=self._with_words)

    def set_tags(self, tags: Tags, *, with_words: bool) -> None:
        """Take what the files are to say, and show it in short."""
        self.tags, self._with_words = tags, with_words
        parts = [tags.artist, tags.album, tags.date, Path(tags.cover).name, tags.comment]
        words = self.tr("with the words") if with_words else self.tr("without the words")
        self._said.set_whole_text(" · ".join([*(part for part in parts if part), words]))

    def _edit_tags(self) -> None:
        dialog = TagsDialog(self.tags, self, with_words=self._with_words)
        dialog.accepted.connect(lambda: self.set_tags(dialog.tags, with_words=dialog.with_words))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def options(self, song: Song) -> SoundOptions:
        """What is chosen now, remembered for the next export."""
        loudness = float(self.loudness.currentData())
        self._settings.set(EXPORT_LOUDNESS, loudness)
        self._settings.set(EXPORT_ARTIST, self.tags.artist)
        self._settings.set(EXPORT_ALBUM, self.tags.album)
        self._settings.set(EXPORT_WORDS, self._with_words)
        font = self._settings.get(SOUND_FONT)
        return SoundOptions(
            Path(font) if font else None,
            None if loudness == AS_MIXED else loudness,
            song_tags(song, self.tags, words=self._with_words),
        )
