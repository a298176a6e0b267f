"""Colours, icons and marks."""

from __future__ import annotations

from importlib.resources import files
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontInfo, QIcon
from PySide6.QtWidgets import QApplication

from songwright.ui.theme.design_tokens import THEMES, DesignTokens
from songwright.ui.theme.icons import icon_names, tinted_icon
from songwright.ui.theme.manager import SERIF, UI_FONT, Theme

SURFACES = ("window", "panel", "page", "raised")
INKS = ("text", "muted", "accent_ink", "error", "warning", "success", "info", "heading")


def luminance(colour: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(channel) for channel in QColor(colour).getRgbF()[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2's contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", THEMES.values(), ids=lambda tokens: tokens.name)
def test_text_can_be_read_on_every_surface(tokens: DesignTokens) -> None:
    least = 7.0 if tokens.name == "contrast" else 4.5
    pairs = [*product(INKS, SURFACES), ("accent_text", "accent"), ("selection_text", "selection")]
    pairs += [("text", f"{level}_soft") for level in ("info", "success", "warning", "error")]
    pairs += [("text", "accent_soft"), ("accent_ink", "accent_soft"), ("text", "karaoke")]
    weak = {
        (ink, surface): round(contrast(getattr(tokens, ink), getattr(tokens, surface)), 2)
        for ink, surface in pairs
        if contrast(getattr(tokens, ink), getattr(tokens, surface)) < least
    }
    assert weak == {}


@pytest.mark.parametrize("tokens", THEMES.values(), ids=lambda tokens: tokens.name)
def test_faint_text_focus_and_rhymes_stand_out_enough(tokens: DesignTokens) -> None:
    for ink in (tokens.faint, tokens.focus, tokens.outline if tokens.name == "contrast" else tokens.focus):
        assert contrast(ink, tokens.page) >= 3
    assert all(contrast(rhyme, tokens.page) >= 3 for rhyme in tokens.rhymes)
    assert len(set(tokens.rhymes)) == len(tokens.rhymes) == 8


@pytest.mark.parametrize("tokens", THEMES.values(), ids=lambda tokens: tokens.name)
def test_ticks_and_arrows_have_the_colours_of_their_theme(tokens: DesignTokens) -> None:
    folder = Path(str(files("songwright_resources") / "themes" / tokens.name))
    wanted = {"check": tokens.accent_text, "dot": tokens.accent_text, "down": tokens.muted, "up": tokens.muted}
    for name, colour in wanted.items():
        assert f'stroke="{colour}"' in (folder / f"{name}.svg").read_text()


@pytest.mark.parametrize("name", icon_names())
def test_every_icon_is_drawn_in_the_colour_asked_for(qapp: QApplication, name: str) -> None:
    image = tinted_icon(name, "#ff0000", "#0000ff").pixmap(QSize(32, 32), QIcon.Mode.Normal).toImage()
    drawn = {image.pixelColor(x, y).rgb() for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() > 250}
    assert drawn == {QColor("#ff0000").rgb()}


def test_the_fonts_are_our_own(theme: Theme) -> None:
    assert QFontInfo(theme.ui_font()).family() == UI_FONT
    assert QFontInfo(theme.page_font()).family() == SERIF
    assert QFontInfo(theme.page_font(bold=True)).bold() or theme.page_font(bold=True).weight() == 600


def test_choosing_a_theme_and_size_reaches_palette_fonts_and_sheet(theme: Theme, qapp: QApplication) -> None:
    try:
        theme.choose("dark", scale=1.5, page_size=0)
        assert theme.tokens.name == "dark"
        assert qapp.palette().window().color() == theme.colour("panel")
        assert theme.tokens.accent in qapp.styleSheet()
        assert theme.pixels() > 13
        assert theme.page_pixels > 19
    finally:
        theme.choose("light", scale=1.0, page_size=0)


def test_every_font_ships_with_its_licence() -> None:
    folder = files("songwright_resources") / "fonts"
    names = [entry.name for entry in folder.iterdir()]
    families = {name.split("-")[0] for name in names if name.endswith(".ttf")}
    assert all(f"{family}-OFL.txt" in names for family in families)
    assert sum(len((folder / name).read_bytes()) for name in names) < 3_000_000
