"""A file is written whole or not at all, and a failure says why."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from songwright.host import atomic
from songwright.host.atomic import backup_path, check_writable, read_file, write_file
from songwright.host.errors import ReadFileError, WriteFileError, read_error

OLD, NEW = b"the old words\n", b"the new words, longer than the old\n" * 1000


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "songs"
    found.mkdir()
    return found


@pytest.fixture
def song(folder: Path) -> Path:
    path = folder / "song.songwright"
    path.write_bytes(OLD)
    return path


def fail_with(code: int, *_: object, **__: object) -> None:
    raise OSError(code, os.strerror(code))


def test_new_content_takes_the_place_of_the_old_and_nothing_is_left_behind(song: Path) -> None:
    write_file(song, NEW)
    assert song.read_bytes() == NEW
    assert names(song.parent) == {"song.songwright"}


def test_a_backup_keeps_the_version_before_the_last_save(song: Path) -> None:
    write_file(song, b"second", backup=True)
    written = write_file(song, b"third", backup=True)
    assert written.backup == backup_path(song)
    assert (song.read_bytes(), backup_path(song).read_bytes()) == (b"third", b"second")
    assert names(song.parent) == {"song.songwright", "song.backup.songwright"}


def test_the_first_save_has_nothing_to_back_up(folder: Path) -> None:
    written = write_file(folder / "new.songwright", NEW, backup=True)
    assert (written.backup, written.warning) == (None, "")


def test_a_backup_on_a_disk_without_hard_links_is_a_copy(song: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "hardlink_to", lambda *_: fail_with(errno.EPERM))
    write_file(song, NEW, backup=True)
    assert backup_path(song).read_bytes() == OLD


def test_a_backup_that_cannot_be_kept_is_told_and_does_not_stop_the_save(song: Path) -> None:
    (backup_path(song) / "in the way").mkdir(parents=True)
    written = write_file(song, NEW, backup=True)
    assert "no backup could be kept" in written.warning
    assert song.read_bytes() == NEW
    assert names(song.parent) == {"song.songwright", "song.backup.songwright"}


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EDQUOT, "share of the disk"),
        (errno.EIO, "does not answer"),
        (1234, "refused"),
    ],
)
def test_a_failure_while_writing_leaves_the_old_content(
    song: Path, monkeypatch: pytest.MonkeyPatch, code: int, reason: str
) -> None:
    monkeypatch.setattr(atomic.os, "fsync", lambda _: fail_with(code))
    with pytest.raises(WriteFileError, match=f"“song.songwright” was not saved: .*{reason}"):
        write_file(song, NEW, backup=True)
    assert song.read_bytes() == OLD
    assert names(song.parent) == {"song.songwright"}


def test_a_failure_at_the_last_step_leaves_the_old_content(song: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "replace", lambda *_: fail_with(errno.EACCES))
    with pytest.raises(WriteFileError, match="not allowed"):
        write_file(song, NEW)
    assert song.read_bytes() == OLD
    assert names(song.parent) == {"song.songwright"}


def test_a_file_marked_read_only_is_not_replaced(song: Path) -> None:
    song.chmod(0o444)
    with pytest.raises(WriteFileError, match="marked as read-only"):
        write_file(song, NEW)
    assert song.read_bytes() == OLD


def test_a_folder_that_vanished_is_named_as_the_reason(folder: Path) -> None:
    with pytest.raises(WriteFileError, match="there is no folder"):
        write_file(folder / "gone" / "song.songwright", NEW)


def test_a_file_in_place_of_the_folder_is_the_same(song: Path) -> None:
    with pytest.raises(WriteFileError, match="there is no folder"):
        write_file(song / "song.songwright", NEW)


def test_a_folder_of_the_same_name_is_not_replaced(folder: Path) -> None:
    with pytest.raises(WriteFileError, match="a folder of that name"):
        write_file(folder, NEW)


def test_a_name_too_long_is_said_to_be(folder: Path) -> None:
    with pytest.raises(WriteFileError, match="name is too long"):
        write_file(folder / ("x" * 300), NEW)


def test_the_longest_name_that_the_disk_allows_works_with_its_backup(folder: Path) -> None:
    path = folder / ("ö" * 122 + ".songwright")
    write_file(path, OLD)
    written = write_file(path, NEW, backup=True)
    assert written.backup is not None
    assert written.backup.read_bytes() == OLD


@pytest.mark.skipif(os.name == "nt", reason="permission bits are a POSIX matter")
def test_permissions_stay_and_new_files_follow_the_mask(song: Path) -> None:
    song.chmod(0o640)
    write_file(song, NEW)
    assert stat.S_IMODE(song.stat().st_mode) == 0o640
    mask = os.umask(0o027)
    try:
        write_file(song.with_name("new"), NEW)
    finally:
        os.umask(mask)
    assert stat.S_IMODE(song.with_name("new").stat().st_mode) == 0o640


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege")
def test_a_link_stays_a_link_and_the_file_behind_it_is_written(song: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.songwright"
    link.symlink_to(song)
    write_file(link, NEW, backup=True)
    assert link.is_symlink()
    assert song.read_bytes() == NEW
    assert backup_path(song).read_bytes() == OLD


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege")
def test_a_link_that_leads_nowhere_gives_a_sentence(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.symlink_to(second)
    second.symlink_to(first)
    with pytest.raises(WriteFileError, match="leads nowhere"):
        write_file(first, NEW)
    with pytest.raises(ReadFileError, match="leads nowhere"):
        read_file(first)


def test_abandoned_temporary_files_are_swept_and_fresh_ones_are_not(song: Path) -> None:
    abandoned, fresh = song.with_name(".songwright-aa.tmp"), song.with_name(".songwright-bb.tmp")
    for path in (abandoned, fresh):
        path.write_bytes(b"half")
    os.utime(abandoned, (1_000_000, 1_000_000))
    write_file(song, NEW)
    assert names(song.parent) == {"song.songwright", ".songwright-bb.tmp"}


def test_reading_what_is_not_there_or_is_a_folder_gives_a_sentence(folder: Path) -> None:
    with pytest.raises(ReadFileError) as error:
        read_file(folder / "none")
    assert error.value.message == f"“none” could not be opened: there is no such file in {folder}."
    with pytest.raises(ReadFileError) as error:
        read_file(folder / "no" / "none")
    assert error.value.message == f"“none” could not be opened: there is no folder {folder / 'no'}."
    with pytest.raises(ReadFileError, match="it is a folder"):
        read_file(folder)


def test_only_a_file_that_was_open_is_said_to_be_no_longer_there(folder: Path) -> None:
    gone = FileNotFoundError(errno.ENOENT, "gone")
    assert "no longer there" in read_error(folder / "song", gone, was_open=True).message
    assert "no longer" not in read_error(folder / "song", gone).message


def test_checking_a_place_tells_what_writing_there_would_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "song.txt"
    check_writable(path)
    assert list(tmp_path.iterdir()) == []
    path.write_bytes(b"old")
    check_writable(path)
    assert path.read_bytes() == b"old"
    for bad in (tmp_path / "nowhere" / "song.txt", tmp_path):
        with pytest.raises(WriteFileError):
            check_writable(bad)
    assert list(tmp_path.iterdir()) == [path]
