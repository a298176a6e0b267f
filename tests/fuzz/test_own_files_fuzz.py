"""A short run of the fuzzer of our own files; a longer one: `PYTHONPATH=tests python -m fuzz.own_files 10000`."""

from __future__ import annotations

import pytest

from fuzz.own_files import KINDS, fuzz_kind

RUNS = 150


@pytest.mark.parametrize("name", KINDS)
def test_a_damaged_file_of_ours_is_read_or_refused_in_a_sentence(name: str) -> None:
    outcome = fuzz_kind(KINDS[name], name, range(RUNS))
    assert not outcome.faults, [(seed, repr(error)) for seed, error in outcome.faults]
    assert outcome.read + outcome.refused == RUNS
    assert outcome.read
