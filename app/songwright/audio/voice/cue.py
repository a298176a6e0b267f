"""Cues: everything that one clip of a voice is made of, as values that travel to the process that sings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from songwright.audio.voice.naming import digest
from songwright.audio.voice.utterance import Utterance
from songwright.audio.voice.voice_types import voice_type

if TYPE_CHECKING:
    from songwright.core.song import Song
    from songwright.lyrics.lexicon import Lexicon

__all__ = ["Cue", "cues"]


@dataclass(frozen=True, slots=True)
class Cue:
    """What a track sings from `start` to `end` (ticks), which begins at a tempo (quarter notes a minute).

    A repeat of the same words on the same notes is the same sound: `name` says so.
    """

    track: str
    start: int
    end: int
    tempo: float
    voice: str
    utterance: Utterance
    seed: int = 0
    doubled: bool = False

    @property
    def name(self) -> str:
        """The name of its sound, by all that that depends on."""
        return digest(self.utterance, voice_type(self.voice), self.seed) + ("d" if self.doubled else "")


def cues(song: Song, lexicon: Lexicon, *, tempo: float | None = None) -> tuple[Cue, ...]:
    """All that is sung in a song, by track and time; `tempo` is the song's unless it is played at another."""
    # Imported here: the window needs `Cue` at its start, for its messages, and this on another thread and later.
    from songwright.audio.voice.casting import cast
    from songwright.audio.voice.utterances import octaves_for, utterance_of
    from songwright.core.timeline import timeline
    from songwright.music.breaths import HUMS, breaths

    laid = timeline(song)
    tempi = laid.tempi if tempo is None else laid.tempi.scaled(tempo / song.tempo)
    found: list[Cue] = []
    for number, part in enumerate(cast(song, laid)):
        octaves = octaves_for((note.pitch for note in laid.notes(part.track)), part.voice)
        hum = part.singing.hum if part.singing.hum in HUMS else "ooh"
        for breath in breaths(song, part.track, lexicon, tempo=tempo, hum=hum):
            utterance = utterance_of(breath, tempi, octaves)
            # Singers of a choir differ in every chance: vibrato, drift and breath. One singer repeats a verse exactly.
            begun = tempi.tempo_at(breath.start)
            cue = Cue(
                part.track, breath.start, breath.end, begun, part.voice.id, utterance, number, part.singing.doubled
            )
            found.append(cue)
    return tuple(found)
