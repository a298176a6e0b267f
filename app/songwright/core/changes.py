"""What an edit changed; every view hears of it once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Flag, auto

from songwright.core.song import Music, Section, Song

__all__ = ["Aspect", "Change", "change_between"]


class Aspect(Flag):
    """The parts of a document that views look at."""

    NONE = 0
    WORDS = auto()
    """Lines, headings or the order of sections."""
    CHORDS = auto()
    NOTES = auto()
    TRACKS = auto()
    """Instruments added, removed, renamed or re-programmed."""
    MIX = auto()
    """Volume, pan, reverb, mute or solo only."""
    TIME = auto()
    """Tempo or metre."""
    DETAILS = auto()
    """Title, subject, kind of piece, key, style, seed, capo, form."""
    COVER = auto()
    """The picture on the cover."""
    TAKES = auto()
    TUNES = auto()
    """The music that sections once had."""
    VERSIONS = auto()
    """The named versions of the song."""
    OPENED = auto()
    """Another document took this one's place."""
    MUSIC = CHORDS | NOTES | TRACKS | MIX | TIME


@dataclass(frozen=True, slots=True)
class Change:
    """A change from `before` to `after`; `sections` are the ids of sections whose words or music changed."""

    label: str
    before: Song
    after: Song
    aspects: Aspect
    sections: frozenset[str] = frozenset()
    origin: object = None


def change_between(
    label: str,
    before: Song,
    after: Song,
    *,
    takes: bool = False,
    tunes: bool = False,
    versions: bool = False,
    opened: bool = False,
    origin: object = None,
) -> Change:
    """Compare two songs, by identity first: unchanged parts are shared between them."""
    aspects, sections = _section_changes(before, after)
    aspects |= _song_changes(before, after)
    if takes:
        aspects |= Aspect.TAKES
    if tunes:
        aspects |= Aspect.TUNES
    if versions:
        aspects |= Aspect.VERSIONS
    if opened:
        aspects |= Aspect.OPENED
    return Change(label, before, after, aspects, sections, origin)


_TIMING = ("tempo", "metre", "looseness")
_DETAILS = ("title", "about", "piece", "key", "style", "seed", "capo", "form")


def _song_changes(before: Song, after: Song) -> Aspect:
    aspects = Aspect.NONE
    if any(getattr(before, name) != getattr(after, name) for name in _TIMING):
        aspects |= Aspect.TIME
    if any(getattr(before, name) != getattr(after, name) for name in _DETAILS):
        aspects |= Aspect.DETAILS
    if before.artwork != after.artwork:
        aspects |= Aspect.COVER
    if before.tracks is not after.tracks:
        old = {track.id: track for track in before.tracks}
        if [_instrument(track) for track in before.tracks] != [_instrument(track) for track in after.tracks]:
            aspects |= Aspect.TRACKS
        if any(track.id in old and old[track.id].mix != track.mix for track in after.tracks):
            aspects |= Aspect.MIX
    return aspects


def _instrument(track: object) -> tuple[object, ...]:
    return tuple(getattr(track, name) for name in ("id", "name", "role", "program", "singing"))


def _section_changes(before: Song, after: Song) -> tuple[Aspect, frozenset[str]]:
    if before.sections is after.sections:
        return Aspect.NONE, frozenset()
    old = {section.id: section for section in before.sections}
    new = {section.id: section for section in after.sections}
    aspects = Aspect.NONE
    if list(old) != list(new):
        aspects |= Aspect.WORDS | Aspect.CHORDS | Aspect.NOTES
    changed = set(old) ^ set(new)
    for section_id in old.keys() & new.keys():
        found = _differences(old[section_id], new[section_id])
        if found:
            aspects |= found
            changed.add(section_id)
    return aspects, frozenset(changed)


def _differences(old: Section, new: Section) -> Aspect:
    if old is new:
        return Aspect.NONE
    aspects = Aspect.NONE
    if (old.lines, old.title, old.kind, old.repeats) != (new.lines, new.title, new.kind, new.repeats):
        aspects |= Aspect.WORDS
    if old.music is not new.music:
        aspects |= _music_differences(old.music, new.music)
    if old.repeats != new.repeats:
        aspects |= Aspect.CHORDS | Aspect.NOTES
    return aspects


def _music_differences(old: Music | None, new: Music | None) -> Aspect:
    if old is None or new is None or old.bars != new.bars:
        return Aspect.CHORDS | Aspect.NOTES
    aspects = Aspect.NONE
    if old.chords != new.chords:
        aspects |= Aspect.CHORDS
    if old.parts != new.parts:
        aspects |= Aspect.NOTES
    return aspects | _marking_differences(old, new)


def _marking_differences(old: Music, new: Music) -> Aspect:
    """Where bars, keys or tempo are others, everything stands elsewhere or is called otherwise."""
    if old.markings == new.markings:
        return Aspect.NONE
    return Aspect.TIME | Aspect.DETAILS | Aspect.CHORDS | Aspect.NOTES
