"""Which of llama.cpp's builds of its arithmetic runs here: the one for this processor, from llama.cpp's own folder."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path
from typing import Any

import llama_cpp

__all__ = ["choose_processor_code", "library_folder"]


def library_folder() -> Path:
    """Where llama.cpp's libraries are: beside its module, or where LLAMA_CPP_LIB_PATH points the module."""
    return Path(os.environ.get("LLAMA_CPP_LIB_PATH") or Path(str(llama_cpp.__file__)).parent / "lib")


def choose_processor_code() -> None:
    """Load the code for this processor, where llama.cpp was built for many; a build for one machine has it already.

    Left to itself, llama.cpp would look into the current folder too, and run what is there.
    """
    library: Any = llama_cpp.llama_cpp._lib  # noqa: SLF001 - the only way to what its ctypes layer does not name
    library.ggml_backend_reg_count.restype = ctypes.c_size_t
    if library.ggml_backend_reg_count():
        return
    load = library.ggml_backend_load_all_from_path
    load.argtypes, load.restype = [ctypes.c_char_p], None
    load(os.fsencode(library_folder()))
