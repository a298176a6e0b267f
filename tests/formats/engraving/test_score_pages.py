from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from threading import Thread

import pytest

from formats.songs import lantern_song
from formats.test_strophes import ENDINGS, HYMN, WORDS
from songwright.core.edits import transpose
from songwright.core.song import Chord, Key, Mode, Note, Part, Song, Track, TrackRole
from songwright.core.timeline import timeline
from songwright.formats.engraving.drawing import Block, Drawing, Glyph, Mark, TextRun
from songwright.formats.engraving.fingering import FrettedInstrument
from songwright.formats.engraving.score_pages import ScoreOptions, draw_score, score_engraver
from songwright.formats.engraving.staves import Clef, PartKind, staves
from songwright.formats.errors import ExportError
from songwright.lyrics.lexicon import Lexicon

SHARP, FLAT, NATURAL = "E262", "E260", "E261"
TIME_DIGITS = {f"E08{digit}" for digit in range(10)}  # of SMuFL


def systems(drawing: Drawing) -> list[Block]:
    return [block for page in drawing.pages for block in page.blocks if block.bars]


def words(block: Block) -> list[str]:
    return [item.text for item in block.items if isinstance(item, TextRun)]


def sung(drawing: Drawing) -> list[Mark]:
    marks = [mark for block in systems(drawing) for mark in block.marks if mark.pitch is not None]
    return sorted(marks, key=lambda mark: (mark.start, mark.top))


def with_notes(song: Song, notes: tuple[Note, ...], bars: int = 2) -> Song:
    """The song with one section of these notes on its voice."""
    section = song.sections[0]
    assert section.music is not None
    music = replace(section.music, bars=bars, parts=(Part("t1", notes),))
    return replace(song, sections=(replace(section, music=music),))


def test_every_bar_is_engraved_once_and_in_order(lexicon: Lexicon) -> None:
    song = lantern_song()
    laid = timeline(song)
    starts = [bar[0] for block in systems(draw_score(song, lexicon, ScoreOptions())) for bar in block.bars]
    assert starts == list(range(0, laid.end, laid.bar_ticks))


def test_the_time_signature_stands_once_at_the_very_beginning(lexicon: Lexicon) -> None:
    blocks = systems(draw_score(lantern_song(), lexicon, ScoreOptions()))
    assert len(blocks) > 2
    digits = [sum(isinstance(item, Glyph) and item.code in TIME_DIGITS for item in block.items) for block in blocks]
    assert digits == [2] + [0] * (len(blocks) - 1)


def test_every_note_of_the_tune_is_found_again_at_its_tick_with_what_is_sung_on_it(lexicon: Lexicon) -> None:
    song = lantern_song()
    marks = sung(draw_score(song, lexicon, ScoreOptions()))
    told = [(mark.start, mark.pitch, mark.line, mark.syllable) for mark in marks]
    wanted = [(note.start, note.pitch, note.line, note.syllable) for note in timeline(song).notes("t1")]
    assert [note for note in told if note in wanted] == wanted
    # What is left over are notes that go on over a bar line.
    assert all(mark.line is not None for mark in marks)


def test_the_heads_of_a_system_stand_in_the_order_of_their_ticks(lexicon: Lexicon) -> None:
    for block in systems(draw_score(lantern_song(), lexicon, ScoreOptions())):
        notes = [mark for mark in block.marks if mark.pitch is not None]
        assert sorted(notes, key=lambda mark: mark.start) == sorted(notes, key=lambda mark: mark.x)
        assert all(0 <= mark.x < mark.right <= block.width for mark in notes)
        assert all(0 <= mark.top < mark.bottom <= block.height for mark in notes)


def test_the_words_stand_below_the_notes_syllable_by_syllable(lexicon: Lexicon) -> None:
    shown = [word for block in systems(draw_score(lantern_song(), lexicon, ScoreOptions())) for word in words(block)]
    for syllable in ("lan", "tern", "har", "bour", "Car", "riv"):
        assert syllable in " ".join(shown)


def test_sections_and_chords_are_named(lexicon: Lexicon) -> None:
    drawing = draw_score(lantern_song(), lexicon, ScoreOptions())
    shown = [word for block in systems(drawing) for word in words(block)]
    assert [word for word in shown if word in ("Verse 1", "Chorus")] == ["Verse 1", "Chorus", "Verse 1"]
    assert shown.count("Dm") == 3
    assert shown.count("G/B") == 3


def test_above_a_capo_each_chord_is_shown_as_it_sounds_and_as_it_is_fingered(lexicon: Lexicon) -> None:
    drawing = draw_score(replace(lantern_song(), capo=5), lexicon, ScoreOptions())
    shown = [word for block in systems(drawing) for word in words(block)]
    assert shown.count("Dm") == shown.count("(Am)") == 3
    assert shown.count("G/B") == 3
    head = [item.text for item in drawing.pages[0].blocks[0].items if isinstance(item, TextRun)]
    assert "Capo 5: fingered in A dorian" in head


def test_an_accidental_is_written_once_a_bar_and_taken_back(lexicon: Lexicon) -> None:
    notes = tuple(Note(index * 480, 480, pitch) for index, pitch in enumerate((66, 66, 65, 65)))
    drawing = draw_score(with_notes(replace(lantern_song(), key=Key()), notes), lexicon, ScoreOptions())
    glyphs = [item.code for block in systems(drawing) for item in block.items if isinstance(item, Glyph)]
    assert glyphs.count(SHARP) == 1
    assert glyphs.count(NATURAL) == 1


def test_a_key_with_flats_has_them_in_its_signature_and_spells_by_it(lexicon: Lexicon) -> None:
    notes = (Note(0, 1920, 70),)
    song = with_notes(replace(lantern_song(), key=Key(5, Mode.MAJOR)), notes, bars=1)
    song = replace(song, sections=(replace(song.sections[0], music=replace(song.sections[0].music, chords=())),))
    drawing = draw_score(song, lexicon, ScoreOptions())
    glyphs = [item.code for block in systems(drawing) for item in block.items if isinstance(item, Glyph)]
    assert glyphs.count(FLAT) == 1


def test_a_chord_symbol_has_real_sharps_and_flats(lexicon: Lexicon) -> None:
    song = lantern_song()
    section = song.sections[0]
    assert section.music is not None
    music = replace(section.music, chords=(Chord(0, 10, "m7b5"),))
    song = replace(song, sections=(replace(section, music=music),), key=Key(5))
    block = systems(draw_score(song, lexicon, ScoreOptions()))[0]
    texts = [item.text for item in block.items if isinstance(item, Glyph) and item.text]
    assert texts == ["♭", "♭"]
    assert {"B", "m7", "5"} <= set(words(block))


def test_the_full_score_has_every_track_that_sounds(lexicon: Lexicon) -> None:
    song = lantern_song()
    found = staves(song, timeline(song), PartKind.FULL)
    assert [(staff.label, staff.clef) for staff in found] == [
        ("Voice", Clef.TREBLE),
        ("Bass", Clef.BASS),
        ("Drums", Clef.DRUMS),
    ]
    drawing = draw_score(song, lexicon, ScoreOptions(PartKind.FULL))
    shown = " ".join(word for block in systems(drawing) for word in words(block))
    assert "Voice" in shown
    assert "Drums" in shown
    assert {mark.track for block in systems(drawing) for mark in block.marks} == {"t1", "t2", "t3"}


def test_vocal_parts_are_those_that_sing(lexicon: Lexicon) -> None:
    song = lantern_song()
    assert [staff.label for staff in staves(song, timeline(song), PartKind.VOCAL)] == ["Voice"]


@pytest.mark.parametrize(
    ("bass", "clefs"),
    [
        (48, [Clef.TREBLE, Clef.TREBLE, Clef.TREBLE_8, Clef.BASS]),
        (58, [Clef.TREBLE, Clef.TREBLE, Clef.TREBLE, Clef.TREBLE_8]),
    ],
)
def test_a_tenor_between_an_alto_and_a_bass_reads_an_octave_up_however_high_he_sings(
    bass: int, clefs: list[Clef]
) -> None:
    song = lantern_song()
    section = song.sections[0]
    line = section.sung_lines[0].id
    names, pitches = ("Soprano", "Alto", "Tenor", "Bass"), (72, 65, 62, bass)
    tracks = tuple(Track(name, name, TrackRole.VOCAL) for name in names)
    parts = tuple(
        Part(name, (Note(0, 480, pitch, line=line, syllable=0),)) for name, pitch in zip(names, pitches, strict=True)
    )
    assert section.music is not None
    music = replace(section.music, parts=parts)
    song = replace(song, tracks=tracks, sections=(replace(section, music=music),))
    assert [staff.clef for staff in staves(song, timeline(song), PartKind.VOCAL)] == clefs


def test_bars_are_shared_out_evenly_over_the_systems_of_a_section(lexicon: Lexicon) -> None:
    notes = tuple(Note(index * 240, 240, 60 + index % 8) for index in range(8 * 16))
    drawing = draw_score(with_notes(lantern_song(), notes, bars=16), lexicon, ScoreOptions())
    assert {len(block.bars) for block in systems(drawing)} == {4}
    # Stretched or not, each goes from edge to edge.
    assert all(block.bars[-1][3] == pytest.approx(block.width, abs=1.0) for block in systems(drawing))


def band_song(bars: int, tracks: int = 6) -> Song:
    """One section that a band plays, with a staff a track and a note a bar."""
    song = with_notes(lantern_song(), (), bars)
    section = song.sections[0]
    assert section.music is not None
    notes = tuple(Note(bar * 1920, 1920, 60 + bar % 8) for bar in range(bars))
    parts = tuple(Part(f"p{number}", notes) for number in range(tracks))
    players = tuple(Track(f"p{number}", f"Strings {number}", TrackRole.ACCOMPANIMENT, 48) for number in range(tracks))
    return replace(song, tracks=players, sections=(replace(section, music=replace(section.music, parts=parts)),))


def test_a_section_of_a_full_score_has_systems_as_wide_as_the_page(lexicon: Lexicon) -> None:
    found = systems(draw_score(band_song(16), lexicon, ScoreOptions(PartKind.FULL)))
    assert len({len(block.bars) for block in found}) == 1
    assert all(block.bars[-1][3] == pytest.approx(block.width, abs=1.0) for block in found)


def test_tall_systems_fill_every_page_but_the_last(lexicon: Lexicon) -> None:
    drawing = draw_score(band_song(96), lexicon, ScoreOptions(PartKind.FULL))
    assert len(drawing.pages) > 2
    for page in drawing.pages[:-1]:
        *music, foot = page.blocks
        assert foot.y - (music[-1].y + music[-1].height) < 40


def test_notes_of_the_whole_song_are_on_the_pages_one_after_the_other(lexicon: Lexicon) -> None:
    notes = tuple(Note(index * 240, 240, 60 + index % 8) for index in range(8 * 100))
    drawing = draw_score(with_notes(lantern_song(), notes, bars=100), lexicon, ScoreOptions())
    assert len(drawing.pages) > 1
    for page in drawing.pages:
        edges = [(block.y, block.y + block.height) for block in page.blocks]
        assert all(above[1] <= below[0] + 0.1 for above, below in pairwise(edges))
        assert edges[-1][1] <= page.height
    long = draw_score(with_notes(lantern_song(), notes, bars=100), lexicon, ScoreOptions(one_page=True))
    assert len(long.pages) == 1


def test_a_song_without_music_is_refused_in_a_sentence(lexicon: Lexicon) -> None:
    with pytest.raises(ExportError, match="compose the song first"):
        draw_score(Song(), lexicon, ScoreOptions())


@pytest.mark.parametrize("text", ["<b>&amp;", "\x00\ud800", "中文 שלום", "]]>", "a" * 300])
def test_any_title_section_name_and_word_can_be_drawn(lexicon: Lexicon, text: str) -> None:
    song = lantern_song()
    line = replace(song.sections[0].lines[0], text=f"{text} {song.sections[0].lines[0].text}")
    section = replace(song.sections[0], title=text, lines=(line, *song.sections[0].lines[1:]))
    song = replace(song, title=text, sections=(section, *song.sections[1:]))
    assert systems(draw_score(song, lexicon, ScoreOptions(PartKind.FULL)))


def test_diagrams_of_the_chords_in_use_stand_below_the_title(lexicon: Lexicon) -> None:
    drawing = draw_score(replace(lantern_song(), capo=5), lexicon, ScoreOptions(diagrams=FrettedInstrument.GUITAR))
    row = drawing.pages[0].blocks[1]
    names = [item.text for item in row.items if isinstance(item, TextRun) and item.text[0].isupper()]
    assert names == ["Am", "D/F"]  # and a sharp


def test_it_is_drawn_on_any_thread_whichever_came_first(lexicon: Lexicon) -> None:
    """The engraver keeps some of its state by thread."""
    engraver = score_engraver(ScoreOptions())
    drawn: list[Drawing] = []
    for title in ("First", "Second", "Third"):
        song = transpose(replace(lantern_song(), title=title), len(drawn))
        worker = Thread(target=lambda song=song: drawn.append(draw_score(song, lexicon, ScoreOptions(), engraver)))
        worker.start()
        worker.join()
    assert [drawing.title for drawing in drawn] == ["First", "Second", "Third"]


def test_a_staff_that_rings_on_after_the_others_has_its_bars(lexicon: Lexicon) -> None:
    song = lantern_song()
    last = song.sections[1]
    assert last.music is not None
    bass = Part("t2", (Note(1920, 4 * 1920, 40),))
    music = replace(last.music, parts=(last.music.parts[0], bass))
    song = replace(song, sections=(song.sections[0], replace(last, music=music)))
    drawing = draw_score(song, lexicon, ScoreOptions(PartKind.FULL))
    assert sum(len(block.bars) for block in systems(drawing)) == timeline(song).end // 1920 + 3


@pytest.mark.parametrize(("bars", "shared"), [(16, [4, 4, 4, 4]), (17, [5, 4, 4, 4]), (9, [5, 4]), (18, [5, 5, 4, 4])])
def test_phrases_of_four_bars_are_kept_whole_with_an_upbeat_in_the_first(
    lexicon: Lexicon, bars: int, shared: list[int]
) -> None:
    notes = tuple(Note(index * 240, 240, 60 + index % 8) for index in range(8 * bars))
    drawing = draw_score(with_notes(lantern_song(), notes, bars=bars), lexicon, ScoreOptions())
    assert [len(block.bars) for block in systems(drawing)] == shared


def test_the_first_page_alone_is_the_first_page(lexicon: Lexicon) -> None:
    notes = tuple(Note(index * 240, 240, 60 + index % 8) for index in range(8 * 100))
    song = with_notes(lantern_song(), notes, bars=100)
    first = draw_score(song, lexicon, ScoreOptions(), first_page=True)
    everything = draw_score(song, lexicon, ScoreOptions())
    assert (first.whole, everything.whole) == (False, True)
    assert len(first.pages) == 1
    assert [block.label for block in first.pages[0].blocks] == [block.label for block in everything.pages[0].blocks]
    assert draw_score(lantern_song(), lexicon, ScoreOptions(), first_page=True).whole


def test_a_hymn_has_one_staff_with_a_numbered_row_of_words_for_every_verse(lexicon: Lexicon) -> None:
    drawing = draw_score(HYMN, lexicon, ScoreOptions(stacked=True))
    (block,) = systems(drawing)
    assert block.label.startswith("Verse 1–3")
    assert len(sung(drawing)) == 8
    for number, lines in enumerate(WORDS, 1):
        assert [word for line in lines for word in line.split()][:3] == row_of(block, number)[:3]


def row_of(block: Block, number: int) -> list[str]:
    """The words at the height of a verse's number, from left to right."""
    texts = [item for item in block.items if isinstance(item, TextRun)]
    label = next(item for item in texts if item.text == f"{number}.")
    row = [item for item in texts if abs(item.y - label.y) < 1 and item is not label]
    return [item.text for item in sorted(row, key=lambda item: item.x)]


def test_other_endings_of_a_tune_stand_below_brackets_with_their_numbers(lexicon: Lexicon) -> None:
    (block,) = systems(draw_score(ENDINGS, lexicon, ScoreOptions(stacked=True)))
    assert {"1–2.", "3."} <= set(words(block))
    assert len(systems(draw_score(ENDINGS, lexicon, ScoreOptions()))) == 3


def test_a_song_that_swings_is_written_straight_with_a_word(lexicon: Lexicon) -> None:
    off_beats = tuple(
        Note(beat * 480 + place, length, 65) for beat in range(8) for place, length in ((0, 320), (320, 160))
    )
    drawing = draw_score(with_notes(lantern_song(), off_beats), lexicon, ScoreOptions())
    assert any("Swing" in text for page in drawing.pages for block in page.blocks for text in words(block))
    assert {mark.start % 480 for mark in sung(drawing)} == {0, 240}
