"""The tunes that sections have had: kept beside the song, so that what was made is never lost by making something else.

All functions are pure, from the kept tunes (oldest first) to the kept tunes. What is kept has an end: `MOST` tunes of a
section and `MOST_NOTES` notes in all; beyond that the oldest go, but none that is marked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from songwright.core.edits import set_music
from songwright.core.song import Music, Song, Tune
from songwright.core.words import without_lost_words

__all__ = ["MOST", "MOST_NOTES", "kept", "marked", "remembered", "tunes_of", "with_tune"]

MOST = 30
MOST_NOTES = 20_000
"""About two megabytes of a project file."""


def remembered(tunes: Sequence[Tune], label: str, before: Song, made: Iterable[Song]) -> tuple[Tune, ...]:
    """The kept tunes with what the changed sections were in `before` and what was made of them; `label` says how.

    The first music of a section is in the song, and is kept when it is changed.
    """
    old = {section.id: section.music for section in before.sections}
    found = tuple(tunes)
    for song in made:
        for section in song.sections:
            was = old.get(section.id)
            if section.music is None or was is None or section.music == was:
                continue
            found = _with(found, before, section.id, was, "")
            found = _with(found, song, section.id, section.music, label)
    return found


def kept(tunes: Sequence[Tune], song: Song, section: str) -> tuple[Tune, ...]:
    """The kept tunes with the music of a section as it is now, unless it is among them."""
    music = song.section(section).music
    return tuple(tunes) if music is None else _with(tuple(tunes), song, section, music, "")


def marked(tunes: Sequence[Tune], tune: Tune, mark: str) -> tuple[Tune, ...]:
    """The kept tunes with one of them marked ("A", "B"), which no other of its section is then."""

    def marks(one: Tune) -> Tune:
        if one == tune:
            return replace(one, mark=mark)
        loses_it = one.section == tune.section and one.mark == mark
        return replace(one, mark="") if loses_it else one

    return tuple(map(marks, tunes))


def tunes_of(tunes: Iterable[Tune], song: Song, section: str) -> tuple[Tune, ...]:
    """The kept tunes of a section that the song's tracks can play, oldest first."""
    tracks = frozenset(track.id for track in song.tracks)
    return tuple(tune for tune in tunes if tune.section == section and tune.tracks == tracks)


def with_tune(song: Song, tune: Tune) -> Song:
    """The song with a kept tune in its section; notes of lines that are gone sound on without words.

    KeyError when the section is gone.
    """
    song = set_music(song, tune.section, tune.music)
    return replace(song, sections=without_lost_words(song.sections))


def _with(tunes: tuple[Tune, ...], song: Song, section: str, music: Music, origin: str) -> tuple[Tune, ...]:
    own = [tune for tune in tunes if tune.section == section]
    if any(tune.music == music for tune in own):
        return tunes
    number = max((tune.number for tune in own), default=0) + 1
    return _bounded((*tunes, Tune(number, section, music, frozenset(track.id for track in song.tracks), origin)))


def _bounded(tunes: tuple[Tune, ...]) -> tuple[Tune, ...]:
    """The tunes without those that are too many: the newest stays, then the marked ones, then the younger ones."""
    newest = len(tunes) - 1
    order = sorted(
        range(len(tunes)),
        key=lambda place: (place != newest and not (tunes[place].mark or tunes[place].favourite), -place),
    )
    stay: set[int] = set()
    of_section: Counter[str] = Counter()
    notes = 0
    for place in order:
        tune = tunes[place]
        size = sum(len(part.notes) for part in tune.music.parts)
        if place == newest or (of_section[tune.section] < MOST and notes + size <= MOST_NOTES):
            stay.add(place)
            of_section[tune.section] += 1
            notes += size
    return tuple(tune for place, tune in enumerate(tunes) if place in stay)
