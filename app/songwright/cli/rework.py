"""The part of `songwright compose` that works on a song which has music: what to keep, what to change, and how."""

from __future__ import annotations

import argparse
from pathlib import Path

from songwright.cli.options import music_request
from songwright.core.edits import set_music
from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.song import Note, Song, TrackRole
from songwright.music.fit_report import fit_report
from songwright.music.kit import Kit
from songwright.music.originality import load_known_tunes, originality
from songwright.music.pitch import parse_key
from songwright.music.recompose import recompose, reharmonise
from songwright.music.refit import refit_line, sing_to, unfit_lines
from songwright.music.request import Selection, Watch
from songwright.music.selecting import (
    bar_range,
    bars_selected,
    fix_chords,
    lock_selection,
    section_named,
    tracks_named,
)
from songwright.music.tunes import between, more_like_this, surprise

__all__ = ["add_part_options", "paths_between", "prepared", "reported", "reworked"]


def add_part_options(parser: argparse.ArgumentParser) -> None:
    """Add what is kept, and the ways to change a part of a song."""
    kept = parser.add_argument_group("what stays", "Locked notes and chords always stay, and so do your own edits.")
    kept.add_argument("--lock", action="append", default=[], metavar="BARS", help="lock bars first, such as 3-4")
    kept.add_argument("--unlock", action="append", default=[], metavar="BARS", help="unlock bars first")
    kept.add_argument("--chords", metavar="LIST", help='fix chords, one a bar, such as "I vi IV V" or "C Am F-G C"')
    kept.add_argument("--overwrite-edits", action="store_true", help="notes that you changed may be composed again too")

    part = parser.add_argument_group(
        "a part of a song", "Without these the whole song is set. Bars are counted from 1, through the song."
    )
    part.add_argument("--bars", metavar="BARS", help="only these bars, such as 5-8")
    part.add_argument("--section", metavar="NAME", help='only this section, by its heading ("Verse 1") or number')
    part.add_argument("--track", action="append", default=[], metavar="NAME", help="only this track; may be repeated")
    ways = part.add_mutually_exclusive_group()
    ways.add_argument("--reharmonise", action="store_true", help="other chords under the tune, which stays")
    ways.add_argument("--surprise", action="store_true", help="another tune on the same rhythm and chords")
    ways.add_argument("--vary", type=float, metavar="D", help="a tune that is near, 0 (the same) to 1 (any)")
    ways.add_argument("--like", metavar="NAME", help="sing the section to the tune of this one")
    ways.add_argument("--refit", action="store_true", help="fit the notes of changed lines to their new words")
    ways.add_argument("--between", type=Path, metavar="FILE", help="tunes on the way to those of another take")
    part.add_argument("--steps", type=int, default=3, metavar="N", help="how many songs between the two (default: 3)")


def prepared(song: Song, arguments: argparse.Namespace) -> Song:
    """The song with bars locked and chords fixed as asked. Raises SongwrightError."""
    for text in arguments.unlock:
        for selection in bars_selected(song, *bar_range(text)):
            song = lock_selection(song, selection, locked=False)
    for text in arguments.lock:
        for selection in bars_selected(song, *bar_range(text)):
            song = lock_selection(song, selection)
    if arguments.chords:
        if not arguments.section:
            raise SongwrightError(said("Say with --section which section the chords are for."))
        key = parse_key(arguments.key) if arguments.key else None
        song = fix_chords(song, section_named(song, arguments.section).id, arguments.chords, key)
    return song


def reworked(song: Song, arguments: argparse.Namespace, kit: Kit, watch: Watch) -> Song | None:
    """The song with a part of it changed; None when all of it is to be set. Raises SongwrightError."""
    if arguments.refit:
        for line in unfit_lines(song, kit):
            song = refit_line(song, line, kit)
        return song
    if arguments.like:
        return sing_to(song, _one_section(song, arguments), section_named(song, arguments.like).id, kit)
    partly = arguments.bars or arguments.track or (arguments.section and not _first_chords(song, arguments))
    changed = arguments.reharmonise or arguments.surprise or arguments.vary is not None
    if not (partly or changed):
        return None
    request = music_request(arguments, arguments.seed)
    for selection in _selections(song, arguments):
        if arguments.reharmonise:
            song = reharmonise(song, request, selection, kit, watch)
        elif arguments.surprise:
            song = surprise(song, request, selection, kit, watch)
        elif arguments.vary is not None:
            song = more_like_this(song, request, selection, kit, watch, distance=_share(arguments.vary))
        else:
            song = recompose(song, request, selection, kit, watch)
    return song


def _tune(song: Song, section_id: str) -> list[Note]:
    """The sung notes of a section; none where it is not, or has no music or no singer."""
    section = next((one for one in song.sections if one.id == section_id), None)
    singer = next((track for track in song.tracks if track.role is TrackRole.VOCAL), None)
    if section is None or section.music is None or singer is None:
        return []
    return [note for note in section.music.part(singer.id).notes if note.line is not None]


def paths_between(song: Song, other: Song, steps: int, kit: Kit) -> list[Song]:
    """The songs on the way from one take's tunes to another's, every section that both sing. Raises SongwrightError."""
    if not 1 <= steps <= 99:
        raise SongwrightError(said("Choose 1 to 99 songs between the two."))
    songs = [song] * steps
    shared = 0
    for section in song.sections:
        here, there = _tune(song, section.id), _tune(other, section.id)
        if here and there:
            shared += 1
            path = between(song, Selection(section.id), here, there, steps, kit)
            songs = [
                set_music(one, section.id, found.section(section.id).music)
                for one, found in zip(songs, path, strict=True)
            ]
    if not shared:
        raise SongwrightError(said("The two files sing no section in common; give two takes of one song."))
    return songs


def reported(song: Song, kit: Kit) -> list[str]:
    """What there is to say about the fit of words and notes and about the tune's originality, a line of text each."""
    found = [f"{report.text}: {sentence}" for report in fit_report(song, kit) for sentence in report.sentences]
    found = found or [said("Every syllable has its note, and every line can be sung.")]
    return [*found, originality(song, load_known_tunes()).sentence]


def _first_chords(song: Song, arguments: argparse.Namespace) -> bool:
    """Whether chords were fixed for a section that has no other music yet."""
    music = section_named(song, arguments.section).music
    return bool(arguments.chords) and (music is None or not music.parts)


def _one_section(song: Song, arguments: argparse.Namespace) -> str:
    if not arguments.section:
        raise SongwrightError(said("Say with --section which section is to be sung to that tune."))
    return section_named(song, arguments.section).id


def _share(value: float) -> float:
    if not 0.0 <= value <= 1.0:
        raise SongwrightError(said("A near tune is 0 (the same) to 1 (any) away."))
    return value


def _selections(song: Song, arguments: argparse.Namespace) -> list[Selection]:
    """The bars asked for, else the section, else every section that has music of its own."""
    tracks = tracks_named(song, arguments.track)
    if arguments.bars:
        chosen = list(bars_selected(song, *bar_range(arguments.bars)))
        if arguments.section:
            wanted = section_named(song, arguments.section).id
            chosen = [one for one in chosen if one.section == wanted]
            if not chosen:
                raise SongwrightError(
                    said("The bars {bars} are not in “{section}”.", bars=arguments.bars, section=arguments.section)
                )
    elif arguments.section:
        chosen = [Selection(section_named(song, arguments.section).id)]
    else:
        sung = [s for s in song.sections if s.music is not None and s.sung_lines]
        chosen = [Selection(section.id) for section in sung]
    return [Selection(one.section, one.first_bar, one.bars, tracks) for one in chosen]
