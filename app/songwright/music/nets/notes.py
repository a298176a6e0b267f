"""Rows of notes: the table in which melodies are learned and filled."""

from __future__ import annotations

__all__ = ["COLUMNS", "LOWEST", "PITCHES", "UNKNOWN_CHORD", "UNKNOWN_KIND", "UNKNOWN_QUALITY"]

# onset: steps from the first bar line; inside: steps from the bar line; length: steps; metre: class (grid.METRES);
# root: pitch class above the tonic; quality: index of the chord's quality; kind: SyllableClass; held: 1 when the note
# continues a syllable; line_end: 1 on a line's last syllable; minor: mode; source: style; pitch: semitones above tonic.
COLUMNS = (
    "onset", "inside", "length", "metre", "root", "quality", "kind", "held", "line_end", "minor", "source", "pitch",
)  # fmt: skip
UNKNOWN_CHORD = 12
UNKNOWN_QUALITY = 7
UNKNOWN_KIND = 5
# Pitches are semitones above a tonic; LOWEST is the first of PITCHES that the nets know.
LOWEST = -18
PITCHES = 48
