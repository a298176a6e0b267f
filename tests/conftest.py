"""Fixtures that every area of the tests shares."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from pathlib import Path

# No window ever needs a display in the tests; set before Qt is imported anywhere.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Shared, noisy machines: a slow example is no failure, and one seed makes a red run repeatable.
settings.register_profile("songwright", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("songwright")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep every test away from the user's own settings, journals and recent files."""
    folder = tmp_path / "songwright-home"
    monkeypatch.setenv("SONGWRIGHT_HOME", str(folder))
    return folder
