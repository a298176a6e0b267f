"""From an idea to a song that plays, in one command; and words that come into the document by themselves."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QObject

from songwright.core.song import Piece, Song
from songwright.ui.composer.maker import Maker
from songwright.ui.player.playing import Playing
from songwright.ui.services import Services
from songwright.ui.writing.desk import Placement, WritingDesk

__all__ = ["FirstSong"]


class _Step(Enum):
    REST = auto()
    WRITING = auto()
    COMPOSING = auto()


class FirstSong(QObject):
    """Leads the desk, the composer and the player one after the other. Whatever is stopped or fails ends it there."""

    def __init__(self, services: Services, desk: WritingDesk, maker: Maker, playing: Playing) -> None:
        super().__init__(desk)
        self._services = services
        self._session = services.session
        self._desk = desk
        self._maker = maker
        self._playing = playing
        self._step = _Step.REST
        services.actions.on("make_song", self.begin)
        desk.drafted.connect(self._drafted)
        desk.nothing_written.connect(self._rest)
        desk.brief_wanted.connect(self._rest)
        maker.words_wanted.connect(self._accept_and_compose)
        maker.composing.composed.connect(self._composed)
        maker.composing.cancelled.connect(self._rest)

    def begin(self) -> None:
        """Write, compose and play; words that stand in the document already are only set to music."""
        if self._maker.words:
            self._compose()
            return
        if self._session.song.piece is not Piece.SONG:
            self._desk.write()
            return
        self._step = _Step.WRITING
        self._desk.leads_on = True
        self._desk.write()
        if not self._desk.writing:
            self._rest()

    @property
    def going_on(self) -> bool:
        """Whether a song is being made."""
        return self._step is not _Step.REST

    def _drafted(self, complete: bool) -> None:
        """A whole draft goes into the document by itself where that overwrites nothing of one's own."""
        making = self._step is _Step.WRITING
        self._rest()
        if complete and self._desk.usual_placement is Placement.REPLACE and self._desk.untouched:
            self._desk.accept()
            if making:
                self._compose()

    def _accept_and_compose(self) -> None:
        """Compose was used on a draft: its words are taken into the document first."""
        self._desk.accept(Placement.REPLACE)
        if self._maker.words:
            self._maker.compose()

    def _compose(self) -> None:
        self._step = _Step.COMPOSING
        self._services.actions["compose"].trigger()

    def _composed(self, _song: Song) -> None:
        if self._step is _Step.COMPOSING:
            self._rest()
            self._playing.play_from(0)

    def _rest(self) -> None:
        self._step = _Step.REST
        self._desk.leads_on = False
