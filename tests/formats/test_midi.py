"""MIDI files, read back by `pretty_midi` (and by mido where pretty_midi does not look)."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import mido
import pretty_midi
import pytest
from hypothesis import given, settings

from formats.songs import lantern_song
from formats.strategies import songs
from songwright.core.edits import set_tempo
from songwright.core.song import (
    TICKS_PER_QUARTER,
    Key,
    Line,
    Metre,
    Mix,
    Mode,
    Music,
    Note,
    Part,
    Section,
    SectionKind,
    Song,
    Track,
    TrackRole,
)
from songwright.core.timeline import timeline
from songwright.core.words import with_lyric_text
from songwright.formats.errors import ExportError
from songwright.formats.midi import to_midi
from songwright.lyrics.lexicon import Lexicon, load_lexicon
from songwright.music.chords import format_symbol
from songwright.music.request import ComposeRequest
from songwright.music.rule_composer import RuleComposer

GOLDEN = Path(__file__).parents[1] / "golden"


def heard(data: bytes) -> pretty_midi.PrettyMIDI:
    return pretty_midi.PrettyMIDI(io.BytesIO(data), charset="utf-8")


def read(data: bytes) -> mido.MidiFile:
    return mido.MidiFile(file=io.BytesIO(data), charset="utf-8", clip=False)


def absolute(track: mido.MidiTrack) -> list[tuple[int, mido.Message]]:
    now, found = 0, []
    for message in track:
        now += message.time
        found.append((now, message))
    return found


def messages(data: bytes, kind: str) -> list[tuple[int, mido.Message]]:
    return sorted(
        ((tick, message) for track in read(data).tracks for tick, message in absolute(track) if message.type == kind),
        key=lambda found: found[0],
    )


def one_part(notes: tuple[Note, ...], role: TrackRole = TrackRole.VOCAL, **values: object) -> Song:
    section = Section("s1", SectionKind.VERSE, "Verse", (), Music(2, (), (Part("t1", notes),)))
    return Song(sections=(section,), tracks=(Track("t1", "Voice", role),), **values)  # type: ignore[arg-type]


def test_an_independent_reader_hears_every_note_at_its_time(lexicon: Lexicon) -> None:
    song = lantern_song()
    laid = timeline(song)
    instruments = {instrument.name: instrument for instrument in heard(to_midi(song, lexicon)).instruments}
    for track in song.tracks:
        found = [(note.pitch, note.velocity, note.start, note.end) for note in instruments[track.name].notes]
        meant = [
            (note.pitch, note.velocity, laid.seconds(note.start), laid.seconds(note.end))
            for note in laid.notes(track.id)
        ]
        assert sorted(found) == [pytest.approx(note, abs=1e-6) for note in sorted(meant)]
        assert len(found) > 3


def test_an_independent_reader_finds_tempo_metre_key_and_instruments(lexicon: Lexicon) -> None:
    found = heard(to_midi(lantern_song(), lexicon))
    _, tempi = found.get_tempo_changes()
    assert list(tempi) == [pytest.approx(96.0)]
    assert [(s.numerator, s.denominator, s.time) for s in found.time_signature_changes] == [(4, 4, 0.0)]
    # D dorian has the signature of C major and A minor, and a minor third.
    assert [pretty_midi.key_number_to_key_name(key.key_number) for key in found.key_signature_changes] == ["A minor"]
    assert [(i.name, i.program, i.is_drum) for i in found.instruments] == [
        ("Voice", 52, False),
        ("Bass", 32, False),
        ("Drums", 0, True),
    ]


def test_the_words_read_like_the_song_and_stand_at_their_notes(lexicon: Lexicon) -> None:
    song = lantern_song()
    found = heard(to_midi(song, lexicon)).lyrics
    verse = "The lantern keeps the harbour \rand nobody is home \n"
    assert "".join(lyric.text for lyric in found) == f"{verse}Carry me, river \rover the stone \n{verse}"
    assert [lyric.text for lyric in found[:4]] == ["The ", "lan", "tern ", "keeps "]
    laid = timeline(song)
    sung = [note for note in laid.notes("t1") if (note.line, note.syllable) != ("l2", 5)]
    starts = [laid.seconds(note.start) for note in sung]
    assert [lyric.time for lyric in found if lyric.text != "home \n"] == pytest.approx(starts)
    # A drawn-out syllable stands once, at its first note.
    assert [lyric.text for lyric in found].count("home \n") == 2


def test_every_voice_carries_its_words_and_in_one_track_the_first_alone(lexicon: Lexicon) -> None:
    song = lantern_song()
    music = song.sections[0].music
    assert music is not None
    choir = Track("t4", "Choir", TrackRole.HARMONY)
    both = replace(music, parts=(*music.parts, Part("t4", music.part("t1").notes)))
    song = replace(song, tracks=(choir, *song.tracks), sections=(replace(song.sections[0], music=both),))
    tracks = read(to_midi(song, lexicon)).tracks
    words = {track.name: [m.text for m in track if m.type == "lyrics"] for track in tracks}
    # The choir joins in for the first verse only.
    assert words["Choir"] == words["Voice"][: len(words["Choir"])]
    assert words["Choir"]
    alone = [m.text for m in read(to_midi(song, lexicon, type=0)).tracks[0] if m.type == "lyrics"]
    assert alone == words["Voice"]


def test_chords_are_cue_points_at_their_ticks(lexicon: Lexicon) -> None:
    song = lantern_song()
    now, cues = 0, []
    for message in read(to_midi(song, lexicon)).tracks[0]:
        now += message.time
        if message.type == "cue_marker":
            cues.append((now, message.text))
    assert cues == [(c.start, format_symbol(c.chord, song.key)) for c in timeline(song).chords]


def test_sections_are_marked_and_a_pick_up_is_led_in_by_a_bar(lexicon: Lexicon) -> None:
    data = to_midi(lantern_song(), lexicon)
    assert [(tick, m.text) for tick, m in messages(data, "marker")] == [
        (1920, "Verse 1"),
        (1920 * 3, "Chorus"),
        (1920 * 5, "Verse 1"),
    ]
    assert messages(data, "note_on")[0][0] == 1920 - 240


def test_every_part_has_a_channel_of_its_own_with_its_mix(lexicon: Lexicon) -> None:
    song = lantern_song()
    data = to_midi(song, lexicon)
    controls = {(m.channel, m.control): m.value for _, m in messages(data, "control_change")}
    programs = {m.channel: m.program for _, m in messages(data, "program_change")}
    assert programs == {0: 52, 1: 32, 9: 0}
    for channel, track in zip((0, 1, 9), song.tracks, strict=True):
        mix = track.mix
        assert [controls[channel, number] for number in (7, 10, 91)] == [mix.volume, mix.pan, mix.reverb]


def test_more_parts_than_channels_go_on_to_another_port(lexicon: Lexicon) -> None:
    tracks = tuple(Track(f"t{n}", f"Part {n}", TrackRole.ACCOMPANIMENT, n) for n in range(40))
    parts = tuple(Part(track.id, (Note(0, 480, 40 + n),)) for n, track in enumerate(tracks))
    song = Song(tracks=tracks, sections=(Section("s1", music=Music(1, (), parts)),))
    data = to_midi(song, lexicon)
    seats = []
    for track in read(data).tracks[1:]:
        port = next((m.port for m in track if m.type == "midi_port"), 0)
        seats.append((port, next(m.channel for m in track if m.type == "program_change")))
    assert len(set(seats)) == 40
    assert all(channel != 9 for _, channel in seats)
    assert [(i.program, i.notes[0].pitch) for i in heard(data).instruments] == [(n, 40 + n) for n in range(40)]
    with pytest.raises(ExportError, match=r"room for 15 pitched parts.*type 1"):
        to_midi(song, lexicon, type=0)


def test_type_0_holds_the_same_in_one_track(lexicon: Lexicon) -> None:
    song = lantern_song()
    one, many = to_midi(song, lexicon, type=0), to_midi(song, lexicon, type=1)
    assert (read(one).type, len(read(one).tracks)) == (0, 1)
    assert read(one).tracks[0].name == "The Lantern"
    for kind in ("note_on", "note_off", "lyrics", "marker", "set_tempo", "program_change", "control_change"):
        assert sorted(map(repr, messages_at(one, kind))) == sorted(map(repr, messages_at(many, kind)))
    assert [n.pitch for i in heard(one).instruments if i.is_drum for n in i.notes] == [36, 38] * 8


def messages_at(data: bytes, kind: str) -> list[tuple[int, mido.Message]]:
    return [(tick, message.copy(time=0)) for tick, message in messages(data, kind)]


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("tonic", range(12))
def test_the_signature_has_the_notes_of_the_mode(lexicon: Lexicon, tonic: int, mode: Mode) -> None:
    steps = {
        Mode.MAJOR: (0, 2, 4, 5, 7, 9, 11),
        Mode.MINOR: (0, 2, 3, 5, 7, 8, 10),
        Mode.DORIAN: (0, 2, 3, 5, 7, 9, 10),
        Mode.MIXOLYDIAN: (0, 2, 4, 5, 7, 9, 10),
        Mode.LYDIAN: (0, 2, 4, 6, 7, 9, 11),
        Mode.PHRYGIAN: (0, 1, 3, 5, 7, 8, 10),
    }
    song = one_part((Note(0, 480, 60),), key=Key(tonic, mode))
    number = heard(to_midi(song, lexicon)).key_signature_changes[0].key_number
    shown = {(number % 12 + step) % 12 for step in steps[Mode.MINOR if number >= 12 else Mode.MAJOR]}
    assert shown == {(tonic + step) % 12 for step in steps[mode]}
    assert (number >= 12) == (mode in (Mode.MINOR, Mode.DORIAN, Mode.PHRYGIAN))
    if mode in (Mode.MAJOR, Mode.MINOR):
        assert number % 12 == tonic


@pytest.mark.parametrize(
    ("beats", "unit", "click"), [(4, 4, 24), (3, 4, 24), (6, 8, 36), (12, 8, 36), (3, 8, 12), (2, 2, 48)]
)
def test_the_metre_is_written_with_its_click(lexicon: Lexicon, beats: int, unit: int, click: int) -> None:
    data = to_midi(replace(one_part((Note(0, 480, 60),)), metre=Metre(beats, unit)), lexicon)
    [(_, found)] = messages(data, "time_signature")
    assert (found.numerator, found.denominator, found.clocks_per_click) == (beats, unit, click)
    # Every track lasts to the end of the last bar, not only to its last note.
    assert {absolute(track)[-1][0] for track in read(data).tracks} == {2 * beats * TICKS_PER_QUARTER * 4 // unit}


@pytest.mark.parametrize("tempo", [20, 61.7, 120, 400])
def test_the_tempo_is_kept_to_a_millionth_of_a_second(lexicon: Lexicon, tempo: float) -> None:
    data = to_midi(set_tempo(one_part((Note(480, 480, 60),)), tempo), lexicon)
    assert heard(data).instruments[0].notes[0].start == pytest.approx(60 / tempo, abs=1e-6)


def test_a_pitch_struck_again_while_it_sounds_ends_first(lexicon: Lexicon) -> None:
    notes = (Note(0, 960, 60), Note(0, 240, 60, 90), Note(480, 960, 60), Note(480, 240, 64))
    data = to_midi(one_part(notes), lexicon)
    found = messages(data, "note_on") + messages(data, "note_off")
    assert sorted((tick, m.type, m.note) for tick, m in found) == [
        (0, "note_on", 60),
        (480, "note_off", 60),
        (480, "note_on", 60),
        (480, "note_on", 64),
        (720, "note_off", 64),
        (1440, "note_off", 60),
    ]
    at_480 = [m.type for tick, m in absolute(read(data).tracks[1]) if tick == 480]
    assert at_480[0] == "note_off"


def test_titles_of_any_script_come_back(lexicon: Lexicon) -> None:
    song = replace(one_part((Note(0, 480, 60),)), title="Füße 歌 👩\u200d🚀\nsecond\x00 row \ud83d")
    assert read(to_midi(song, lexicon)).tracks[0].name == "Füße 歌 👩\u200d🚀 second row"


def test_punctuation_numbers_and_hyphens_stay_with_their_syllables(lexicon: Lexicon) -> None:
    line = Line("l1", "“Oh, well-worn 7!” she said —")
    notes = tuple(Note(n * 240, 240, 60, 80, "l1", n) for n in range(7))
    song = one_part(notes)
    song = replace(song, sections=(replace(song.sections[0], lines=(line,)),))
    texts = [m.text for _, m in messages(to_midi(song, lexicon), "lyrics")]
    assert texts == ["“Oh, ", "well-", "worn ", "sev", "en!” ", "she ", "said — \n"]


def test_a_note_whose_syllable_is_gone_has_no_word(lexicon: Lexicon) -> None:
    song = one_part((Note(0, 240, 60, 80, "l1", 0), Note(240, 240, 60, 80, "l1", 5), Note(480, 240, 60, 80, "l7", 0)))
    song = replace(song, sections=(replace(song.sections[0], lines=(Line("l1", "Home"),)),))
    assert [m.text for _, m in messages(to_midi(song, lexicon), "lyrics")] == ["Home \n"]


def test_a_muted_part_is_written(lexicon: Lexicon) -> None:
    song = one_part((Note(0, 480, 60),))
    song = replace(song, tracks=(replace(song.tracks[0], mix=Mix(mute=True)),))
    assert len(heard(to_midi(song, lexicon)).instruments[0].notes) == 1


def test_a_song_without_music_says_so(lexicon: Lexicon) -> None:
    with pytest.raises(ExportError, match="compose the song first"):
        to_midi(Song(sections=(Section("s1", lines=(Line("l1", "words"),)),)), lexicon)


def test_a_song_longer_than_midi_can_hold_says_so(lexicon: Lexicon) -> None:
    song = one_part((Note(0, 480, 60),))
    long = replace(song.sections[0], music=Music(200_000, (), (Part("t1", (Note(2**28, 480, 60),)),)))
    with pytest.raises(ExportError, match="longer than a MIDI file"):
        to_midi(replace(song, sections=(long,)), lexicon)


@pytest.mark.parametrize("kind", [0, 1])
def test_the_golden_file_is_what_is_written_now(lexicon: Lexicon, kind: int) -> None:
    """See tests/golden/regenerate.py when a difference is meant."""
    assert to_midi(lantern_song(), lexicon, type=kind) == (GOLDEN / f"lantern-type{kind}.mid").read_bytes()


@settings(max_examples=40)
@given(songs())
def test_any_song_becomes_the_same_readable_file_twice_or_a_sentence(song: Song) -> None:
    lexicon = load_lexicon()
    try:
        data = to_midi(song, lexicon)
    except ExportError:
        return
    assert to_midi(song, lexicon) == data
    laid = timeline(song)
    starts = {(track.id, note.start, note.pitch) for track in song.tracks for note in laid.notes(track.id)}
    assert len(messages(data, "note_on")) == len(messages(data, "note_off")) == len(starts)


def test_a_composed_song_carries_every_word_at_a_note(lexicon: Lexicon) -> None:
    verse = "[Verse]\nThe lantern keeps the harbour,\nand 2 gulls sleep — “alone!”"
    words = f"{verse}\n\n[Chorus]\nCarry me, river\n\n[Chorus]"
    song = RuleComposer(lexicon).compose(with_lyric_text(Song(), words), ComposeRequest(seed=3))
    found = heard(to_midi(song, lexicon))
    sung = "".join(lyric.text for lyric in found.lyrics)
    assert sung == (
        "The lantern keeps the harbour, \rand 2 gulls sleep — “alone!” \nCarry me, river \nCarry me, river \n"
    )
    starts = {round(note.start, 4) for instrument in found.instruments for note in instrument.notes}
    assert {round(lyric.time, 4) for lyric in found.lyrics} <= starts
