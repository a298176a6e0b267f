"""What the model of a setting is called in menus."""

from __future__ import annotations

from pathlib import Path

from songwright.core.errors import SongwrightError

__all__ = ["shown_name"]


def shown_name(chosen: str) -> str:
    """A short name for a file or an address; never its key."""
    if "://" not in chosen:
        return Path(chosen).stem
    # Imported when used: most models are files of this machine.
    from songwright.llm.elsewhere import model_named_elsewhere

    try:
        model = model_named_elsewhere(chosen)
    except SongwrightError:
        return "–"
    return model.name if model is not None else Path(chosen).stem
