"""What the player understands and reports, loaded when the first of it is used.

A song begins as words, in silence, and thirty dataclasses cost a window that starts as much as a drawer full of widgets
(benchmarks/start.py): so `__getattr__` fetches the names (PEP 562), and mypy knows them all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from songwright.audio.client import AudioClient, AudioEvent, PlayerFailed
    from songwright.audio.protocol import (
        Audition,
        DeviceOpened,
        DevicesListed,
        ListDevices,
        ListMidiPorts,
        MidiPortsListed,
        Panic,
        Pause,
        Play,
        PlayClip,
        PlayerNotice,
        PlayerState,
        PlayerStatus,
        Seek,
        SetClick,
        SetDevice,
        SetLoop,
        SetMidiOutput,
        SetMix,
        SetProgram,
        SetSoundFont,
        SetTempo,
        SetVoice,
        SetVolume,
        StopPlaying,
    )
else:

    def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever has that name
        if name not in __all__:
            raise AttributeError(name)
        from songwright.audio import client, protocol

        return getattr(client if hasattr(client, name) else protocol, name)


__all__ = [
    "AudioClient",
    "AudioEvent",
    "Audition",
    "DeviceOpened",
    "DevicesListed",
    "ListDevices",
    "ListMidiPorts",
    "MidiPortsListed",
    "Panic",
    "Pause",
    "Play",
    "PlayClip",
    "PlayerFailed",
    "PlayerNotice",
    "PlayerState",
    "PlayerStatus",
    "Seek",
    "SetClick",
    "SetDevice",
    "SetLoop",
    "SetMidiOutput",
    "SetMix",
    "SetProgram",
    "SetSoundFont",
    "SetTempo",
    "SetVoice",
    "SetVolume",
    "StopPlaying",
]
