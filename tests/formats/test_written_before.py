"""Files are written, and read back, as they were: written.json beside this file has a digest of each.

Four songs of different kinds in every format: the lantern (a repeat, a pick-up, a melisma), one with changes of bar,
tempo and key inside, one in compound metre with a band, one that swings and has two verses to a tune. What other
programs make of such files is looked at in test_other_readers.py; here no detail of a file changes unseen. Whoever
changes a writer or a reader on purpose opens the new file in another program and renews the table with
`PYTHONPATH=app:resources:tests python tests/formats/test_written_before.py`.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from digests import digest
from formats.songs import lantern_song
from formats.test_changes_out_and_in import a_song
from songwright.core.artwork import Actor, Recipe
from songwright.core.song import Chord, Metre, Section, Song
from songwright.core.words import with_lyric_text
from songwright.formats.cover.cover_sheet import draw_cover
from songwright.formats.cover.vector import to_svg_cover
from songwright.formats.engraving.chord_sheet import SheetOptions, draw_chord_sheet
from songwright.formats.engraving.fingering import FrettedInstrument, shape
from songwright.formats.engraving.score_pages import ScoreOptions, draw_score
from songwright.formats.engraving.staves import PartKind
from songwright.formats.exports import EXPORTS, ExportTools
from songwright.formats.imports import imported
from songwright.formats.lyric_screen import lyric_screen
from songwright.lyrics.lexicon import Lexicon, load_lexicon
from songwright.music.chords import QUALITIES
from songwright.music.request import ComposeRequest
from songwright.music.rule_composer import RuleComposer
from songwright.picture.frames import FRAMES

TABLE = Path(__file__).with_name("written.json")
WORDS = "[Verse 1]\nThe tide is slow tonight\nAnd silver on the sand\n\n[Chorus]\nOh hold the light\nHold my hand\n"


@cache
def songs() -> dict[str, Song]:
    lexicon = load_lexicon()
    request = ComposeRequest(style="celtic", metre=Metre(6, 8), seed=5, slow_ending=2)
    band = RuleComposer(lexicon).compose(with_lyric_text(Song(title="The Tide"), WORDS), request)
    swing = replace(lantern_song(), style="swing", sections=strophes(lantern_song().sections))
    return {"lantern": lantern_song(), "changes": a_song(), "band": band, "swing": swing}


def strophes(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The sections, the first of them sung with words of its own where it comes again."""
    first, *others = sections
    again = replace(
        first, id="s9", title="Verse 2", lines=tuple(replace(line, id=f"{line.id}b") for line in first.lines)
    )
    assert first.music is not None
    parts = tuple(
        replace(part, notes=tuple(replace(note, line=f"{note.line}b" if note.line else None) for note in part.notes))
        for part in first.music.parts
    )
    return (first, replace(again, music=replace(first.music, parts=parts)), *others)


def unpacked(data: bytes) -> object:
    """What a file holds: of a zip archive the names and contents, without its times."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(name, archive.read(name).decode("utf-8", "replace")) for name in archive.namelist()]


def rows(song: Song, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """Digests of every file of a song, of what is read from it, and of its chord sheets."""
    tools = ExportTools(lambda: lexicon)
    for export in EXPORTS:
        data = export.write(song, tools)
        yield export.id, digest(unpacked(data))
        if export.suffix not in (".html", ".docx", ".kar"):
            yield f"{export.id}, read", digest(imported(f"song{export.suffix}", data, lambda: lexicon))
    yield "words on a screen", digest(lyric_screen(song, lexicon))
    for instrument in FrettedInstrument:
        drawing = draw_chord_sheet(song, lexicon, SheetOptions(diagrams=instrument))
        yield f"chord sheet, {instrument}", digest(drawing)
    for kind in PartKind:
        yield f"score, {kind}", digest(draw_score(song, lexicon, ScoreOptions(kind=kind)))
    yield "score, stacked verses", digest(draw_score(song, lexicon, ScoreOptions(stacked=True)))
    yield "chord sheet on one page", digest(draw_chord_sheet(song, lexicon, SheetOptions(one_page=True)))


def covers() -> Iterator[tuple[str, str]]:
    """Digests of covers as SVG: every frame, with a short and a long title, by day and night."""
    titles = ("Rain", "The Lantern at the End of the Long Pier, and Who Lit It", "")
    for number, frame in enumerate(FRAMES):
        for title in titles:
            hour, palette = (("day", "clear day"), ("night", "midnight"))[number % 2]
            cast = (Actor("owl", "owl"),) if title else ()
            recipe = Recipe(seed=number, place="hills", hour=hour, palette=palette, frame=frame, cast=cast)
            cover = draw_cover(recipe, title, "A. Lind" if number % 3 else "")
            yield f"{frame}, {title}", digest(to_svg_cover(cover, title))


def shapes(instrument: FrettedInstrument) -> str:
    """How every chord is fingered."""
    chords = [Chord(0, root, quality, bass) for root in range(12) for quality in QUALITIES for bass in (None, 7)]
    return digest([shape(chord, instrument) for chord in chords])


def fingerings() -> dict[str, str]:
    return {str(kind): shapes(kind) for kind in (FrettedInstrument.GUITAR, FrettedInstrument.UKULELE)}


@pytest.mark.parametrize("name", ["lantern", "changes", "band", "swing"])
def test_a_song_is_written_and_read_as_it_was(name: str, lexicon: Lexicon) -> None:
    assert dict(rows(songs()[name], lexicon)) == json.loads(TABLE.read_text("utf-8"))[name]


def test_covers_are_lettered_and_framed_as_they_were() -> None:
    assert dict(covers()) == json.loads(TABLE.read_text("utf-8"))["covers"]


def test_chords_are_fingered_as_they_were() -> None:
    assert fingerings() == json.loads(TABLE.read_text("utf-8"))["fingerings"]


if __name__ == "__main__":
    words = load_lexicon()
    table = {name: dict(rows(song, words)) for name, song in songs().items()}
    table |= {"covers": dict(covers()), "fingerings": fingerings()}
    TABLE.write_text(json.dumps(table, indent=1) + "\n", "utf-8")
