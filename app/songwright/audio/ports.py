"""MIDI ports by python-rtmidi, an optional extra: without the package or without hardware there are simply none."""

from __future__ import annotations

import contextlib
import importlib
from typing import TYPE_CHECKING, Any, Protocol

from songwright.core.errors import SongwrightError
from songwright.core.language import said

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["InputPort", "OutputPort", "PortError", "input_names", "open_input", "open_output", "output_names"]

_CLIENT = "Songwright"


class PortError(SongwrightError):
    """A MIDI port cannot be opened."""


class OutputPort(Protocol):
    """Where MIDI messages go."""

    def send(self, message: Sequence[int]) -> None:
        """Send the bytes of one message."""

    def close(self) -> None:
        """Let go of the port."""


class InputPort(Protocol):
    """Where MIDI messages come from; they are given to a callback on a thread of the library's."""

    def close(self) -> None:
        """Let go of the port."""


def output_names() -> tuple[str, ...]:
    """The synthesisers that can be played."""
    return _names("MidiOut")


def input_names() -> tuple[str, ...]:
    """The keyboards that can be played on."""
    return _names("MidiIn")


def open_output(name: str) -> OutputPort:
    """Open a synthesiser by name. Raises PortError when it is not there or taken."""
    return _Output(_opened("MidiOut", name))


def open_input(name: str, heard: Callable[[Sequence[int]], None]) -> InputPort:
    """Open a keyboard by name; `heard` is called with each message. Raises PortError as `open_output` does."""
    port = _opened("MidiIn", name)
    port.set_callback(lambda event, _data=None: heard(event[0]))
    return _Input(port)


def _library() -> Any:  # noqa: ANN401 - optional, without stubs
    """The rtmidi module, or None where it is not installed."""
    try:
        return importlib.import_module("rtmidi")
    except ImportError:
        return None


def _client(library: Any, kind: str) -> Any:  # noqa: ANN401
    """A client of the first MIDI system that runs here (on Linux ALSA's, else JACK's); raises the library's errors."""
    *others, last = library.get_compiled_api()
    for system in others:
        with contextlib.suppress(RuntimeError, OSError, library.RtMidiError):
            return getattr(library, kind)(system, name=_CLIENT)
    return getattr(library, kind)(last, name=_CLIENT)


def _names(kind: str) -> tuple[str, ...]:
    library = _library()
    if library is None:
        return ()
    try:
        port = _client(library, kind)
    except (RuntimeError, OSError, library.RtMidiError):  # no sequencer on this machine
        return ()
    try:
        # Its own ports, seen by others and by itself, are no instruments.
        return tuple(dict.fromkeys(name for name in port.get_ports() if not name.startswith(_CLIENT)))
    finally:
        port.delete()


def _opened(kind: str, name: str) -> Any:  # noqa: ANN401
    library = _library()
    if library is None:
        raise PortError(
            said("MIDI ports need the package python-rtmidi: install Songwright with the extra “midi-ports”.")
        )
    try:
        port = _client(library, kind)
        names = port.get_ports()
        if name in names:
            port.open_port(names.index(name), name=_CLIENT)
            return port
        port.delete()
    except (RuntimeError, OSError, library.RtMidiError) as error:
        raise PortError(
            said("The MIDI port “{name}” cannot be opened; another program may be using it.", name=name),
            detail=repr(error),
        ) from error
    raise PortError(said("The MIDI port “{name}” is not there; plug it in, or choose another one.", name=name))


class _Output:
    def __init__(self, port: Any) -> None:  # noqa: ANN401
        self._port = port

    def send(self, message: Sequence[int]) -> None:
        with contextlib.suppress(RuntimeError, OSError, _library().RtMidiError):  # unplugged: the music goes on
            self._port.send_message(list(message))

    def close(self) -> None:
        self._port.close_port()
        self._port.delete()


class _Input:
    def __init__(self, port: Any) -> None:  # noqa: ANN401
        self._port = port

    def close(self) -> None:
        self._port.cancel_callback()
        self._port.close_port()
        self._port.delete()
