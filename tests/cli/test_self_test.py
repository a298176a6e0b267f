"""The test that an installation makes of itself."""

from __future__ import annotations

import pytest

from songwright.cli import self_checks, self_test
from songwright.cli.main import main


@pytest.mark.timeout(600)  # every process of the program, on a loaded machine
@pytest.mark.model
def test_every_part_of_this_installation_works(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--self-test"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert [row[:2] for row in rows[:-1]] == ["ok"] * len(self_checks.CHECKS)
    assert rows[-1].endswith("all is well")


def test_a_part_that_is_missing_is_named_and_the_others_are_tried(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = {
        name: self_checks.CHECKS[name] for name in ("the model's process writes a line", "words and forms are there")
    }
    monkeypatch.setattr(self_test, "CHECKS", kept)
    monkeypatch.setattr("songwright.llm.verse_model.embedded_model", lambda: None)
    assert main(["check"]) == 1
    out = capsys.readouterr().out
    assert "FAILED  the model's process writes a line: The built-in language model is missing." in out
    assert "ok      words and forms are there" in out
    assert "1 of 2 parts work" in out
