"""Sung phrases kept on disk."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from songwright.audio.voice.clips import Clip, ClipError, ClipStore, read_clip


def _clip(name: str, frames: int = 4800) -> Clip:
    return Clip(name, -0.125, np.linspace(-1, 1, frames, dtype=np.float16)[:, None])


def test_a_clip_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    store = ClipStore(tmp_path)
    path = store.keep(_clip("one"))
    found = read_clip(path)
    assert (found.name, found.origin) == ("one", -0.125)
    assert np.array_equal(found.samples, _clip("one").samples)
    assert store.find("one") == path
    assert store.find("two") is None


@pytest.mark.parametrize("damage", [b"", b"nonsense", None])
def test_a_damaged_clip_is_as_good_as_none(tmp_path: Path, damage: bytes | None) -> None:
    store = ClipStore(tmp_path)
    path = store.keep(_clip("one"))
    path.write_bytes(path.read_bytes()[:-2] if damage is None else damage)
    with pytest.raises(ClipError, match="sung again"):
        read_clip(path)
    assert store.find("one") is None
    store.keep(_clip("one"))
    assert store.find("one") is not None


def test_the_least_used_clips_make_room(tmp_path: Path) -> None:
    store = ClipStore(tmp_path, most=25_000)
    for age, name in ((300, "old"), (200, "older but used"), (100, "new")):
        path = store.keep(_clip(name, 4000))
        os.utime(path, (1e9 - age, 1e9 - age))
    store.forget()
    assert store.find("older but used") is not None
    store.keep(_clip("newest", 4000))
    assert store.find("old") is None
    assert store.find("older but used") is not None
    assert store.size() <= 25_000


def test_where_nothing_can_be_kept_a_folder_of_this_process_serves(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    store = ClipStore(blocked)
    path = store.keep(_clip("one"))
    assert path.is_file()
    assert store.find("one") == path
    store.close()
    assert not path.exists()
