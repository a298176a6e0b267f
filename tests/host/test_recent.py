"""The list of recent files."""

from __future__ import annotations

from pathlib import Path

from songwright.host.recent import MOST_RECENT, forget, recent_files, remember
from songwright.host.settings import Settings


def test_the_last_used_file_is_first_and_stands_once(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    for name in ("a", "b", "a"):
        remember(settings, tmp_path / name)
    assert recent_files(settings) == (tmp_path / "a", tmp_path / "b")
    forget(settings, tmp_path / "a")
    settings.save()
    assert recent_files(Settings(tmp_path / "settings.json")) == (tmp_path / "b",)


def test_the_list_does_not_grow_for_ever(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    for number in range(40):
        remember(settings, tmp_path / str(number))
    assert recent_files(settings)[0] == tmp_path / "39"
    assert len(recent_files(settings)) == MOST_RECENT
