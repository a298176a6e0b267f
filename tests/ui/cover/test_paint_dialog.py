"""Painting over the cover in the window, with a script in the painter's place."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from painter.weight_files import WHOLE, WRITER, gguf
from songwright.core.artwork import Recipe
from songwright.host.settings import PAINTER_WEIGHTS
from songwright.painter.overpaint import PAINTED_SIDE, painter_command
from songwright.ui.cover.paint_dialog import PaintDialog
from songwright.ui.services import Services

MakeDialog = Callable[..., PaintDialog]


@pytest.fixture
def make_dialog(make_services: Callable[..., Services], qtbot: QtBot, tmp_path: Path) -> MakeDialog:
    services = make_services()

    def made(*actions: dict[str, object], installed: bool = True) -> PaintDialog:
        script = tmp_path / "script.json"
        script.write_text(json.dumps(actions))
        recipe = Recipe(place="hills", hour="dusk")
        dialog = PaintDialog(
            services,
            recipe,
            command=lambda: painter_command("--scripted", str(script)),
            installed=lambda: installed,
        )
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return made


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    path = tmp_path / "painter.gguf"
    path.write_bytes(gguf(*WHOLE))
    return path


def can_paint(dialog: PaintDialog) -> bool:
    return dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()


def test_the_painted_picture_is_handed_on_and_the_weights_are_remembered(
    make_dialog: MakeDialog, weights: Path, qtbot: QtBot
) -> None:
    dialog = make_dialog({"share": 0.5})
    dialog.path.setText(str(weights))
    assert "GB of memory" in dialog.told.text()
    found: list[QImage] = []
    dialog.painted.connect(found.append)
    dialog.paint()
    qtbot.waitUntil(lambda: bool(found))
    assert found[0].width() == found[0].height() == PAINTED_SIDE
    assert not dialog.isVisible()
    assert dialog._services.settings.get(PAINTER_WEIGHTS) == str(weights)


def test_a_painter_that_crashes_is_told_and_can_be_tried_again(
    make_dialog: MakeDialog, weights: Path, qtbot: QtBot
) -> None:
    dialog = make_dialog({"kill": 11})
    dialog.path.setText(str(weights))
    dialog.paint()
    qtbot.waitUntil(lambda: "crashed" in dialog.told.text())
    assert dialog.isVisible()
    assert can_paint(dialog)


def test_closing_the_dialog_ends_the_painter(make_dialog: MakeDialog, weights: Path, qtbot: QtBot) -> None:
    dialog = make_dialog({"share": 0.1}, {"hang": True})
    dialog.path.setText(str(weights))
    dialog.paint()
    qtbot.waitUntil(lambda: dialog.progress.value() == 10)
    assert dialog._painting is not None
    child = dialog._painting._child
    assert child.running
    dialog.reject()
    assert not child.running


def test_a_file_that_is_no_painter_is_refused_before_it_is_loaded(make_dialog: MakeDialog, tmp_path: Path) -> None:
    dialog = make_dialog()
    assert not can_paint(dialog)
    writer = tmp_path / "writer.gguf"
    writer.write_bytes(gguf(*WRITER))
    dialog.path.setText(str(writer))
    assert "holds no painter" in dialog.told.text()
    assert not can_paint(dialog)


def test_without_the_extra_the_dialog_says_what_is_missing(make_dialog: MakeDialog, weights: Path) -> None:
    dialog = make_dialog(installed=False)
    dialog.path.setText(str(weights))
    assert "extra “pictures”" in dialog.told.text()
    assert not can_paint(dialog)
