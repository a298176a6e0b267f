"""Every colour, distance and size of the window, in one table per theme. Nothing else in `ui` names a colour.

Text colours have a contrast of at least 4.5:1 on the surfaces they are used on (7:1 in high contrast); a test
computes it. Rhyme colours follow Okabe and Ito's palette, which colour-blind people can tell apart.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DARK", "HIGH_CONTRAST", "LIGHT", "RADIUS", "RADIUS_SMALL", "SPACE", "THEMES", "DesignTokens"]

# Distances in pixels, by step; layouts use these only.
SPACE = (0, 4, 8, 12, 16, 24, 32, 48)
RADIUS = 10
RADIUS_SMALL = 6


@dataclass(frozen=True, slots=True)
class DesignTokens:
    """The colours of one theme, as #rrggbb."""

    name: str
    dark: bool
    window: str
    """Behind everything."""
    panel: str
    """Side bars, tool bar."""
    page: str
    """The sheet of paper; fields."""
    raised: str
    """Buttons, menus."""
    hover: str
    pressed: str
    selection: str
    selection_text: str
    text: str
    muted: str
    """Captions, secondary text."""
    faint: str
    """Gutter numbers, placeholders, disabled text: the only one allowed below 4.5:1 (but above 3:1)."""
    border: str
    """Hairlines between surfaces."""
    outline: str
    """Edges of fields and buttons."""
    accent: str
    accent_hover: str
    accent_text: str
    """On `accent`."""
    accent_soft: str
    """A tint of the accent, behind drafts and chosen segments."""
    accent_ink: str
    """Accent-coloured text on page and panel."""
    focus: str
    heading: str
    """Section headings on the page."""
    karaoke: str
    """Behind the syllable being sung."""
    info: str
    success: str
    warning: str
    error: str
    info_soft: str
    success_soft: str
    warning_soft: str
    error_soft: str
    vocal: str
    harmony: str
    accompaniment: str
    bass: str
    drums: str
    rhymes: tuple[str, ...]


LIGHT = DesignTokens(
    name="light",
    dark=False,
    window="#efece6",
    panel="#f7f5f1",
    page="#fffefc",
    raised="#ffffff",
    hover="#ece8e1",
    pressed="#e0dbd1",
    selection="#c6e2de",
    selection_text="#1d1b18",
    text="#24211d",
    muted="#655f57",
    faint="#8b847a",
    border="#e1dcd3",
    outline="#cdc6ba",
    accent="#1b6b66",
    accent_hover="#15807a",
    accent_text="#ffffff",
    accent_soft="#e3f0ee",
    accent_ink="#13605b",
    focus="#1b8a83",
    heading="#96502a",
    karaoke="#ffe08a",
    info="#2b5c8a",
    success="#256b3c",
    warning="#8a5a00",
    error="#a93226",
    info_soft="#e6eff7",
    success_soft="#e6f3ea",
    warning_soft="#fbf1dc",
    error_soft="#fae9e6",
    vocal="#b8562f",
    harmony="#8b5a9c",
    accompaniment="#1b6b66",
    bass="#2f5f9e",
    drums="#6d655a",
    rhymes=("#0072b2", "#b35900", "#007a5a", "#a4478a", "#8a6d00", "#3f6fb5", "#6b6b6b", "#8c3b3b"),
)

DARK = DesignTokens(
    name="dark",
    dark=True,
    window="#161719",
    panel="#1d1f22",
    page="#222428",
    raised="#2a2d32",
    hover="#30343a",
    pressed="#3a3f46",
    selection="#2a5955",
    selection_text="#f4f1ec",
    text="#e9e6e0",
    muted="#aaa59c",
    faint="#7f7b74",
    border="#303338",
    outline="#454a51",
    accent="#5cc0b6",
    accent_hover="#77d1c8",
    accent_text="#0c2422",
    accent_soft="#1d2d2d",
    accent_ink="#7ed3ca",
    focus="#6fd0c6",
    heading="#e0a070",
    karaoke="#6b5514",
    info="#8fbce6",
    success="#86c998",
    warning="#e2b45c",
    error="#f09385",
    info_soft="#1e2c3a",
    success_soft="#1d3024",
    warning_soft="#352c18",
    error_soft="#3a2320",
    vocal="#e88f66",
    harmony="#c79ad6",
    accompaniment="#5cc0b6",
    bass="#84b0ea",
    drums="#aaa296",
    rhymes=("#56b4e9", "#e69f00", "#3dc79a", "#d98cc0", "#f0e442", "#8fb4ff", "#b8b8b8", "#e58a8a"),
)

HIGH_CONTRAST = DesignTokens(
    name="contrast",
    dark=True,
    window="#000000",
    panel="#000000",
    page="#000000",
    raised="#000000",
    hover="#262626",
    pressed="#404040",
    selection="#ffe14d",
    selection_text="#000000",
    text="#ffffff",
    muted="#f0f0f0",
    faint="#c8c8c8",
    border="#a0a0a0",
    outline="#ffffff",
    accent="#ffe14d",
    accent_hover="#fff0a0",
    accent_text="#000000",
    accent_soft="#1f1c00",
    accent_ink="#ffe14d",
    focus="#5ee7ff",
    heading="#ffe14d",
    karaoke="#5c5000",
    info="#9ad4ff",
    success="#8dff9e",
    warning="#ffd35c",
    error="#ff9d90",
    info_soft="#00141f",
    success_soft="#001a05",
    warning_soft="#1f1600",
    error_soft="#240400",
    vocal="#ff9f6e",
    harmony="#e3a8ff",
    accompaniment="#5ee7d8",
    bass="#8fc3ff",
    drums="#d8d8d8",
    rhymes=("#6cc8ff", "#ffb000", "#4de8b4", "#ff9fdc", "#fff04d", "#a9c4ff", "#e0e0e0", "#ff9b9b"),
)

THEMES = {tokens.name: tokens for tokens in (LIGHT, DARK, HIGH_CONTRAST)}
