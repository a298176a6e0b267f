"""The panel beside the picture: its words, its cast, how it is drawn, and what is done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from songwright.core.artwork import RECIPE_VERSION, Artwork, WordSource
from songwright.core.song import Song
from songwright.picture.imagining import is_abstract
from songwright.ui.cover.cast_list import CastList
from songwright.ui.cover.choices import Choices
from songwright.ui.fields import Segments, caption, label
from songwright.ui.theme.manager import Theme

__all__ = ["WIDTH", "CoverPanel"]

WIDTH = 304
_MOST_QUOTED = 120


class CoverPanel(QScrollArea):
    """The fields and buttons; whoever owns it connects them."""

    def __init__(self, theme: Theme, author: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("How the cover is drawn"))
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 14, 0)
        column.setSpacing(8)
        self._add_words(column, author)
        column.addSpacing(4)
        column.addWidget(label(self.tr("In the picture"), "section"))
        self.cast = CastList()
        column.addWidget(self.cast)
        self.told = caption()
        self.told.setWordWrap(True)
        column.addWidget(self.told)
        column.addSpacing(4)
        column.addWidget(label(self.tr("How it is drawn"), "section"))
        self.choices = Choices(theme)
        column.addWidget(self.choices)
        column.addSpacing(4)
        self._add_buttons(column)
        column.addStretch(1)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(content)
        self.setFixedWidth(WIDTH)
        for widget in (self.viewport(), content):
            widget.setAutoFillBackground(False)

    def _add_words(self, column: QVBoxLayout, author: str) -> None:
        column.addWidget(label(self.tr("Drawn from"), "section"))
        self.source = Segments(
            self.tr("Drawn from"),
            (
                (WordSource.SONG, self.tr("The song"), self.tr("Title, subject and all words")),
                (WordSource.LINES, self.tr("Lines"), self.tr("The lines that are selected on the page")),
                (WordSource.CAPTION, self.tr("A caption"), self.tr("A sentence of your own")),
            ),
        )
        column.addWidget(self.source)
        self.caption = QLineEdit()
        self.caption.setPlaceholderText(self.tr("a giraffe walking along a road"))
        self.caption.setAccessibleName(self.tr("Caption"))
        self.caption.setMaxLength(300)
        column.addWidget(self.caption)
        self.lines = caption()
        self.lines.setWordWrap(True)
        column.addWidget(self.lines)
        self.author = QLineEdit(author)
        self.author.setPlaceholderText(self.tr("Your name, printed below the title"))
        self.author.setAccessibleName(self.tr("Author"))
        self.author.setMaxLength(60)
        column.addWidget(self.author)

    def _add_buttons(self, column: QVBoxLayout) -> None:
        self.again = QPushButton(self.tr("Draw again"))
        self.again.setToolTip(self.tr("Eight other pictures of the same words; what is locked stays"))
        self.use = QPushButton(self.tr("Use this cover"))
        self.use.setProperty("kind", "primary")
        self.use.setToolTip(self.tr("Keep this picture with the song, for its files and pages"))
        self.save = QPushButton(self.tr("Save picture…"))
        self.save.setToolTip(self.tr("As SVG, PNG or JPEG"))
        self.more = QPushButton(self.tr("Other"))
        self.more.setProperty("menu", "true")
        column.addWidget(self.use)
        column.addWidget(self.again)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.save, 1)
        row.addWidget(self.more)
        column.addLayout(row)
        origin = caption(self.tr("Drawn from your words by rules, on this machine."))
        origin.setWordWrap(True)
        column.addWidget(origin)

    def show_artwork(self, artwork: Artwork, song: Song) -> None:
        """Show what a cover is made of; a song that has none yet is offered this one."""
        self.source.set_value(artwork.source)
        self.caption.setVisible(artwork.source is WordSource.CAPTION)
        if not self.caption.hasFocus():
            self.caption.setText(artwork.caption)
        self.lines.setVisible(artwork.source is WordSource.LINES)
        self.lines.setText(self._quoted(artwork, song))
        self.cast.show_cast(artwork.recipe.cast)
        self.choices.show_recipe(artwork.recipe)
        self.told.setText(self._told(artwork))
        self.told.setVisible(bool(self.told.text()))
        self.use.setVisible(song.artwork is None)

    def _told(self, artwork: Artwork) -> str:
        if artwork.own:
            return self.tr("A picture of your own is shown in place of the drawn one.")
        if artwork.recipe.version > RECIPE_VERSION:
            return self.tr("A newer Songwright drew this cover; here it may look a little different. It is kept.")
        if is_abstract(artwork.recipe):
            return self.tr("The words name nothing to be seen: light and weather answer them.")
        return ""

    def _quoted(self, artwork: Artwork, song: Song) -> str:
        chosen = set(artwork.lines)
        texts = [line.text for section in song.sections for line in section.lines if line.id in chosen]
        if not texts:
            return self.tr("Select lines on the page, then press Lines again.")
        return "“" + " / ".join(texts)[:_MOST_QUOTED] + "”"
