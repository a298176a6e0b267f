"""A writer that is not on this machine: the model's process behind ssh, or a model server.

Behind ssh the process's standard streams carry all that is said; keys, hosts and what is trusted are ssh's own
business, as the user has set it up. Nothing here opens a socket, and no machine is reached but the one that was named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.llm.addresses import (
    MachineAddress,
    ServerAddress,
    address_path,
    machine_address,
    network_place,
    server_address,
)
from songwright.llm.models import ModelFile

__all__ = [
    "BUILT_IN",
    "command_elsewhere",
    "model_elsewhere",
    "model_named_elsewhere",
    "model_served",
    "patience_with",
    "writer_command",
]

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


def model_elsewhere(host: str, path: str = "") -> ModelFile:
    """A model file on the other machine, which alone can look at it; "": the one that comes with Songwright there."""
    address = MachineAddress(host, path).text
    if not path:
        return ModelFile(Path(BUILT_IN), said("the built-in model on {host}", host=host), 0, elsewhere=address)
    name = re.split(r"[/\\]", path)[-1].removesuffix(".gguf")
    return ModelFile(Path(path), said("{model} on {host}", model=name, host=host), 0, elsewhere=address)


def model_served(address: ServerAddress) -> ModelFile:
    """The model of a server, which alone knows more of it."""
    return ModelFile(address_path(address), address.model or address.place, 0, elsewhere=address.shown, key=address.key)


def model_named_elsewhere(text: str) -> ModelFile | None:
    """The model of an address as a setting keeps it; None for a file of this machine.

    Raises SongwrightError for an address that is none.
    """
    if (machine := machine_address(text)) is not None:
        command_elsewhere(machine.host)
        return model_elsewhere(machine.host, machine.path)
    server = server_address(text)
    return None if server is None else model_served(server)


def patience_with(model: ModelFile) -> tuple[float, int]:
    """How many seconds of silence are borne, and how often a piece is taken up again after a cut line."""
    if not model.elsewhere:
        return 120.0, 0
    # A server may have others to serve first. Only a worker of ours writes the same words from the same seed.
    return 600.0, 3 if machine_address(model.elsewhere) else 0


def writer_command(model: ModelFile, servers: Sequence[str] = ()) -> list[str]:
    """How to start the worker for a model, wherever that is; `servers` are rpc-servers that share one of ours.

    The worker's box opens only what is named here: those places, and the folders of the model's files. Raises
    SongwrightError for an address that is none.
    """
    # Imported here: the worker loads this module too, and has no use for what starts processes.
    from songwright.llm.process import worker_command

    if machine := machine_address(model.elsewhere):
        return command_elsewhere(machine.host)
    if server := server_address(model.elsewhere):
        return worker_command("--server", server.place)
    places = [":".join(map(str, network_place(server))) for server in servers]
    shared = ("--servers", ",".join(places)) if places else ()
    return worker_command(*(word for folder in _folders_of(model) for word in ("--reads", str(folder))), *shared)


def _folders_of(model: ModelFile) -> list[Path]:
    """Where the files of a model lie, and where links to them lead (a hub's cache is made of links)."""
    files = [path.absolute() for path in (model.path, model.adapter, model.prose) if path is not None]
    return sorted({folder for path in files for folder in (path.parent, path.resolve().parent)})
