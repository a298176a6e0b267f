"""Settings of the music view that outlast a document; they live in the same file as all the others."""

from __future__ import annotations

from songwright.host.setting_kinds import flag, share, text, texts

__all__ = ["COMPOSER", "HIDDEN_LANES", "NUMERALS", "PROSODY", "VOICE"]

VOICE = text("voice", "mezzo")
"""The voice that is composed for: a key of `songwright.music.request.VOICES`."""
COMPOSER = text("composer", "learned")
"""Who composes: a key of `songwright.music.composers.COMPOSERS`."""
PROSODY = share("prosody", 0.5, 0, 1)
"""The dial of the words' rhythm, from 0 (syncopated) to 1 (hymn-like)."""
NUMERALS = flag("numerals", default=False)
"""Whether chords are shown as Roman numerals."""
HIDDEN_LANES = texts("hidden_lanes")
"""Names of the tracks whose notes are not shown under the words."""
