"""Is a stranger's tune taken in as it is? `python benchmarks/kept_tunes.py --data SHARED-DATA [--each N]`.

Imports hymns (OpenHymnal.abc), lead sheets (ewld-public-domain/) and Lieder (lieder/), locks every sung note, and sets
the song with a band, for a choir and with other chords. A tune is kept when nothing is refused and every sung note is
there afterwards, with its syllable. `--own` counts how files divide words: syllables that have a note of their own.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from music_set import fresh_kit, row, share
from songwright.core.errors import SongwrightError
from songwright.core.song import Part, Song, TrackRole
from songwright.formats.errors import UnreadableError
from songwright.formats.imports import imported
from songwright.music.composers import compose
from songwright.music.kit import Kit
from songwright.music.recompose import reharmonise
from songwright.music.request import ComposeRequest, Selection

Way = Callable[[Song, Kit], Song]


def books(data: Path, each: int) -> Iterator[tuple[str, str, bytes]]:
    """(collection, name, bytes) of every tune; `each` at most of a collection, evenly spread."""
    text = (data / "OpenHymnal.abc").read_text(encoding="utf-8", errors="replace")
    hymns = [f"X:{part}".encode() for part in text.split("\nX:")[1:]]
    for index, hymn in enumerate(_spread(hymns, each)):
        yield "hymns", f"hymn{index}.abc", hymn
    for folder, name in (("ewld-public-domain", "lead sheets"), ("lieder", "Lieder")):
        for path in _spread(sorted((data / folder).glob("*.mxl")), each):
            yield name, path.name, path.read_bytes()


def _spread(every: list, count: int) -> list:
    return every if count >= len(every) else [every[place * len(every) // count] for place in range(count)]


def locked(song: Song) -> Song:
    """The song with every sung note locked."""
    vocal = {track.id for track in song.tracks if track.role is TrackRole.VOCAL}

    def part_of(part: Part) -> Part:
        notes = tuple(replace(note, locked=note.line is not None) for note in part.notes)
        return replace(part, notes=notes) if part.track in vocal else part

    sections = tuple(
        replace(s, music=replace(s.music, parts=tuple(map(part_of, s.music.parts)))) if s.music else s
        for s in song.sections
    )
    return replace(song, sections=sections)


def sung(song: Song) -> list[tuple[str, int, int, str | None, int | None]]:
    """Every sung note with its section and syllable."""
    vocal = next((track.id for track in song.tracks if track.role is TrackRole.VOCAL), "")
    return sorted(
        (section.id, note.start, note.pitch, note.line, note.syllable)
        for section in song.sections
        if section.music is not None
        for note in section.music.part(vocal).notes
        if note.line is not None
    )


def _band(song: Song, kit: Kit) -> Song:
    return compose(song, ComposeRequest(style="folk", key=song.key, metre=song.metre, tempo=song.tempo, seed=1,
                                        composer="learned"), kit)  # fmt: skip


def _choir(song: Song, kit: Kit) -> Song:
    return compose(song, ComposeRequest(style="hymn", key=song.key, metre=song.metre, tempo=song.tempo, seed=1,
                                        composer="learned", chorale=True), kit)  # fmt: skip


def _chords(song: Song, kit: Kit) -> Song:
    for section in song.sections:
        if section.music is not None and section.repeats is None:
            song = reharmonise(song, ComposeRequest(seed=1, composer="learned"), Selection(section.id), kit)
    return song


WAYS: dict[str, Way] = {"band": _band, "choir": _choir, "other chords": _chords}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--each", type=int, default=10_000, help="tunes of a collection")
    parser.add_argument("--ways", nargs="*", default=list(WAYS), choices=list(WAYS))
    parser.add_argument("--verbose", action="store_true", help="name what is refused")
    options = parser.parse_args()
    kit = fresh_kit()
    counts: Counter[tuple[str, str]] = Counter()
    reasons: Counter[str] = Counter()
    begun = time.process_time()
    for book, name, data in books(options.data, options.each):
        try:
            song = locked(imported(name, data, lambda: kit.lexicon).song)
        except UnreadableError:
            counts[book, "unreadable"] += 1
            continue
        if not sung(song):
            counts[book, "without words"] += 1
            continue
        counts[book, "tunes"] += 1
        for way in options.ways:
            try:
                kept = sung(WAYS[way](song, kit)) == sung(song)
                reason = "" if kept else "other notes"
            except SongwrightError as error:
                kept, reason = False, str(error)[:60]
            counts[book, way] += kept
            if reason:
                reasons[f"{way}: {reason}"] += 1
                if options.verbose:
                    print(f"{book} {name} {way}: {reason}")
    row("", ["tunes", "no words", *options.ways])
    for book in dict.fromkeys(book for book, _ in counts):
        tunes = counts[book, "tunes"]
        ways = [f"{counts[book, way]} ({share(counts[book, way], tunes):.1f} %)" for way in options.ways]
        row(f"  {book}", [str(tunes), str(counts[book, "without words"]), *ways])
    for reason, times in reasons.most_common(8):
        print(f"  {times} x {reason}")
    print(f"  {time.process_time() - begun:.0f} seconds of one core")


if __name__ == "__main__":
    main()
