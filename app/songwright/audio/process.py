"""How the sound program is started for each of its jobs, in a checkout, an installation and a frozen program alike."""

from __future__ import annotations

from songwright.host.child.environment import child_command

__all__ = ["audio_command", "export_command", "hum_command", "sing_command"]


def audio_command(*options: str) -> list[str]:
    """The command that starts the player."""
    return child_command("songwright.audio.device", *options)


def export_command() -> list[str]:
    """The command that starts a process which exports one file (see `songwright.audio.export`)."""
    return audio_command("--export")


def sing_command() -> list[str]:
    """The command that starts the process which sings (see `songwright.audio.voice.child`)."""
    return audio_command("--sing")


def hum_command(*options: str) -> list[str]:
    """The command that starts a process which records or listens to one take (see `songwright.audio.hum.process`)."""
    return audio_command("--hum", *options)
