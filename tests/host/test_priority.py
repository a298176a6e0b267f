"""Processes that compute for long give way to those that somebody waits for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from songwright.host.child.environment import child_environment


@pytest.mark.skipif(sys.platform == "win32", reason="asks for niceness")
def test_a_process_that_steps_back_is_nicer_than_before() -> None:
    program = (
        "import os; from songwright.host.priority import step_back; a = os.nice(0); step_back(); print(os.nice(0) - a)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=child_environment(), capture_output=True, text=True, check=True
    )
    assert int(done.stdout) > 0
