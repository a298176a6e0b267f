from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from llm.driving import Script, Start
from songwright.llm.process import ModelProcess, worker_command


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a worker that plays a script; it is ended after the test."""
    running: list[ModelProcess] = []

    def begin(script: Script, **options: float | Callable[[str], None]) -> ModelProcess:
        file = tmp_path / f"script{len(running)}.json"
        file.write_text(json.dumps(script), "utf-8")
        process = ModelProcess(worker_command("--scripted", str(file)), **options)
        running.append(process)
        return process

    yield begin
    for process in running:
        process.close()
