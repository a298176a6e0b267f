"""Old project files made new: one function a version, each turning a file's tree into that of the next version.

To change the file format: append a function here, and change the tables of `songwright.formats.project_tables`. A
function may expect its own version's shape; `KeyError` and its like are reported as a damaged file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

__all__ = ["MIGRATIONS", "Migration", "migrated"]

Tree = dict[str, Any]
Migration = Callable[[Tree], Tree]


def _with_capo(tree: Tree) -> Tree:
    """Version 2 keeps the fret of a capo; before there was none."""
    song = tree.get("song")
    # What is no song is left for the reader, which names the place.
    return tree | {"song": {"capo": 0} | song} if isinstance(song, dict) else tree


def _with_tunes(tree: Tree) -> Tree:
    """Version 3 keeps the tunes that sections had; before they were forgotten when the window closed."""
    return {"tunes": []} | tree


def _with_room(tree: Tree) -> Tree:
    """Version 4 has new fields that may be left out, such as the syllable of a sheet's chord: nothing is to be done."""
    return tree


# The first entry makes version 2 out of version 1, and so on: the current version is one more than their number.
MIGRATIONS: tuple[Migration, ...] = (_with_capo, _with_tunes, _with_room)


def migrated(tree: Tree, version: int, migrations: Sequence[Migration] = MIGRATIONS) -> Tree:
    """The tree of a file of `version` (1 or more) as one of the current version."""
    for step in migrations[version - 1 :]:
        tree = step(tree)
    return tree
