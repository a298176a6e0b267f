"""Starts a child of ours in its box: `python -m songwright.host.child.start MODULE OPTIONS`.

The box is closed before the child's own libraries are loaded, because what they start at once must be inside too.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from songwright.core.language import speak
from songwright.host.child.box import box_for, close_in
from songwright.host.languages import LANGUAGE_VARIABLE, catalogue_for

__all__ = ["main", "start", "worker"]


def start(module: str, options: Sequence[str]) -> int:
    """Close this process in and run a child's `main`; its exit status."""
    if not close_in(box_for(module, list(options))) and sys.platform == "linux":
        told = f"{module} runs without bounds: this system has neither Landlock nor seccomp"
        print(told, file=sys.stderr, flush=True)  # noqa: T201 - the log
    _speak_as_the_parent()
    code: int = _imported(module).main(list(options))
    return code


def _speak_as_the_parent() -> None:
    """Say what goes wrong in the language of the process that started this one: its sentences are shown there."""
    speak(catalogue_for(os.environ.get(LANGUAGE_VARIABLE, "en")))


def _imported(module: str) -> ModuleType:
    """A child's module, with the collector at rest: what an import makes stays, and passes over it find nothing."""
    gc.disable()
    try:
        return import_module(module)
    finally:
        gc.freeze()
        gc.enable()


def worker() -> int:
    """The program `songwright-worker`, which another machine starts by ssh."""
    return start("songwright.llm.worker", sys.argv[1:])


def main() -> int:
    """The program `songwright-child`, and this module itself: a child's module and its options are the arguments."""
    return start(sys.argv[1], sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
