"""What each child of ours may do: a fault in a library that reads strangers' models and sounds stays in there.

On Linux files are guarded by Landlock and calls by seccomp, memory by a limit; macOS and Windows give an unprivileged
program no means as simple, so that there only the limits of a process of its own hold.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from songwright.host.paths import Paths, find_paths

__all__ = ["Box", "bound_memory", "box_for", "close_in"]

_GIB = 1 << 30

# What a system's libraries read of it: programs and data, settings, devices, processes, drivers.
_SYSTEM = tuple(
    map(Path, ("/usr", "/lib", "/lib64", "/bin", "/etc", "/opt", "/proc", "/sys", "/dev", "/run", "/nix", "/gnu"))
)


@dataclass(frozen=True, slots=True)
class Box:
    """Bounds of a process.

    `writes` are folders beneath which files may be changed, made first when they are not there; None: anywhere. `reads`
    are folders beneath which files may be read, with those of the system and of Songwright itself; None: anywhere.
    `sockets` are "none", "local" (a sound server) or "any", and of those only to `ports` where the system can tell
    (Landlock 4; it knows no addresses). `memory` in bytes of its own; 0 for no bound.
    """

    writes: tuple[Path, ...] | None = ()
    sockets: str = "none"
    memory: int = 0
    ports: tuple[int, ...] = ()
    reads: tuple[Path, ...] | None = None


def _model(paths: Paths, servers: Sequence[str], reads: Sequence[str]) -> Box:
    # The last is how the worker asks to be ended first when the machine's memory is full.
    places = (paths.spellings, paths.merged_models, Path("/proc/self/oom_score_adj"))
    ports = tuple(int(server.rpartition(":")[2]) for server in servers)
    # Named by whoever starts it for models of this machine (llm.elsewhere); by ssh they are only known later.
    # A build of llama.cpp of one's own lies where its binding is told to look for it.
    own_build = filter(None, [os.environ.get("LLAMA_CPP_LIB_PATH")])
    readable = (paths.config, paths.cache, *map(Path, (*reads, *own_build))) if reads else None
    return Box(places, "any" if ports else "none", 4 * _GIB, ports, readable)


def _player() -> Box:
    # Sound devices are files that are written to; sound servers keep a socket and shared memory in these places.
    home = Path.home()
    places = (Path("/dev"), Path("/run"), Path("/tmp"), home / ".config" / "pulse", home / ".pulse")  # noqa: S108
    return Box(writes=tuple(filter(Path.exists, places)), sockets="local", memory=4 * _GIB)


def _singer(paths: Paths) -> Box:
    return Box(writes=(paths.voices, paths.spare_voices), memory=4 * _GIB)


# Files go where the user wants them, which is not known yet.
_WRITERS = {"--export": Box(writes=None), "--hum": Box(writes=None, sockets="local", memory=4 * _GIB)}


def box_for(module: str, options: list[str]) -> Box:
    """The box of the child that this module is with these options; a module without an entry may do nothing."""
    paths = find_paths()
    if module == "songwright.llm.worker":
        return _model(
            paths, _named_servers(options), [value for option, value in pairwise(options) if option == "--reads"]
        )
    if module == "songwright.audio.device":
        writer = next((box for option, box in _WRITERS.items() if option in options), None)
        return writer or (_singer(paths) if "--sing" in options else _player())
    if module == "songwright.painter.brush":
        # It is told the starting picture and tells the painted one: no file of its own. By the size of its weights it
        # bounds its memory anew.
        return Box(memory=4 * _GIB)
    return Box()


def _named_servers(options: list[str]) -> list[str]:
    """The places ("machine:port") that the worker may speak to: a model server, or rpc-servers that share a model."""
    named = [value for option, value in pairwise(options) if option in ("--server", "--servers")]
    return [place for value in named for place in value.split(",") if place.rpartition(":")[2].isdecimal()]


def close_in(box: Box) -> tuple[str, ...]:
    """Close this process in, for good; which bounds hold here ("memory", "files", "calls").

    Call it before there are other threads: they would stay outside.
    """
    bounds: list[tuple[str, Callable[[], bool]]] = [("memory", lambda: bound_memory(box.memory))]
    if sys.platform == "linux":
        # Imported when used, here and below: they are there on some systems only, and each child starts through here.
        from songwright.host.child.landlock import allow_only_beneath
        from songwright.host.child.seccomp import withhold

        if box.writes is not None:
            folders = [Path(os.devnull), *map(_made, box.writes)]
            reads = None if box.reads is None else (*_SYSTEM, *_own_folders(), *box.reads)
            bounds.append(("files", lambda: allow_only_beneath(folders, reads, ports=box.ports)))
        bounds.append(
            ("calls", lambda: withhold(local_sockets=box.sockets == "local", any_sockets=box.sockets == "any"))
        )
    return tuple(name for name, begin in bounds if begin())


def _made(folder: Path) -> Path:
    """A folder of our own, made now when it is not there: the first to need it may be the child itself."""
    if not folder.exists():
        with contextlib.suppress(OSError):
            folder.mkdir(mode=0o700, parents=True)
    return folder


def _own_folders() -> list[Path]:
    """Where Python, its packages and Songwright lie."""
    import songwright
    import songwright_resources

    packages = [*songwright.__path__, *songwright_resources.__path__]
    return [Path(place) for place in (*packages, sys.prefix, sys.base_prefix, *sys.path) if place]


def bound_memory(most: int) -> bool:
    """Bound the data of this process, in bytes, until it is bound again; what a file is mapped to does not count."""
    if not most or os.name != "posix":
        return False
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (most if hard < 0 else min(most, hard), hard))
        return True
    return False
