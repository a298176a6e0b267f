"""Fixtures that every area of the tests shares."""

from __future__ import annotations

import os
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# No window ever needs a display in the tests; set before Qt is imported anywhere.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Tests read English sentences, whatever language the machine speaks.
os.environ["LANGUAGE"] = "en"

# Shared, noisy machines: a slow example is no failure, and one seed makes a red run repeatable.
settings.register_profile("songwright", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("songwright")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep every test away from the user's own settings, journals and recent files."""
    folder = tmp_path / "songwright-home"
    monkeypatch.setenv("SONGWRIGHT_HOME", str(folder))
    return folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which layer's tests take the time; of the whole suite only, since a few files say it by themselves."""
    reports = [
        report for reports in terminalreporter.stats.values() for report in reports if hasattr(report, "duration")
    ]
    spent = seconds_by_layer((report.nodeid, report.duration) for report in reports)
    if len(spent) > 3:
        rows = sorted(spent.items(), key=lambda row: -row[1])
        terminalreporter.write_line(
            "seconds of tests: " + ", ".join(f"{layer} {seconds:.0f}" for layer, seconds in rows)
        )


def seconds_by_layer(times: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Seconds by the first folder below tests/, from (test id, seconds)."""
    spent: dict[str, float] = defaultdict(float)
    for test, seconds in times:
        spent[test.removeprefix("tests/").partition("/")[0]] += seconds
    return dict(spent)
