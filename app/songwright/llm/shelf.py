"""Model files that are on this machine already: those of other programs, used in place, and downloaded ones."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from songwright.core.errors import SongwrightError
from songwright.llm.models import ModelFile, open_model

__all__ = ["FoundModel", "ModelFolder", "find_models", "places"]

_DEEPEST = 6
_MOST_ENTRIES = 20_000  # looked at in one place: a downloads folder may hold anything
_MOST_MODELS = 200
_SMALLEST = 20_000_000
_PARTS = re.compile(r"-(\d{5})-of-\d{5}\.gguf$", re.IGNORECASE)
_UNFINISHED = (".part", ".partial", ".incomplete", ".download", ".crdownload", ".tmp", ".downloadinprogress")
# Files that are models but write nothing: eyes and ears of other models, and those that only compare texts.
_SILENT = re.compile(r"mmproj|embed|rerank|whisper|bge-|clip|vocab", re.IGNORECASE)
_SILENT_KINDS = frozenset({"bert", "nomic-bert", "clip", "whisper", "t5encoder", "jina-bert-v2"})


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A program's folder of models; `manifests`: they are kept by checksum and named in other files (Ollama)."""

    program: str
    folder: Path
    manifests: bool = False


@dataclass(frozen=True, slots=True)
class FoundModel:
    """A model that can be used, the program whose it is, and its name there."""

    model: ModelFile
    program: str
    name: str


def places(
    home: Path, own: Path, environment: Mapping[str, str] | None = None, platform: str = sys.platform
) -> tuple[ModelFolder, ...]:
    """Where models may be: `own` is Songwright's folder of downloaded ones. Folders need not exist."""
    variables = os.environ if environment is None else environment
    cache = Path(variables.get("XDG_CACHE_HOME", home / ".cache"))
    data = Path(variables.get("XDG_DATA_HOME", home / ".local" / "share"))
    if platform == "darwin":
        cache, data = home / "Library" / "Caches", home / "Library" / "Application Support"
    elif platform == "win32":
        data = Path(variables.get("APPDATA", home / "AppData" / "Roaming"))
        cache = Path(variables.get("LOCALAPPDATA", home / "AppData" / "Local"))
    hub = Path(variables.get("HF_HUB_CACHE", Path(variables.get("HF_HOME", home / ".cache" / "huggingface")) / "hub"))
    nomic = cache if platform == "win32" else data
    return (
        ModelFolder("Songwright", own),
        ModelFolder("LM Studio", home / ".lmstudio" / "models"),
        ModelFolder("LM Studio", home / ".cache" / "lm-studio" / "models"),
        ModelFolder("Ollama", Path(variables.get("OLLAMA_MODELS", home / ".ollama" / "models")), manifests=True),
        ModelFolder("Ollama", Path("/usr/share/ollama/.ollama/models"), manifests=True),
        ModelFolder("GPT4All", nomic / "nomic.ai" / "GPT4All"),
        ModelFolder("Jan", data / "Jan" / "data"),
        ModelFolder("Jan", home / "jan" / "models"),
        ModelFolder("llama.cpp", Path(variables.get("LLAMA_CACHE", cache / "llama.cpp"))),
        ModelFolder("Hugging Face", hub),
        ModelFolder("Downloads", home / "Downloads"),
    )


def find_models(where: tuple[ModelFolder, ...], *, smallest: int = _SMALLEST) -> tuple[FoundModel, ...]:
    """Whole models that can write, each file once, by program in the order of the places, then by name.

    Files that are still being downloaded, broken, of no use here or of fewer bytes than `smallest` are passed over
    without a word.
    """
    found: dict[Path, FoundModel] = {}
    for place in where:
        named = _by_manifests(place.folder) if place.manifests else _by_endings(place.folder)
        for name, path in sorted(named, key=lambda pair: pair[0].lower()):
            if len(found) >= _MOST_MODELS:
                return tuple(found.values())
            if (model := _usable(path, smallest)) is not None:
                found.setdefault(path.resolve(), FoundModel(model, place.program, name or model.name))
    return tuple(found.values())


def _usable(path: Path, smallest: int) -> ModelFile | None:
    try:
        if path.stat().st_size < smallest:
            return None
        model = open_model(path)
    except (SongwrightError, OSError):
        return None
    return None if model.architecture in _SILENT_KINDS else model


def _by_endings(folder: Path) -> Iterator[tuple[str, Path]]:
    """(name, file) for every GGUF file below a folder; of a model in several files the first."""
    looked_at = 0
    for at, folders, names in os.walk(folder):
        depth = len(Path(at).relative_to(folder).parts)
        folders[:] = [] if depth >= _DEEPEST else sorted(one for one in folders if not one.startswith(".git"))
        for name in names:
            looked_at += 1
            if looked_at > _MOST_ENTRIES:
                return
            part = _PARTS.search(name)
            if name.lower().endswith(".gguf") and not _SILENT.search(name) and (part is None or int(part[1]) == 1):
                path = Path(at) / name
                if not any(path.with_name(name + ending).exists() for ending in _UNFINISHED):
                    yield path.stem, path


def _by_manifests(folder: Path) -> Iterator[tuple[str, Path]]:
    """(name, file) for every model that Ollama's manifests tell of."""
    root = folder / "manifests"
    for at, _, names in os.walk(root):
        for name in names:
            digest = _digest(Path(at) / name)
            path = folder / "blobs" / digest.replace(":", "-")
            if digest and path.is_file():
                model = Path(at).name
                yield (model if name == "latest" else f"{model}:{name}"), path


def _digest(manifest: Path) -> str:
    """The checksum of the layer that is the model; "" for a file that makes no sense."""
    try:
        if manifest.stat().st_size > 1 << 20:
            return ""
        layers = json.loads(manifest.read_text("utf-8"))["layers"]
        kinds = {str(layer["mediaType"]): str(layer["digest"]) for layer in layers}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""
    digest = kinds.get("application/vnd.ollama.image.model", "")
    return digest if re.fullmatch(r"sha256:[0-9a-f]{64}", digest) else ""
