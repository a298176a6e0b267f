"""No library of ours reports what its user does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from songwright.host.child.environment import child_environment

# Each way in which a net is loaded: composing, and listening to what was hummed. What is not reported leaves no trace.
LOADING = """
from importlib.resources import files
from songwright.music.nets.runtime import Net
Net("harmony", files("songwright_resources").joinpath("weights", "harmony.onnx").read_bytes())
import swift_f0
swift_f0.SwiftF0(threads=1, spin=False)
"""
_SAID_BY_TESTERS = ("CI", "ORT_DISABLE_TELEMETRY", "ORT_TELEMETRY_DISABLED", "XDG_CACHE_HOME", "PYTEST_CURRENT_TEST")


def test_what_runs_the_nets_keeps_no_identifier_and_no_reports(tmp_path: Path) -> None:
    user = {name: value for name, value in child_environment().items() if name not in _SAID_BY_TESTERS}
    user |= {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-P", "-c", LOADING], env=user, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr
    assert sorted(str(path) for path in tmp_path.rglob("*")) == []


def test_every_process_is_told_before_its_libraries_are_loaded() -> None:
    assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"
    assert child_environment()["ORT_DISABLE_TELEMETRY"] == "1"
