"""Presets come first in the export, the single kinds behind *more*; it can go on in the background."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from songwright.audio.export_presets import PRESETS, preset_of
from songwright.audio.takeaway import KINDS
from songwright.core.song import Song
from songwright.core.words import with_lyric_text
from songwright.ui.dialogs.export_dialog import ExportDialog
from songwright.ui.services import Services
from ui.music import samples

pytestmark = pytest.mark.window


def checked(dialog: ExportDialog) -> set[str]:
    return {name for name, box in dialog.boxes.items() if box.isChecked()}


@pytest.fixture
def open_export(make_services: Callable[[Song], Services], qtbot: QtBot, tmp_path: Path) -> Callable[..., ExportDialog]:
    def make(song: Song, services: Services | None = None) -> ExportDialog:
        services = services or make_services(song)
        dialog = ExportDialog(services)
        dialog.folder.setText(str(tmp_path))
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make


def test_every_preset_names_kinds_that_exist() -> None:
    known = {kind.id for kind in KINDS}
    assert all(set(preset.kinds) <= known for preset in PRESETS)
    assert len({frozenset(preset.kinds) for preset in PRESETS}) == len(PRESETS)


def test_at_first_a_preset_is_chosen_and_the_single_kinds_are_folded_away(
    open_export: Callable[..., ExportDialog],
) -> None:
    dialog = open_export(samples.song())
    assert dialog.presets.value == "demo"
    assert checked(dialog) == {"mp3"}
    assert not dialog.boxes["midi"].isVisible()
    dialog.more.click()
    assert dialog.boxes["midi"].isVisible()


def test_words_without_music_begin_with_their_own_preset(open_export: Callable[..., ExportDialog]) -> None:
    dialog = open_export(with_lyric_text(Song(), "The tide is late"))
    assert dialog.presets.value == "poem"
    assert checked(dialog) == {"pdf-chords", "text"}
    assert not dialog.presets.button("demo").isEnabled()
    assert dialog.export.isEnabled()


def test_a_preset_sets_the_kinds_and_another_kind_makes_it_a_choice_of_ones_own(
    open_export: Callable[..., ExportDialog],
) -> None:
    dialog = open_export(samples.song())
    dialog.presets.button("band").click()
    assert checked(dialog) == {"pdf", "pdf-chords", "midi"}
    dialog.boxes["flac"].setChecked(True)
    assert dialog.presets.value == ""
    assert preset_of(checked(dialog)) is None


def test_the_last_choice_is_kept(open_export: Callable[..., ExportDialog], qtbot: QtBot) -> None:
    first = open_export(samples.song())
    first.presets.button("singer").click()
    with qtbot.waitSignal(first.exported):
        first.export.click()
    again = open_export(samples.song(), first._services)
    assert again.presets.value == "singer"


def test_an_export_goes_on_in_the_background_and_is_told(
    open_export: Callable[..., ExportDialog], qtbot: QtBot
) -> None:
    dialog = open_export(samples.song())
    dialog.presets.button("poem").click()
    told: list[str] = []
    dialog._services.notices.shown.connect(lambda notice: told.append(notice.text))
    with qtbot.waitSignal(dialog.exported):
        dialog.start()
        dialog.aside.click()
        assert not dialog.isVisible()
    assert told[0].startswith("Exporting")
    assert told[-1].startswith("Exported")
