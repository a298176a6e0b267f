from __future__ import annotations

import json
from pathlib import Path

import pytest

from songwright.cli import writers
from songwright.llm.process import worker_command


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The script of the model that the command line starts; a test may write another one into it."""
    path = tmp_path / "script.json"
    say = "The tide goes out tonight\nAnd leaves the boats behind\n"
    path.write_text(json.dumps({"write": [{"say": say}]}))
    command = worker_command("--scripted", str(path))
    monkeypatch.setattr(writers, "writer_command", lambda *_: command)
    return path
