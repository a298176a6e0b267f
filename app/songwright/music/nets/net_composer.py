"""A composer that has learned: nets find rhythm, slurs, chords and tune within the rules' form, locks and band."""

from __future__ import annotations

import logging

from songwright.core.song import Music, Song
from songwright.music.kit import Kit
from songwright.music.locks import Hold
from songwright.music.nets.runtime import NetError
from songwright.music.nets.taste import learned_taste
from songwright.music.request import ComposeRequest, Watch
from songwright.music.rule_composer import RuleComposer
from songwright.music.sources import Taste

__all__ = ["LearnedComposer"]


log = logging.getLogger(__name__)


class LearnedComposer:
    """A `Composer` with the taste of the nets. Raises what the rules raise, and Cancelled.

    Where a net is missing or cannot run, the rules compose alone, and the log says why.
    """

    def __init__(self, kit: Kit) -> None:
        """Compose with the lexicon, styles and nets of a kit."""
        self._kit = kit

    def compose(self, song: Song, request: ComposeRequest, watch: Watch | None = None) -> Song:
        """Set the song to music; see `Composer.compose`."""
        watch = watch or Watch()
        try:
            return self._composer(learned_taste(self._kit, watch)).compose(song, request, watch)
        except NetError as error:
            log.warning("%s (%s)", error, error.detail)
            return self._composer(None).compose(song, request, watch)

    def compose_part(self, song: Song, request: ComposeRequest, section_id: str, hold: Hold) -> Music:
        """The music of one section with all that `hold` does not free as it was; see `Composer.compose_part`."""
        try:
            return self._composer(learned_taste(self._kit, Watch())).compose_part(song, request, section_id, hold)
        except NetError as error:
            log.warning("%s (%s)", error, error.detail)
            return self._composer(None).compose_part(song, request, section_id, hold)

    def _composer(self, taste: Taste | None) -> RuleComposer:
        kit = self._kit
        return RuleComposer(kit.lexicon, kit.styles, split=kit.split, taste=taste)
