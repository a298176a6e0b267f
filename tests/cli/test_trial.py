"""`songwright trial`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from music.listening.making import sitting
from songwright.cli.main import main
from songwright.host.listening import SittingFolder
from songwright.host.paths import find_paths
from songwright.music.listening.trials import TrialKind


def test_results_are_summed_and_exported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = SittingFolder(find_paths().listening)
    folder.save(sitting(answer=lambda trial: trial.truth, name="a"))
    folder.save(sitting(answer=lambda trial: 1 - trial.truth, name="b", listener="Bea"))
    folder.save(sitting(TrialKind.PAIRS, answer=lambda trial: trial.truth, name="c"))
    (find_paths().listening / "d.json").write_text("{}")
    table, whole = tmp_path / "answers.csv", tmp_path / "answers.json"
    assert main(["trial", "--csv", str(table), "--json", str(whole)]) == 0
    shown = capsys.readouterr()
    assert "single, composer 0.1.0+net, 2 tests, 2 listeners\n  10 of 20 right: that is compatible" in shown.out
    assert "pairs, composer 0.1.0+net, 1 test, 1 listener\n  10 of 10 right" in shown.out
    assert "d.json" in shown.err
    assert len(table.read_text().splitlines()) == 31
    assert len(json.loads(whole.read_text())) == 3


def test_without_tests_it_says_where_they_begin(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trial"]) == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Human or Machine" in shown.err
