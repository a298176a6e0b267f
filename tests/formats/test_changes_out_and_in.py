"""Tempo, metre and key inside a song, written to other programs' files and read from them again."""

from __future__ import annotations

import io
from itertools import pairwise

import mido
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
from songwright.core.timeline import Timeline, timeline
from songwright.formats.bar_ruler import BarRuler
from songwright.formats.gradual import quarters_a_minute, tempo_markings
from songwright.formats.midi import to_midi
from songwright.formats.midi_in import from_midi
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


@pytest.mark.parametrize("tempo", [20.0, 60.0, 99.9, 118.125, 133.7, 187.53, 400.0])
def test_a_tempo_comes_back_from_microseconds(tempo: float) -> None:
    assert quarters_a_minute(round(60_000_000 / tempo)) == tempo


@pytest.mark.parametrize(
    ("over", "target", "end"), [(BAR, 60.0, 4 * BAR), (700, 90.0, BAR), (BAR, 72.0, BAR), (960, 180.0, BAR)]
)
def test_a_stair_of_tempi_is_known_as_one_gradual_change(over: int, target: float, end: int) -> None:
    from songwright.core.tempo_map import tempo_steps

    marking = Marking(0, tempo=target, over=over)
    steps = list(tempo_steps(120.0, [marking], end))
    assert list(tempo_markings(steps, 120.0, end)) == [marking]


def test_tempi_of_a_players_hands_stay_as_they_are() -> None:
    from songwright.core.tempo_map import TempoStep

    steps = [TempoStep(tick, tempo) for tick, tempo in ((0, 100.0), (240, 96.0), (480, 103.0), (900, 88.0))]
    assert [(m.start, m.tempo, m.over) for m in tempo_markings(steps, 120.0, BAR)] == [
        (step.tick, step.tempo, 0) for step in steps
    ]


def test_bars_are_counted_across_changes_of_metre() -> None:
    ruler = BarRuler(Metre(4, 4), [(BAR, Metre(2, 4)), (BAR + 960, Metre(3, 4)), (BAR + 1000, Metre(6, 8))])
    lines = list(ruler.lines(0, 9000))
    assert [later - line for line, later in pairwise(lines)][:4] == [BAR, 960, 1440, 1440]
    assert ruler.count(0, 9000) == len(lines)
    assert ruler.bar_at(-1).start == -BAR
    assert ruler.line_near(BAR + 500) == BAR + 960
