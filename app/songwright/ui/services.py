"""What every part of the window is handed: built once in `songwright.ui.wiring`, passed to each widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from pathlib import Path

    from songwright.core.session import Session
    from songwright.host.paths import Paths
    from songwright.host.settings import Settings
    from songwright.lyrics.lexicon import Lexicon
    from songwright.ui.actions import Actions
    from songwright.ui.jobs import Jobs
    from songwright.ui.notices import Notices
    from songwright.ui.theme.manager import Theme

__all__ = ["FitMarks", "LexiconHolder", "Playhead", "Services"]


class Playhead(QObject):
    """Where playback is, for views that are not the player's: the lyric page follows the words.

    The music view calls `show_section`, `show_syllable` and `clear`; nobody else does.
    """

    section_shown = Signal(str)
    """Id of the section that plays; for a section that repeats another its own, not the other's."""

    syllable_shown = Signal(str, int)
    """(line id, index of the syllable in that line; -1 for the whole line)."""
    cleared = Signal()
    moved = Signal(float, bool)
    """(tick, whether it plays): where the song is, sixty times a second while it plays and whenever that changes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._at: tuple[str, int] | None = None
        self._section: str | None = None

    def show_section(self, section: str) -> None:
        """The section that plays; sent once where the same comes twice in a row."""
        if self._section != section:
            # What was sung last may be sung first in this one, where it is news again.
            self._section, self._at = section, None
            self.section_shown.emit(section)

    def show_syllable(self, line: str, syllable: int) -> None:
        """The syllable being sung; sent once where the same comes twice in a row."""
        if self._at != (line, syllable):
            self._at = (line, syllable)
            self.syllable_shown.emit(line, syllable)

    def clear(self) -> None:
        """Nothing is being sung."""
        if self._at is not None or self._section is not None:
            self._at = self._section = None
            self.cleared.emit()


class FitMarks(QObject):
    """The lines whose notes no longer fit their words, for views that show words. The music view sends them."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: frozenset[str] = frozenset()

    def show(self, lines: frozenset[str]) -> None:
        """These lines (ids), and no others."""
        if lines != self.lines:
            self.lines = lines
            self.changed.emit()


class LexiconHolder:
    """The pronouncing dictionary, read when it is first asked for (off the start-up path)."""

    def __init__(self, load: Callable[[], Lexicon]) -> None:
        self._load = load
        self._lexicon: Lexicon | None = None
        self.followers: list[Callable[[], None]] = []
        """Called in the window's thread when words are said otherwise than before."""

    def __call__(self) -> Lexicon:
        """The lexicon; the first call reads it. Safe from any thread (at worst it is read twice)."""
        if self._lexicon is None:
            self._lexicon = self._load()
        return self._lexicon

    def renew(self) -> None:
        """The user says a word otherwise: the next call reads the dictionary again."""
        self._lexicon = None
        for follower in tuple(self.followers):
            follower()

    @property
    def ready(self) -> bool:
        """Whether a call returns at once."""
        return self._lexicon is not None


def _no_file() -> None:
    """The file of a document that has none."""


def _open_nothing(_path: Path) -> None:
    """Open a file, before there is anybody who could."""


@dataclass(slots=True)
class Services:
    """The window's shared objects.

    `player` is the music view's own (the audio client and its process); it is None until that view has made one.
    Functions in `settling` bring pending typing into the session: call `settle` before reading the song for
    anything that lasts (saving, composing, exporting). Functions in `closing` run when the window closes.
    `project_path` gives the document's file, None while it has none; `open_project` opens a file in its place.
    """

    session: Session
    lexicon: LexiconHolder
    settings: Settings
    paths: Paths
    actions: Actions
    theme: Theme
    notices: Notices
    jobs: Jobs
    playhead: Playhead
    fit_marks: FitMarks = field(default_factory=FitMarks)
    player: object | None = None
    project_path: Callable[[], Path | None] = _no_file
    open_project: Callable[[Path], None] = _open_nothing
    settling: list[Callable[[], None]] = field(default_factory=list)
    closing: list[Callable[[], None]] = field(default_factory=list)

    def settle(self) -> None:
        """Bring every pending edit (typing that is still being gathered) into the session."""
        for function in self.settling:
            function()

    def close(self) -> None:
        """Stop timers, threads and child processes; called once, when the window has closed."""
        while self.closing:
            self.closing.pop()()
        self.jobs.close()
