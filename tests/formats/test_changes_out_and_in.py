"""Tempo, metre and key inside a song, written to other programs' files and read from them again."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import pairwise

import mido
import pretty_midi
import pytest

from songwright.core.markings import change_bar, set_marking, slow_ending
from songwright.core.song import (
    Chord,
    Key,
    Line,
    Marking,
    Metre,
    Music,
    Note,
    Part,
    Section,
    SectionKind,
    Song,
    Track,
    TrackRole,
)
from songwright.core.tempo_map import TempoStep, tempo_steps
from songwright.core.timeline import Timeline, timeline
from songwright.formats.abc import to_abc
from songwright.formats.abc_in import from_abc
from songwright.formats.bar_ruler import BarRuler
from songwright.formats.chordpro import to_chordpro
from songwright.formats.chordpro_in import from_chordpro
from songwright.formats.engraving.drawing import TextRun
from songwright.formats.engraving.score_pages import ScoreOptions, draw_score
from songwright.formats.engraving.staves import PartKind
from songwright.formats.full_score import to_full_score
from songwright.formats.gradual import quarters_a_minute, tempo_markings
from songwright.formats.midi import to_midi
from songwright.formats.midi_in import from_midi
from songwright.formats.musicxml import to_musicxml
from songwright.formats.musicxml_in import from_musicxml
from songwright.lyrics.lexicon import Lexicon

BAR = 1920
WORDS = ("come and sing it", "sail the sea home", "rain on my roof now", "light in the dark sky")


def a_song() -> Song:
    """A verse with a bar of 2/4, a bridge at 90 in 3/4, a chorus a tone up that slows down at its end."""
    sections = []
    for number, words in enumerate(WORDS[:3], start=1):
        tune = [Note(beat * 480, 480, 60 + beat, line=f"l{number}", syllable=beat) for beat in range(4)]
        tune += [Note(BAR + beat * 480, 480, 67 - beat) for beat in (0, 1)]
        tune += [Note(2 * BAR + beat * 480, 480, 65) for beat in range(8)]
        music = Music(4, (Chord(0, 0), Chord(BAR, 7)), (Part("t1", tuple(tune)),))
        sections.append(
            Section(f"s{number}", SectionKind.VERSE, f"Verse {number}", (Line(f"l{number}", words),), music)
        )
    song = Song(title="Turns", tempo=120.0, sections=tuple(sections), tracks=(Track("t1", "Voice", TrackRole.VOCAL),))
    song = change_bar(song, "s1", BAR, Metre(2, 4))
    song = set_marking(song, "s2", Marking(0, tempo=90.0, metre=Metre(3, 4)))
    song = set_marking(song, "s3", Marking(0, key=Key(2)))
    return slow_ending(song)


def told(laid: Timeline) -> tuple[object, ...]:
    """All that a listener and a reader of bars can tell of tempo, metre and key."""
    bars = [(bar.start, bar.metre) for bar in laid.bars]
    return laid.tempi.steps, bars, laid.keys, laid.end


def markings(song: Song) -> list[tuple[Marking, ...]]:
    return [section.music.markings for section in song.sections if section.music is not None]


def test_midi_carries_everything_there_and_back(lexicon: Lexicon) -> None:
    song = a_song()
    found = from_midi(to_midi(song, lexicon), lexicon)
    assert told(timeline(found.song)) == told(timeline(song))
    assert markings(found.song) == markings(song)
    assert (found.song.tempo, found.song.metre, found.song.key) == (120.0, Metre(4, 4), Key(0))
    assert not [sentence for sentence in found.left_out if "tempo" in sentence or "metre" in sentence]


def test_midi_says_the_same_to_another_reader(lexicon: Lexicon) -> None:
    song = a_song()
    file = mido.MidiFile(file=io.BytesIO(to_midi(song, lexicon)))
    assert file.length == pytest.approx(timeline(song).seconds(timeline(song).end), abs=0.01)
    metas = [message for message in file.tracks[0] if message.type in ("time_signature", "key_signature")]
    signs = [(m.numerator, m.denominator) for m in metas if m.type == "time_signature"]
    assert signs == [(4, 4), (2, 4), (4, 4), (3, 4), (4, 4)]
    assert [m.key for m in metas if m.type == "key_signature"] == ["C", "D"]


def test_a_file_keeps_its_tempi_where_a_mean_was_taken_before(lexicon: Lexicon) -> None:
    """One that breathes: no tempo holds for long, each is kept where it stands."""
    file = mido.MidiFile(ticks_per_beat=480)
    track = file.add_track()
    for bar in range(8):
        track.append(mido.MetaMessage("set_tempo", tempo=500_000 + 20_000 * (bar % 3), time=0))
        track.append(mido.Message("note_on", note=60 + bar, velocity=80, time=0))
        track.append(mido.Message("note_off", note=60 + bar, time=BAR))
    data = io.BytesIO()
    file.save(file=data)
    laid = timeline(from_midi(data.getvalue(), lexicon).song)
    length = sum(4 * (500_000 + 20_000 * (bar % 3)) / 1e6 for bar in range(8))
    assert laid.seconds(laid.end) == pytest.approx(length, abs=1e-3)


@pytest.mark.parametrize("write", [to_musicxml, to_full_score])
def test_scores_carry_everything_there_and_back(write: Callable[[Song, Lexicon], bytes], lexicon: Lexicon) -> None:
    song = a_song()
    found = from_musicxml(write(song, lexicon), lexicon)
    assert told(timeline(found.song)) == told(timeline(song))
    assert markings(found.song) == markings(song)
    assert not found.left_out


def test_abc_carries_metre_and_key_and_a_tempo_from_note_to_note(lexicon: Lexicon) -> None:
    song = a_song()
    laid, written = timeline(song), to_abc(song, lexicon)
    heard = timeline(from_abc(written.encode(), lexicon).song)
    assert [(bar.start, bar.metre) for bar in heard.bars] == [(bar.start, bar.metre) for bar in laid.bars]
    assert heard.keys == laid.keys
    assert heard.tempi.tempo_at(laid.spans[1].start) == 90.0
    assert '"^rit."' in written
    # Every quarter of the ritardando is played at the tempo in which it begins.
    last = laid.end - 480
    assert heard.tempi.tempo_at(last) == laid.tempi.tempo_at(last)
    assert heard.seconds(heard.end) == pytest.approx(laid.seconds(laid.end), rel=0.02)


def test_a_chord_sheet_says_what_changes_where(lexicon: Lexicon) -> None:
    written = to_chordpro(a_song(), lexicon)
    rows = [row for row in written.splitlines() if row.startswith(("{time", "{tempo", "{key", "{start"))]
    assert rows[:4] == ["{key: C}", "{tempo: 120}", "{time: 4/4}", '{start_of_verse: label="Verse 1"}']
    second = rows.index('{start_of_verse: label="Verse 2"}')
    assert rows[second - 2 : second] == ["{time: 3/4}", "{tempo: 90}"]
    third = rows.index('{start_of_verse: label="Verse 3"}')
    assert set(rows[third - 3 : third]) == {"{key: D}", "{time: 4/4}", "{tempo: 120}"}


def test_directives_inside_a_chord_sheet_hold_from_there_on(lexicon: Lexicon) -> None:
    sheet = b"""{title: T}\n{key: C}\n{tempo: 100}\n{time: 4/4}
{start_of_verse}\n[C]one and two\n{time: 3/4}\n[G]three and four\n{end_of_verse}
{key: D}\n{tempo: 80}
{start_of_chorus}\n[D]five and six\n{end_of_chorus}
{tempo: 900000}\n{time: 17/3}\n{key: H#}
{start_of_bridge}\n[D]seven and eight\n{end_of_bridge}
"""
    found = from_chordpro(sheet, lexicon)
    laid = timeline(found.song)
    verse, chorus, bridge = laid.spans
    assert laid.bars[0].metre.beats == 4
    assert laid.bars[laid.bar_number(verse.end - 1)].metre == Metre(3, 4)
    assert (laid.key_at(verse.start).tonic, laid.tempi.tempo_at(verse.start)) == (0, 100)
    assert (laid.key_at(chorus.start).tonic, laid.tempi.tempo_at(chorus.start)) == (2, 80)
    assert laid.metre_at(chorus.start) == Metre(3, 4)
    assert laid.tempi.tempo_at(bridge.start) == 400
    assert sum("could not be understood" in sentence for sentence in found.left_out) == 2


def test_another_programs_score_keeps_what_changes_in_it(lexicon: Lexicon) -> None:
    """Repeats are played with the tempo and the metre that stand in them; a mark alone is a tempo too."""
    data = b"""<score-partwise><part-list><score-part id="P1"><part-name>V</part-name></score-part></part-list>
    <part id="P1">
    <measure number="1"><barline location="left"><repeat direction="forward"/></barline>
      <attributes><divisions>1</divisions><key><fifths>0</fifths></key>
      <time><beats>2</beats><beat-type>4</beat-type></time></attributes>
      <direction><direction-type><metronome><beat-unit>quarter</beat-unit><per-minute>60</per-minute></metronome>
      </direction-type></direction>
      <note><pitch><step>C</step><octave>4</octave></pitch><duration>2</duration></note></measure>
    <measure number="2"><attributes><time><beats>3</beats><beat-type>4</beat-type></time></attributes>
      <note><pitch><step>D</step><octave>4</octave></pitch><duration>3</duration></note>
      <direction><sound tempo="120"/><offset>-1</offset></direction>
      <barline location="right"><repeat direction="backward"/></barline></measure>
    <measure number="3"><attributes><key><fifths>2</fifths></key></attributes>
      <note><pitch><step>E</step><octave>4</octave></pitch><duration>3</duration></note></measure>
    </part></score-partwise>"""
    laid = timeline(from_musicxml(data, lexicon).song)
    assert [bar.metre.beats for bar in laid.bars] == [2, 3, 2, 3, 3]
    assert [(timed.start, timed.key.tonic) for timed in laid.keys] == [(0, 0), (4800, 2)]
    assert [laid.tempi.tempo_at(quarter * 480) for quarter in (0, 4, 5, 9, 10)] == [60, 120, 60, 120, 120]


@pytest.mark.parametrize("tempo", [20.0, 60.0, 99.9, 118.125, 133.7, 187.53, 400.0])
def test_a_tempo_comes_back_from_microseconds(tempo: float) -> None:
    assert quarters_a_minute(round(60_000_000 / tempo)) == tempo


@pytest.mark.parametrize(
    ("over", "target", "end"), [(BAR, 60.0, 4 * BAR), (700, 90.0, BAR), (BAR, 72.0, BAR), (960, 180.0, BAR)]
)
def test_a_stair_of_tempi_is_known_as_one_gradual_change(over: int, target: float, end: int) -> None:
    marking = Marking(0, tempo=target, over=over)
    steps = list(tempo_steps(120.0, [marking], end))
    assert list(tempo_markings(steps, 120.0, end)) == [marking]


def test_tempi_of_a_players_hands_stay_as_they_are() -> None:
    steps = [TempoStep(tick, tempo) for tick, tempo in ((0, 100.0), (240, 96.0), (480, 103.0), (900, 88.0))]
    assert [(m.start, m.tempo, m.over) for m in tempo_markings(steps, 120.0, BAR)] == [
        (step.tick, step.tempo, 0) for step in steps
    ]


def test_thousands_of_tempi_are_read_as_quickly_as_they_come() -> None:
    """Each is looked at with its neighbours only; nothing grows with the square of their number."""
    steps = [TempoStep(240 * place, 100.0 + 7 * (place * 37 % 11)) for place in range(20_000)]
    found = tempo_markings(steps, 120.0, 240 * 20_000)
    assert list(tempo_steps(120.0, found, 240 * 20_000)) == steps


def test_bars_are_counted_across_changes_of_metre() -> None:
    ruler = BarRuler(Metre(4, 4), [(BAR, Metre(2, 4)), (BAR + 960, Metre(3, 4)), (BAR + 1000, Metre(6, 8))])
    lines = list(ruler.lines(0, 9000))
    assert [later - line for line, later in pairwise(lines)][:4] == [BAR, 960, 1440, 1440]
    assert ruler.count(0, 9000) == len(lines)
    assert ruler.bar_at(-1).start == -BAR
    assert ruler.line_near(BAR + 500) == BAR + 960


def test_our_own_page_shows_signs_where_they_change(lexicon: Lexicon) -> None:
    drawing = draw_score(a_song(), lexicon, ScoreOptions(PartKind.LEAD))
    blocks = [block for page in drawing.pages for block in page.blocks]
    texts = [item.text for block in blocks for item in block.items if isinstance(item, TextRun)]
    assert "rit." in texts
    assert " = 90" in texts  # its note is a glyph
    bars = [bar[:2] for block in blocks for bar in block.bars]
    assert bars == [(bar.start, bar.end) for bar in timeline(a_song()).bars]


def test_another_program_reads_the_same_measures(lexicon: Lexicon) -> None:
    music21 = pytest.importorskip("music21")
    song = a_song()
    part = music21.converter.parse(to_musicxml(song, lexicon), format="musicxml").parts[0]
    measures = list(part.getElementsByClass("Measure"))
    laid = timeline(song)
    assert [round(measure.offset * 480) for measure in measures] == [bar.start for bar in laid.bars]
    signs = [(sign.numerator, sign.denominator) for sign in part.recurse().getElementsByClass("TimeSignature")]
    assert signs == [(4, 4), (2, 4), (4, 4), (3, 4), (4, 4)]
    assert [key.sharps for key in part.recurse().getElementsByClass("KeySignature")] == [0, 2]


def test_another_program_hears_the_same_seconds(lexicon: Lexicon) -> None:
    song = a_song()
    laid = timeline(song)
    heard = pretty_midi.PrettyMIDI(io.BytesIO(to_midi(song, lexicon)))
    ticks = [note.start for note in laid.notes("t1")]
    found = sorted(note.start for note in heard.instruments[0].notes)
    assert found == pytest.approx([laid.seconds(tick) for tick in ticks], abs=1e-3)
    assert len(heard.get_tempo_changes()[0]) == len(laid.tempi.steps)
