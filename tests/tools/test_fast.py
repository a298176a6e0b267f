"""The tests near a change are those of its name, and those that import it."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

from fast import MOST_FILES, near


def test_a_test_is_near_itself() -> None:
    assert near(["tests/core/test_session.py"]) == ["tests/core/test_session.py"]


def test_the_test_of_a_module_comes_first_then_those_that_import_it() -> None:
    found = near(["app/songwright/host/atomic.py"])
    assert found[0] == "tests/host/test_atomic.py"
    assert 1 < len(found) <= MOST_FILES


def test_what_is_no_module_of_ours_has_none() -> None:
    assert near(["docs/conf.py", "training/make.py"]) == []
