"""Writers that are not on this machine, as a setting or an option names them.

“http://machine:8080” is a model server (“#name” after it says which of its models, “KEY@” before the machine what it
lets in by); “ssh://me@machine/models/a.gguf” is a file on a machine that ssh knows, and without a file the model that
comes with Songwright there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from songwright.core.errors import SongwrightError
from songwright.core.language import said

__all__ = ["MachineAddress", "ServerAddress", "address_path", "machine_address", "network_place", "server_address"]

# A path that went through `Path` has lost one of the two strokes.
_SERVER = re.compile(
    r"(?P<scheme>https?):/{1,2}(?:(?P<key>[^@/#\s]*)@)?(?P<host>\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::(?P<port>\d{1,5}))?"
    r"(?P<base>/[^#\s]*)?(?:\#(?P<model>.*))?"
)
_ENDINGS = re.compile(r"(/v1)?(/chat/completions|/completions?|/models)?/*$")
_MACHINE = re.compile(r"ssh:/{1,2}(?P<host>[^/\s]+)(?P<path>/.*)?")
_USUAL_PORTS = {"http": 80, "https": 443}
_PLACE = re.compile(r"(?P<host>\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+):(?P<port>\d{1,5})")


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A model server; `base` stands before its paths, `model` is one of its models, "" for the one that it serves."""

    host: str
    port: int
    secure: bool = False
    base: str = ""
    model: str = ""
    key: str = ""

    @property
    def place(self) -> str:
        """Machine and port."""
        return f"{self.host}:{self.port}"

    @property
    def shown(self) -> str:
        """The address without its key."""
        model = f"#{self.model}" if self.model else ""
        return f"{'https' if self.secure else 'http'}://{self.place}{self.base}{model}"

    def with_key(self, key: str) -> ServerAddress:
        """The same server, asked with this key."""
        return replace(self, key=key)

    @property
    def text(self) -> str:
        """The address as a setting keeps it."""
        return self.shown.replace("://", f"://{self.key}@", 1) if self.key else self.shown


@dataclass(frozen=True, slots=True)
class MachineAddress:
    """A machine that ssh knows, and a model file there; "" for the model that comes with Songwright."""

    host: str
    path: str = ""

    @property
    def text(self) -> str:
        """The address as a setting keeps it."""
        return f"ssh://{self.host}{self.path}"


def server_address(text: str, *, typed: bool = False) -> ServerAddress | None:
    """The server that a text names; None when it names none. `typed` lets “machine:8080” stand for one too.

    Raises SongwrightError for an address that is none.
    """
    tidy = text.strip().replace("\\", "/")
    if typed and not re.match("https?:/", tidy):
        tidy = f"http://{tidy}"
    if not re.match("https?:/", tidy):
        return None
    found = _SERVER.fullmatch(tidy)
    port = int(found["port"] or _USUAL_PORTS[found["scheme"]]) if found else 0
    if found is None or not 0 < port < 65536:
        raise SongwrightError(
            said("“{text}” is no address of a server. It looks like http://machine:8080.", text=_without_key(tidy))
        )
    return ServerAddress(
        host=found["host"],
        port=port,
        secure=found["scheme"] == "https",
        base=_ENDINGS.sub("", found["base"] or ""),
        model=(found["model"] or "").strip(),
        key=found["key"] or "",
    )


def machine_address(text: str) -> MachineAddress | None:
    """The machine behind ssh that a text names; None when it names none."""
    found = _MACHINE.fullmatch(text.strip().replace("\\", "/"))
    return MachineAddress(found["host"], (found["path"] or "").rstrip("/")) if found else None


def network_place(text: str) -> tuple[str, int]:
    """Machine and port of “machine:50052”. Raises SongwrightError for what is none."""
    found = _PLACE.fullmatch(text.strip())
    if found is None or not 0 < int(found["port"]) < 65536:
        raise SongwrightError(
            said("“{text}” is no machine with a port. It looks like 192.168.1.20:50052.", text=text.strip())
        )
    return found["host"], int(found["port"])


def _without_key(text: str) -> str:
    return re.sub(r"//[^@/]*@", "//", text)


def address_path(address: ServerAddress) -> Path:
    """The address, without its key, where a model's path is expected."""
    return Path(address.shown)
