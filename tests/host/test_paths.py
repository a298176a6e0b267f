"""Where files live."""

from __future__ import annotations

from pathlib import Path

from songwright.host.paths import find_paths


def test_one_folder_can_take_the_place_of_all(tmp_path: Path) -> None:
    paths = find_paths({"SONGWRIGHT_HOME": str(tmp_path)})
    everything = (paths.settings, paths.journals, paths.log, paths.crashes, paths.cache, paths.documents)
    assert all(path.is_relative_to(tmp_path) for path in everything)
    assert len(set(everything)) == len(everything)


def test_without_it_the_habits_of_the_platform_hold() -> None:
    paths = find_paths({})
    assert paths.settings.is_absolute()
    assert paths.settings.parent.name == "songwright"
    assert "songwright" not in paths.documents.name.lower()


def test_nothing_is_made_by_asking(tmp_path: Path) -> None:
    find_paths({"SONGWRIGHT_HOME": str(tmp_path / "home")})
    assert not (tmp_path / "home").exists()
