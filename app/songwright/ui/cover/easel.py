"""The large picture, and the row of variants to choose from."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from songwright.ui.theme.manager import Theme

__all__ = ["VARIANTS", "Easel", "Variants"]

VARIANTS = 8
_THUMB = 84
_RADIUS = 4.0


class Easel(QWidget):
    """Shows one square picture as large as there is room for."""

    clicked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image = QImage()
        self.setMinimumSize(220, 220)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("The cover"))
        self.setAccessibleDescription(self.tr("Drawing the cover…"))

    @property
    def image(self) -> QImage:
        """The picture on show; null before the first."""
        return self._image

    def side(self) -> int:
        """The side of the largest picture that is shown without loss, in device pixels."""
        return max(64, round(min(self.width(), self.height()) * self.devicePixelRatioF()))

    def show_image(self, image: QImage, described: str) -> None:
        """Show a picture, and say to screen readers what is on it."""
        self._image = image
        self.setAccessibleDescription(described)
        self.setToolTip(described)
        self.update()

    def sizeHint(self) -> QSize:
        """A good size for looking at a picture."""
        return QSize(560, 560)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture in the middle, with a hairline around it."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        side = min(self.width(), self.height()) - 2.0
        frame = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        if self._image.isNull():
            painter.fillRect(frame, self._theme.colour("hover"))
            painter.setFont(self._theme.ui_font(1.2))
            painter.setPen(self._theme.colour("muted"))
            painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, self.tr("Drawing the cover…"))
        else:
            painter.drawImage(_within(frame, self._image), self._image)
        painter.setPen(self._theme.colour("border"))
        painter.drawRect(frame)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click is told."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit()


def _within(frame: QRectF, image: QImage) -> QRectF:
    """The largest rectangle of the image's shape in the middle of a square."""
    longest = max(image.width(), image.height())
    width, height = frame.width() * image.width() / longest, frame.height() * image.height() / longest
    return QRectF(frame.center().x() - width / 2, frame.center().y() - height / 2, width, height)


class _Thumb(QToolButton):
    """One variant."""

    def __init__(self, number: int, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._image = QImage()
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFixedSize(_THUMB, _THUMB)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Variant {number}").replace("{number}", str(number)))

    def show_image(self, image: QImage) -> None:
        self._image = image
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(4, 4, -4, -4)
        if self._image.isNull():
            painter.fillRect(frame, self._theme.colour("hover"))
            painter.setPen(self._theme.colour("faint"))
            painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, "…")
        else:
            painter.drawImage(frame, self._image)
        if self.isChecked() or self.hasFocus():
            pen = painter.pen()
            pen.setWidth(2)
            pen.setColor(self._theme.colour("accent" if self.isChecked() else "focus"))
            painter.setPen(pen)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)


class Variants(QWidget):
    """Eight other readings and compositions of the same words."""

    chosen = Signal(int)
    """The index of the variant that was picked."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addStretch(1)
        self._thumbs = [_Thumb(number + 1, theme) for number in range(VARIANTS)]
        for index, thumb in enumerate(self._thumbs):
            thumb.clicked.connect(lambda _checked=False, index=index: self.chosen.emit(index))
            row.addWidget(thumb)
        row.addStretch(1)

    def thumb_side(self) -> int:
        """The side of a variant's picture in device pixels."""
        return round((_THUMB - 8) * self.devicePixelRatioF())

    def show_image(self, index: int, image: QImage) -> None:
        """Put a picture in its place."""
        self._thumbs[index].show_image(image)

    def mark(self, index: int | None) -> None:
        """Mark the variant that is the cover; none."""
        for number, thumb in enumerate(self._thumbs):
            thumb.setAutoExclusive(False)
            thumb.setChecked(number == index)
            thumb.setAutoExclusive(True)

    def fit_width(self, width: int) -> None:
        """Show as many as there is room for."""
        room = max(2, width // (_THUMB + 2))
        for number, thumb in enumerate(self._thumbs):
            thumb.setVisible(number < room)
