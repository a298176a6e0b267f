from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from songwright.core.changes import Aspect, Change
from songwright.core.edits import set_mix, set_music, set_tempo, set_track
from songwright.core.session import UNDO_STEPS, Document, Session
from songwright.core.song import Chord, Mix, Music, Note, Part, Piece, Song, Take, Track, TrackRole
from songwright.core.words import with_lyric_text


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def take(text: str = "words") -> Take:
    return Take("t1", text, "the sea", Piece.POEM, seed=1)


class UndoMachine(RuleBasedStateMachine):
    """A session against the simplest model of undo: a list of songs and a place in it."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.session = Session(clock=self.clock)
        self.states = [self.session.song]
        self.place = 0
        self.takes = 0

    def edited(self, song: Song) -> None:
        if song == self.states[self.place]:
            return
        self.states = [*self.states[: self.place + 1], song]
        self.place += 1

    @rule(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
    def write(self, text: str) -> None:
        song = with_lyric_text(self.session.song, text)
        self.session.apply("Write", song)
        self.edited(song)

    @rule(tempo=st.floats(20, 400))
    def change_tempo(self, tempo: float) -> None:
        song = set_tempo(self.session.song, tempo)
        self.session.apply("Tempo", song)
        self.edited(song)

    @rule()
    def generate(self) -> None:
        self.session.add_take(take())
        self.takes += 1

    @precondition(lambda self: self.place > 0)
    @rule()
    def undo(self) -> None:
        self.session.undo()
        self.place -= 1

    @precondition(lambda self: self.place < len(self.states) - 1)
    @rule()
    def redo(self) -> None:
        self.session.redo()
        self.place += 1

    @invariant()
    def the_song_is_the_one_expected(self) -> None:
        assert self.session.song == self.states[self.place]

    @invariant()
    def undo_and_redo_are_offered_exactly_when_they_can_be_done(self) -> None:
        assert (self.session.undo_label is not None) == (self.place > 0)
        assert (self.session.redo_label is not None) == (self.place < len(self.states) - 1)

    @invariant()
    def no_take_is_ever_lost(self) -> None:
        assert len(self.session.takes) == self.takes


TestUndo = UndoMachine.TestCase


def test_a_burst_of_typing_is_one_step() -> None:
    clock = Clock()
    session = Session(clock=clock)
    for text in ("T", "Th", "The", "The sea"):
        session.apply("Typing", with_lyric_text(session.song, text), merge="typing")
        clock.now += 0.3
    session.undo()
    assert session.song == Song()
    assert session.undo_label is None


def test_a_pause_or_another_kind_of_edit_ends_a_burst() -> None:
    clock = Clock()
    session = Session(clock=clock)
    session.apply("Typing", with_lyric_text(session.song, "one"), merge="typing")
    clock.now += 60
    session.apply("Typing", with_lyric_text(session.song, "one two"), merge="typing")
    session.apply("Tempo", set_tempo(session.song, 90), merge="tempo")
    session.apply("Typing", with_lyric_text(session.song, "one two three"), merge="typing")
    texts = []
    while session.undo_label:
        texts.append(session.undo_label)
        session.undo()
    assert texts == ["Typing", "Tempo", "Typing", "Typing"]


def test_steps_of_long_work_are_one_however_slowly_they_come_until_something_else_is_done() -> None:
    clock = Clock()
    session = Session(clock=clock)
    for text in ("one", "one two"):
        session.apply("Improve", with_lyric_text(session.song, text), merge="improve", lasting=True)
        clock.now += 60
    session.apply("Tempo", set_tempo(session.song, 90))
    session.apply("Improve", with_lyric_text(session.song, "three"), merge="improve", lasting=True)
    session.undo()
    session.undo()
    assert session.song == with_lyric_text(Song(), "one two")
    session.undo()
    assert session.song == Song()


def test_an_undone_burst_is_not_joined_by_what_is_typed_next() -> None:
    session = Session(clock=Clock())
    session.apply("Typing", with_lyric_text(session.song, "one"), merge="typing")
    session.apply("Tempo", set_tempo(session.song, 90))
    session.undo()
    session.apply("Typing", with_lyric_text(session.song, "one more"), merge="typing")
    session.undo()
    assert session.song == with_lyric_text(Song(), "one")


def test_history_is_bounded() -> None:
    session = Session()
    for number in range(UNDO_STEPS + 50):
        session.apply("Write", with_lyric_text(session.song, f"line {number}"))
    steps = 0
    while session.undo_label:
        session.undo()
        steps += 1
    assert steps == UNDO_STEPS


def test_modified_follows_what_the_file_holds() -> None:
    session = Session(Document(Song(title="Tide")))
    assert not session.modified
    session.apply("Rename", replace(session.song, title="Ebb"))
    assert session.modified
    session.undo()
    assert not session.modified
    session.add_take(take())
    assert session.modified
    session.mark_saved()
    assert not session.modified


def test_what_was_typed_while_a_save_was_under_way_still_counts_as_unsaved() -> None:
    session = Session()
    session.apply("Rename", replace(session.song, title="Ebb"))
    saving = session.document
    session.apply("Rename", replace(session.song, title="Flow"))
    session.mark_saved(saving)
    assert session.modified


def music() -> Music:
    return Music(2, chords=(Chord(0, 0),), parts=(Part("voice", (Note(0, 480, 60),)),))


def test_listeners_hear_what_changed_and_who_changed_it() -> None:
    song = set_track(with_lyric_text(Song(), "one\ntwo"), Track("voice", "Voice", TrackRole.VOCAL))
    session = Session(Document(song))
    section = song.sections[0].id
    heard: list[Change] = []
    stop = session.subscribe(heard.append)
    me = object()
    session.apply("Type", with_lyric_text(session.song, "one\ntwo!"), origin=me)
    session.apply("Compose", set_music(session.song, section, music()))
    session.apply("Chord", set_music(session.song, section, replace(music(), chords=(Chord(0, 5),))))
    session.apply("Volume", set_mix(session.song, "voice", Mix(volume=60)))
    session.apply("Tempo", set_tempo(session.song, 80))
    session.apply("Tempo", set_tempo(session.song, 80))
    stop()
    session.undo()
    assert [change.aspects for change in heard] == [
        Aspect.WORDS,
        Aspect.CHORDS | Aspect.NOTES,
        Aspect.CHORDS,
        Aspect.MIX,
        Aspect.TIME,
    ]
    assert heard[0].origin is me
    assert heard[1].sections == {section}


def test_opening_another_document_leaves_nothing_to_undo() -> None:
    session = Session()
    session.apply("Rename", replace(session.song, title="Ebb"))
    session.replace_document(Document(Song(title="Other"), (take(),)))
    assert session.song.title == "Other"
    assert session.undo_label is None
    assert not session.modified
