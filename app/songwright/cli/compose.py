"""`songwright compose`: set words to music, all of a song or a part of it."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from songwright.cli.documents import PROJECT_SUFFIX, project_path, read_document, write_document
from songwright.cli.options import add_music_options, add_seed, chosen_seed, music_request
from songwright.cli.rework import add_part_options, paths_between, prepared, reported, reworked
from songwright.cli.terminal import Terminal
from songwright.core.kept_tunes import remembered
from songwright.core.language import counted, said, sayable
from songwright.core.song import Song
from songwright.core.timeline import timeline
from songwright.host.pronunciations import own_lexicon
from songwright.music.composers import compose
from songwright.music.kit import Kit
from songwright.music.pitch import key_name
from songwright.music.request import Watch

__all__ = ["add_options", "described", "run"]

EXAMPLES = sayable("""\
examples:
  songwright compose snow.txt --style waltz --key Dm                  set words to music
  songwright compose snow.txt --tune rules                            by rules alone: plain and quick
  songwright compose snow.txt --prosody 0.7                           on rather square rhythms
  songwright compose snow.txt --chorale                               four voices that all sing the words
  songwright compose snow.songwright --lock 3-4 --seed 8              all again but bars 3 and 4
  songwright compose snow.songwright --bars 5-8 --track voice         only the tune of bars 5 to 8
  songwright compose snow.songwright --section "Verse 1" --chords "I vi IV V"
  songwright compose snow.songwright --section "Verse 1" --reharmonise
  songwright compose snow.songwright --section Chorus --surprise      another tune for the same rhythm
  songwright compose snow.songwright --section "Verse 2" --like "Verse 1"
  songwright compose one.songwright --between two.songwright --steps 3 --out way
""")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the words, how to set them, what of them, and where the song goes."""
    parser.epilog = EXAMPLES
    parser.add_argument(
        "file", type=Path, metavar="FILE", help=said("a text, or a {suffix} file to set again", suffix=PROJECT_SUFFIX)
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help=said("where to save (default: FILE as {suffix}; of a text only if there is none)", suffix=PROJECT_SUFFIX),
    )
    parser.add_argument(
        "--report", action="store_true", help="say how words and notes fit, and what of the tune is known"
    )
    parser.add_argument("--mood", default="", metavar="WORDS", help='what the music should feel like: "wistful"')
    add_music_options(parser)
    add_part_options(parser)
    add_seed(parser)


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Compose and save; prints the path of the song."""
    document = read_document(arguments.file, terminal)
    out = project_path(arguments.out, arguments.file)
    kit = Kit(own_lexicon())
    watch = Watch(progress=lambda share: terminal.progress(said("Composing"), share))
    if arguments.between is not None:
        return _write_between(arguments, document.song, out, kit, terminal)
    song = prepared(document.song, arguments)
    composed = reworked(song, arguments, kit, watch)
    if composed is None:
        composed = compose(song, music_request(arguments, chosen_seed(arguments)), kit, watch)
    tunes = remembered(document.tunes, "compose", document.song, [composed])
    write_document(replace(document, song=composed, tunes=tunes), out)
    terminal.notice(described(composed))
    if arguments.report:
        for line in reported(composed, kit):
            terminal.notice(line)
    terminal.result(str(out))
    return 0


def _write_between(arguments: argparse.Namespace, song: Song, out: Path, kit: Kit, terminal: Terminal) -> int:
    """The songs between two takes, a file each: NAME-1, NAME-2, ..."""
    document = read_document(arguments.between, terminal)
    for number, one in enumerate(paths_between(song, document.song, arguments.steps, kit), 1):
        path = out.with_name(f"{out.stem}-{number}{PROJECT_SUFFIX}")
        write_document(replace(document, song=one), path)
        terminal.result(str(path))
    return 0


def described(song: Song) -> str:
    """One line about a song's music."""
    laid = timeline(song)
    bars = sum(span.bars for span in laid.spans) + sum(bar.start < laid.lead_in for bar in laid.bars)
    minutes, seconds = divmod(round(laid.seconds(laid.end)), 60)
    return said(
        "{style} in {key}, {metre}, {tempo:g} beats a minute, {bars}, {length}, seed {seed}",
        style=song.style,
        key=key_name(song.key),
        metre=f"{song.metre.beats}/{song.metre.unit}",
        tempo=song.tempo,
        bars=counted("{count} bar", "{count} bars", bars),
        length=f"{minutes}:{seconds:02d}",
        seed=song.seed,
    )
