"""The easel shows the cover whole, in the middle, as large as there is room."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from songwright.ui.cover import easel as easel_module
from songwright.ui.cover.easel import Easel
from songwright.ui.theme.manager import Theme
from ui.strokes import recorded


@pytest.mark.parametrize(
    ("width", "height", "frame"),
    [(400, 300, (51, 1, 298, 298)), (300, 400, (1, 51, 298, 298)), (300, 300, (1, 1, 298, 298))],
)
def test_a_picture_stands_whole_in_the_middle_with_a_line_around_it(
    theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, width: int, height: int, frame: tuple[int, ...]
) -> None:
    easel = Easel(theme)
    qtbot.addWidget(easel)
    easel.resize(width, height)
    strokes = recorded(monkeypatch, easel_module)
    easel.grab()
    assert [stroke.call for stroke in strokes] == ["fillRect", "drawText", "drawRect"]
    assert {stroke.box for stroke in strokes} == {frame}
    assert strokes[1].text == "Drawing the cover…"
    assert strokes[0].brush == theme.colour("hover").name(QColor.NameFormat.HexArgb)

    strokes.clear()
    image = QImage(600, 600, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    easel.show_image(image, "A teal square")
    shown = easel.grab().toImage()
    assert [stroke.call for stroke in strokes] == ["drawImage", "drawRect"]
    assert {stroke.box for stroke in strokes} == {frame}
    assert strokes[1].pen == theme.colour("border").name(QColor.NameFormat.HexArgb)
    assert shown.pixelColor(shown.width() // 2, shown.height() // 2) == QColor("teal")
    assert easel.accessibleDescription() == easel.toolTip() == "A teal square"


@pytest.mark.parametrize(("pixels", "box"), [((600, 300), (1, 75.5, 298, 149)), ((100, 400), (112.75, 1, 74.5, 298))])
def test_a_picture_of_the_users_own_keeps_its_shape(
    theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, pixels: tuple[int, int], box: tuple[float, ...]
) -> None:
    easel = Easel(theme)
    qtbot.addWidget(easel)
    easel.resize(300, 300)
    image = QImage(*pixels, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    easel.show_image(image, "own")
    strokes = recorded(monkeypatch, easel_module)
    easel.grab()
    assert strokes[0].box == pytest.approx(box)


def test_what_is_drawn_is_asked_for_in_pixels_of_the_smaller_side_and_never_tiny(theme: Theme, qtbot: QtBot) -> None:
    easel = Easel(theme)
    qtbot.addWidget(easel)
    easel.resize(420, 300)
    assert easel.side() == round(300 * easel.devicePixelRatioF())
    easel.setMinimumSize(10, 10)
    easel.resize(20, 40)
    assert easel.side() == 64
