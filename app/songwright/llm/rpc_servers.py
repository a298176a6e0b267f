"""One model over several machines: llama.cpp's rpc-servers, made known to it before it loads a model.

llama.cpp shares the layers out over them as it would over graphics cards. What they are sent is not encrypted and they
ask nobody who he is, so that they belong into a network that one trusts.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

import llama_cpp

from songwright.core.language import said
from songwright.host.network.reach import require_answer
from songwright.llm.addresses import network_place
from songwright.llm.model import ModelError

__all__ = ["add_servers", "has_rpc"]

_added: set[str] = set()  # llama.cpp keeps what it was told for as long as the process lives


def has_rpc() -> bool:
    """Whether this build of llama.cpp can share a model out."""
    return bool(_registry())


def add_servers(servers: Sequence[str]) -> None:
    """Let llama.cpp use these servers ("machine:port") for the models that it loads from now on.

    Raises ModelError where this build cannot, and ServerError for one that does not answer.
    """
    if not servers:
        return
    library, registry = _library(), _registry()
    if not registry:
        raise ModelError(
            said(
                "This build of llama.cpp cannot share a model out over machines. Songwright's packages can; a build of "
                "one's own needs GGML_RPC. Leave the servers out, or install a package."
            )
        )
    library.ggml_backend_reg_get_proc_address.restype = ctypes.c_void_p
    library.ggml_backend_reg_get_proc_address.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
    address = library.ggml_backend_reg_get_proc_address(registry, b"ggml_backend_rpc_add_server")
    add = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_char_p)(address)
    library.ggml_backend_register.argtypes, library.ggml_backend_register.restype = [ctypes.c_void_p], None
    for server in servers:
        host, port = network_place(server)
        require_answer(host, port)
        place = f"{host}:{port}"
        if place not in _added:
            found = add(place.encode())
            if not found:
                raise ModelError(
                    said("What answers at {server} is no rpc-server of this version of llama.cpp.", server=place)
                )
            library.ggml_backend_register(found)
            _added.add(place)


def _registry() -> int:
    library = _library()
    library.ggml_backend_reg_by_name.restype = ctypes.c_void_p
    library.ggml_backend_reg_by_name.argtypes = [ctypes.c_char_p]
    return library.ggml_backend_reg_by_name(b"RPC") or 0


def _library() -> Any:  # noqa: ANN401 - a C library
    return llama_cpp.llama_cpp._lib  # noqa: SLF001 - the only way to what its ctypes layer does not name
