"""Listening tests kept in a folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from music.listening.making import sitting
from songwright.host.errors import WriteFileError
from songwright.host.listening import SittingFolder
from songwright.music.listening.records import RecordError
from songwright.music.listening.trials import TrialAnswer, TrialKind


def test_tests_are_kept_in_order_and_gone_on_with(tmp_path: Path) -> None:
    folder = SittingFolder(tmp_path / "not" / "there" / "yet")
    assert folder.load() == ()
    older, newer = sitting(name="b"), replace(sitting(TrialKind.PAIRS, name="a"), begun="2026-02-01T12:00:00+00:00")
    folder.save(newer)
    folder.save(older)
    assert folder.load() == (older, newer)
    gone_on = older.answered(TrialAnswer(1))
    folder.save(gone_on)
    assert SittingFolder(tmp_path / "not" / "there" / "yet").load() == (gone_on, newer)
    folder.remove("b")
    folder.remove("b")
    assert folder.load() == (newer,)


def test_a_file_cut_anywhere_is_named_and_left_alone(tmp_path: Path) -> None:
    folder = SittingFolder(tmp_path)
    whole, hurt = sitting(name="a"), sitting(name="b")
    folder.save(whole)
    folder.save(hurt)
    path = tmp_path / "b.json"
    data = path.read_bytes()
    for size in range(0, len(data) - 2, 97):
        path.write_bytes(data[:size])
        assert folder.load() == (whole,)
        assert folder.unread == ("b.json",)
        assert path.read_bytes() == data[:size]
    path.write_bytes(b"[" * 200_000)
    assert folder.load() == (whole,)
    path.write_bytes(data)
    assert folder.load() == (whole, hurt)
    assert folder.unread == ()


def test_a_copy_of_a_file_is_a_test_of_its_own_or_left_alone(tmp_path: Path) -> None:
    folder = SittingFolder(tmp_path)
    test = sitting(name="a")
    folder.save(test)
    (tmp_path / "c.json").write_bytes((tmp_path / "a.json").read_bytes())
    (tmp_path / "a copy.json").write_bytes((tmp_path / "a.json").read_bytes())
    assert folder.load() == (test, replace(test, id="c"))
    assert folder.unread == ("a copy.json",)


def test_no_id_leads_out_of_the_folder(tmp_path: Path) -> None:
    folder = SittingFolder(tmp_path / "tests")
    for name in ("../a", "", "a/b", "a\\b", "x" * 100):
        with pytest.raises(RecordError):
            folder.save(replace(sitting(), id=name))
        with pytest.raises(RecordError):
            folder.remove(name)


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WriteFileError, match="not saved"):
        SittingFolder(tmp_path / "file" / "tests").save(sitting())
