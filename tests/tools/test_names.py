"""Names that stand twice are found, unless there is a reason."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

from names import classes_twice, complaints, modules_twice


@pytest.fixture
def package(tmp_path: Path) -> Path:
    files = {
        "llm/client.py": "class Note: ...\nclass _Own: ...",
        "audio/client.py": "class _Own: ...",
        "audio/notes.py": "class Note: ...\nclass Outer:\n    class Inner: ...",
        "core/inner.py": "class Inner: ...",
        "core/song.py": "",
        "cli/song.py": "",
        "music/melody.py": "",
        "music/nets/melody.py": "",
        "formats/melody.py": "",
        "music/harmony.py": "",
        "music/nets/harmony.py": "",
        "ui/__init__.py": "",
        "core/__init__.py": "",
    }
    for name, text in files.items():
        path = tmp_path / "songwright" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "songwright"


def test_public_classes_of_one_name_are_found(package: Path) -> None:
    assert classes_twice(package) == {"Note": ["songwright.audio.notes", "songwright.llm.client"]}


def test_modules_of_one_name_are_found_unless_there_is_a_reason(package: Path) -> None:
    assert modules_twice(package) == {"melody": ["songwright.formats.melody", "songwright.music.melody"]}


def test_a_name_that_stands_twice_is_named_with_its_places() -> None:
    assert "2 times (a, b)" in complaints("class", {"Note": ["a", "b"]})[0]
    assert complaints("class", {}) == []
