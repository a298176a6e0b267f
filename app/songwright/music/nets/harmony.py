"""Chords for half-bars."""

from __future__ import annotations

CHORD_COLUMNS = ("chord", "half", "bar", "section", "minor", "style", "triple", "heard")
QUALITY_COUNT = 7
NO_CHORD = 12 * QUALITY_COUNT
CHORDS = NO_CHORD + 1
SECTIONS = ("verse", "chorus", "bridge", "intro", "outro", "interlude", "pre-chorus", "other")
STYLES = ("pop", "standard", "hymn", "lied")


def chord_token(root: int, quality: int) -> int:
    """Index of a chord: root above the tonic, quality of the table."""
    return root * QUALITY_COUNT + quality
