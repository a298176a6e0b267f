"""What the Compose commands do: ask a composer, off the event loop, and say what keeps it from working."""

from __future__ import annotations

from PySide6.QtCore import QObject

from songwright.music.request import Composer
from songwright.music.styles import Styles
from songwright.ui.music.compose_panel import ComposePanel
from songwright.ui.music.composing import Composing
from songwright.ui.services import Services

__all__ = ["Maker"]


class Maker(QObject):
    """Leads composing by the commands of the window and of the compose panel."""

    def __init__(self, services: Services, styles: Styles, panel: ComposePanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._styles = styles
        self._panel = panel
        self._composer: Composer | None = None
        self.composing = Composing(services, self.composer, self)
        services.actions.on("compose", self.compose)
        services.actions.on("stop", self.composing.cancel)
        panel.compose_asked.connect(self.compose)
        panel.another_asked.connect(self.compose_another)
        panel.cancel_asked.connect(self.composing.cancel)
        self.composing.started.connect(lambda: panel.set_busy(busy=True))
        self.composing.ended.connect(lambda: panel.set_busy(busy=False))
        self.composing.composed.connect(panel.show_outcome)

    def composer(self) -> Composer:
        """The composer; called on worker threads (at worst it is made twice)."""
        if self._composer is None:
            from songwright.music.compose import RuleComposer  # its tables are read when first needed

            self._composer = RuleComposer(self._services.lexicon(), self._styles)
        return self._composer

    def compose(self) -> None:
        """Set the words to music as the panel says."""
        self._services.settle()
        if self.words:
            self._services.notices.withdraw("accept-first")
            self.composing.start(self._panel.request)
        elif self.draft_waits:
            accept = self._services.actions["accept"]
            self._services.notices.show(
                self.tr("Accept the draft first: only words of your document can be set to music."),
                key="accept-first",
                action=(self.tr("Accept"), accept.trigger),
            )

    def compose_another(self) -> None:
        """The same wishes with another seed."""
        self._panel.new_seed()
        self.compose()

    @property
    def words(self) -> bool:
        """Whether the document has words."""
        return any(section.sung_lines for section in self._services.session.song.sections)

    @property
    def draft_waits(self) -> bool:
        """Whether there are words in a finished draft only: Accept says that there is one on show."""
        return not self.words and self._services.actions["accept"].isEnabled()
