"""A short run of the fuzzer of readers; a longer one: `SONGWRIGHT_FUZZ=10000 .venv/bin/pytest tests/fuzz`."""

from __future__ import annotations

import os

import pytest

from fuzz.imports import fuzzed
from songwright.formats.imports import IMPORTS, ImportFormat
from songwright.lyrics.lexicon import Lexicon, load_lexicon

RUNS = int(os.environ.get("SONGWRIGHT_FUZZ", "60"))


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.mark.parametrize("kind", IMPORTS, ids=lambda kind: kind.id)
def test_a_damaged_file_becomes_a_whole_song_or_a_sentence(kind: ImportFormat, lexicon: Lexicon) -> None:
    outcome = fuzzed(kind, lexicon, range(RUNS))
    assert outcome.opened + outcome.refused == RUNS
    # Damage that never shows would say that the readers are not reached, damage that always does likewise.
    assert outcome.opened
