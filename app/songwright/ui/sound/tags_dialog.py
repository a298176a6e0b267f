"""What exported sound files say about themselves: album, year, comment, cover, and the song's words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from songwright.audio.cover import read_cover
from songwright.audio.renderings import Tags, this_year
from songwright.core.errors import SongwrightError
from songwright.ui.dialogs.buttons import dress
from songwright.ui.fields import caption, label

__all__ = ["TagsDialog"]

_PICTURE = 96  # pixels a side


class TagsDialog(QDialog):
    """Edits tags; `tags` and `with_words` are what was wished when it is accepted."""

    def __init__(self, tags: Tags, parent: QWidget | None = None, *, with_words: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Tags"))
        self._before = tags
        self._cover = ""
        self.artist = self._field(self.tr("Artist"), tags.artist)
        self.album = self._field(self.tr("Album"), tags.album)
        self.year = self._field(self.tr("Year"), tags.date, this_year())
        self.comment = self._field(self.tr("Comment"), tags.comment)
        self.words = QCheckBox(self.tr("With the song's words"))
        self.words.setChecked(with_words)
        self.picture = QLabel()
        self.picture.setFixedSize(_PICTURE, _PICTURE)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setAccessibleName(self.tr("Cover"))
        self.choose = QPushButton(self.tr("Choose a Picture…"))
        self.choose.clicked.connect(self._choose)
        self.remove = QPushButton(self.tr("Remove"))
        self.remove.clicked.connect(lambda: self.set_cover(""))
        self.note = caption()
        self.note.setWordWrap(True)
        self._lay_out()
        self.set_cover(tags.cover)

    @property
    def tags(self) -> Tags:
        """What was typed and chosen."""
        return replace(
            self._before,
            artist=self.artist.text().strip(),
            album=self.album.text().strip(),
            date=self.year.text().strip(),
            comment=self.comment.text().strip(),
            cover=self._cover,
        )

    @property
    def with_words(self) -> bool:
        """Whether the song's words go into the files too."""
        return self.words.isChecked()

    def set_cover(self, path: str) -> None:
        """Show a picture as the cover; empty for none. One that cannot be used is refused, and the one before stays."""
        pixmap = QPixmap()
        if path:
            try:
                pixmap.loadFromData(read_cover(Path(path)).data)
            except SongwrightError as error:
                self.note.setText(error.message)
                return
        self._cover = path
        self.note.setText(self.tr("WAV files carry no words and no cover.") if path else self._hint())
        if pixmap.isNull():
            self.picture.setText(self.tr("no cover") if not path else Path(path).suffix[1:].upper())
        else:
            ratio = self.devicePixelRatioF()
            pixmap = pixmap.scaled(
                self.picture.size() * ratio,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            pixmap.setDevicePixelRatio(ratio)
            self.picture.setPixmap(pixmap)
        self.remove.setEnabled(bool(path))

    def _hint(self) -> str:
        return self.tr("A square PNG or JPEG file. WAV files carry no words and no cover.")

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose a cover"), self._cover, self.tr("Pictures (*.png *.jpg *.jpeg)")
        )
        if path:
            self.set_cover(path)

    def _field(self, name: str, text: str, otherwise: str = "") -> QLineEdit:
        field = QLineEdit(text)
        field.setAccessibleName(name)
        field.setPlaceholderText(otherwise)
        return field

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for field in (self.artist, self.album, self.year, self.comment):
            form.addRow(label(field.accessibleName(), "field", buddy=field), field)
        form.addRow("", self.words)
        beside = QVBoxLayout()
        beside.setSpacing(6)
        pair = QHBoxLayout()
        pair.addWidget(self.choose)
        pair.addWidget(self.remove)
        pair.addStretch(1)
        beside.addLayout(pair)
        beside.addWidget(self.note, 1, Qt.AlignmentFlag.AlignTop)
        cover = QHBoxLayout()
        cover.setSpacing(12)
        cover.addWidget(self.picture)
        cover.addLayout(beside, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        dress(buttons, QDialogButtonBox.StandardButton.Ok)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(14)
        column.addWidget(label(self.tr("What the files say about themselves"), "title"))
        column.addLayout(form)
        column.addWidget(label(self.tr("Cover"), "section"))
        column.addLayout(cover)
        column.addWidget(buttons)
