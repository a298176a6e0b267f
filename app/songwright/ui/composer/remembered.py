"""Settings of the music view that outlast a document; they live in the same file as all the others."""

from __future__ import annotations

from songwright.host.settings import Setting, UnusableError

__all__ = ["COMPOSER", "HIDDEN_LANES", "NUMERALS", "PROSODY", "VOICE"]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise UnusableError("must be text")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise UnusableError("must be a list")
    return tuple(item for item in value if isinstance(item, str))


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise UnusableError("must be on or off")
    return value


def _share(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
        raise UnusableError("must be from 0 to 1")
    return float(value)


VOICE = Setting("voice", "mezzo", _text)
"""The voice that is composed for: a key of `songwright.music.request.VOICES`."""
COMPOSER = Setting("composer", "learned", _text)
"""Who composes: a key of `songwright.music.composers.COMPOSERS`."""
PROSODY = Setting("prosody", 0.5, _share)
"""The dial of the words' rhythm, from 0 (syncopated) to 1 (hymn-like)."""
NUMERALS = Setting("numerals", False, _flag)  # noqa: FBT003 - the value of the setting
"""Whether chords are shown as Roman numerals."""
HIDDEN_LANES: Setting[tuple[str, ...]] = Setting("hidden_lanes", (), _texts)
"""Names of the tracks whose notes are not shown under the words."""
