"""The drawer of songs: those that were opened or saved, found by any word, with the course of their tunes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QFile, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QImage, QPainter, QPen, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QMessageBox,
    QPushButton,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from songwright.host.library import LibraryEntry
from songwright.host.recent import forget, recent_files
from songwright.ui.drawers.card_frame import CardDelegate, paint_card_frame
from songwright.ui.drawers.library_keeper import entry_of_file
from songwright.ui.fields import label
from songwright.ui.latest import Latest, Work
from songwright.ui.shell.parts import Parts

__all__ = ["LibraryDrawer", "build"]

_ENTRY = Qt.ItemDataRole.UserRole
_HEIGHT = 5.0
_PAUSE_MS = 120


class LibraryDrawer(QWidget):
    """Enter or a double click opens a song, Del puts it into the system's trash (after asking)."""

    def __init__(self, parts: Parts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = parts.services
        self._keeper = parts.library
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search the songs"))
        self.search.setToolTip(self.tr("Titles, words, tags and styles"))
        self.search.setAccessibleName(self.tr("Search the songs"))
        self.search.setClearButtonEnabled(True)
        self.sort = QComboBox()
        self.sort.setAccessibleName(self.tr("Sort by"))
        for key, text in (
            ("used", self.tr("Last used")),
            ("title", self.tr("Title")),
            ("style", self.tr("Style")),
            ("length", self.tr("Length")),
        ):
            self.sort.addItem(text, key)
        self.list = QListWidget()
        self.told = label("", "empty")
        self.told.setWordWrap(True)
        self.open = QPushButton(self.tr("Open"))
        self.trash = QPushButton(self.tr("Move to trash…"))
        self.tags = QLineEdit()
        self._latest = Latest(
            self._services.jobs, self._work, self._show, pause_ms=_PAUSE_MS, failed=self._failed, parent=self
        )
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self.list.setProperty("cards", "true")
        self.list.setAccessibleName(self.tr("Songs"))
        self.list.setItemDelegate(_SongPainter(self._services.theme, _HEIGHT, self.list))
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(2)
        self.open.setProperty("kind", "primary")
        self.tags.setPlaceholderText(self.tr("Tags, parted by commas"))
        self.tags.setAccessibleName(self.tr("Tags of this song"))
        tools = QHBoxLayout()
        tools.setSpacing(6)
        tools.addWidget(self.open)
        tools.addWidget(self.trash)
        tools.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 12, 8)
        column.setSpacing(6)
        for widget in (self.search, self.sort, self.told):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        column.addLayout(tools)
        column.addWidget(self.tags)

    def _connect(self) -> None:
        services = self._services
        self.search.textEdited.connect(lambda _text: self._latest.ask())
        self.sort.activated.connect(lambda _place: self.refresh())
        self.list.itemActivated.connect(lambda _item: self.open_chosen())
        self.list.itemSelectionChanged.connect(self._show_possible)
        self.open.clicked.connect(lambda _checked=False: self.open_chosen())
        self.trash.clicked.connect(lambda _checked=False: self.trash_chosen())
        self.tags.editingFinished.connect(self._tag)
        self._keeper.changed.connect(self._latest.ask)
        services.session.subscribe(lambda _change: self._show_tags())
        services.closing.append(self._latest.stop)
        services.theme.changed.connect(self.list.viewport().update)

    # --- what is shown ----------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Look what there is; an index that is empty is built from the files used last."""
        super().showEvent(event)
        self._show_tags()
        self.refresh()

    def refresh(self) -> None:
        """Look the songs up on another thread."""
        self._latest.ask(at_once=True)

    def _work(self) -> Work:
        library, text, sort = self._keeper.library, self.search.text(), self.sort.currentData()
        recent = [path for path in recent_files(self._services.settings) if path.suffix == ".songwright"]

        def found() -> tuple[LibraryEntry, ...]:
            songs = library.search(text, sort)
            if not songs and not text and recent and library.rebuild(recent, entry_of_file):
                songs = library.search(text, sort)
            return songs

        return found

    def _failed(self, error: Exception) -> None:
        self._services.notices.error(error, key="library")

    def _show(self, songs: tuple[LibraryEntry, ...]) -> None:
        chosen = self.chosen
        self.list.clear()
        for song in songs:
            item = QListWidgetItem(song.title)
            item.setData(_ENTRY, song)
            told = ", ".join(filter(None, (song.title, song.style, *song.tags, _first(song.words))))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, told)
            item.setToolTip(str(song.path))
            self.list.addItem(item)
            if chosen is not None and song.path == chosen.path:
                self.list.setCurrentItem(item)
        empty = self.tr("Songs that you open or save are listed here.")
        self.told.setText(self.tr("No song has all of these words.") if self.search.text() else empty)
        self.told.setVisible(not songs)
        self._show_possible()

    def _show_possible(self) -> None:
        for button in (self.open, self.trash):
            button.setEnabled(self.chosen is not None)

    def _show_tags(self) -> None:
        if not self.tags.hasFocus():
            self.tags.setText(", ".join(self._services.session.song.tags))

    @property
    def chosen(self) -> LibraryEntry | None:
        """The chosen song."""
        items = self.list.selectedItems()
        return items[0].data(_ENTRY) if items else None

    # --- what is done -----------------------------------------------------------------------------------------

    def open_chosen(self) -> None:
        """Open the chosen song; one whose file is gone is taken off the list."""
        song = self.chosen
        if song is None:
            return
        if song.path.exists():
            self._services.open_project(song.path)
            return
        self._services.notices.show(
            self.tr("“{0}” is not where it was. It was taken off the list; open it from where it is now.").format(
                song.path.name
            ),
            key="library",
        )
        self._drop(song.path)

    def trash_chosen(self) -> None:
        """Put the chosen song's file into the system's trash, if that is wanted."""
        song = self.chosen
        if song is None:
            return
        question = QMessageBox(self.window())
        question.setText(self.tr("Move “{0}” to the trash?").format(song.path.name))
        question.setInformativeText(self.tr("You can bring it back from there."))
        move = question.addButton(self.tr("Move to trash"), QMessageBox.ButtonRole.DestructiveRole)
        question.addButton(QMessageBox.StandardButton.Cancel)
        question.exec()
        if question.clickedButton() is move:
            self.move_to_trash(song.path)
        question.deleteLater()

    def move_to_trash(self, path: Path) -> bool:
        """Put a file into the system's trash; False, with a notice, when the system has none for it."""
        if path == self._services.project_path():
            self._services.notices.show(self.tr("This song is open. Open another one first."), key="library")
            return False
        if not _trashed(path):
            text = self.tr("“{0}” could not be moved to the trash; it is where it was.")
            self._services.notices.show(text.format(path.name), key="library")
            return False
        self._drop(path)
        return True

    def _drop(self, path: Path) -> None:
        library = self._keeper.library
        forget(self._services.settings, path)
        self._services.jobs.run(lambda: library.forget(path), lambda _done: self.refresh())

    def _tag(self) -> None:
        """Give the open song the tags that were typed; they are saved with it."""
        session = self._services.session
        tags = tuple(dict.fromkeys(filter(None, (tag.strip() for tag in self.tags.text().split(",")))))
        if tags != session.song.tags:
            session.apply(self.tr("Tags"), replace(session.song, tags=tags))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with a song."""
        if self.chosen is not None:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addAction(self.tr("Open")).triggered.connect(lambda _on=False: self.open_chosen())
            menu.addAction(self.tr("Move to trash…")).triggered.connect(lambda _on=False: self.trash_chosen())
            menu.popup(event.globalPos())


class _SongPainter(CardDelegate):
    """Title and date above, style and first words in the middle, the tune at the foot."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, song = self._theme, index.data(_ENTRY)
        painter.save()
        area = paint_card_frame(painter, option, theme)
        inside = area.adjusted(10, 6, -10, -6).toRect()
        cover = QImage.fromData(song.cover) if song.cover else QImage()
        if not cover.isNull():
            side = inside.height()
            scaled = cover.size().scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRect(inside.topLeft(), scaled), cover)
            inside.setLeft(inside.left() + side + 10)
        date = datetime.fromtimestamp(song.used, UTC).astimezone().strftime("%d %b %Y")
        about = " · ".join(filter(None, (song.style, *song.tags, _first(song.words))))
        row = QRect(inside.x(), inside.y(), inside.width(), theme.pixels(1.4))
        painter.setFont(theme.ui_font(0.85))
        painter.setPen(theme.colour("muted"))
        painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, date)
        room = row.width() - painter.fontMetrics().horizontalAdvance(date) - 8
        second = row.translated(0, theme.pixels(1.4))
        painter.drawText(
            second,
            Qt.AlignmentFlag.AlignVCenter,
            painter.fontMetrics().elidedText(about, Qt.TextElideMode.ElideRight, second.width()),
        )
        painter.setFont(theme.ui_font(bold=True))
        painter.setPen(theme.colour("text"))
        title = painter.fontMetrics().elidedText(song.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, title)
        painter.setPen(QPen(theme.colour("vocal"), 1.6))
        foot = QRectF(inside).adjusted(0, theme.pixels(2.9), 0, 0)
        for start, end, height in song.tune:
            y = foot.bottom() - height * foot.height()
            left, right = foot.x() + start * foot.width(), foot.x() + end * foot.width()
            painter.drawLine(QPointF(left, y), QPointF(max(left + 1, right), y))
        painter.restore()


def _trashed(path: Path) -> bool:
    """Put a file into the system's trash; the binding answers with a truth value or with the new path beside it."""
    answer: object = QFile.moveToTrash(str(path))
    return bool(answer[0]) if isinstance(answer, tuple) else bool(answer)


def _first(words: str) -> str:
    return words.split("\n", 1)[0]


def build(parts: Parts) -> QWidget:
    """The drawer."""
    return LibraryDrawer(parts)
