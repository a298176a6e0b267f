"""Thousands of damaged project files: each opens, or is refused in a sentence; nothing else ever happens.

A longer run: `SONGWRIGHT_FUZZ=200000 .venv/bin/pytest tests/fuzz`.
"""

from __future__ import annotations

import copy
import json
import os
import random
from collections.abc import Callable
from typing import Any

import pytest

from formats.songs import lantern_document
from songwright.core.errors import SongwrightError
from songwright.formats.project import dump, load

RUNS = int(os.environ.get("SONGWRIGHT_FUZZ", "2000"))

# Values that have broken readers before.
ODD: tuple[Any, ...] = (
    None, True, -1, 0, 2**31, 2**63, 10**40, -0.5, 1e308, float("nan"), float("-inf"), "", "l1", "s1", "t1", "\x00",
    "\ud800", "x" * 5000, [], {}, [[]], {"": None}, ["s1"] * 50,
)  # fmt: skip


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:  # noqa: ANN401 - any JSON
    found = [path] if path else []
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, child in items:
        found += places(child, (*path, step))
    return found


def damage_tree(data: bytes, chance: random.Random) -> bytes:
    """Change, remove, double or swap values anywhere in the tree."""
    tree = json.loads(data)
    for _ in range(chance.randint(1, 3)):
        path = chance.choice(places(tree) or [()])
        if not path:
            break
        spot = tree
        for step in path[:-1]:
            spot = spot[step]
        action = chance.randrange(4)
        if action == 0:
            del spot[path[-1]]
        elif action == 1 and isinstance(spot, list):
            spot.insert(path[-1], copy.deepcopy(spot[path[-1]]))
        elif action == 2 and isinstance(spot, dict):
            spot[chance.choice(["id", "repeats", "bars", "name", "extra"])] = copy.deepcopy(spot[path[-1]])
        else:
            spot[path[-1]] = copy.deepcopy(chance.choice(ODD))
    return json.dumps(tree).encode("utf-8", "surrogatepass")


def damage_bytes(data: bytes, chance: random.Random) -> bytes:
    """Flip, cut, drop and repeat bytes."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(found) or 1)
        action = chance.randrange(5)
        if action == 0 and found:
            found[at % len(found)] = chance.randrange(256)
        elif action == 1:
            del found[at : at + chance.randint(1, 60)]
        elif action == 2:
            found[at:at] = found[at : at + 30]
        elif action == 3:
            found[at:at] = chance.choice([b"[" * 3000, b"9" * 6000, b"null", b"NaN", b'"', b"{", b"}", b"\xff", b"\\u"])
        else:
            del found[at:]
    return bytes(found)


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
