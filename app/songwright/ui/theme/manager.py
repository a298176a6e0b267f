"""The theme in force: fonts, palette, style sheet and tinted icons, and a signal when they change."""

from __future__ import annotations

from importlib.resources import files

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon
from PySide6.QtWidgets import QApplication

from songwright.ui.theme.design_tokens import DARK, LIGHT, THEMES, DesignTokens
from songwright.ui.theme.icons import tinted_icon
from songwright.ui.theme.palette import palette
from songwright.ui.theme.stylesheet import style_sheet

__all__ = ["SERIF", "UI_FONT", "Theme"]

UI_FONT = "Inter"
SERIF = "Literata"
BASE_PIXELS = 13
PAGE_PIXELS = 19


class Theme(QObject):
    """What the window looks like. Widgets that paint themselves read `tokens` and repaint on `changed`."""

    changed = Signal()

    def __init__(self, app: QApplication, choice: str = "system", scale: float = 1.0, page_size: int = 0) -> None:
        super().__init__(app)
        self._app = app
        self._choice = choice
        self._scale = scale
        self._page_size = page_size or round(PAGE_PIXELS * scale)
        self._icons: dict[tuple[str, str], QIcon] = {}
        self.tokens: DesignTokens = LIGHT
        self._load_fonts()
        app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._apply()

    def choose(self, choice: str, *, scale: float | None = None, page_size: int | None = None) -> None:
        """Switch to "light", "dark", "contrast" or "system", and to other sizes of type (0: the page as usual)."""
        scale = self._scale if scale is None else scale
        page = self._page_size if page_size is None else page_size or round(PAGE_PIXELS * scale)
        wanted = (choice, scale, page)
        if wanted != (self._choice, self._scale, self._page_size):
            self._choice, self._scale, self._page_size = wanted
            self._apply()

    @property
    def choice(self) -> str:
        """The theme as chosen, "system" included."""
        return self._choice

    @property
    def page_pixels(self) -> int:
        """Height of the type on the lyric page, in pixels."""
        return self._page_size

    def colour(self, name: str) -> QColor:
        """A token's colour."""
        return QColor(getattr(self.tokens, name))

    def icon(self, name: str, colour: str = "text") -> QIcon:
        """One of our icons in a token's colour, with its disabled state."""
        key = (name, colour)
        if key not in self._icons:
            self._icons[key] = tinted_icon(name, getattr(self.tokens, colour), self.tokens.faint)
        return self._icons[key]

    def pixels(self, size: float = 1.0) -> int:
        """A type size in pixels: `size` times the base size, at the user's scale."""
        return round(BASE_PIXELS * self._scale * size)

    def ui_font(self, size: float = 1.0, *, bold: bool = False) -> QFont:
        """The interface's font at `size` times its base size."""
        font = QFont(UI_FONT)
        font.setPixelSize(self.pixels(size))
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font

    def page_font(self, size: float = 1.0, *, bold: bool = False, italic: bool = False) -> QFont:
        """The page's serif at `size` times the chosen page size."""
        font = QFont(SERIF)
        font.setPixelSize(round(self._page_size * size))
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        font.setItalic(italic)
        return font

    def _apply(self) -> None:
        self.tokens = self._chosen()
        self._icons.clear()
        self._app.setFont(self.ui_font())
        self._app.setPalette(palette(self.tokens))
        self._app.setStyleSheet(style_sheet(self.tokens, self._scale))
        self.changed.emit()

    def _chosen(self) -> DesignTokens:
        if self._choice in THEMES:
            return THEMES[self._choice]
        return DARK if self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT

    def _follow_system(self) -> None:
        if self._choice not in THEMES and self._chosen() is not self.tokens:
            self._apply()

    @staticmethod
    def _load_fonts() -> None:
        folder = files("songwright_resources") / "fonts"
        for font in sorted(folder.iterdir(), key=lambda entry: entry.name):
            if font.name.endswith(".ttf"):
                QFontDatabase.addApplicationFontFromData(font.read_bytes())
