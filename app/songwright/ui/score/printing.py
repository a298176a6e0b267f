"""Printing drawings, with a preview. Letters are printed as outlines, so paper shows what the screen shows."""

from __future__ import annotations

from PySide6.QtCore import QMarginsF, QSizeF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QToolBar, QToolButton, QWidget

from songwright.formats.engraving.drawing import Drawing, Page
from songwright.ui.score.painter import ScorePainter, paper_inks

__all__ = ["paint_pages", "preview"]

# Qt's preview has no names for its buttons: these are their places in its tool bar.
_ORIENTATION, _PAGE_SETUP, _PRINT = (7, 8, 9), -2, -1


def preview(drawing: Drawing, parent: QWidget) -> None:
    """Show the pages as they will be printed, with the system's way of choosing printer and pages."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(drawing.title or "Songwright")
    first = drawing.pages[0]
    size = QPageSize(QSizeF(first.width, first.height), QPageSize.Unit.Point)
    printer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    printer.setFullPage(True)
    dialog = QPrintPreviewDialog(printer, parent)
    dialog.setWindowTitle(dialog.tr("Print"))
    dialog.resize(900, 700)
    dialog.paintRequested.connect(lambda device: paint_pages(drawing, device))
    _dress(dialog)
    dialog.exec()
    dialog.deleteLater()


def _dress(dialog: QPrintPreviewDialog) -> None:
    """Leave out what the pages do not follow (they have their paper), so that the way to print is in sight."""
    for bar in dialog.findChildren(QToolBar):
        actions = bar.actions()
        for place in (*_ORIENTATION, _PAGE_SETUP):
            actions[place].setVisible(False)
        button = bar.widgetForAction(actions[_PRINT])
        if isinstance(button, QToolButton):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)


def paint_pages(drawing: Drawing, printer: QPrinter) -> None:
    """Paint every page that is asked for, fitted to the paper that is in the printer."""
    painter = QPainter()
    if not painter.begin(printer):
        return
    artist, inks = ScorePainter(drawing), paper_inks()
    first, last = printer.fromPage() or 1, printer.toPage() or len(drawing.pages)
    for number, page in enumerate(drawing.pages[first - 1 : last]):
        if number:
            printer.newPage()
        painter.save()
        scale = _scale(page, printer)
        painter.scale(scale, scale)
        for block in page.blocks:
            painter.save()
            painter.translate(block.x, block.y)
            artist.paint(painter, block, inks)
            painter.restore()
        painter.restore()
    painter.end()


def _scale(page: Page, printer: QPrinter) -> float:
    """Dots of the printer a point, less where its paper is smaller than the page."""
    paper = printer.paperRect(QPrinter.Unit.DevicePixel)
    return min(printer.resolution() / 72, paper.width() / page.width, paper.height() / page.height)
