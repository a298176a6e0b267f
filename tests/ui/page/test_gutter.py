"""What the gutter paints beside each row: counts on the right, letters on the left, and what is amiss by its shape."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from songwright.lyrics.notation import parse_form
from songwright.ui.page import gutter as gutter_module
from songwright.ui.page import page_view, stress_marks
from songwright.ui.page.sheet import LyricSheet
from songwright.ui.services import Services
from ui.strokes import Stroke, recorded

MakeServices = Callable[..., Services]
# Four syllables each; wait and late rhyme, stone and home nearly.
VERSE = "[Verse 1]\nThe tide is late\nA wall of stone\nThe tide will wait\nI sail for home"


@pytest.fixture
def sheet(make_services: MakeServices, qtbot: QtBot) -> LyricSheet:
    widget = LyricSheet(make_services(VERSE, title="Tide"))
    qtbot.addWidget(widget)
    widget.resize(700, 500)
    widget.show()
    qtbot.waitUntil(lambda: bool(widget.gutter.describe(1, "The tide is late")))
    return widget


@pytest.fixture
def strokes(sheet: LyricSheet, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[Stroke]]:
    """Paints the gutter once more and gives what was painted."""
    found = recorded(monkeypatch, gutter_module)

    def painted() -> list[Stroke]:
        found.clear()
        sheet.gutter.grab()
        return [*found]

    return painted


def argb(sheet: LyricSheet, name: str) -> str:
    return sheet._services.theme.colour(name).name(QColor.NameFormat.HexArgb)


def boxes(sheet: LyricSheet) -> list[tuple[int, int]]:
    return [(box.top(), box.height()) for _, _, box in sheet.editor.visible_rows()]


def measure(sheet: LyricSheet, qtbot: QtBot, form: str, faulty: int) -> None:
    sheet.watch.measure_by(parse_form(form))
    qtbot.waitUntil(lambda: sheet.watch.check is not None and sheet.watch.check.faulty == faulty)


def test_each_line_has_its_count_and_letter_beside_it_and_a_heading_has_none(
    sheet: LyricSheet, strokes: Callable[[], list[Stroke]]
) -> None:
    texts = [stroke for stroke in strokes() if stroke.call == "drawText"]
    assert [stroke.text for stroke in texts] == ["4", "A", "4", "B", "4", "A", "4", "B"]
    rows = boxes(sheet)[1:]
    for number, (count, letter) in enumerate(zip(texts[::2], texts[1::2], strict=True)):
        top, height = rows[number]
        assert count.middle == pytest.approx(top + height / 2, abs=1)
        assert letter.middle == pytest.approx(top + height / 2, abs=1)
        assert letter.box[0] == 4
        assert count.box[0] + count.box[2] == sheet.gutter.width() - 6
        assert letter.bold
        assert not count.bold


def test_letters_stand_in_chips_of_their_own_colour_as_high_as_their_type_asks(
    sheet: LyricSheet, strokes: Callable[[], list[Stroke]]
) -> None:
    painted = strokes()
    chips = [stroke for stroke in painted if stroke.call == "drawRoundedRect"]
    type_size = round(sheet._services.theme.page_pixels * 0.66)
    assert len(chips) == 4
    assert chips[0].pen[3:] == chips[2].pen[3:] != chips[1].pen[3:]
    assert [stroke.box[3] for stroke in chips] == [type_size * 1.5] * 4
    assert [stroke.box[2] for stroke in chips] == [type_size * 1.5] * 4
    letters = [stroke for stroke in painted if stroke.text in ("A", "B")]
    assert {stroke.size for stroke in letters} == {max(9, type_size - 2)}
    assert {stroke.size for stroke in painted if stroke.text == "4"} == {type_size}
    assert [letter.box for letter in letters] == [chip.box for chip in chips]
    colours = [QColor(colour).name() for colour in sheet._services.theme.tokens.rhymes]
    assert [QColor(letter.pen).name() for letter in letters] == [colours[place] for place in (0, 1, 0, 1)]
    for chip in chips:
        assert chip.box[0] >= 0
        assert chip.box[0] + chip.box[2] < sheet.gutter.width() / 2


def test_a_near_rhyme_has_an_outline_and_a_true_one_a_filled_chip(
    sheet: LyricSheet, strokes: Callable[[], list[Stroke]]
) -> None:
    true, near = [stroke for stroke in strokes() if stroke.call == "drawRoundedRect"][:2]
    assert QColor(true.brush).alphaF() == pytest.approx(0.16, abs=0.01)
    assert QColor(true.pen).alpha() == 0
    assert QColor(near.brush).alpha() == 0
    assert QColor(near.pen).alphaF() == pytest.approx(0.5, abs=0.01)


def test_the_row_of_the_cursor_has_its_count_in_the_accent(
    sheet: LyricSheet, strokes: Callable[[], list[Stroke]]
) -> None:
    sheet.editor.show_row(3)
    counts = [stroke.pen for stroke in strokes() if stroke.text == "4"]
    assert counts == [argb(sheet, name) for name in ("faint", "faint", "accent_ink", "faint")]


def test_a_wrong_count_stands_in_a_box_with_an_arrow_to_the_right_one(
    sheet: LyricSheet, strokes: Callable[[], list[Stroke]], qtbot: QtBot
) -> None:
    measure(sheet, qtbot, "6\n4\n4\n4", 1)
    painted = strokes()
    assert next(stroke.text for stroke in painted if "4" in stroke.text) == "4→6"
    (pill,) = [
        stroke for stroke in painted if stroke.call == "drawRoundedRect" and stroke.brush == argb(sheet, "error_soft")
    ]
    (text,) = [stroke for stroke in painted if stroke.text == "4→6"]
    assert pill.pen == text.pen == argb(sheet, "error")
    assert text.bold
    assert pill.middle == pytest.approx(text.middle, abs=1)
    assert pill.box[0] + pill.box[2] == sheet.gutter.width() - 2
    assert sheet.gutter.width() / 3 < pill.box[0]


def test_a_missing_rhyme_is_the_wanted_letter_in_a_broken_frame(
    sheet: LyricSheet, strokes: Callable[[], list[Stroke]], qtbot: QtBot
) -> None:
    measure(sheet, qtbot, "4a\n4a\n4a\n4x", 1)
    chips = [stroke for stroke in strokes() if stroke.call == "drawRoundedRect"]
    broken = [stroke for stroke in chips if stroke.dashed]
    assert len(broken) == 1
    assert broken[0].pen == argb(sheet, "error")
    assert broken[0].width == pytest.approx(1.4)
    assert QColor(broken[0].brush).alpha() == 0


def test_lines_that_no_longer_fit_their_notes_have_a_note_in_the_middle(
    sheet: LyricSheet, strokes: Callable[[], list[Stroke]]
) -> None:
    line = sheet.editor.rows().line_id(2)
    assert line is not None
    sheet._services.fit_marks.show(frozenset({line}))
    (note,) = [stroke for stroke in strokes() if stroke.text == "♪"]
    top, height = boxes(sheet)[2]
    assert note.box == (0, top, sheet.gutter.width(), height)
    assert note.pen == argb(sheet, "warning")
    assert note.size == round(round(sheet._services.theme.page_pixels * 0.66) * 1.2)


def test_a_click_beside_a_row_goes_there(sheet: LyricSheet, qtbot: QtBot) -> None:
    for row, _, box in sheet.editor.visible_rows():
        for y in (box.top(), box.bottom()):
            with qtbot.waitSignal(sheet.gutter.row_chosen) as chosen:
                qtbot.mouseClick(sheet.gutter, Qt.MouseButton.LeftButton, pos=QPoint(5, y))
            assert chosen.args == [row]


def test_the_gutter_stands_right_of_the_words_in_its_width(sheet: LyricSheet) -> None:
    area = sheet.editor.viewport().geometry()
    assert sheet.gutter.x() == area.right() + 1
    assert (sheet.gutter.y(), sheet.gutter.height()) == (area.top(), area.height())
    assert sheet.gutter.width() == sheet.gutter.sizeHint().width() == round(sheet._services.theme.page_pixels * 4.9)


def test_stresses_stand_under_their_syllables_a_bar_where_strong_and_a_dot_where_weak(
    sheet: LyricSheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = recorded(monkeypatch, page_view)
    marks = next(mark.__self__ for mark in sheet.editor.marks if isinstance(mark.__self__, stress_marks.StressMarks))
    marks.switch(on=True)
    sheet.editor.viewport().grab()
    calls = [stroke.call for stroke in found if stroke.call in ("drawPoint", "drawLine")]
    # "The tide is late": weak, strong, weak, strong; and so the other lines.
    assert calls[:4] == ["drawPoint", "drawLine", "drawPoint", "drawLine"]
    assert len(calls) == 16
    lines = [stroke for stroke in found if stroke.call == "drawLine"]
    assert {stroke.pen for stroke in lines} == {argb(sheet, "accent")}
    assert {stroke.width for stroke in lines} == {2.2}
    points = [stroke for stroke in found if stroke.call == "drawPoint"]
    assert {stroke.pen for stroke in points} == {argb(sheet, "faint")}
    for row, (top, height) in enumerate(boxes(sheet)[1:]):
        of_row = [stroke for stroke in found if top <= stroke.box[1] <= top + height]
        assert len(of_row) >= 4, row
        lefts = [stroke.box[0] for stroke in of_row if stroke.call in ("drawPoint", "drawLine")]
        assert lefts == sorted(lefts)
    marks.switch(on=False)
    found.clear()
    sheet.editor.viewport().grab()
    assert not [stroke for stroke in found if stroke.call == "drawLine"]
