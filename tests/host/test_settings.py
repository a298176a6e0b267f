"""Settings: typed, kept, and never a reason not to start."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from songwright.host.errors import WriteFileError
from songwright.host.setting_kinds import Setting
from songwright.host.settings import (
    LOG_WORDS,
    PAGE_SIZE,
    RECENT_FILES,
    SAMPLER,
    SETTINGS,
    THEME,
    THREADS,
    VOLUME,
    SettingError,
    Settings,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def test_every_setting_starts_with_a_default_that_it_accepts(path: Path) -> None:
    settings = Settings(path)
    for setting in SETTINGS:
        assert settings.get(setting) == setting.default
        assert setting.read(setting.default) == setting.default
    assert settings.problem == ""
    assert not path.parent.exists()


def test_what_is_set_is_there_the_next_time(path: Path) -> None:
    settings = Settings(path)
    settings.set(THEME, "dark")
    settings.set(VOLUME, 0.25)
    settings.set(RECENT_FILES, ("/a", "/b"))
    settings.set(SAMPLER, (("temperature", 0.5), ("top_k", 40.0)))
    settings.save()
    again = Settings(path)
    assert again.get(THEME) == "dark"
    assert again.get(VOLUME) == 0.25
    assert again.get(RECENT_FILES) == ("/a", "/b")
    assert again.get(SAMPLER) == (("temperature", 0.5), ("top_k", 40.0))


@pytest.mark.parametrize(
    ("setting", "value", "reason"),
    [
        (THEME, "mauve", "“Theme” must be one of system, light"),
        (THREADS, 1000, "“Processor threads” must be from 0 to 256"),
        (PAGE_SIZE, True, "must be a whole number"),
        (VOLUME, float("nan"), "must be a number"),
        (LOG_WORDS, "yes", "must be on or off"),
        (SAMPLER, (("temperature", "hot"),), "must be a group of named numbers"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(
    path: Path, setting: Setting[object], value: object, reason: str
) -> None:
    settings = Settings(path)
    with pytest.raises(SettingError, match=reason):
        settings.set(setting, value)
    assert settings.get(setting) == setting.default


@pytest.mark.parametrize("value", [None, [], {}, "x" * 99, -1, 1e99, [["a"]], {"a": {}}])
def test_a_file_with_unusable_values_gives_defaults(path: Path, value: object) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({setting.key: value for setting in SETTINGS if setting.default != value}))
    settings = Settings(path)
    for setting in SETTINGS:
        assert setting.read(settings.get(setting)) == settings.get(setting)
    assert settings.get(THEME) == "system"


@pytest.mark.parametrize("data", [b"{half", b"[1]", b"\xff\xfe", b"[" * 100_000, b""])
def test_a_broken_file_gives_defaults_and_is_kept_aside(path: Path, data: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(data)
    settings = Settings(path)
    assert settings.get(THEME) == "system"
    assert "damaged" in settings.problem
    settings.set(THEME, "light")
    settings.save()
    assert (path.parent / "settings.broken.json").read_bytes() == data
    assert Settings(path).get(THEME) == "light"


def test_settings_of_a_newer_version_are_kept(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"hologram": {"depth": 3}, "theme": "ultraviolet"}')
    settings = Settings(path)
    settings.set(VOLUME, 0.5)
    settings.save()
    assert json.loads(path.read_text()) == {"hologram": {"depth": 3}, "theme": "ultraviolet", "volume": 0.5}


def test_two_windows_do_not_undo_each_others_settings(path: Path) -> None:
    first, second = Settings(path), Settings(path)
    first.set(THEME, "dark")
    first.save()
    second.set(VOLUME, 0.1)
    second.save()
    again = Settings(path)
    assert (again.get(THEME), again.get(VOLUME)) == ("dark", 0.1)


def test_listeners_hear_of_changes_and_only_of_changes(path: Path) -> None:
    settings = Settings(path)
    heard: list[str] = []
    stop = settings.subscribe(lambda setting: heard.append(setting.key))
    settings.set(THEME, "dark")
    settings.set(THEME, "dark")
    settings.set(THEME, "light")
    settings.set(THEME, "light")
    stop()
    settings.set(THEME, "dark")
    assert heard == ["theme", "theme"]


def test_a_folder_that_cannot_be_made_gives_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file in the way")
    settings = Settings(tmp_path / "config" / "settings.json")
    settings.set(THEME, "dark")
    with pytest.raises(WriteFileError, match="was not saved"):
        settings.save()


def test_keys_are_unique_and_every_setting_of_a_form_is_explained() -> None:
    assert len({setting.key for setting in SETTINGS}) == len(SETTINGS)
    for setting in SETTINGS:
        assert not setting.group or (setting.label and setting.help)
