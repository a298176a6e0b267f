"""`songwright sing`: the words of a song, sung."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from songwright.audio.audiofile import audio_format
from songwright.audio.takeaway import ExportTarget, export_all
from songwright.audio.voice.casting import cast
from songwright.cli.documents import read_document
from songwright.cli.singers import add_singer, sung_by
from songwright.cli.terminal import Terminal
from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.song import Song
from songwright.core.timeline import timeline
from songwright.formats.exports import ExportTools
from songwright.host.pronunciations import own_lexicon
from songwright.lyrics.diction import hummed_words
from songwright.lyrics.lexicon import Lexicon
from songwright.music.breaths import HUMS

__all__ = ["add_options", "run"]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the song, the sound file and who sings."""
    parser.add_argument("file", type=Path, metavar="SONG", help="a song file with music")
    parser.add_argument("--out", type=Path, metavar="FILE", help="sound file (default: SONG.wav); mp3, flac, ogg, opus")
    add_singer(parser)
    parser.add_argument("--hum", choices=list(HUMS), help="hum instead of the words, as this")
    parser.add_argument("--doubled", action="store_true", help="let three voices sing each part")
    parser.add_argument("--alone", action="store_true", help="the voice without the band")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Sing; prints the path of the sound file."""
    song = read_document(arguments.file, terminal).song
    lexicon = own_lexicon()
    song = sung_by(song, arguments.singer, doubled=arguments.doubled)
    if arguments.hum:
        song = _hummed(song, arguments.hum)
    laid = timeline(song)
    parts = cast(song, laid)
    if not parts:
        raise SongwrightError(
            said(
                "Nothing is sung in this song: it has no words on notes. Set it to music first: songwright compose FILE"
            )
        )
    for sentence in _unsung(song, lexicon):
        terminal.notice(sentence)
    if arguments.alone:
        sung = {part.track for part in parts}
        song = replace(song, tracks=tuple(track for track in song.tracks if track.id in sung))
    path = arguments.out or arguments.file.with_suffix(".wav")
    tools = ExportTools(lambda: lexicon, lambda share: terminal.progress(said("Singing"), share))
    for written in export_all(song, (ExportTarget(path, audio_format(path)),), tools):
        terminal.result(str(written))
    return 0


def _hummed(song: Song, hum: str) -> Song:
    """The song without words on its notes: each note is hummed."""
    sections = []
    for section in song.sections:
        music = section.music
        if music is not None:
            parts = tuple(
                replace(part, notes=tuple(replace(note, line=None, syllable=None) for note in part.notes))
                for part in music.parts
            )
            section = replace(section, music=replace(music, parts=parts))
        sections.append(section)
    voices = {part.track: part.voice.id for part in cast(song, timeline(song))}
    tracks = tuple(
        replace(track, singing=replace(track.singing, voice=voices[track.id], hum=hum)) if track.id in voices else track
        for track in song.tracks
    )
    return replace(song, sections=tuple(sections), tracks=tracks)


def _unsung(song: Song, lexicon: Lexicon) -> list[str]:
    """In a sentence, the words that nobody can sing here."""
    words = hummed_words(song, lexicon)
    if not words:
        return []
    shown = ", ".join(f"“{word}”" for word in words[:5]) + (" …" if len(words) > 5 else "")
    return [said("The voice sings English; it hums {words}.", words=shown)]
