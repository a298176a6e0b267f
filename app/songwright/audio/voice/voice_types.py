"""The singers: one network, told apart by the length of the throat, the slope of the spectrum and the ring."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DEFAULT_VOICE", "VOICE_TYPES", "VoiceType", "voice_type"]


@dataclass(frozen=True, slots=True)
class VoiceType:
    """What makes one singer.

    `formant` below 1 is a longer throat; `low` and `high` bound the pitch that the network speaks at (Hz), whatever the
    tune's; `lowest` and `highest` are the compass (MIDI), by which a tune is put into an octave that suits.
    `vibrato` is in cents each way at `rate` Hz, `breath_db` the breath inside vowels against the network's, `ring_db`
    the singer's formant near 3 kHz, `tilt_db` the slope above 1 kHz in dB an octave; `scoop` is how far below the
    first note a phrase begins (cents), `drift` the slow wandering of its pitch (cents), `detune` its distance from the
    tune (cents, for doubled parts); `speech` is the pitch at which it
    reads aloud, against the network's own.
    """

    id: str
    name: str
    formant: float
    low: float
    high: float
    lowest: int
    highest: int
    vibrato: float = 35.0
    rate: float = 5.5
    breath_db: float = -5.0
    ring_db: float = 0.0
    tilt_db: float = 0.0
    scoop: float = 40.0
    drift: float = 4.0
    detune: float = 0.0
    speech: float = 1.0


# fmt: off
VOICE_TYPES: tuple[VoiceType, ...] = (
    VoiceType("soprano", "Soprano", 1.04, 180, 360, 60, 84, vibrato=40, rate=5.8, speech=1.05),
    VoiceType("mezzo", "Mezzo-soprano", 1.0, 150, 330, 57, 81),
    VoiceType("alto", "Alto", 0.97, 140, 300, 53, 77, vibrato=32, rate=5.3, tilt_db=-0.5, speech=0.92),
    VoiceType("tenor", "Tenor", 0.90, 140, 270, 48, 72, rate=5.5, ring_db=4, tilt_db=-1, speech=0.66),
    VoiceType("baritone", "Baritone", 0.87, 130, 240, 43, 67, vibrato=32, rate=5.2, ring_db=4, tilt_db=-1.5,
              speech=0.58),
    VoiceType("bass", "Bass", 0.84, 130, 230, 38, 64, vibrato=30, rate=5.0, ring_db=3, tilt_db=-2, speech=0.52),
    VoiceType("light", "Light voice", 1.13, 200, 360, 60, 81, vibrato=12, rate=6.0, breath_db=-3, tilt_db=1, scoop=25,
              speech=1.25),
)
# fmt: on
"""Compasses are those of choir singers and a little beyond; the rest was set by pitch trackers, a recogniser and
spectrograms (docs/voice.md)."""

DEFAULT_VOICE = "mezzo"


def voice_type(name: str) -> VoiceType:
    """The voice of this id; KeyError when there is none."""
    return {one.id: one for one in VOICE_TYPES}[name]
