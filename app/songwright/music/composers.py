"""The composers that there are, by name, and the one way to ask for a composition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.markings import slow_ending
from songwright.core.song import Song
from songwright.music.evening import evened
from songwright.music.kit import Kit
from songwright.music.modulation import from_last_chorus, in_another_key
from songwright.music.request import Composer, ComposeRequest, Watch
from songwright.music.rule_composer import RuleComposer

__all__ = ["COMPOSERS", "compose", "composer_of"]


def _rules(kit: Kit) -> Composer:
    return RuleComposer(kit.lexicon, kit.styles, split=kit.split)


def _learned(kit: Kit) -> Composer:
    # Imported here: the trained nets bring onnxruntime, which nothing else needs.
    from songwright.music.nets.net_composer import LearnedComposer

    return LearnedComposer(kit)


COMPOSERS: Final[Mapping[str, Callable[[Kit], Composer]]] = MappingProxyType({"rules": _rules, "learned": _learned})
"""`rules` does everything by rules; in `learned` nets trained on old songs find rhythm, chords and tune."""


def composer_of(request: ComposeRequest, kit: Kit) -> Composer:
    """The composer that a request names. SongwrightError when there is none of that name or its nets cannot run."""
    if request.composer not in COMPOSERS:
        raise SongwrightError(
            said(
                "There is no composer called “{composer}”. Choose one of: {names}.",
                composer=request.composer,
                names=", ".join(COMPOSERS),
            )
        )
    return COMPOSERS[request.composer](kit)


def compose(song: Song, request: ComposeRequest, kit: Kit, watch: Watch | None = None) -> Song:
    """The song set to music as the request says; see `Composer.compose`.

    Raises SongwrightError when it cannot be done (NetError when a trained net is missing), Cancelled when `watch` says
    so.
    """
    return _shaped(_composed(song, request, kit, watch or Watch()), request)


@evened
def _composed(song: Song, request: ComposeRequest, kit: Kit, watch: Watch) -> Song:
    # Imported when used: nets bring numpy and onnxruntime, which rules do without.
    from songwright.music.choir import with_choir, without_choir

    if not request.chorale:
        return composer_of(request, kit).compose(without_choir(song), request, watch)
    # A choir has no band to play before the words or after them.
    asked = replace(request, voice="soprano", intro=request.intro or 0, ending=bool(request.ending))
    composed = composer_of(request, kit).compose(song, asked, watch.part(0.0, 0.5))
    return with_choir(composed, kit, seed=composed.seed, watch=watch.part(0.5, 1.0))


def _shaped(song: Song, request: ComposeRequest) -> Song:
    """The song with the turns that were asked for beside its music."""
    if request.last_chorus_up:
        song = in_another_key(song, from_last_chorus(song), request.last_chorus_up)
    return slow_ending(song, bars=request.slow_ending) if request.slow_ending else song
