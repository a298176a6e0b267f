"""Lead sheets, read again from their XML and compared with the song in time.

Checked by hand against the 4.0 schema, music21 and Verovio, which are too large to be needed for every test run.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings

from formats.songs import CHORUS, VERSE, lantern_song
from formats.strategies import songs
from songwright.core.bar_lines import Bar
from songwright.core.song import Chord, Key, Line, Metre, Mode, Music, Note, Part, Section, Song, Track, TrackRole
from songwright.core.timeline import timeline
from songwright.formats.errors import ExportError
from songwright.formats.musicxml import CHORD_KINDS, to_musicxml
from songwright.formats.written_signs import notated
from songwright.lyrics.lexicon import Lexicon, load_lexicon
from songwright.music.chords import QUALITIES
from songwright.music.request import ComposeRequest
from songwright.music.rule_composer import RuleComposer

SEMITONES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
QUARTERS = {
    "whole": 4,
    "half": 2,
    "quarter": 1,
    "eighth": 1 / 2,
    "16th": 1 / 4,
    "32nd": 1 / 8,
    "64th": 1 / 16,
}


@dataclass
class Reading:
    """What a reader of the file finds, in ticks."""

    notes: list[tuple[int, int, int]] = field(default_factory=list)
    words: str = ""
    chords: list[tuple[int, int]] = field(default_factory=list)
    marks: list[tuple[int, str]] = field(default_factory=list)
    bars: list[int] = field(default_factory=list)


def read(data: bytes) -> Reading:
    root = ET.fromstring(data)  # noqa: S314 - our own file
    found, now = Reading(), 0
    for measure in root.iter("measure"):
        begin = now
        for element in measure:
            if element.tag == "note":
                length = int(element.findtext("duration", ""))
                read_note(element, now, length, found)
                now += length
            elif element.tag == "harmony":
                root_class = SEMITONES[element.findtext("root/root-step", "")] + int(
                    element.findtext("root/root-alter", "0")
                )
                found.chords.append((now + int(element.findtext("offset", "0")), root_class % 12))
            elif element.find("direction-type/rehearsal") is not None:
                found.marks.append((now, element.findtext("direction-type/rehearsal", "")))
        found.bars.append(now - begin)
    return found


def names_of_measures(data: bytes) -> list[str]:
    return [measure.get("number", "") for measure in ET.fromstring(data).iter("measure")]  # noqa: S314 - as above


def read_note(element: ET.Element, now: int, length: int, found: Reading) -> None:
    if (sign := element.findtext("type")) is not None:
        parts = QUARTERS[sign] * (2 - 0.5 ** len(element.findall("dot")))
        assert length == 480 * parts * (2 / 3 if element.find("time-modification") is not None else 1)
    if element.find("pitch") is None:
        return
    pitch = 12 * (int(element.findtext("pitch/octave", "")) + 1) + SEMITONES[element.findtext("pitch/step", "")]
    pitch += int(element.findtext("pitch/alter", "0"))
    if "stop" in [tie.get("type") for tie in element.findall("tie")]:
        start, end, tied = found.notes.pop()
        assert (end, tied) == (now, pitch)
        found.notes.append((start, now + length, pitch))
    else:
        found.notes.append((now, now + length, pitch))
    for lyric in element.findall("lyric"):
        inside = lyric.findtext("syllabic") in ("begin", "middle")
        found.words += lyric.findtext("text", "") + ("" if inside else " ")
        found.words += "/" if lyric.find("end-line") is not None else ""


def test_notes_words_chords_and_sections_come_back_at_their_times(lexicon: Lexicon) -> None:
    song = lantern_song()
    laid = timeline(song)
    found = read(to_musicxml(song, lexicon))
    assert found.notes == [(note.start, note.end, note.pitch) for note in laid.notes("t1")]
    assert found.words == "".join(f"{line} /" for line in (*VERSE, *CHORUS, *VERSE))
    assert found.chords == [(chord.start, chord.chord.root) for chord in laid.chords]
    assert found.marks == [(1920, "Verse 1"), (3 * 1920, "Chorus"), (5 * 1920, "Verse 1")]
    assert found.bars == [1920] * 7


def test_a_composed_song_comes_back_whole_in_every_metre(lexicon: Lexicon) -> None:
    for style in ("hymn", "waltz", "folk", "shanty"):
        song = RuleComposer(lexicon).compose(lantern_song(), ComposeRequest(style=style, seed=2))
        laid = timeline(song)
        voice = next(track.id for track in song.tracks if track.role is TrackRole.VOCAL)
        found = read(to_musicxml(song, lexicon))
        assert found.notes == [(note.start, note.end, note.pitch) for note in laid.notes(voice)], style
        assert found.words == "".join(f"{line} /" for line in (*VERSE, *CHORUS, *VERSE)), style
        assert found.chords == [(chord.start, chord.chord.root) for chord in laid.chords], style


def test_key_metre_tempo_and_names_are_told(lexicon: Lexicon) -> None:
    song = replace(lantern_song(), key=Key(0, Mode.MINOR), title="Salt & <Sea>\x07")
    root = ET.fromstring(to_musicxml(song, lexicon))  # noqa: S314
    assert root.findtext(".//key/fifths") == "-3"
    assert root.findtext(".//key/mode") == "minor"
    assert (root.findtext(".//time/beats"), root.findtext(".//time/beat-type")) == ("4", "4")
    assert root.findtext(".//per-minute") == "96"
    assert root.findtext("work/work-title") == "Salt & <Sea>"
    assert root.findtext(".//part-name") == "Voice"


@pytest.mark.parametrize(("pitch", "clef"), [(72, ("G", None)), (55, ("G", "-1")), (40, ("F", None))])
def test_the_clef_suits_the_voice(lexicon: Lexicon, pitch: int, clef: tuple[str, str | None]) -> None:
    track = Track("t1", "Voice", TrackRole.VOCAL)
    section = Section("s1", music=Music(1, (), (Part("t1", (Note(0, 480, pitch),)),)))
    root = ET.fromstring(to_musicxml(Song(sections=(section,), tracks=(track,)), lexicon))  # noqa: S314
    assert (root.findtext(".//clef/sign"), root.findtext(".//clef-octave-change")) == clef


def test_a_drawn_out_syllable_has_its_line_and_stands_once(lexicon: Lexicon) -> None:
    root = ET.fromstring(to_musicxml(lantern_song(), lexicon))  # noqa: S314
    extended = [lyric.findtext("text") for lyric in root.iter("lyric") if lyric.find("extend") is not None]
    assert extended == ["home", "home"]


def test_a_line_sung_twice_in_a_section_has_its_words_twice(lexicon: Lexicon) -> None:
    notes = tuple(Note(n * 480, 480, 60, 80, "l1", n % 2) for n in range(4))
    section = Section("s1", lines=(Line("l1", "come home"),), music=Music(1, (), (Part("t1", notes),)))
    song = Song(sections=(section,), tracks=(Track("t1", "Voice", TrackRole.VOCAL),))
    assert read(to_musicxml(song, lexicon)).words == "come home /come home /"


def test_a_song_without_a_tune_shows_its_chords_over_rests(lexicon: Lexicon) -> None:
    song = Song(sections=(Section("s1", music=Music(2, (Chord(0, 9, "m"), Chord(960, 2), Chord(1920, 4, "7")))),))
    found = read(to_musicxml(song, lexicon))
    assert (found.notes, found.chords, found.bars) == ([], [(0, 9), (960, 2), (1920, 4)], [1920, 1920])


def test_every_chord_quality_has_a_kind_of_its_own() -> None:
    assert CHORD_KINDS.keys() == QUALITIES.keys()
    assert len(set(CHORD_KINDS.values())) == len(CHORD_KINDS)


def test_swing_and_triplets_are_written_as_triplets() -> None:
    notes = tuple(
        timeline(
            Song(
                sections=(Section("s1", music=Music(1, (), (Part("t1", (Note(0, 318, 60), Note(322, 158, 62))),))),),
                tracks=(Track("t1", "", TrackRole.VOCAL),),
            )
        ).notes("t1")
    )
    [bar] = notated(notes, [Bar(0, Metre())])
    assert [(sign.start, sign.value.sign, sign.value.triplet) for sign in bar[:2]] == [
        (0, "quarter", True),
        (320, "eighth", True),
    ]


def test_a_song_without_music_says_so(lexicon: Lexicon) -> None:
    with pytest.raises(ExportError, match="compose the song first"):
        to_musicxml(Song(), lexicon)


@settings(max_examples=40)
@given(songs())
def test_every_bar_of_any_song_is_exactly_full(song: Song) -> None:
    lexicon = load_lexicon()
    try:
        data = to_musicxml(song, lexicon)
    except ExportError:
        return
    # A bar that a repeat cuts in two is named twice ("4a", "4b"); what is left of one may stand for no time.
    whole = [bar for bar, name in zip(read(data).bars, names_of_measures(data), strict=True) if name.isdigit()]
    lengths = {bar.metre.bar_ticks for bar in timeline(song).bars}
    assert set(whole) <= lengths
    assert max(read(data).bars) <= max(lengths)
    assert to_musicxml(song, lexicon) == data
