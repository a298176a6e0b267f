"""The band: the tracks of a style, and what each of them plays in a section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from songwright.core.song import TICKS_PER_QUARTER, Metre, Note, Part, Section, Song, Track, TrackRole
from songwright.music.drums import play_drums
from songwright.music.figures import Passage, play_bass, play_figure
from songwright.music.fretboard import GUITARS
from songwright.music.grids import Step
from songwright.music.metrics import is_compound
from songwright.music.styles import Groove, Instrument, Style
from songwright.music.variation import Bar, Pass, varied

__all__ = ["Player", "clipped", "hire", "play", "swung", "unbent", "unswung"]

_FULL: Final = 3


@dataclass(frozen=True, slots=True)
class Player:
    """A track and what the style wants of it."""

    track: Track
    instrument: Instrument


def hire(song: Song, style: Style) -> tuple[Song, tuple[Player, ...]]:
    """The song with the style's tracks, and who plays them.

    Tracks that are there are kept by role, with their ids and mix, and in the song's own style with their instruments,
    which the user may have chosen. One too many is dropped unless something on it is locked; roles that no style has
    are the user's own and stay.
    """
    same = song.style == style.id
    used = {track.id for track in song.tracks}
    spare = list(song.tracks)
    players: list[Player] = []
    for instrument in style.instruments:
        track = next((track for track in spare if track.role is instrument.role), None)
        if track is None:
            name, song = song.new_id("t")
            while name in used:
                name, song = song.new_id("t")
            track = Track(name, instrument.name, instrument.role, instrument.program, instrument.mix)
        else:
            spare.remove(track)
            if not (same and track.name):
                track = replace(track, name=instrument.name, program=instrument.program)
        players.append(Player(track, instrument))
    roles = {instrument.role for instrument in style.instruments}
    kept = [track for track in spare if track.role not in roles or _has_locked(song, track.id)]
    return replace(song, tracks=(*(player.track for player in players), *kept)), tuple(players)


def _has_locked(song: Song, track_id: str) -> bool:
    return any(
        note.locked
        for section in song.sections
        if section.music is not None
        for note in section.music.part(track_id).notes
    )


def play(
    player: Player,
    style: Style,
    passage: Passage,
    fullness: int,
    loudness: float,
    seed: int,
    *,
    last: bool,
    turn: int = 0,
) -> tuple[Note, ...]:
    """What a player other than the singer plays in a section, before swing.

    `seed` chooses among its patterns; `turn` counts the sections of the same kind before, each of which is played
    otherwise.
    """
    instrument = player.instrument
    full = fullness == _FULL or (fullness > 1 and not instrument.verse)
    patterns = instrument.chorus if full else instrument.verse
    velocity = round(instrument.velocity * loudness)
    way = Pass.of(f"{seed}/{instrument.name}/{full}", turn, style.syncopation, free=instrument.free)
    if instrument.role is TrackRole.DRUMS:
        groove = style.grooves.get("chorus" if fullness == _FULL else "verse")
        fill = None if last or _silent(groove) else style.grooves.get("fill")
        return play_drums(
            groove,
            fill,
            passage.bars,
            (passage.source, passage.metre),
            loudness,
            crash=fullness == _FULL and style.crash,
            hold=passage.hold,
            turn=way,
            calm=not style.crash,
        )
    if not patterns:
        return ()
    bars = varied(patterns, passage.bars, passage.source, passage.metre, way)
    if instrument.role is TrackRole.BASS:
        return play_bass(_held_at_end(bars, passage, "R"), passage, velocity, leading=fullness > 1)
    fretted = instrument.program in GUITARS
    bars = _held_at_end(bars, passage, "c")
    return play_figure(bars, passage, instrument.centre, velocity, bare=instrument.bare, fretted=fretted)


def _held_at_end(bars: tuple[Bar, ...], passage: Passage, mark: str) -> tuple[Bar, ...]:
    """The bars, the last one a single long stroke where the piece ends with it."""
    return (*bars[:-1], (Step(0, passage.metre.bar_ticks, mark),)) if passage.hold else bars


def _silent(groove: Groove | None) -> bool:
    return groove is None or not groove.patterns


def clipped(generated: Sequence[Note], locked: Sequence[Note], *, single: bool) -> tuple[Note, ...]:
    """Generated notes made to leave room for locked ones, and both together; `single` for a part of one voice."""
    if not locked:
        return tuple(generated)
    kept: list[Note] = list(locked)
    for note in generated:
        rivals = [other for other in locked if single or other.pitch == note.pitch]
        if any(other.start <= note.start < other.end for other in rivals):
            continue
        following = min((other.start for other in rivals if other.start > note.start), default=note.end)
        kept.append(replace(note, length=min(note.length, following - note.start)))
    return tuple(sorted(kept, key=lambda note: (note.start, note.pitch)))


def swung(notes: Sequence[Note], swing: float, metre: Metre) -> tuple[Note, ...]:
    """Notes with the second half of every beat moved to where `swing` puts it."""
    if swing == 0.5 or is_compound(metre) or metre.unit != 4:
        return tuple(notes)
    found = []
    for note in notes:
        start = _bent(note.start, swing)
        found.append(replace(note, start=start, length=max(1, _bent(note.end, swing) - start)))
    return tuple(found)


def unswung(notes: Sequence[Note], swing: float, metre: Metre) -> tuple[Note, ...]:
    """The inverse of `swung`, to within a tick."""
    found = []
    for note in notes:
        start = unbent(note.start, swing, metre)
        found.append(replace(note, start=start, length=max(1, unbent(note.end, swing, metre) - start)))
    return tuple(found)


def _bent(tick: int, swing: float) -> int:
    beat, inside = divmod(tick, TICKS_PER_QUARTER)
    half = TICKS_PER_QUARTER / 2
    middle = swing * TICKS_PER_QUARTER
    moved = inside / half * middle if inside <= half else middle + (inside - half) / half * (TICKS_PER_QUARTER - middle)
    return beat * TICKS_PER_QUARTER + round(moved)


def unbent(tick: int, swing: float, metre: Metre) -> int:
    """Where a swung tick would be without swing."""
    if swing == 0.5 or is_compound(metre) or metre.unit != 4:
        return tick
    beat, inside = divmod(tick, TICKS_PER_QUARTER)
    half = TICKS_PER_QUARTER / 2
    middle = swing * TICKS_PER_QUARTER
    moved = (
        inside / middle * half if inside <= middle else half + (inside - middle) / (TICKS_PER_QUARTER - middle) * half
    )
    return beat * TICKS_PER_QUARTER + round(moved)


def kept_parts(section: Section, players: Sequence[Player], tracks: Mapping[str, Track]) -> tuple[Part, ...]:
    """The parts of tracks that no player plays: the user's own stay whole, surplus ones keep what is locked."""
    if section.music is None:
        return ()
    played = {player.track.id for player in players}
    roles = {player.instrument.role for player in players}
    found = []
    for part in section.music.parts:
        track = tracks.get(part.track)
        if track is None or part.track in played:
            continue
        notes = part.notes if track.role not in roles else tuple(note for note in part.notes if note.locked)
        if notes:
            found.append(Part(part.track, notes))
    return tuple(found)
