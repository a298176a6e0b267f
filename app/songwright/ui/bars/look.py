"""The colours and fonts of the bars view, worked out from the theme's tokens."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QFontInfo

from songwright.core.song import SectionKind, TrackRole
from songwright.ui.theme.design_tokens import DesignTokens

__all__ = ["Look", "blend", "section_colour"]

_SECTION_TOKEN = {
    SectionKind.VERSE: "accompaniment",
    SectionKind.STANZA: "accompaniment",
    SectionKind.PROSE: "accompaniment",
    SectionKind.PRE_CHORUS: "bass",
    SectionKind.CHORUS: "vocal",
    SectionKind.BRIDGE: "harmony",
    SectionKind.INTRO: "drums",
    SectionKind.INTERLUDE: "drums",
    SectionKind.OUTRO: "drums",
}


def section_colour(tokens: DesignTokens, kind: SectionKind) -> str:
    """The colour of a kind of section, as #rrggbb."""
    return str(getattr(tokens, _SECTION_TOKEN.get(kind, "drums")))


def blend(under: str, over: str, share: float) -> QColor:
    """The colour `over` painted on `under` with an opacity of `share` (0-1)."""
    low, high = QColor(under), QColor(over)
    return QColor.fromRgbF(
        low.redF() + (high.redF() - low.redF()) * share,
        low.greenF() + (high.greenF() - low.greenF()) * share,
        low.blueF() + (high.blueF() - low.blueF()) * share,
    )


@dataclass(frozen=True, slots=True)
class Look:
    """Ready colours and fonts; a new one is made when the theme or the font changes."""

    tokens: DesignTokens
    page: QColor
    off_scale: QColor
    tonic: QColor
    panel: QColor
    text: QColor
    muted: QColor
    faint: QColor
    bar_line: QColor
    beat_line: QColor
    accent: QColor
    accent_soft: QColor
    karaoke: QColor
    picked: QColor
    focus: QColor
    beyond: QColor
    font: QFont
    small: QFont
    bold: QFont
    contrast: bool

    @classmethod
    def of(cls, tokens: DesignTokens, font: QFont) -> Look:
        """The look of a theme with the widget's font."""
        contrast = tokens.name == "contrast"
        small, bold = QFont(font), QFont(font)
        pixels = QFontInfo(font).pixelSize()
        small.setPixelSize(max(10, round(pixels * 0.86)))
        bold.setPixelSize(round(pixels * 1.08))
        bold.setWeight(QFont.Weight.DemiBold)
        return cls(
            tokens=tokens,
            page=QColor(tokens.page),
            off_scale=QColor("#141414") if contrast else blend(tokens.page, tokens.text, 0.035),
            tonic=blend(tokens.page, tokens.accent, 0.16 if contrast else 0.09),
            panel=QColor(tokens.panel),
            text=QColor(tokens.text),
            muted=QColor(tokens.muted),
            faint=QColor(tokens.faint),
            bar_line=QColor(tokens.outline) if not contrast else QColor(tokens.border),
            beat_line=blend(tokens.page, tokens.outline, 0.35),
            accent=QColor(tokens.accent),
            accent_soft=QColor(tokens.accent_soft),
            karaoke=QColor(tokens.karaoke),
            picked=blend(tokens.page, tokens.accent, 0.45),
            focus=QColor(tokens.focus),
            beyond=blend(tokens.page, tokens.window, 0.9),
            font=QFont(font),
            small=small,
            bold=bold,
            contrast=contrast,
        )

    def role(self, role: TrackRole) -> QColor:
        """The colour of a track."""
        return QColor(getattr(self.tokens, role.value))

    def role_soft(self, role: TrackRole, share: float = 0.55) -> QColor:
        """A track's colour, let back into the page."""
        return blend(self.tokens.page, getattr(self.tokens, role.value), 1.0 if self.contrast else share)

    def section(self, kind: SectionKind) -> QColor:
        """The edge colour of a section."""
        return QColor(getattr(self.tokens, _SECTION_TOKEN[kind]))

    def section_soft(self, kind: SectionKind) -> QColor:
        """The fill of a section's span."""
        return blend(self.tokens.panel, getattr(self.tokens, _SECTION_TOKEN[kind]), 0.0 if self.contrast else 0.20)
