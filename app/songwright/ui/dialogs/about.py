"""What this is, which version, and whose work it stands on."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from songwright import __version__
from songwright.host.licence_texts import third_party_licences
from songwright.ui.fields import caption, label
from songwright.ui.theme.manager import Theme

__all__ = ["AboutDialog"]


class AboutDialog(QDialog):
    """The about box."""

    def __init__(self, theme: Theme, model: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Songwright"))
        self.resize(520, 460)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(16)
        mark = QLabel()
        mark.setPixmap(theme.icon("songwright", "accent").pixmap(QSize(48, 48)))
        head.addWidget(mark)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label("Songwright", "title"))
        words.addWidget(caption(self.tr("Version {0}").format(__version__)))
        head.addLayout(words, 1)
        column.addLayout(head)
        text = QLabel(
            self.tr(
                "An offline studio for people who write songs and poems. "
                "Everything happens on this machine; nothing leaves it."
            )
        )
        text.setWordWrap(True)
        column.addWidget(text)
        tabs = QTabWidget()
        tabs.addTab(self._reader(self._credits(model)), self.tr("Built with"))
        licences = third_party_licences()
        if licences:
            tabs.addTab(self._reader(licences), self.tr("All licences"))
        column.addWidget(tabs, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def _reader(self, text: str) -> QPlainTextEdit:
        view = QPlainTextEdit(text)
        view.setReadOnly(True)
        view.setTabChangesFocus(True)
        view.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        return view

    def _credits(self, model: str) -> str:
        entries = (
            ("Songwright", "MIT"),
            (f"Qt {qVersion()} · PySide6", "LGPL-3.0"),
            ("llama.cpp · llama-cpp-python", "MIT"),
            (f"{self.tr('Model')}: {model}" if model else "SmolLM2-135M-Instruct", self.tr("see its own licence")),
            ("mido · miniaudio · tinysoundfont", "MIT"),
            ("NumPy · soundfile · platformdirs", "BSD, MIT"),  # as it is: licences
            ("CMU Pronouncing Dictionary", "BSD"),
            ("Inter · Literata", "SIL Open Font License 1.1"),
        )
        return "\n".join(f"{name}\n    {licence}" for name, licence in entries)
