"""Palettes: a few inks on paper, each with the times, weathers and moods that it suits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Inks", "inks_named", "palettes"]


@dataclass(frozen=True, slots=True)
class Inks:
    """Colours by what they are for: `sky` above, `low` at the horizon, `mid` half-way, `ink` near, `glow` for light."""

    name: str
    sky: str
    low: str
    mid: str
    ink: str
    accent: str
    glow: str
    paper: str
    suits: frozenset[str]


@cache
def palettes() -> tuple[Inks, ...]:
    """Every palette, in the order of the table."""
    table = (files("songwright_resources") / "pictures" / "palettes.txt").read_text(encoding="utf-8")
    return tuple(_inks(row) for row in table.splitlines() if row and not row.startswith("#"))


def _inks(row: str) -> Inks:
    name, colours, suits = (part.strip() for part in row.split("|"))
    sky, low, mid, ink, accent, glow, paper = (f"#{colour}" for colour in colours.split())
    return Inks(name, sky, low, mid, ink, accent, glow, paper, frozenset(suits.split()))


def inks_named(name: str) -> Inks:
    """The palette of a name; the first where there is none."""
    return next((inks for inks in palettes() if inks.name == name), palettes()[0])
