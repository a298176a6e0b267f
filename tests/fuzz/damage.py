"""Damage to JSON, in its tree and in its bytes."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

__all__ = ["damage_bytes", "damage_tree"]

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
