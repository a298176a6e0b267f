"""Thousands of damaged project files: each opens, or is refused in a sentence; nothing else ever happens.

A longer run: `SONGWRIGHT_FUZZ=200000 .venv/bin/pytest tests/fuzz`.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable

import pytest

from formats.songs import lantern_document
from fuzz.damage import damage_bytes, damage_tree
from songwright.core.errors import SongwrightError
from songwright.formats.project import dump, load

RUNS = int(os.environ.get("SONGWRIGHT_FUZZ", "2000"))


def refusal(data: bytes) -> str | None:
    """The sentence with which a file is refused; None when it opens."""
    try:
        load(data)
    except SongwrightError as error:
        return str(error)
    return None


@pytest.mark.parametrize("damage", [damage_tree, damage_bytes])
def test_no_damage_escapes_as_anything_but_a_sentence(damage: Callable[[bytes, random.Random], bytes]) -> None:
    data = dump(lantern_document())
    refused = 0
    for seed in range(RUNS):
        damaged = damage(data, random.Random(seed))
        message = refusal(damaged)
        if message is None:
            # What was accepted can be saved and opened again.
            document = load(damaged)
            assert load(dump(document)) == document, seed
        else:
            refused += 1
            assert message.endswith("."), (seed, message)
            assert len(message) < 500, seed
    assert refused > RUNS / 4
