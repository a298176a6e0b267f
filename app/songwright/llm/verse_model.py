"""The model that writes verse: the built-in one with what it learned from old poems and songs in it.

The adapter that ships is merged into the built-in model once, into a file of this machine's cache. Its name tells both
by their hashes, so another adapter or another base makes another file; a file that has changed is made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path

from songwright.core.errors import SongwrightError
from songwright.host.atomic import write_file
from songwright.llm.merging import merge
from songwright.llm.models import Hashes, ModelFile, embedded_model, open_model

__all__ = ["VERSE_MODEL", "merged_model", "verse_model"]

VERSE_MODEL = "Songwright Poet 135M"
_ADAPTER = "poet.gguf"


def verse_model(folder: Path, hashes: Hashes) -> ModelFile | None:
    """The merged model in this folder, made now when it is not there whole; None when no base or adapter is installed.

    Takes about two seconds the first time. Where the folder cannot be written to the built-in model serves instead.
    """
    base = embedded_model()
    adapter = files("songwright_resources").joinpath("weights", _ADAPTER)
    if base is None or not adapter.is_file():
        return None
    with as_file(adapter) as path:
        return merged_model(base, path, folder, hashes)


def merged_model(base: ModelFile, adapter: Path, folder: Path, hashes: Hashes) -> ModelFile:
    """The base with an adapter in it, from the folder or made anew there; the base itself where that is impossible."""
    added = hashlib.sha256(adapter.read_bytes()).hexdigest()
    target = folder / f"poet-{hashes.sha256(base.path)[:12]}-{added[:12]}.gguf"
    note = target.with_suffix(".json")
    try:
        if not _is_whole(target, note, hashes):
            folder.mkdir(parents=True, exist_ok=True)
            _remove_others(folder, target)
            merge(base.path, adapter, target, name=VERSE_MODEL)
            write_file(note, json.dumps({"sha256": hashes.sha256(target)}).encode())
        return replace(open_model(target), name=VERSE_MODEL, embedded=True)
    except (SongwrightError, OSError):
        # A full disk or a folder that may not be written to must not keep anybody from writing.
        return base


def _is_whole(target: Path, note: Path, hashes: Hashes) -> bool:
    try:
        return bool(json.loads(note.read_text("utf-8"))["sha256"] == hashes.sha256(target))
    except (OSError, ValueError, KeyError, TypeError, SongwrightError):
        return False


def _remove_others(folder: Path, target: Path) -> None:
    """Models that were merged of an earlier adapter or base: each takes 145 MB and is never used again."""
    for file in folder.glob("poet-*"):
        if file.stem != target.stem:
            with contextlib.suppress(OSError):
                file.unlink()
