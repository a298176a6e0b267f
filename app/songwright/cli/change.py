"""`songwright change`: another tempo, metre or key inside a song, a last chorus a tone up, a slower end."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from songwright.cli.documents import PROJECT_SUFFIX, project_path, read_document, write_document
from songwright.cli.terminal import Terminal
from songwright.core.bar_lines import bars_of, music_ticks
from songwright.core.errors import SongwrightError
from songwright.core.language import said, sayable
from songwright.core.markings import change_bar, checked_marking, remove_marking, set_marking, slow_ending
from songwright.core.signatures import Marking
from songwright.core.song import Song
from songwright.core.timeline import timeline
from songwright.music.metrics import parse_metre
from songwright.music.modulation import from_last_chorus, in_another_key
from songwright.music.pitch import key_name, parse_key
from songwright.music.selecting import bar_named, section_named

__all__ = ["add_options", "run"]

EXAMPLES = sayable("""\
examples:
  songwright change snow.songwright --last-chorus-up                  from the last chorus on a tone higher
  songwright change snow.songwright --slow-ending 4                   a ritardando over the last four bars
  songwright change snow.songwright --section Bridge --up -3
  songwright change snow.songwright --bar 17 --tempo 96 --over 2      from bar 17, within two bars
  songwright change snow.songwright --bar 9 --metre 2/4 --one-bar     one bar of 2/4, the rest as it is
  songwright change snow.songwright --bar 33 --key Dm                 another signature; the notes stay
  songwright change snow.songwright --bar 17 --remove
  songwright change snow.songwright                                   say what changes where
""")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the song, where it changes, and what."""
    parser.epilog = EXAMPLES
    parser.add_argument(
        "file", type=Path, metavar="FILE", help=said("a {suffix} file with music", suffix=PROJECT_SUFFIX)
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="where to save (default: FILE)")
    whole = parser.add_argument_group("in one step")
    whole.add_argument(
        "--last-chorus-up", type=int, nargs="?", const=2, metavar="N", help="by N semitones, with what follows (2)"
    )
    whole.add_argument("--slow-ending", type=int, nargs="?", const=2, metavar="BARS", help="over the last bars (2)")
    whole.add_argument("--section", action="append", default=[], metavar="NAME", help="a section to put into a key")
    whole.add_argument("--up", type=int, metavar="N", help="semitones by which the sections go up, or down below 0")
    place = parser.add_argument_group(
        "from a bar on", "Bars are counted from 1, through the song, to the section's end."
    )
    place.add_argument("--bar", type=int, metavar="N", help="where the change begins")
    place.add_argument("--tempo", type=float, metavar="BPM", help="quarter notes a minute")
    place.add_argument("--over", type=int, default=0, metavar="BARS", help="come to the tempo within so many bars")
    place.add_argument("--metre", metavar="M", help="such as 3/4; bar lines move, notes stay")
    place.add_argument("--one-bar", action="store_true", help="the metre holds for this bar only, all others stay")
    place.add_argument("--key", metavar="KEY", help='such as "D" or "F#m": the signature; notes stay as they sound')
    place.add_argument("--remove", action="store_true", help="take away what changes there")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Change and save; prints the path of the song, and what changes where."""
    document = read_document(arguments.file, terminal)
    song = _changed(document.song, arguments)
    for sentence in _described(song):
        terminal.notice(sentence)
    if song != document.song:
        out = project_path(arguments.out, arguments.file)
        write_document(replace(document, song=song), out)
        terminal.result(str(out))
    return 0


def _changed(song: Song, arguments: argparse.Namespace) -> Song:
    """The song with all that is asked for. Raises SongwrightError."""
    if arguments.last_chorus_up is not None:
        song = in_another_key(song, from_last_chorus(song), arguments.last_chorus_up)
    if arguments.section or arguments.up is not None:
        if not arguments.section or arguments.up is None:
            raise SongwrightError(
                said("Say with --section which sections change their key, and with --up by how much.")
            )
        names = [section_named(song, name).id for name in arguments.section]
        song = in_another_key(song, names, arguments.up)
    if arguments.bar is not None:
        song = _from_bar(song, arguments)
    elif arguments.tempo or arguments.metre or arguments.key or arguments.remove:
        raise SongwrightError(said("Say with --bar from which bar on."))
    if arguments.slow_ending is not None:
        song = slow_ending(song, bars=arguments.slow_ending)
    return song


def _from_bar(song: Song, arguments: argparse.Namespace) -> Song:
    section, start = bar_named(song, arguments.bar)
    if arguments.remove:
        return remove_marking(song, section, start)
    metre = parse_metre(arguments.metre) if arguments.metre else None
    if arguments.one_bar:
        if metre is None:
            raise SongwrightError(said("Say with --metre which metre the bar has."))
        return change_bar(song, section, start, metre)
    key = parse_key(arguments.key) if arguments.key else None
    over = _ticks_of(song, section, start, arguments.over)
    return set_marking(song, section, checked_marking(start, tempo=arguments.tempo, over=over, metre=metre, key=key))


def _ticks_of(song: Song, section_id: str, start: int, bars: int) -> int:
    """How long so many bars of a section are from a bar line on, up to its end."""
    music = song.music(song.section(section_id))
    if music is None or bars <= 0:
        return 0
    later = [bar.end for bar in bars_of(music, song.metre) if bar.start >= start]
    return (later[bars - 1] if bars <= len(later) else music_ticks(music, song.metre)) - start


def _described(song: Song) -> Iterator[str]:
    """What the song begins with, and each change, a line of text each."""
    laid = timeline(song)
    first = len([bar for bar in laid.bars if bar.start < laid.lead_in])
    yield said(
        "{key}, {metre}, {tempo:g} beats a minute",
        key=key_name(song.key),
        metre=f"{song.metre.beats}/{song.metre.unit}",
        tempo=song.tempo,
    )
    for span, marking in laid.markings:
        bar = laid.bar_number(span.start + marking.start) - first + 1
        title = song.section(span.section_id).title or span.section_id
        yield said("bar {bar} ({section}): {changes}", bar=bar, section=title, changes=_in_words(marking))


def _in_words(marking: Marking) -> str:
    parts = []
    if marking.key is not None:
        parts.append(key_name(marking.key))
    if marking.metre is not None:
        parts.append(f"{marking.metre.beats}/{marking.metre.unit}")
    if marking.tempo is not None:
        tempo = marking.tempo
        steadily = said("{tempo:g} beats a minute", tempo=tempo)
        parts.append(said("gradually to {tempo:g} beats a minute", tempo=tempo) if marking.over else steadily)
    return ", ".join(parts)
