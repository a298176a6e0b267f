"""Which models there are to write with at an address: on a server, or on a machine behind ssh."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.host.child.client import Death, JobClient
from songwright.host.child.process import ChildProcess
from songwright.llm.addresses import MachineAddress, ServerAddress, machine_address, server_address
from songwright.llm.elsewhere import command_elsewhere
from songwright.llm.faults import explain
from songwright.llm.protocol import VERSION, FindModels, ModelsThere

__all__ = ["ModelThere", "models_at"]

_SECONDS = 60.0
_LOOK_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class ModelThere:
    """A model elsewhere; `address` is what the setting is to be, `size` in bytes, 0 where it is not known.

    `keeps_form`: exact form can be kept with it for certain.
    """

    name: str
    address: str
    size: int = 0
    keeps_form: bool = True


def models_at(
    text: str, cancelled: Callable[[], bool] = lambda: False, ssh: Sequence[str] = ("ssh",)
) -> tuple[ModelThere, ...]:
    """The models at a typed address, in the order in which they come. Raises SongwrightError in words."""
    if (machine := machine_address(text)) is not None:
        return _on_machine(machine, cancelled, ssh)
    address = server_address(text, typed=True)
    if address is None:
        raise SongwrightError(
            said("“{text}” is no address. It looks like http://machine:8080 or ssh://me@machine.", text=text)
        )
    return _on_server(address, cancelled)


def _on_server(address: ServerAddress, cancelled: Callable[[], bool]) -> tuple[ModelThere, ...]:
    # Imported when used: the network is reached when somebody has asked for it, and not before.
    from songwright.llm.remote.model_server import examine, line_to

    facts = examine(line_to(address), address.model, cancelled)
    several = len(facts.models) > 1
    return tuple(
        ModelThere(name, replace(address, model=name if several else "").text, facts.size, facts.odds)
        for name in ([address.model] if address.model else facts.models)
    )


def _on_machine(machine: MachineAddress, cancelled: Callable[[], bool], ssh: Sequence[str]) -> tuple[ModelThere, ...]:
    command = [*command_elsewhere(machine.host, ssh), "--models"]
    end = time.monotonic() + _SECONDS
    with ChildProcess[object](JobClient(FindModels(), ModelsThere, (ModelsThere,)), command) as process:
        while time.monotonic() < end and not cancelled():
            for event in process.wait(_LOOK_SECONDS):
                if isinstance(event, ModelsThere):
                    return _found(machine, event)
                if isinstance(event, Death):
                    reason = explain(event.code or 0, event.log)
                    raise SongwrightError(reason.message, detail=event.detail)
    raise SongwrightError(said("{host} does not answer. Try “ssh {host}” in a terminal.", host=machine.host))


def _found(machine: MachineAddress, there: ModelsThere) -> tuple[ModelThere, ...]:
    if there.version != VERSION:
        raise SongwrightError(
            said("Songwright on the other machine is of another version. Bring both to the same one.")
        )
    own = [ModelThere(said("Built-in writer"), MachineAddress(machine.host).text)] if there.built_in else []
    return (
        *own,
        *(ModelThere(name, MachineAddress(machine.host, path).text, size) for name, path, size in there.models),
    )
