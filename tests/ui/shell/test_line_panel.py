"""What the helper says of the line at the cursor."""

from __future__ import annotations

import pytest

from songwright.ui.helper.line_panel import LinePanel
from songwright.ui.shell.parts import Spot
from songwright.ui.wiring import Studio

pytestmark = [pytest.mark.window]


def test_it_asks_for_the_cursor_only_where_it_stands_in_no_line(studio: Studio) -> None:
    fold = studio.window.helper.folds["line"]
    fold.show_spot(Spot())
    panel = fold.panel
    assert isinstance(panel, LinePanel)
    assert "Put the cursor" in panel.told.text()
    # No such row was looked at yet, as at the start, while the dictionary is being read.
    panel.show_spot(Spot(7, "The tide is late", 5, "tide"))
    assert "Put the cursor" not in panel.told.text()
