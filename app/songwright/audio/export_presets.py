"""What people export together: for whom, and which kinds of files (by their ids in `audio.takeaway.KINDS`)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

__all__ = ["PRESETS", "ExportPreset", "preset_of", "usual_preset"]


@dataclass(frozen=True, slots=True)
class ExportPreset:
    """One bundle of files; `music` says whether it needs music."""

    id: str
    name: str
    tip: str
    kinds: tuple[str, ...]
    music: bool = True


PRESETS = (
    ExportPreset("demo", "Demo", "One sound file to play to somebody (MP3)", ("mp3",)),
    ExportPreset("band", "Band", "Lead sheet, words with chords, MIDI", ("pdf", "pdf-chords", "midi")),
    ExportPreset("studio", "Studio", "Every track as a sound file of its own, and MIDI", ("stems", "midi")),
    ExportPreset("singer", "Singer", "Karaoke, timed lyrics, words with chords", ("kar", "lrc", "pdf-chords")),
    ExportPreset("poem", "Words", "The words on paper and as plain text", ("pdf-chords", "text"), music=False),
)


def preset_of(kinds: Collection[str]) -> ExportPreset | None:
    """The preset with just these kinds; None for a choice of one's own."""
    return next((preset for preset in PRESETS if set(preset.kinds) == set(kinds)), None)


def usual_preset(*, has_music: bool) -> ExportPreset:
    """The preset to begin with."""
    return next(preset for preset in PRESETS if preset.music == has_music)
