"""The model's process on another machine, behind ssh: its standard streams carry all that is said.

Keys, hosts and what is trusted are ssh's own business, as the user has set it up. Nothing here opens a socket, and no
machine is reached but the one that was named.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.llm.models import ModelFile

__all__ = ["BUILT_IN", "command_elsewhere", "model_elsewhere"]

BUILT_IN = "built-in"
"""As a model's path: the one that comes with Songwright, wherever the worker runs."""

_PROGRAM = "songwright-worker"
# Never ask at a terminal that is not there; notice within half a minute that the line is cut.
_OPTIONS = ("-T", "-oBatchMode=yes", "-oConnectTimeout=15", "-oServerAliveInterval=10", "-oServerAliveCountMax=3")


def command_elsewhere(host: str, ssh: Sequence[str] = ("ssh",)) -> list[str]:
    """How to start the worker on a host that ssh knows (“big-machine”, “me@10.0.0.2”). SongwrightError for no name."""
    if not host.strip() or host.startswith("-") or any(character.isspace() for character in host):
        raise SongwrightError(said("“{host}” is no name of a machine. Name it as for ssh: user@machine.", host=host))
    return [*ssh, *_OPTIONS, "--", host, _PROGRAM]


def model_elsewhere(path: Path | None) -> ModelFile:
    """A model file on the other machine, which alone can look at it; None: the one that comes with Songwright."""
    if path is None:
        return ModelFile(Path(BUILT_IN), "the built-in model", 0, embedded=True)
    return ModelFile(path, path.stem, 0)
