"""An open project and everything that others may do to its file meanwhile."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from host.processes import HOLD, running
from songwright.host import projects
from songwright.host.atomic import backup_path
from songwright.host.errors import ChangedOnDiskError, ReadFileError, ReadOnlyError, WriteFileError
from songwright.host.lock import Lock, LockedError, lock_path
from songwright.host.projects import DiskState, ProjectFile

FIRST, SECOND, THIRD = b"first words", b"second word", b"words, third"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "songs" / "song.songwright"
    found.parent.mkdir()
    found.write_bytes(FIRST)
    return found


def test_open_save_and_open_again(path: Path) -> None:
    project, data = ProjectFile.open(path)
    assert data == FIRST
    project.save(SECOND)
    project.save(THIRD)
    project.close()
    assert backup_path(path).read_bytes() == SECOND
    again, data = ProjectFile.open(path)
    assert data == THIRD
    again.close()
    assert {p.name for p in path.parent.iterdir()} == {"song.songwright", "song.backup.songwright"}


def test_the_first_save_of_an_untitled_document_makes_the_file(path: Path) -> None:
    new = path.with_name("new.songwright")
    project, written = ProjectFile.create(new, FIRST)
    assert (new.read_bytes(), written.warning) == (FIRST, "")
    with pytest.raises(LockedError):
        ProjectFile.open(new)
    project.save(SECOND)
    project.close()
    assert new.read_bytes() == SECOND


def test_a_file_written_over_at_the_first_save_is_kept_as_the_backup(path: Path) -> None:
    project, _ = ProjectFile.create(path, SECOND)
    project.close()
    assert (path.read_bytes(), backup_path(path).read_bytes()) == (SECOND, FIRST)


def test_a_file_changed_by_another_program_is_not_written_over(path: Path) -> None:
    project, _ = ProjectFile.open(path)
    path.write_bytes(SECOND)
    assert project.disk_state() is DiskState.CHANGED
    with pytest.raises(ChangedOnDiskError, match="changed by another program"):
        project.save(THIRD)
    assert path.read_bytes() == SECOND
    project.save(THIRD, overwrite=True)
    assert (path.read_bytes(), backup_path(path).read_bytes()) == (THIRD, SECOND)
    assert project.disk_state() is DiskState.SAME
    project.close()


def test_a_change_that_keeps_size_and_date_is_seen_before_saving(path: Path) -> None:
    project, _ = ProjectFile.open(path)
    status = path.stat()
    path.write_bytes(SECOND)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    with pytest.raises(ChangedOnDiskError):
        project.save(THIRD)
    project.close()


def test_a_file_that_was_only_touched_counts_as_the_same(path: Path) -> None:
    project, _ = ProjectFile.open(path)
    os.utime(path, (1_000_000_000, 1_000_000_000))
    assert project.disk_state() is DiskState.SAME
    project.save(SECOND)
    project.close()
    assert path.read_bytes() == SECOND


def test_reloading_takes_the_other_version_as_seen(path: Path) -> None:
    project, _ = ProjectFile.open(path)
    path.write_bytes(SECOND)
    assert project.reload() == SECOND
    project.save(THIRD)
    project.close()
    assert path.read_bytes() == THIRD


def test_a_file_removed_meanwhile_is_written_anew_and_that_is_said(path: Path) -> None:
    project, _ = ProjectFile.open(path)
    path.unlink()
    assert project.disk_state() is DiskState.GONE
    assert "moved or removed" in project.save(SECOND).warning
    assert path.read_bytes() == SECOND
    assert project.save(THIRD).warning == ""
    project.close()


@pytest.fixture
def other_disk() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        yield Path(folder)


@pytest.mark.skipif(not os.access("/dev/shm", os.W_OK), reason="needs a second disk")
def test_the_empty_place_of_a_disk_that_was_pulled_out_is_not_saved_into(
    path: Path, tmp_path: Path, other_disk: Path
) -> None:
    if other_disk.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("one disk only")
    # A link stands for the mount point: behind it are now this disk, now that one.
    stick, empty = tmp_path / "stick", tmp_path / "empty"
    empty.mkdir()
    shutil.copy(path, other_disk)
    stick.symlink_to(other_disk)
    project, _ = ProjectFile.open(stick / path.name)
    stick.unlink()
    stick.symlink_to(empty)
    with pytest.raises(WriteFileError, match="disk that it is on was removed"):
        project.save(SECOND)
    assert list(empty.iterdir()) == []
    stick.unlink()
    stick.symlink_to(other_disk)
    project.save(SECOND)
    project.close()
    assert (other_disk / path.name).read_bytes() == SECOND


def test_a_folder_removed_meanwhile_leaves_the_document_to_be_saved_elsewhere(path: Path, tmp_path: Path) -> None:
    project, _ = ProjectFile.open(path)
    shutil.rmtree(path.parent)
    assert project.disk_state() is DiskState.GONE
    with pytest.raises(WriteFileError, match="there is no folder"):
        project.save(SECOND)
    project.save_as(tmp_path / "elsewhere.songwright", SECOND)
    assert project.path.read_bytes() == SECOND
    project.save(THIRD)
    assert project.path.read_bytes() == THIRD
    project.close()


def test_a_full_disk_leaves_the_file_and_the_next_save_works(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project, _ = ProjectFile.open(path)
    with monkeypatch.context() as patch:

        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, "no space")

        patch.setattr(os, "fsync", full)
        with pytest.raises(WriteFileError, match="disk is full"):
            project.save(SECOND)
        with pytest.raises(WriteFileError, match="disk is full"):
            project.save_as(path.with_name("other.songwright"), SECOND)
    assert path.read_bytes() == FIRST
    project.save(SECOND)
    assert path.read_bytes() == SECOND
    project.close()
    assert not lock_path(path.with_name("other.songwright")).exists()


def test_a_second_window_is_told_and_may_look(path: Path) -> None:
    with running(HOLD, path):
        with pytest.raises(LockedError):
            ProjectFile.open(path)
        project, data = ProjectFile.open(path, read_only=True)
        assert data == FIRST
        with pytest.raises(ReadOnlyError, match=r"opened read-only\. Save it under another name"):
            project.save(SECOND)
        with pytest.raises(ReadOnlyError):
            project.save_as(path, SECOND)
        project.save_as(path.with_name("copy.songwright"), SECOND)
        project.save(THIRD)
        project.close()
    assert (path.read_bytes(), path.with_name("copy.songwright").read_bytes()) == (FIRST, THIRD)


def test_saving_as_a_file_that_is_open_elsewhere_changes_nothing(path: Path) -> None:
    other = path.with_name("other.songwright")
    other.write_bytes(THIRD)
    project, _ = ProjectFile.open(path)
    with running(HOLD, other), pytest.raises(LockedError):
        project.save_as(other, SECOND)
    assert (other.read_bytes(), project.path) == (THIRD, path)
    project.save(SECOND)
    project.close()


def test_saving_as_lets_the_old_file_go_and_holds_the_new_one(path: Path) -> None:
    project, _ = ProjectFile.open(path)
    new = path.with_name("new.songwright")
    project.save_as(new, SECOND)
    Lock.acquire(path).release()
    with pytest.raises(LockedError):
        Lock.acquire(new)
    project.close()
    assert path.read_bytes() == FIRST


def test_saving_as_itself_is_saving(path: Path) -> None:
    project, _ = ProjectFile.open(path)
    project.save_as(path.parent / "." / path.name, SECOND)
    project.save(THIRD)
    project.close()
    assert path.read_bytes() == THIRD


def test_a_file_marked_read_only_opens_and_says_so_when_saved(path: Path) -> None:
    path.chmod(0o444)
    project, data = ProjectFile.open(path)
    assert data == FIRST
    assert "marked as read-only" in project.read_only
    with pytest.raises(ReadOnlyError, match="marked as read-only"):
        project.save(SECOND)
    project.close()
    assert path.read_bytes() == FIRST


def test_a_folder_that_takes_no_lock_opens_read_only(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> Lock:
        raise PermissionError(errno.EACCES, "denied")

    monkeypatch.setattr(Lock, "acquire", refused)
    project, _ = ProjectFile.open(path)
    assert "folder cannot be written to" in project.read_only


def test_what_cannot_be_read_gives_a_sentence_and_leaves_no_lock(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ReadFileError, match="there is no such file in"):
        ProjectFile.open(path.with_name("gone.songwright"))
    with pytest.raises(ReadFileError, match="it is a folder"):
        ProjectFile.open(path.parent)
    monkeypatch.setattr(projects, "LARGEST_BYTES", 3)
    with pytest.raises(ReadFileError, match="far too large"):
        ProjectFile.open(path)
    assert {p.name for p in path.parent.iterdir()} == {"song.songwright"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.songwright")
    with pytest.raises(ReadFileError, match="no ordinary file"):
        ProjectFile.open(tmp_path / "pipe.songwright")
