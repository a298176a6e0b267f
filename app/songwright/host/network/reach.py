"""Whether somebody answers at a port, found out before a library that would end the process is let loose on it."""

from __future__ import annotations

import socket

from songwright.core.language import said
from songwright.host.network.server_line import ServerError

__all__ = ["require_answer"]


def require_answer(host: str, port: int, seconds: float = 10.0) -> None:
    """Raise ServerError when nothing accepts a connection there within so many seconds."""
    try:
        socket.create_connection((host.strip("[]"), port), timeout=seconds).close()
    except OSError as error:
        raise ServerError(
            said(
                "Nothing answers at {server}. See that the server runs there, and that the address and port are right.",
                server=f"{host}:{port}",
            ),
            detail=f"{type(error).__name__}: {error}",
        ) from error
