"""What an order to load a model means on this machine: which file, loaded how, in how much memory."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.llm.model import LoadOptions
from songwright.llm.protocol import Load

__all__ = ["found_here", "most_memory"]

_MOST_BYTES_A_TOKEN = 400_000  # of context: of 70 billion weights with grouped heads, 330,000
_WORKING_MEMORY = 4 << 30


def most_memory(path: Path, options: LoadOptions) -> int:
    """The bytes that a model may take in the end; 0 (no bound) where it is not a file of this machine.

    llama.cpp may pack the weights once more for the processor, and a model of prose may come beside it.
    """
    try:
        return 3 * path.stat().st_size + max(options.context, 8192) * _MOST_BYTES_A_TOKEN + _WORKING_MEMORY
    except OSError:
        return 0


def found_here(command: Load) -> tuple[Path, LoadOptions]:
    """The file to load, and how; the model that comes with Songwright is looked for where the worker runs."""
    # Imported here: they look into models' files, which a worker that is only started need not.
    from songwright.llm.elsewhere import BUILT_IN
    from songwright.llm.models import embedded_model

    if command.path != BUILT_IN:
        return Path(command.path), command.options
    model = embedded_model()
    if model is None:
        raise SongwrightError(said("The built-in language model is missing on that machine. Name a file with --model."))
    return model.path, replace(model.load_options(command.options.threads), context=command.options.context)
