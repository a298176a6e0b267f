"""The Cover stage: the picture of the song, its variants, and everything that it was made from."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from songwright.core.artwork import Actor, Artwork, Recipe, WordSource
from songwright.core.changes import Aspect, Change
from songwright.core.song import Song
from songwright.formats.cover.of_song import first_artwork, read_again
from songwright.host.settings import EXPORT_ARTIST
from songwright.ui.cover.artist import Artist, PictureOrder, own_image
from songwright.ui.cover.cast_list import spoken
from songwright.ui.cover.cover_files import taken_in
from songwright.ui.cover.easel import VARIANTS, Easel, Variants
from songwright.ui.cover.errands import CoverFiles
from songwright.ui.cover.panel import WIDTH, CoverPanel
from songwright.ui.shell.parts import Parts

__all__ = ["CoverStage", "build"]

_PAUSE = 350  # milliseconds after a key or an edit before a picture is drawn


def build(parts: Parts) -> QWidget:
    """The stage, for the table of places."""
    return CoverStage(parts)


class CoverStage(QWidget):
    """Draws on worker threads; every change of the cover is one step of the song's undo.

    A song has no cover until one is chosen; before that the stage shows what its words would give.
    """

    def __init__(self, parts: Parts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._services = parts.services
        self._artist = Artist(parts.services.jobs, self)
        self._first = Artwork()
        self._round = 0
        self._variants: list[Artwork] = []
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._draw)
        self._build()
        self._end = self._services.session.subscribe(self._song_changed)
        self._services.closing.append(self._artist.forget)
        self.destroyed.connect(lambda: self._end())

    # The widgets ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._services.theme
        self.easel = Easel(theme)
        self.panel = CoverPanel(theme, self._services.settings.get(EXPORT_ARTIST))
        self.files = CoverFiles(self._services, self)
        self.variants = Variants(theme)
        self.variants.chosen.connect(self._take_variant)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.easel, 1)
        left.addWidget(self.variants)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(20)
        row.addLayout(left, 1)
        row.addWidget(self.panel)
        self.setFocusProxy(self.panel.again)
        self._connect()

    def _connect(self) -> None:
        panel = self.panel
        panel.source.chosen.connect(self._set_source)
        panel.caption.editingFinished.connect(self._caption_typed)
        panel.author.textEdited.connect(self._author_typed)
        panel.cast.changed.connect(self._set_cast)
        panel.choices.changed.connect(self._set_recipe)
        panel.again.clicked.connect(self.draw_again)
        panel.use.clicked.connect(lambda: self._keep(self.artwork(), self.tr("Use This Cover")))
        panel.save.clicked.connect(lambda: self.files.ask_where(*self.finished()))
        self.files.began.connect(lambda: panel.save.setDisabled(True))
        self.files.ended.connect(lambda: panel.save.setEnabled(True))
        menu = QMenu(panel.more)
        menu.addAction(self.tr("A picture of your own…"), lambda: self.files.ask_for_own(self.take_own))
        menu.addAction(self.tr("Paint over it with a model of yours…"), self.paint_over)
        back = menu.addAction(self.tr("Back to the drawn one"), self._remove_own)
        none = menu.addAction(self.tr("No cover"), self._remove_cover)

        def offer() -> None:
            artwork = self._services.session.song.artwork
            back.setEnabled(artwork is not None and bool(artwork.own))
            none.setEnabled(artwork is not None)

        menu.aboutToShow.connect(offer)
        panel.more.setMenu(menu)

    # What is on show --------------------------------------------------------------------------------------------

    def artwork(self) -> Artwork:
        """The song's cover, or what it would be."""
        return self._services.session.song.artwork or self._first

    def entered(self) -> None:
        """Draw what is on show now."""
        if self._services.session.song.artwork is None:
            self._first = first_artwork(self._services.session.song)
        self._show_fields()
        self._deal()
        self._draw()

    def left(self) -> None:
        """Nothing is drawn for a stage out of sight."""
        self._artist.forget()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw for the new size, once it is settled."""
        super().resizeEvent(event)
        self.variants.fit_width(self.width() - WIDTH - 52)
        self._pause.start()

    def minimumSizeHint(self) -> QSize:
        """Small windows scroll the panel."""
        return QSize(560, 320)

    def _song_changed(self, change: Change) -> None:
        if not self.isVisible():
            return
        if change.aspects & Aspect.OPENED or (
            self._services.session.song.artwork is None and change.aspects & (Aspect.WORDS | Aspect.DETAILS)
        ):
            self._first = first_artwork(self._services.session.song)
            self._round = 0
        if change.aspects & (Aspect.COVER | Aspect.OPENED):
            self._show_fields()
        if change.aspects & (Aspect.COVER | Aspect.OPENED | Aspect.DETAILS | Aspect.WORDS):
            self._pause.start()

    def _show_fields(self) -> None:
        self.panel.show_artwork(self.artwork(), self._services.session.song)

    def finished(self) -> tuple[Song, str]:
        """The song with the cover that is on show, and its author."""
        return replace(self._services.session.song, artwork=self.artwork()), self._author()

    def _author(self) -> str:
        return self.panel.author.text().strip()

    def _draw(self) -> None:
        if not self.isVisible():
            return
        artwork = self.artwork()
        if artwork.own:
            image = own_image(artwork)
            if not image.isNull():
                self.easel.show_image(image, self.tr("A picture of your own"))
        else:
            described = self._described(artwork.recipe)
            order = self._order(artwork.recipe, self.easel.side())
            self._artist.draw("large", order, lambda image: self.easel.show_image(image, described))
        self._draw_variants()

    def _order(self, recipe: Recipe, side: int, *, lettered: bool = True) -> PictureOrder:
        title = self._services.session.song.title.strip() if lettered else ""
        return PictureOrder(replace(recipe, locks=()), title, self._author() if lettered else "", side)

    def _described(self, recipe: Recipe) -> str:
        cast = ", ".join(spoken(actor.concept) for actor in recipe.cast)
        where = f"{spoken(recipe.place)}, {recipe.hour}, {recipe.weather}"
        return f"{cast} ({where})" if cast else where

    # Variants ---------------------------------------------------------------------------------------------------

    def _deal(self) -> None:
        """Read the words eight times, with eight seeds."""
        song, artwork = self._services.session.song, self.artwork()
        seeds = [self._round * VARIANTS + number for number in range(VARIANTS)]
        self._variants = [read_again(song, artwork, seed) for seed in seeds]

    def _draw_variants(self) -> None:
        current = replace(self.artwork().recipe, locks=())
        found = None
        for index, variant in enumerate(self._variants):
            if replace(variant.recipe, locks=()) == current:
                found = index
            order = self._order(variant.recipe, self.variants.thumb_side(), lettered=False)
            self._artist.draw(f"variant {index}", order, partial(self.variants.show_image, index))
        self.variants.mark(found)

    def draw_again(self) -> None:
        """Eight other pictures; the first of them is shown, what is locked stays."""
        self._services.settle()
        self._round += 1
        self._deal()
        self._keep(self._variants[0], self.tr("Draw the Cover Again"))

    def _take_variant(self, index: int) -> None:
        self._keep(self._variants[index], self.tr("Choose a Cover"))

    # Edits ------------------------------------------------------------------------------------------------------

    def _keep(self, artwork: Artwork | None, step: str) -> None:
        session = self._services.session
        session.apply(step, replace(session.song, artwork=artwork), origin=self)
        self._show_fields()
        self._draw()

    def _set_recipe(self, field: str, recipe: Recipe) -> None:
        step = self.tr("Lock a Part of the Cover") if field == "lock" else self.tr("Change the Cover")
        self._keep(replace(self.artwork(), recipe=recipe), step)
        self._deal()
        self._draw_variants()

    def _set_cast(self, cast: tuple[Actor, ...]) -> None:
        recipe = self.artwork().recipe
        locks = recipe.locks if "cast" in recipe.locks else (*recipe.locks, "cast")
        self._set_recipe("cast", replace(recipe, cast=cast, locks=locks))

    def _set_source(self, source: str) -> None:
        artwork = replace(self.artwork(), source=WordSource(source))
        if artwork.source is WordSource.LINES:
            artwork = replace(artwork, lines=self._selected_lines() or artwork.lines)
        self._read_anew(artwork)
        if artwork.source is WordSource.CAPTION:
            self.panel.caption.setFocus()

    def _caption_typed(self) -> None:
        text = self.panel.caption.text().strip()
        if text != self.artwork().caption:
            self._read_anew(replace(self.artwork(), caption=text, source=WordSource.CAPTION))

    def _read_anew(self, artwork: Artwork) -> None:
        self._services.settle()
        self._round = 0
        recipe = replace(artwork.recipe, locks=tuple(lock for lock in artwork.recipe.locks if lock != "cast"))
        artwork = replace(artwork, recipe=recipe)
        self._keep(read_again(self._services.session.song, artwork, 0), self.tr("Draw the Cover From Other Words"))
        self._deal()
        self._draw_variants()

    def _selected_lines(self) -> tuple[str, ...]:
        """The ids of the lines that are selected on the page, or of the one at its cursor."""
        editor = self._parts.centre.sheet.editor
        cursor, document = editor.textCursor(), editor.document()
        first = document.findBlock(cursor.selectionStart()).blockNumber()
        last = document.findBlock(cursor.selectionEnd()).blockNumber()
        found = (editor.rows().line_id(row) for row in range(first, last + 1))
        return tuple(line for line in found if line is not None)

    def _author_typed(self, text: str) -> None:
        self._services.settings.set(EXPORT_ARTIST, text.strip())
        self._pause.start()

    def take_own(self, own: str) -> None:
        """Make a picture of the user's, as a song keeps it, the cover."""
        self._keep(replace(self.artwork(), own=own), self.tr("Take a Picture of Your Own"))

    def paint_over(self) -> None:
        """Ask for a learned painter, which paints over the drawing."""
        # Imported when used: the window starts without it (tests/test_start.py).
        from songwright.ui.cover.paint_dialog import PaintDialog

        dialog = PaintDialog(self._services, self.artwork().recipe, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.painted.connect(self.take_painted)
        dialog.open()

    def take_painted(self, image: QImage) -> None:
        """Make a painted picture the cover; the recipe that it was painted over stays beneath."""
        self._keep(replace(self.artwork(), own=taken_in(image)), self.tr("Paint Over the Cover"))

    def _remove_own(self) -> None:
        self._keep(replace(self.artwork(), own=""), self.tr("Go Back to the Drawn Cover"))

    def _remove_cover(self) -> None:
        self._first = self.artwork()
        self._keep(None, self.tr("Remove the Cover"))
