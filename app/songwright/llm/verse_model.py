"""The model that writes verse: the built-in one with what it learned from old poems and songs in it.

The adapter that ships is merged into the built-in model by the worker that first loads it, into a file of this
machine's cache. The file is named by the hashes of both, so another adapter or another base makes another file, and a
file that has changed is made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from songwright.core.errors import SongwrightError
from songwright.host.atomic import write_file
from songwright.host.errors import WriteFileError
from songwright.host.settings import PLAIN_MODEL
from songwright.llm.elsewhere import model_named_elsewhere
from songwright.llm.merging import merge
from songwright.llm.models import Hashes, ModelFile, embedded_model, open_model

__all__ = ["VERSE_MODEL", "merged_file", "named_model", "verse_model"]

VERSE_MODEL = "Songwright Poet 135M"
_ADAPTER = "poet.gguf"


def verse_model() -> ModelFile | None:
    """The built-in model with its adapter, and without it for prose; None when either is not installed."""
    base = embedded_model()
    adapter = _own_adapter()
    if base is None or not adapter.is_file():
        return None
    return replace(base, name=VERSE_MODEL, adapter=adapter, prose=base.path)


def _own_adapter() -> Path:
    return Path(str(files("songwright_resources").joinpath("weights", _ADAPTER)))


def named_model(name: str, adapter: str = "") -> ModelFile | None:
    """The model that a setting or an option names. Raises ModelFileError for a file that is none.

    "" is the one that comes with Songwright, with its adapter for verse; "plain" is the same without it, for all;
    “http://…” and “ssh://…” are writers elsewhere; anything else is the path of a file. None when what comes with
    Songwright is not installed. `adapter` is the path of one of the user's own, that takes the place of ours; whether
    it was made for the model, its merging tells.
    """
    if (elsewhere := model_named_elsewhere(name)) is not None:
        return elsewhere
    if not adapter:
        if name == PLAIN_MODEL:
            return embedded_model()
        return open_model(Path(name)) if name else verse_model() or embedded_model()
    base = embedded_model() if name in ("", PLAIN_MODEL) else open_model(Path(name))
    return base and replace(base, name=f"{base.name} + {Path(adapter).stem}", adapter=Path(adapter))


def merged_file(base: Path, adapter: Path, folder: Path) -> Path:
    """The base with an adapter in it, from the folder or made again there (some two seconds).

    Where the file cannot be written, because the disk is full for one, the base itself serves. Raises ModelFileError
    when the adapter is none for this base.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        hashes = Hashes(folder / "hashes.json")
        added = hashlib.sha256(adapter.read_bytes()).hexdigest()
        target = folder / f"poet-{hashes.sha256(base)[:12]}-{added[:12]}.gguf"
        note = target.with_suffix(".json")
        if not _is_whole(target, note, hashes):
            _remove_others(folder, target)
            name = VERSE_MODEL if adapter == _own_adapter() else f"{base.stem} + {adapter.stem}"
            merge(base, adapter, target, name=name)
            write_file(note, json.dumps({"sha256": hashes.sha256(target)}).encode())
    except (OSError, WriteFileError):
        return base
    return target


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
