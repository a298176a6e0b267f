"""Scores and chord sheets on the command line, without a display."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from formats.songs import lantern_document
from songwright.cli import export
from songwright.cli.main import main
from songwright.core.song import Key, Mode, Song
from songwright.formats.project import dump
from songwright.host.child.environment import child_environment


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "lantern.songwright"
    path.write_bytes(dump(lantern_document()))
    return path


def test_scores_and_sheets_are_written(project: Path, tmp_path: Path) -> None:
    away = tmp_path / "away"
    assert main(["export", str(project), "pdf", "pdf-chords", "svg", "--out", str(away)]) == 0
    assert {path.name for path in away.iterdir()} == {"lantern.pdf", "lantern (Words with chords).pdf", "lantern.svg"}
    assert (away / "lantern.pdf").read_bytes().startswith(b"%PDF")


def test_a_picture_is_painted_where_there_is_no_display(project: Path, tmp_path: Path) -> None:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in (os.environ | child_environment()).items() if name not in hidden}
    command = [sys.executable, "-m", "songwright", "export", str(project), "png", "--out", str(tmp_path)]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    assert (tmp_path / "lantern.png").read_bytes().startswith(b"\x89PNG")


def test_a_transposition_and_a_capo_hold_for_what_is_exported_and_not_for_the_file(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exported: list[Song] = []
    monkeypatch.setattr(export, "export_all", lambda song, *_, **__: exported.append(song) or ())
    before = project.read_bytes()
    assert main(["export", str(project), "pdf", "--transpose", "-2", "--capo", "3", "--out", str(tmp_path)]) == 0
    assert exported[0].key == Key(0, Mode.DORIAN)
    assert exported[0].capo == 3
    assert project.read_bytes() == before


def test_an_impossible_capo_is_refused_in_a_sentence(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(project), "pdf", "--capo", "30"]) == 1
    assert "Choose one from 1 to 11" in capsys.readouterr().err
