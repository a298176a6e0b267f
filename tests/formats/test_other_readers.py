"""Our files in the hands of other programs' readers: music21, Verovio, the schema, pretty_midi, mido, python-docx."""

from __future__ import annotations

import base64
import importlib.util
import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

import mido
import pretty_midi
import pytest

from formats.test_round_trips import composed, notes
from formats.test_strophes import ENDINGS, HYMN, REFRAINS
from songwright.core.song import Song, TrackRole
from songwright.core.timeline import timeline
from songwright.formats.full_score import to_full_score
from songwright.formats.html import to_html
from songwright.formats.midi import to_midi
from songwright.formats.musicxml import to_musicxml
from songwright.formats.mxl import packed
from songwright.formats.sung import singing_track, sung_syllables
from songwright.formats.word_document import to_docx
from songwright.lyrics.lexicon import Lexicon

if TYPE_CHECKING:
    import verovio
    import xmlschema


def verovio_toolkit() -> verovio.toolkit:
    import verovio

    # Verovio knows where its fonts are in the thread that imported it only, and a window's test may have been that one.
    kit = verovio.toolkit(False)  # noqa: FBT003 - its own signature
    kit.setResourcePath(str(Path(verovio.__file__).parent / "data"))
    return kit


@pytest.fixture(scope="module")
def song(lexicon: Lexicon) -> Song:
    return composed(lexicon, "waltz", 21)


@cache
def schema() -> xmlschema.XMLSchema:
    """The MusicXML 4.0 schema that the package `musicxml` carries."""
    import xmlschema

    spec = importlib.util.find_spec("musicxml")
    assert spec is not None
    assert spec.origin is not None
    path = next(Path(spec.origin).parent.rglob("musicxml*4*.xsd"))
    text = path.read_text("utf-8")
    # What it takes from elsewhere (links, languages) is of no matter here, and there is no network.
    text = re.sub(r"<xs:import[^>]*/>", "", text)
    text = re.sub(r'<xs:attribute ref="(xlink|xml):[^"]*"[^>]*?(/>|>.*?</xs:attribute>)', "", text, flags=re.DOTALL)
    return xmlschema.XMLSchema(text)


def sung(song: Song, lexicon: Lexicon) -> list[str]:
    return [syllable.text for syllable in sung_syllables(song, timeline(song), lexicon)]


def melody(song: Song) -> list[tuple[int, ...]]:
    track = singing_track(song, timeline(song))
    assert track is not None
    return notes(song, track)


@pytest.mark.parametrize("write", [to_musicxml, to_full_score])
def test_scores_are_valid_against_the_schema(
    write: Callable[[Song, Lexicon], bytes], song: Song, lexicon: Lexicon
) -> None:
    problems = [error.reason for error in schema().iter_errors(write(song, lexicon).decode())]
    assert not problems


@pytest.mark.parametrize("given", [HYMN, ENDINGS, REFRAINS], ids=["hymn", "endings", "refrains"])
def test_music21_plays_every_verse_of_a_tune_that_is_written_once(given: Song, lexicon: Lexicon) -> None:
    data = to_musicxml(given, lexicon)
    assert not [error.reason for error in schema().iter_errors(data.decode())]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import music21

        score = music21.converter.parse(data, format="musicxml").expandRepeats().stripTies()
        found = [n.pitch.midi for n in score.recurse().notes if n.isNote]
    assert found == [pitch for _, _, pitch, _ in melody(given)]


def test_verovio_reads_every_part_of_the_full_score(song: Song, lexicon: Lexicon) -> None:
    kit = verovio_toolkit()
    assert kit.loadData(to_full_score(song, lexicon).decode())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        heard = pretty_midi.PrettyMIDI(io.BytesIO(base64.b64decode(kit.renderToMIDI())))
    played = {note.pitch for part in heard.instruments for note in part.notes}
    pitched = [track for track in song.tracks if track.role is not TrackRole.DRUMS]
    assert {pitch for track in pitched for _, _, pitch, _ in notes(song, track.id)} <= played


def test_music21_reads_the_same_words_notes_and_chords(song: Song, lexicon: Lexicon) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import music21

        score = music21.converter.parse(to_musicxml(song, lexicon), format="musicxml").stripTies()
        found = [(round(n.getOffsetInHierarchy(score) * 480), n.pitch.midi) for n in score.recurse().notes if n.isNote]
        words = [lyric.text for note in score.recurse().notes for lyric in note.lyrics]
        chords = [symbol.figure for symbol in score.recurse().getElementsByClass(music21.harmony.ChordSymbol)]
    assert found == [(start, pitch) for start, _, pitch, _ in melody(song)]
    assert words == sung(song, lexicon)
    assert len(chords) == len(timeline(song).chords)


def test_verovio_reads_the_same_words_and_notes(song: Song, lexicon: Lexicon) -> None:
    kit = verovio_toolkit()
    assert kit.loadData(to_musicxml(song, lexicon).decode())
    mei = kit.getMEI()
    words = [re.sub(r"&quot;", '"', text) for text in re.findall(r"<syl[^>]*>([^<]*)</syl>", mei)]
    assert words == sung(song, lexicon)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        heard = pretty_midi.PrettyMIDI(io.BytesIO(base64.b64decode(kit.renderToMIDI())))
    laid = timeline(song)
    assert same_in_time(heard, [(laid.seconds(start), pitch) for start, _, pitch, _ in melody(song)])


def same_in_time(heard: pretty_midi.PrettyMIDI, expected: list[tuple[float, int]]) -> bool:
    """Whether these are the notes that are heard, to a fiftieth of a second."""
    found = [(note.start, note.pitch) for part in heard.instruments for note in part.notes]
    if sorted(pitch for _, pitch in found) != sorted(pitch for _, pitch in expected):
        return False
    pairs = zip(sorted(found, key=itemgetter(1, 0)), sorted(expected, key=itemgetter(1, 0)), strict=True)
    return all(abs(before[0] - after[0]) < 0.02 for before, after in pairs)


@pytest.mark.parametrize("way", [{"type": 1}, {"type": 0}, {"karaoke": True}])
def test_mido_and_pretty_midi_find_equal_notes_and_words(way: dict[str, int], song: Song, lexicon: Lexicon) -> None:
    data = to_midi(song, lexicon, **way)
    laid = timeline(song)
    expected = sorted((start, pitch) for track in song.tracks for start, _, pitch, _ in notes(song, track.id))
    assert sorted(mido_notes(data)) == expected
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        heard = pretty_midi.PrettyMIDI(io.BytesIO(data))
    assert same_in_time(heard, [(laid.seconds(start), pitch) for start, pitch in expected])
    if not way.get("karaoke"):
        assert [lyric.text.encode("latin-1").decode().strip() for lyric in heard.lyrics] == sung(song, lexicon)
    drums = any(track.role is TrackRole.DRUMS for track in song.tracks)
    assert any(part.is_drum for part in heard.instruments) == drums


def mido_notes(data: bytes) -> Iterator[tuple[int, int]]:
    for track in mido.MidiFile(file=io.BytesIO(data)).tracks:
        now = 0
        for message in track:
            now += message.time
            if message.type == "note_on" and message.velocity:
                yield now, message.note


def test_a_compressed_score_is_an_archive_that_names_its_score(song: Song, lexicon: Lexicon) -> None:
    score = to_musicxml(song, lexicon)
    with zipfile.ZipFile(io.BytesIO(packed(score))) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "mimetype"
        assert b'full-path="score.musicxml"' in archive.read("META-INF/container.xml")
        assert archive.read("score.musicxml") == score


def test_the_word_document_has_headings_and_every_line(song: Song) -> None:
    import docx

    document = docx.Document(io.BytesIO(to_docx(song)))
    headings = [p.text for p in document.paragraphs if p.style.name.startswith(("Heading", "Title"))]
    assert headings == ["The Tide", *(s.title for s in song.sections if song.source(s).sung_lines)]
    lines = [row for p in document.paragraphs if p.style.name == "Normal" for row in p.text.split("\n")]
    assert lines == [line.text for section in song.sections for line in song.source(section).sung_lines]


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_the_web_page_has_every_line_and_nothing_that_runs(song: Song) -> None:
    page = _Page()
    page.feed(to_html(replace(song, title="<script>alert(1)</script> & more")))
    assert "script" not in page.tags
    assert "<script>alert(1)</script> & more" in page.text
    for section in song.sections:
        for line in song.source(section).sung_lines:
            assert line.text in page.text
