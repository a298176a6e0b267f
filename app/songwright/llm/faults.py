"""What the end of the model's process means, as sentences for the user: a table of exit codes and last words."""

from __future__ import annotations

import re
import signal
from dataclasses import dataclass

from songwright.core.language import said

__all__ = ["OUT_OF_MEMORY", "Explanation", "explain"]

OUT_OF_MEMORY = 77  # the worker's own exit code after a MemoryError


@dataclass(frozen=True, slots=True)
class _Cause:
    """A sentence for the user, and whether the model's file may be to blame: a machine's troubles are not."""

    message: str
    blames_model: bool = False


_MEMORY = _Cause("There was not enough memory for the model. Close other programs or choose a smaller model.")
_BUILD = _Cause(
    "The llama.cpp library on this machine cannot run here. Run the set-up again (make clean, then make run)."
)
_PROCESSOR = _Cause("This llama.cpp was built for another processor. Run the set-up again on this machine.")
_DAMAGED = _Cause(
    "The model's file made llama.cpp give up: it is probably damaged. Choose another model, or fetch this one again.",
    blames_model=True,
)
_NEWER = _Cause("This model is newer than the llama.cpp in use. Choose another model.")
_GRAPHICS = _Cause("The graphics card failed while the model wrote. Try again.")
_KILLED = _Cause(
    "The system stopped the model's process, most likely because memory ran out. Close other programs and try again; "
    "a smaller model needs less."
)
_NO_ROUTE = _Cause("The other machine cannot be reached. See that it runs, and that “ssh MACHINE” works in a terminal.")
_NOT_LET_IN = _Cause(
    "The other machine did not let you in, or is not the one that it was. Set up its key for ssh; try “ssh MACHINE” "
    "in a terminal."
)
_NO_PROGRAM = _Cause(
    "There is no songwright-worker on the other machine. Install Songwright there, so that ssh finds the program."
)
_OTHER_VERSION = _Cause("Songwright on the other machine is of another version. Bring both to the same one.")
_LEFT = _Cause(
    "One of the machines that share the model has left. The words so far are kept; see that its rpc-server runs, and "
    "try again."
)
_CUT = _Cause("The line to the other machine was cut. The words so far are kept; try again.")
_UNKNOWN = _Cause("The model's process ended unexpectedly. Try again.")

# Last words on stderr (regular expressions) that say more than the exit code does; first match wins.
_LAST_WORDS: tuple[tuple[str, _Cause], ...] = (
    (r"bad_alloc|failed to allocate|unable to allocate|out of memory|cannot allocate memory|MemoryError", _MEMORY),
    (r"No module named '?llama_cpp|Failed to load shared library|cannot open shared object|GLIBC", _BUILD),
    (r"unknown model architecture", _NEWER),
    (r"could not resolve hostname|no route to host|connect to host \S+ port", _NO_ROUTE),
    (r"permission denied \(|host key verification failed|remote host identification has changed", _NOT_LET_IN),
    (r"songwright-worker: (command )?not found", _NO_PROGRAM),
    (r"unrecognized arguments: --models", _OTHER_VERSION),
    (r"RPC server crashed|RPC handshake failed|Failed to connect to \S+:\d+", _LEFT),
    (r"client_loop: send disconnect|connection to \S+ closed by|timeout, server \S+ not responding", _CUT),
    (r"CUDA error|ggml_vulkan|ggml_metal.*error", _GRAPHICS),
    (r"GGML_ASSERT|GGML_ABORT|ggml_abort", _DAMAGED),
)

# Signals as `subprocess` gives them, and what Windows answers in their place.
_CODES: dict[int, _Cause] = {
    OUT_OF_MEMORY: _MEMORY,
    127: _NO_PROGRAM,
    255: _CUT,  # ssh's own
    -9: _KILLED,
    -6: _DAMAGED,
    -11: _Cause(
        "The model's process crashed (segmentation fault). Try again; if it happens again, choose another model.",
        blames_model=True,
    ),
    -4: _PROCESSOR,
    -7: _Cause("The model's file changed or was cut short while it was read. Choose the model again."),
    -8: _DAMAGED,
    -15: _Cause("The model's process was asked to end by another program. Try again."),
    0xC0000005: _Cause(
        "The model's process crashed (access violation). Try again, or choose another model.", blames_model=True
    ),
    0xC0000409: _DAMAGED,
    0xC000001D: _PROCESSOR,
    0xC0000017: _MEMORY,
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """`message` is for the user; `detail` holds the exit code and the process's last words.

    `blames_model` says that the file itself may have done it, `cut` that only the line to another machine was lost.
    """

    message: str
    detail: str
    blames_model: bool = False
    cut: bool = False


def explain(code: int, log: str) -> Explanation:
    """Why the process ended: `code` as `subprocess` gives it (minus the signal's number), `log` the end of stderr."""
    detail = f"the model's process ended with {_name(code)}\n{log[-4000:]}".rstrip()
    cause = _said(log) or _CODES.get(code) or _CODES.get(code & 0xFFFFFFFF)
    if cause is None and code > 128:
        cause = _CODES.get(128 - code)  # a shell's way to report a signal
    cause = cause or _UNKNOWN
    return Explanation(said(cause.message), detail, cause.blames_model, cut=cause is _CUT)


def _said(log: str) -> _Cause | None:
    """The cause that the last words name."""
    for pattern, cause in _LAST_WORDS:
        if re.search(pattern, log, re.IGNORECASE):
            return cause
    return None


def _name(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"signal {signal.Signals(-code).name}"
    except ValueError:
        return f"signal {-code}"
