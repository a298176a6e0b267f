"""The sound devices of this machine by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import miniaudio

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["REAL_BACKENDS", "playback_devices"]

REAL_BACKENDS = [
    backend for backend in miniaudio.Backend if backend not in (miniaudio.Backend.NULL, miniaudio.Backend.CUSTOM)
]
"""The sound systems that lead to a device, in the order in which they are tried."""


def playback_devices() -> dict[str, Any]:
    """Loudspeakers: name -> miniaudio's identifier. Empty without a sound system; same names are numbered."""
    try:
        return _named(miniaudio.Devices(backends=REAL_BACKENDS).get_playbacks())
    except miniaudio.MiniaudioError:
        return {}


def _named(devices: Iterable[dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for device in devices:
        name, number = device["name"], 1
        while name in found:
            number += 1
            name = f"{device['name']} ({number})"
        found[name] = device["id"]
    return found
