"""The name of a sound, by all that it depends on: the same name, the same samples."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from songwright.audio.voice.utterance import Utterance
    from songwright.audio.voice.voice_types import VoiceType

__all__ = ["digest"]

REVISION = 2
"""Goes up whenever the same utterance would sound otherwise: another network, other figures anywhere in the singer."""


def digest(utterance: Utterance, voice: VoiceType, seed: int) -> str:
    """A name for what a voice sings; lengths count to the millisecond."""
    rounded = [
        [one.before, one.nucleus, [(round(t.start, 3), round(t.end, 3), t.pitch, t.velocity) for t in one.tones]]
        for one in utterance.syllables
    ]
    facts = json.dumps([REVISION, rounded, utterance.after, repr(voice), seed])
    return hashlib.sha256(facts.encode()).hexdigest()[:32]
