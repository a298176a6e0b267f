"""How a word of several ways is sung, chosen in the helper."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from songwright.core.song import Song
from songwright.core.words import with_lyric_text
from songwright.ui.helper.reading_panel import ReadingPanel
from songwright.ui.shell.parts import Spot
from songwright.ui.wiring import Studio

pytestmark = [pytest.mark.window]


def test_the_choice_holds_for_the_word_in_its_line_and_is_one_step_of_undo(
    make_studio: Callable[..., Studio],
) -> None:
    studio = make_studio()
    services = studio.services
    services.session.apply("Words", with_lyric_text(Song(), "I hear the wind\nThe wind is low"))
    fold = studio.window.helper.folds["readings"]
    fold.heading.click()
    fold.show_spot(Spot())
    panel = fold.panel
    assert isinstance(panel, ReadingPanel)
    first, second = services.session.song.sections[0].lines
    panel.show_spot(Spot(0, first.text, 12, "wind", first.id))
    shown = [choice.text() for choice in panel.choices if not choice.isHidden()]
    assert len(shown) == 2
    panel.choices[1].click()
    changed = services.session.song.sections[0].lines
    assert [line.readings for line in changed] == [(("wind", 1),), ()]
    panel.show_spot(Spot(1, second.text, 5, "wind", second.id))
    assert panel.choices[0].isChecked()
    services.session.undo()
    assert services.session.song.sections[0].lines[0].readings == ()


def test_a_word_of_one_way_offers_nothing(make_studio: Callable[..., Studio]) -> None:
    studio = make_studio()
    services = studio.services
    services.session.apply("Words", with_lyric_text(Song(), "lantern"))
    fold = studio.window.helper.folds["readings"]
    fold.heading.click()
    fold.show_spot(Spot())
    panel = fold.panel
    assert isinstance(panel, ReadingPanel)
    panel.show_spot(Spot(0, "lantern", 3, "lantern", services.session.song.sections[0].lines[0].id))
    assert all(choice.isHidden() for choice in panel.choices)
    panel.show_spot(Spot())
    assert all(choice.isHidden() for choice in panel.choices)
