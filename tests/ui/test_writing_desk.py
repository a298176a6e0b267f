"""Drafts, takes and accepting."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from songwright.core.song import Piece, Take
from songwright.core.words import lyric_text, with_lyric_text
from songwright.llm.brief import Brief, Length
from songwright.ui.notices import Level, Notice
from songwright.ui.services import Services
from songwright.ui.writing.desk import Placement, WritingDesk
from songwright.ui.writing.writer import ModelState
from ui.stand_ins import ScriptedWriter

BRIEF = Brief("rain on a tin roof", Piece.POEM, "calm", Length.SHORT)


@pytest.fixture
def services(make_services: Callable[..., Services]) -> Services:
    return make_services()


@pytest.fixture
def desk(services: Services, writer: ScriptedWriter) -> WritingDesk:
    return WritingDesk(services, writer, lambda: BRIEF)


def write(desk: WritingDesk, writer: ScriptedWriter, *texts: str, end: bool = True) -> None:
    desk.write()
    writer.say(*texts)
    if end:
        writer.end()


def test_a_finished_draft_becomes_a_take_that_could_be_written_again(
    desk: WritingDesk, writer: ScriptedWriter, services: Services
) -> None:
    write(desk, writer, "Rain, ", "rain\n")
    (take,) = services.session.takes
    assert take.text == "Rain, rain"
    assert (take.about, take.piece, take.model, take.complete) == (BRIEF.about, Piece.POEM, "Scripted 1B", True)
    assert take.model_sha256 == "ab" * 32
    assert writer.requests == [(BRIEF, take.seed)]
    assert dict(take.settings)["mood"] == "calm"


def test_a_stopped_draft_is_kept(desk: WritingDesk, writer: ScriptedWriter, services: Services) -> None:
    write(desk, writer, "Half a line", end=False)
    services.actions["stop"].trigger()
    (take,) = services.session.takes
    assert (take.text, take.complete) == ("Half a line", False)


def test_a_crash_in_mid_stream_keeps_the_words_and_says_so(
    desk: WritingDesk, writer: ScriptedWriter, services: Services, told: list[Notice]
) -> None:
    write(desk, writer, "Half a line", end=False)
    writer.crash("The model stopped working.")
    assert services.session.takes[0].text == "Half a line"
    assert told[-1].level is Level.ERROR
    assert "kept" in told[-1].text
    assert told[-1].detail == "exit code -6"


def test_a_draft_without_a_word_leaves_no_take(desk: WritingDesk, writer: ScriptedWriter, services: Services) -> None:
    desk.write()
    desk.stop()
    assert services.session.takes == ()
    assert desk.count == 0


def test_the_running_draft_is_in_what_the_journal_keeps(
    desk: WritingDesk, writer: ScriptedWriter, services: Services
) -> None:
    write(desk, writer, "Not lost", end=False)
    assert services.session.takes == ()
    assert [take.text for take in desk.document().takes] == ["Not lost"]
    writer.end()


def test_takes_stay_reachable_by_the_take_keys(desk: WritingDesk, writer: ScriptedWriter, services: Services) -> None:
    write(desk, writer, "first")
    services.actions["again"].trigger()
    writer.say("second")
    writer.end()
    assert desk.text == "second"
    services.actions["previous_take"].trigger()
    assert desk.text == "first"
    assert not services.actions["previous_take"].isEnabled()
    services.actions["next_take"].trigger()
    assert desk.text == "second"


def test_earlier_takes_can_be_read_while_a_draft_runs(desk: WritingDesk, writer: ScriptedWriter) -> None:
    write(desk, writer, "first")
    write(desk, writer, "sec", end=False)
    desk.show_take(0)
    assert desk.text == "first"
    writer.say("ond")
    desk.show_take(1)
    assert desk.text == "second"
    writer.end()


def test_accepting_is_one_undoable_step_and_takes_the_title(
    desk: WritingDesk, writer: ScriptedWriter, services: Services
) -> None:
    desk.write()
    writer.titled.emit("Tin ")
    writer.titled.emit("Roof")
    writer.say("Rain, rain")
    writer.end()
    desk.accept()
    song = services.session.song
    assert (lyric_text(song), song.title, song.piece) == ("Rain, rain", "Tin Roof", Piece.POEM)
    services.session.undo()
    assert lyric_text(services.session.song) == ""
    assert services.session.undo_label is None
    assert len(services.session.takes) == 1


def test_a_second_take_replaces_an_untouched_first_one_but_never_the_writers_own_words(
    desk: WritingDesk, writer: ScriptedWriter, services: Services
) -> None:
    write(desk, writer, "first")
    desk.accept()
    write(desk, writer, "second")
    desk.accept()
    assert lyric_text(services.session.song) == "second"
    services.session.apply("Typing", with_lyric_text(services.session.song, "second, by me"))
    write(desk, writer, "third")
    desk.accept()
    assert lyric_text(services.session.song) == "second, by me\n\nthird"


def test_a_take_goes_in_after_the_cursors_row(desk: WritingDesk, writer: ScriptedWriter, services: Services) -> None:
    services.session.apply("Typing", with_lyric_text(services.session.song, "one\ntwo"))
    write(desk, writer, "middle")
    desk.accept(Placement.CURSOR, 0)
    assert lyric_text(services.session.song) == "one\n\nmiddle\n\ntwo"


def test_nothing_can_be_written_without_a_model(desk: WritingDesk, writer: ScriptedWriter, services: Services) -> None:
    writer.become(ModelState.NONE)
    assert not services.actions["write"].isEnabled()
    desk.write()
    assert writer.requests == []


def test_write_is_off_and_stop_is_on_while_writing(
    desk: WritingDesk, writer: ScriptedWriter, services: Services
) -> None:
    assert services.actions["write"].isEnabled()
    assert not services.actions["stop"].isEnabled()
    desk.write()
    assert not services.actions["write"].isEnabled()
    assert services.actions["stop"].isEnabled()
    writer.end()


def test_nothing_new_starts_while_an_earlier_draft_is_still_ending(
    desk: WritingDesk, writer: ScriptedWriter, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "stop", lambda: None)  # a model that takes its time
    write(desk, writer, "half", end=False)
    desk.keep_draft()
    assert [take.text for take in services.session.takes] == ["half"]
    assert not services.actions["write"].isEnabled()
    desk.write()
    assert len(writer.requests) == 1
    writer.end()
    assert services.actions["write"].isEnabled()
    assert len(services.session.takes) == 1


def test_take_ids_stay_unique_after_opening_a_file(
    desk: WritingDesk, writer: ScriptedWriter, services: Services
) -> None:
    services.session.add_take(Take("t2", "old", "x", Piece.SONG, 1))
    write(desk, writer, "new")
    ids = [take.id for take in services.session.takes]
    assert len(set(ids)) == len(ids)
