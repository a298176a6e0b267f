"""`songwright speak`: a poem or a story, read aloud."""

from __future__ import annotations

import argparse
from pathlib import Path

from songwright.audio.audiofile import audio_format, write_audio
from songwright.audio.renderings import song_tags
from songwright.audio.voice.acoustics import RATE
from songwright.audio.voice.reading_aloud import read_aloud
from songwright.audio.voice.voice_types import DEFAULT_VOICE, VOICE_TYPES, voice_type
from songwright.cli.documents import read_document
from songwright.cli.terminal import Terminal
from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.words import lyric_text
from songwright.host.pronunciations import own_lexicon

__all__ = ["add_options", "run"]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the text, the sound file and who reads."""
    names = [voice.id for voice in VOICE_TYPES]
    parser.add_argument("file", type=Path, metavar="FILE", help="a text or a song file")
    parser.add_argument("--out", type=Path, metavar="FILE", help="sound file (default: FILE.wav); mp3, flac, ogg, opus")
    parser.add_argument(
        "--voice",
        choices=names,
        default=DEFAULT_VOICE,
        metavar="VOICE",
        help=said("{names} (default: {usual})", names=", ".join(names), usual=DEFAULT_VOICE),
    )


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Read aloud; prints the path of the sound file."""
    path: Path = arguments.out or arguments.file.with_suffix(".wav")
    audio_format(path)
    song = read_document(arguments.file, terminal).song
    sound, rows = read_aloud(
        _read_text(lyric_text(song)),
        own_lexicon(),
        voice_type(arguments.voice),
        progress=lambda share: terminal.progress(said("Reading aloud"), share),
    )
    if not rows:
        raise SongwrightError(said("There is nothing to read aloud in “{name}”.", name=arguments.file.name))
    stereo = sound[:, None].repeat(2, axis=1)
    write_audio(path, (stereo[at : at + 65_536] for at in range(0, len(stereo), 65_536)), RATE, song_tags(song))
    terminal.result(str(path))
    return 0


def _read_text(text: str) -> str:
    """The text without headings such as [Verse 1]."""
    return "\n".join("" if row.startswith("[") and row.endswith("]") else row for row in text.splitlines())
