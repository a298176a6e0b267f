"""Verses to be sung, by whether the voice was tuned on them (see sung_verses.txt)."""

from __future__ import annotations

from pathlib import Path

__all__ = ["read_verses"]


def read_verses() -> dict[str, tuple[str, ...]]:
    """The verses of "tuned on", "held out" and "patter", each with its lines on rows."""
    found: dict[str, list[str]] = {}
    for row in Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines():
        if row.startswith("["):
            found[row.strip("[]")] = []
        elif row.strip() and not row.startswith("#"):
            next(reversed(found.values())).append("\n".join(row.split(" / ")))
    return {name: tuple(verses) for name, verses in found.items()}
