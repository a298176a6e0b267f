"""Qt's strings in the language that is spoken: the same catalogue as for all sentences below Qt."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QTranslator

from songwright.core.language import Catalogue, English, speak

__all__ = ["Translator", "speak_everywhere"]


class Translator(QTranslator):
    """Asks a catalogue for everything that goes through `tr` and `translate`."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self._catalogue = catalogue

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:  # noqa: ARG002 - Qt's own
        """The text in the catalogue's language."""
        return self._catalogue.text(source, context)

    def isEmpty(self) -> bool:
        """Whether there is nothing to ask: Qt then does not ask."""
        return isinstance(self._catalogue, English) and type(self._catalogue) is English


def speak_everywhere(app: QCoreApplication, catalogue: Catalogue) -> Translator:
    """Have Qt and everything below it speak a language, before the window is built. Keep the result."""
    speak(catalogue)
    translator = Translator(catalogue)
    app.installTranslator(translator)
    return translator
