"""Unsaved work outlives its window."""

from __future__ import annotations

import errno
import json
import os
import threading
from pathlib import Path

import pytest

from host.processes import running
from songwright.core.errors import SongwrightError
from songwright.host.journal import Journal, JournalWriter
from songwright.host.recovered import abandoned_work

ABANDON = """
import os, sys
from pathlib import Path
from songwright.host.journal import Journal
journal = Journal(Path(sys.argv[1]))
for text in sys.argv[3:]:
    journal.write(text.encode(), Path(sys.argv[2]) if sys.argv[2] else None, "The Lantern")
print("written", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "recovery"


def left_behind(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.is_file()}


def test_untitled_work_of_a_killed_window_is_found_at_the_next_start(folder: Path) -> None:
    with running(ABANDON, folder, "", "one", "two") as window:
        window.kill()
        window.wait()
    [found] = abandoned_work(folder)
    assert (found.data, found.project, found.title) == (b"two", None, "The Lantern")
    assert found.written.endswith("+00:00")


def test_work_of_a_living_window_is_not_offered(folder: Path) -> None:
    with running(ABANDON, folder, "", "mine"):
        assert abandoned_work(folder) == []
    assert len(abandoned_work(folder)) == 1


def test_two_windows_that_start_at_once_share_the_work_out(folder: Path) -> None:
    with running(ABANDON, folder, "", "work"):
        pass
    first = abandoned_work(folder)
    assert (len(first), abandoned_work(folder)) == (1, [])
    first[0].release()
    assert len(abandoned_work(folder)) == 1


def test_several_sessions_do_not_collide(folder: Path) -> None:
    with running(ABANDON, folder, "", "one"), running(ABANDON, folder, "", "two"):
        mine = Journal(folder)
        mine.write(b"three")
    assert sorted(found.data for found in abandoned_work(folder)) == [b"one", b"two"]
    mine.close()


def test_work_set_aside_is_not_offered_again_and_still_there(folder: Path) -> None:
    with running(ABANDON, folder, "", "work"):
        pass
    [found] = abandoned_work(folder)
    found.set_aside()
    assert abandoned_work(folder) == []
    assert left_behind(folder) == set()
    [kept] = (folder / "set aside").iterdir()
    assert kept.read_bytes().endswith(b"work")


def test_what_the_project_file_holds_already_is_not_offered(folder: Path, tmp_path: Path) -> None:
    project = tmp_path / "song.songwright"
    project.write_bytes(b"saved")
    with running(ABANDON, folder, project, "saved"):
        pass
    assert abandoned_work(folder) == []
    assert left_behind(folder) == set()


def test_work_on_a_project_that_differs_or_is_gone_is_offered_with_its_file(folder: Path, tmp_path: Path) -> None:
    project = tmp_path / "song.songwright"
    with running(ABANDON, folder, project, "newer"):
        pass
    for content in (None, b"older"):
        if content:
            project.write_bytes(content)
        [found] = abandoned_work(folder)
        assert (found.project, found.data) == (project, b"newer")
        found.release()


def test_a_clean_close_leaves_nothing(folder: Path) -> None:
    journal = Journal(folder)
    journal.write(b"work")
    journal.close()
    assert left_behind(folder) == set()


def test_a_window_that_died_with_nothing_unsaved_leaves_nothing_for_long(folder: Path) -> None:
    with running(ABANDON, folder, ""):
        pass
    assert len(left_behind(folder)) == 1
    assert abandoned_work(folder) == []
    assert left_behind(folder) == set()


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{}\nwork",
        b"[" * 9000,
        b"\xff\n",
        b"null\n\n",
        b'{"journal":Infinity,"project":"","title":"","written":"","sha256":""}\n',
    ],
)
def test_a_damaged_journal_stops_nothing_and_is_not_destroyed(folder: Path, damage: bytes) -> None:
    with running(ABANDON, folder, "", "work"):
        pass
    damaged = folder / "20260101-000000-1-abc.journal"
    damaged.write_bytes(damage)
    assert [found.data for found in abandoned_work(folder)] == [b"work"]
    assert damaged.read_bytes() == damage


def test_a_journal_cut_off_is_not_taken_for_the_work(folder: Path) -> None:
    with running(ABANDON, folder, "", "a long piece of work"):
        pass
    [path] = folder.glob("*.journal")
    path.write_bytes(path.read_bytes()[:-4])
    assert abandoned_work(folder) == []
    assert path.exists()


@pytest.mark.parametrize(("version", "offered"), [(1, True), (2, False), (0, False), ("new", False)])
def test_a_journal_of_a_later_songwright_is_kept_and_not_taken_for_the_work(
    folder: Path, version: object, offered: bool
) -> None:
    with running(ABANDON, folder, "", "work"):
        pass
    [path] = folder.glob("*.journal")
    head, _, data = path.read_bytes().partition(b"\n")
    path.write_bytes(json.dumps(json.loads(head) | {"journal": version}).encode() + b"\n" + data)
    assert [found.data for found in abandoned_work(folder)] == ([b"work"] if offered else [])
    assert path.exists()


def test_no_folder_yet_is_no_work(folder: Path) -> None:
    assert abandoned_work(folder) == []


class Documents:
    """Counts what is encoded, and can be made to wait or fail."""

    def __init__(self) -> None:
        self.encoded: list[str] = []
        self.begun = threading.Event()
        self.go_on = threading.Event()
        self.go_on.set()
        self.error: Exception | None = None
        self.failures: list[SongwrightError] = []

    def encode(self, document: str) -> bytes:
        self.begun.set()
        self.go_on.wait(10)
        self.encoded.append(document)
        if self.error:
            raise self.error
        return document.encode()

    def writer(self, folder: Path, delay: float = 0.0) -> JournalWriter[str]:
        return JournalWriter(Journal(folder), self.encode, self.failures.append, delay=delay)


def content(folder: Path) -> list[bytes]:
    return [path.read_bytes().partition(b"\n")[2] for path in folder.glob("*.journal")]


def test_an_edit_is_in_the_journal_soon_without_anybody_waiting(folder: Path) -> None:
    documents = Documents()
    documents.go_on.clear()
    writer = documents.writer(folder)
    writer.changed("one")  # returns although the thread is stuck in encoding
    assert documents.begun.wait(10)
    writer.changed("two")
    writer.changed("three")
    documents.go_on.set()
    writer.flush()
    assert content(folder) == [b"three"]
    assert documents.encoded == ["one", "three"]
    writer.close()
    assert left_behind(folder) == set()


def test_edits_in_quick_succession_are_written_once(folder: Path) -> None:
    documents = Documents()
    writer = documents.writer(folder, delay=3600)
    for number in range(100):
        writer.changed(str(number))
    writer.flush()
    assert documents.encoded == ["99"]
    writer.close()


def test_a_saved_document_is_nothing_to_recover_and_the_next_edit_is(folder: Path) -> None:
    documents = Documents()
    writer = documents.writer(folder, delay=3600)
    writer.changed("one")
    writer.flush()
    writer.saved()
    writer.flush()
    assert content(folder) == []
    writer.changed("two")
    writer.flush()
    assert content(folder) == [b"two"]
    writer.close()


def test_a_failure_is_told_and_the_next_edit_tries_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = Documents()
    writer = documents.writer(folder)
    writer.changed("one")
    writer.flush()
    with monkeypatch.context() as patch:

        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, "no space")

        patch.setattr(os, "fsync", full)
        writer.changed("two")
        writer.flush()
    assert ["disk is full" in str(error) for error in documents.failures] == [True]
    assert content(folder) == [b"one"]
    documents.error = ZeroDivisionError("a bug")
    writer.changed("three")
    writer.flush()
    assert "a bug" in documents.failures[1].detail
    documents.error = None
    writer.changed("four")
    writer.flush()
    assert content(folder) == [b"four"]
    writer.close()


def test_a_window_that_must_close_in_a_hurry_can_leave_its_work_for_the_next_start(folder: Path) -> None:
    documents = Documents()
    writer = documents.writer(folder, delay=3600)
    writer.changed("unsaved")
    writer.close(keep=True)
    writer.changed("too late")
    writer.flush()
    assert content(folder) == [b"unsaved"]


def test_a_journal_without_a_place_fails_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "recovery").write_text("a file in the way")
    journal = Journal(tmp_path / "recovery")
    with pytest.raises(SongwrightError, match="not saved"):
        journal.write(b"work")
    journal.close()
