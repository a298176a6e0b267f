"""Two windows on one file: the second is told, and a crash leaves no obstacle."""

from __future__ import annotations

import errno
import json
import os
import platform
from pathlib import Path

import pytest

from host.processes import HOLD, running
from songwright.host.lock import Lock, LockedError, lock_path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "song.songwright"
    path.write_text("{}")
    return path


def leave_lock(project: Path, **values: object) -> None:
    content = {"pid": 1, "host": platform.node(), "user": "somebody", "since": "2026-01-01T00:00:00+00:00"} | values
    lock_path(project).write_text(json.dumps(content))


def test_a_second_window_in_another_process_is_told_who_has_the_file(project: Path) -> None:
    with running(HOLD, project) as other:
        with pytest.raises(LockedError, match=r"open in another Songwright window.*read-only") as caught:
            Lock.acquire(project)
        assert caught.value.holder.pid == other.pid
        assert not caught.value.holder.elsewhere
        with pytest.raises(LockedError):
            Lock.acquire(project, anyway=True)


def test_a_second_window_in_the_same_process_is_told_too(project: Path) -> None:
    with Lock.acquire(project), pytest.raises(LockedError):
        Lock.acquire(project)


def test_a_released_lock_leaves_no_file_and_is_free(project: Path) -> None:
    lock = Lock.acquire(project)
    assert lock_path(project).exists()
    lock.release()
    lock.release()
    assert not lock_path(project).exists()
    Lock.acquire(project).release()


def test_the_lock_of_a_killed_process_is_no_obstacle(project: Path) -> None:
    with running(HOLD, project) as other:
        other.kill()
        other.wait()
        assert lock_path(project).exists()
        Lock.acquire(project).release()


def test_a_leftover_that_names_a_living_process_is_no_obstacle(project: Path) -> None:
    """Process numbers are used again: that some process has this one now says nothing."""
    leave_lock(project, pid=os.getpid())
    Lock.acquire(project).release()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": "x"}', "\x00" * 50, "[" * 9000])
def test_a_leftover_that_cannot_be_understood_is_no_obstacle(project: Path, content: str) -> None:
    lock_path(project).write_text(content)
    Lock.acquire(project).release()


def test_the_lock_of_another_machine_is_believed_until_told_otherwise(project: Path) -> None:
    leave_lock(project, host="attic-pc")
    with pytest.raises(LockedError, match=r"open on attic-pc.*anyway") as caught:
        Lock.acquire(project)
    assert caught.value.holder.elsewhere
    assert json.loads(lock_path(project).read_text())["host"] == "attic-pc"
    with Lock.acquire(project, anyway=True):
        assert json.loads(lock_path(project).read_text())["host"] == platform.node()


@pytest.mark.skipif(os.name == "nt", reason="Windows has locks on every file system")
def test_where_the_disk_knows_no_locks_the_process_number_has_to_do(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks here")

    monkeypatch.setattr("fcntl.flock", unsupported)
    with Lock.acquire(project), pytest.raises(LockedError):
        Lock.acquire(project)
    with running(HOLD, project) as other:
        pid = other.pid
        with pytest.raises(LockedError):
            Lock.acquire(project)
    leave_lock(project, pid=pid)
    Lock.acquire(project).release()


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege")
def test_a_link_and_its_file_share_one_lock(project: Path, tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    link = tmp_path / "desk" / "other name.songwright"
    link.symlink_to(project)
    with Lock.acquire(link), pytest.raises(LockedError):
        Lock.acquire(project)


def test_releasing_leaves_a_lock_alone_that_somebody_else_put_there(project: Path) -> None:
    lock = Lock.acquire(project)
    lock_path(project).unlink()
    leave_lock(project, host="attic-pc")
    lock.release()
    assert lock_path(project).exists()


def test_a_project_with_the_longest_name_can_be_locked(tmp_path: Path) -> None:
    Lock.acquire(tmp_path / ("ü" * 121 + ".songwright")).release()


def test_a_folder_that_is_gone_is_the_systems_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Lock.acquire(tmp_path / "gone" / "song.songwright")
