"""The pop-up with what could stand at the cursor: lines, words or rhymes, each with its likelihood as a bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from songwright.ui.fields import Segments, caption, label
from songwright.ui.services import Services
from songwright.ui.theme.manager import Theme

__all__ = ["OfferPopup", "Shown"]

_WIDTH = 40.0
"""In base type sizes."""
_MOST_ROWS = 9
_OFFER = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Shown:
    """One row: its words, its likelihood from 0 to 1 (None while that is not known), and remarks at the right."""

    text: str
    share: float | None = None
    remark: str = ""
    good: bool = False
    """Whether the remark is good news."""
    tip: str = ""


class OfferPopup(QFrame):
    """Arrows move, Enter takes, Esc leaves; nothing changes until something is taken."""

    taken = Signal(str)
    asked = Signal(str)
    """The user wants another kind of lines: the key of a segment."""
    more_wanted = Signal()
    stopped = Signal()
    sought = Signal(str)
    """Another word was typed to look for."""
    left = Signal()

    def __init__(
        self,
        services: Services,
        title: str,
        kinds: Sequence[tuple[str, str, str]] = (),
        *,
        search: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`kinds` are (key, text, tip) to choose from; `search`, when given, is the word in a field to look for."""
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("offers")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._services = services
        self._spot = QPoint()
        self._kinds = Segments(self.tr("What should be different"), kinds) if kinds else None
        self.field = QLineEdit(search) if search is not None else None
        self.list = QListWidget()
        self._busy = QProgressBar()
        self.status = caption()
        self._stop = QPushButton(self.tr("Stop"))
        self._more = QPushButton(self.tr("More"))
        self._arrange(label(title, "section"))
        self._connect()
        self.wait(self.tr("Thinking…"))

    def _arrange(self, title: QLabel) -> None:
        theme = self._services.theme
        self.setFixedWidth(theme.pixels(_WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 8)
        column.setSpacing(6)
        top = QHBoxLayout()
        top.addWidget(title)
        top.addStretch(1)
        if self.field is not None:
            self.field.setAccessibleName(self.tr("Word to rhyme with"))
            self.field.setMaximumWidth(theme.pixels(14))
            top.addWidget(self.field)
        column.addLayout(top)
        if self._kinds is not None:
            column.addWidget(self._kinds)
        self.list.setItemDelegate(_Delegate(theme, self.list))
        self.list.setAccessibleName(title.text())
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setMouseTracking(True)
        column.addWidget(self.list)
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setAccessibleName(self.tr("Thinking"))
        column.addWidget(self._busy)
        foot = QHBoxLayout()
        self.status.setWordWrap(True)
        foot.addWidget(self.status, 1)
        for button in (self._more, self._stop):
            button.setProperty("kind", "quiet")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            foot.addWidget(button)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.list.itemActivated.connect(lambda item: self._take(item))
        self.list.itemClicked.connect(lambda item: self._take(item))
        self._more.clicked.connect(lambda _checked=False: self.more_wanted.emit())
        self._stop.clicked.connect(lambda _checked=False: self.stopped.emit())
        if self._kinds is not None:
            self._kinds.chosen.connect(self._choose_kind)
        if self.field is not None:
            self.field.textEdited.connect(self.sought)
            self.field.returnPressed.connect(self.list.setFocus)

    # --- what is shown ----------------------------------------------------------------------------------------

    def open_at(self, spot: QRect) -> None:
        """Show below a rectangle of the screen, or above it where there is no room."""
        self._spot = spot.bottomLeft()
        self._fit()
        self.show()
        room = self.screen().availableGeometry()
        x = max(room.left(), min(spot.left() - 24, room.right() - self.width()))
        below = spot.bottom() + 6
        tallest = self._tallest()
        y = below if below + tallest <= room.bottom() else max(room.top(), spot.top() - 6 - tallest)
        self.move(x, y)
        self.list.setFocus()

    def wait(self, text: str) -> None:
        """Something is being thought about."""
        self._busy.show()
        self._stop.show()
        self._more.hide()
        self.status.setText(text)
        self._fit()

    def rest(self, text: str, *, more: bool) -> None:
        """Nothing more comes by itself; `more` says whether it could."""
        self._busy.hide()
        self._stop.hide()
        self._more.setVisible(more)
        self.status.setText(text)
        self._fit()

    def show_offers(self, offers: Sequence[Shown]) -> None:
        """Show these rows; one that the user has gone to stays chosen."""
        item = self.list.currentItem()
        kept = item.data(_OFFER).text if item is not None and self.list.currentRow() > 0 else ""
        self.list.clear()
        for offer in offers:
            entry = QListWidgetItem(offer.text)
            entry.setData(_OFFER, offer)
            entry.setToolTip(offer.tip)
            share = self.tr("{0} percent").format(round(offer.share * 100)) if offer.share is not None else ""
            told = ", ".join(filter(None, (offer.text, share, offer.remark)))
            entry.setData(Qt.ItemDataRole.AccessibleTextRole, told)
            self.list.addItem(entry)
            if offer.text == kept:
                self.list.setCurrentItem(entry)
        if self.list.currentItem() is None and offers:
            self.list.setCurrentRow(0)
        self._fit()

    @property
    def kind(self) -> str:
        """The chosen segment's key."""
        return self._kinds.value if self._kinds is not None else ""

    def choose_kind(self, key: str) -> None:
        """Mark a segment without telling."""
        if self._kinds is not None:
            self._kinds.set_value(key)

    def _tallest(self) -> int:
        row = self.list.itemDelegate().sizeHint(QStyleOptionViewItem(), QModelIndex()).height()
        return self.sizeHint().height() - self.list.height() + _MOST_ROWS * row

    def _fit(self) -> None:
        row = self.list.itemDelegate().sizeHint(QStyleOptionViewItem(), QModelIndex()).height()
        rows = min(max(self.list.count(), 3), _MOST_ROWS)
        self.list.setFixedHeight(rows * row + 2 * self.list.frameWidth() + 2)
        self.adjustSize()

    # --- what the user does -----------------------------------------------------------------------------------

    def _choose_kind(self, key: str) -> None:
        self.list.setFocus()
        self.asked.emit(key)

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.taken.emit(item.data(_OFFER).text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take or leave."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.hasFocus():
            self._take(self.list.currentItem())
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() == Qt.Key.Key_Down and not self.list.hasFocus():
            self.list.setFocus()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """A click elsewhere, or Esc: nothing was taken."""
        super().hideEvent(event)
        self.left.emit()


class _Delegate(QStyledItemDelegate):
    """Words at the left; at the right a bar and a share, and a remark between them."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(10, self._theme.pixels(2.3))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        offer: Shown = index.data(_OFFER)
        theme = self._theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = option.rect.adjusted(2, 1, -2, -1)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(theme.colour("accent"))
            painter.setBrush(theme.colour("accent_soft"))
            painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        right = area.right() - 8
        if offer.share is not None:
            right = self._paint_share(painter, area, right, offer.share)
        painter.setFont(theme.ui_font(0.92))
        if offer.remark:
            width = painter.fontMetrics().horizontalAdvance(offer.remark)
            painter.setPen(theme.colour("success" if offer.good else "muted"))
            place = QRect(right - width, area.y(), width + 1, area.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, offer.remark)
            right -= width + 10
        painter.setFont(theme.page_font(theme.pixels(1.2) / theme.page_pixels))
        painter.setPen(theme.colour("text"))
        place = QRect(area.x() + 8, area.y(), right - area.x() - 8, area.height())
        text = painter.fontMetrics().elidedText(offer.text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.restore()

    def _paint_share(self, painter: QPainter, area: QRect, right: int, share: float) -> int:
        """Draw a bar and its number; returns where there is room to the left of them."""
        theme = self._theme
        painter.setFont(theme.ui_font(0.92))
        text = f"{share:.0%}" if share >= 0.01 else "<1%"
        width = painter.fontMetrics().horizontalAdvance("100%")
        painter.setPen(theme.colour("muted"))
        place = QRect(right - width, area.y(), width, area.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
        length = theme.pixels(4.5)
        bar = QRectF(right - width - 8 - length, area.center().y() - 2, length, 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("border"))
        painter.drawRoundedRect(bar, 2.5, 2.5)
        painter.setBrush(theme.colour("accent"))
        painter.drawRoundedRect(QRectF(bar.x(), bar.y(), max(3.0, bar.width() * share), bar.height()), 2.5, 2.5)
        return round(bar.left()) - 10
