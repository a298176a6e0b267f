"""The manners that one may write in, for the parts of the window: measured off the event loop, remembered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from songwright.ui.jobs import Job
from songwright.ui.services import Services

if TYPE_CHECKING:
    from songwright.llm.manner import Manner
    from songwright.llm.manners import Manners

__all__ = ["MannerShelf", "manner_facts", "manner_title"]

_FEW_WORDS = 6
_OFTEN, _SELDOM = 0.75, 0.25  # shares of lines that rhyme


class MannerShelf:
    """Whose manner; what measures them is made when it is first used, which is seldom and never at the start."""

    def __init__(self, services: Services, own_songs: Callable[[], list[Path]]) -> None:
        self._services = services
        self._own_songs = own_songs
        self._made: Manners | None = None

    def get(self, name: str) -> Manner:
        """The manner of a name; at once where it was measured. Raises SongwrightError where there are no texts."""
        return self._manners().get(name)

    def measure(
        self, name: str, done: Callable[[Manner], None], failed: Callable[[Exception], None] = lambda _error: None
    ) -> Job:
        """Measure a manner on another thread."""
        manners = self._manners()
        return self._services.jobs.run(lambda: manners.measure(name), done, failed)

    def prepare(self, name: str) -> None:
        """Measure a manner that is not known yet, so that writing has not to wait for it."""
        if name and not self._manners().knows(name):
            self.measure(name, lambda _manner: None)

    def example(self, name: str, about: str) -> str:
        """The text in this manner that is nearest to a subject; "" while it is not measured."""
        if not name or not self._manners().knows(name):
            return ""
        return self._manners().get(name).nearest(about)

    def _manners(self) -> Manners:
        if self._made is None:
            # Imported when used, here and below: the window starts without it (tests/test_start.py).
            from songwright.llm.manners import Manners

            self._made = Manners(self._services.lexicon, self._own_songs)
        return self._made


def manner_title(name: str) -> str:
    """What a manner is called, for people; "" for none."""
    from songwright.llm.manners import FOLDER, OWN_SONGS, POET, masters

    if name == OWN_SONGS:
        return _tr("My own songs")
    if name.startswith(POET):
        return next((one.name for one in masters() if one.id == name.removeprefix(POET)), name)
    return Path(name.removeprefix(FOLDER)).name if name else ""


def manner_facts(manner: Manner) -> str:
    """What was measured, in a few plain words."""
    few, _, many = manner.syllables
    size = _tr("lines of {0} syllables").format(few if few == many else f"{few}–{many}")
    if manner.rhymed >= _OFTEN:
        rhymes = _tr("nearly all rhyme")
    elif manner.rhymed > _SELDOM:
        rhymes = _tr("some rhyme")
    else:
        rhymes = _tr("few rhyme")
    stanza = _tr("stanzas mostly {0}").format(manner.scheme.upper()) if manner.scheme else _tr("no usual stanza")
    told = ", ".join((size, rhymes, stanza))
    texts = QCoreApplication.translate("MannerShelf", "{0} texts").format(len(manner.texts))
    words = ", ".join(manner.stock[:_FEW_WORDS])
    return f"{texts}: {told}. " + _tr("Words that come often: {0}.").format(words) if words else f"{texts}: {told}."


def _tr(text: str) -> str:
    return QCoreApplication.translate("MannerShelf", text)
