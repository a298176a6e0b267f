"""What stands in the way of a start: modules that a window, the worker and the command line do without at first.

No time is measured (benchmarks/start.py does that): a module that comes back into the start is found by its name.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

# Only what the main thread imports counts: words are read and looked through beside it, whenever that is.
_WATCHED = """
import sys, threading
seen = []
class Watch:
    def find_spec(self, name, path=None, target=None):
        if threading.current_thread() is threading.main_thread():
            seen.append(name)
sys.meta_path.insert(0, Watch())
"""
_WINDOW = """
from PySide6.QtWidgets import QApplication
from songwright.host.paths import find_paths
from songwright.ui.wiring import build
app = QApplication([])
studio = build(app, find_paths())
studio.window.show()
"""
_WORKER = "import songwright.llm.worker\n"
_PLAYER = "import songwright.audio.device\n"
_VERSION = """
sys.argv = ["songwright", "--version"]
from songwright.cli.main import main
main()
"""
_STYLES = _VERSION.replace("--version", "styles")
_TOLD = """
import os
print("\\nloaded", *seen, flush=True)
os._exit(0)
"""

LIBRARIES = ("numpy", "onnxruntime", "llama_cpp", "soundfile", "tinysoundfont", "verovio", "sqlite3", "mido", "socket")
SLOW_OF_PYTHON = ("hashlib", "logging.handlers", "pickle", "secrets", "statistics")

NEEDED_LATER = {
    "window": (
        _WINDOW,
        (
            *LIBRARIES,
            *SLOW_OF_PYTHON,
            "songwright.audio.protocol",
            "songwright.audio.score",
            "songwright.formats",
            "songwright.host.lock",
            "songwright.host.log_file",
            "songwright.host.network",
            "songwright.llm.protocol",
            "songwright.llm.questions",
            "songwright.lyrics.forms",
            "songwright.lyrics.lexicon",
            "songwright.music.composers",
            "songwright.music.kit",
            "songwright.music.nets",
            "songwright.picture",
            "songwright.ui.child_process",
            "songwright.ui.cover",
            "songwright.ui.dialogs.export_dialog",
            "songwright.ui.drawers.kept",
            "songwright.ui.guide.tour",
            "songwright.ui.karaoke",
            "songwright.ui.models.drawer",
            "songwright.ui.score.score_stage",
        ),
    ),
    "worker": (
        _WORKER,
        (
            *LIBRARIES,
            *SLOW_OF_PYTHON,
            "songwright.host.logs",
            "songwright.llm.author",
            "songwright.llm.elsewhere",
            "songwright.llm.form",
            "songwright.llm.verse_model",
        ),
    ),
    "player": (_PLAYER, (*LIBRARIES, *SLOW_OF_PYTHON, "songwright.core.song", "songwright.music", "songwright.lyrics")),
    "version": (_VERSION, (*LIBRARIES, *SLOW_OF_PYTHON, "PySide6", "dataclasses", "logging", "songwright.host")),
    "command": (_STYLES, (*LIBRARIES, *SLOW_OF_PYTHON, "PySide6", "logging", "songwright.llm", "songwright.ui")),
}


@pytest.mark.parametrize("name", NEEDED_LATER)
def test_a_start_is_not_held_up_by_what_is_needed_later(name: str) -> None:
    """Whoever imports one of these again: import it in the function that needs it, and say there why."""
    program, later = NEEDED_LATER[name]
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED + program + _TOLD], capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr
    mark, *loaded = done.stdout.splitlines()[-1].split()
    assert mark == "loaded"
    assert {module for module in later if module in loaded} == set()
