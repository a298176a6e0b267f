"""The table of commands."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence

from songwright.host.settings import Settings
from songwright.ui.actions import ACTIONS, GROUPS, ActionSpec
from songwright.ui.menus import MENUS, SUBMENUS
from songwright.ui.preferences import KEYS
from songwright.ui.services import Services
from songwright.ui.shell.top_bar import TOP_BAR
from songwright.ui.theme.icons import icon_names

CONVENTIONS = {
    "new": "Ctrl+N",
    "open": "Ctrl+O",
    "save": "Ctrl+S",
    "save_as": "Ctrl+Shift+S",
    "undo": "Ctrl+Z",
    "redo": "Ctrl+Shift+Z",
    "cut": "Ctrl+X",
    "copy": "Ctrl+C",
    "paste": "Ctrl+V",
    "find": "Ctrl+F",
    "write": "Ctrl+Return",
    "stop": "Esc",
    "previous_take": "Alt+Left",
    "next_take": "Alt+Right",
    "play": "Space",
    "loop": "L",
    "click": "C",
    "tap": "T",
    "full_screen": "F11",
}


def test_no_key_has_two_commands() -> None:
    keys = Counter(QKeySequence(key).toString() for spec in ACTIONS for key in (*spec.keys, *spec.bare))
    assert [key for key, count in keys.items() if count > 1] == []


def test_the_usual_keys_do_what_they_do_elsewhere(make_services: Callable[..., Services]) -> None:
    actions = make_services().actions
    assert {name: key for name, key in CONVENTIONS.items() if key not in actions.keys(name)} == {}


@pytest.mark.parametrize("spec", ACTIONS, ids=lambda spec: spec.id)
def test_every_command_is_in_a_menu_and_explains_itself(spec: ActionSpec) -> None:
    assert any(spec.id in entries for _, entries in MENUS)
    assert spec.group in GROUPS
    assert spec.tip
    assert not spec.icon or spec.icon in icon_names()


def test_menus_and_top_bar_name_only_commands_that_exist() -> None:
    known = {spec.id for spec in ACTIONS} | {f"@{name}" for name in SUBMENUS} | {"-"}
    entries = [entry for _, menu in MENUS for entry in menu] + list(TOP_BAR)
    assert set(entries) <= known


def test_a_command_is_enabled_while_all_it_needs_holds(make_services: Callable[..., Services]) -> None:
    actions = make_services().actions
    assert not actions["write"].isEnabled()
    actions.set_state(model_usable=True)
    assert actions["write"].isEnabled()
    actions.set_state(writing=True)
    assert not actions["write"].isEnabled()
    assert actions["stop"].isEnabled()
    with pytest.raises(KeyError):
        actions.set_state(no_such_state=True)


def test_a_new_key_replaces_the_usual_one_and_can_be_taken_back(make_services: Callable[..., Services]) -> None:
    actions = make_services().actions
    actions.remap({"write": "Ctrl+J", "find": ""})
    assert actions["write"].shortcuts() == [QKeySequence("Ctrl+J")]
    assert actions["find"].shortcuts() == []
    assert actions.custom() == {"write": "Ctrl+J", "find": ""}
    assert actions.owner("Ctrl+J") == "write"
    assert "Ctrl+J" in actions["write"].toolTip()
    actions.remap({})
    assert actions["write"].shortcuts() == [QKeySequence("Ctrl+Return")]
    assert actions.custom() == {}


def test_bare_keys_go_and_come_back(make_services: Callable[..., Services]) -> None:
    actions = make_services().actions
    actions.allow_bare_keys(letters=False, space=False)
    assert actions["play"].shortcuts() == [QKeySequence("Ctrl+Space")]
    assert QKeySequence("L") not in actions["loop"].shortcuts()
    actions.allow_bare_keys(letters=True, space=True)
    assert QKeySequence("Space") in actions["play"].shortcuts()


@pytest.mark.parametrize("value", [5, "Ctrl+A", None, {"compose": "Ctrl+B"}, [["compose"], ["a", "b", "c"], [1, 2]]])
def test_damaged_keys_in_the_settings_are_as_if_there_were_none(tmp_path: Path, value: object) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"keys": value}), encoding="utf-8")
    assert Settings(path).get(KEYS) == ()
