"""What each process costs to start: `python benchmarks/start.py [--against COMMIT] [--rounds 5]`.

CPU time, user and system, of a whole Python process that comes as far as the row says; the best of some rounds, because
other work on the machine only ever adds. With `--against` the sources of that commit run in turn with these, so that
both meet the same machine. Modules are compiled beforehand, as an installer leaves them, whatever the environment says
about writing compiled modules: a start that compiles 300 of them is a start that no user has twice.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

_WIRING = """
import importlib.util
# What the wiring of the window was called before.
name = "wiring" if importlib.util.find_spec("songwright.ui.wiring") else "compose"
build = importlib.import_module(f"songwright.ui.{name}").build
"""
_WINDOW = (
    """
import gc
gc.disable()  # as songwright.ui.app does
from PySide6.QtWidgets import QApplication
from songwright.host.paths import find_paths
"""
    + _WIRING
    + """
app = QApplication([])
studio = build(app, find_paths())
studio.window.show()
app.processEvents()
os._exit(0)
"""
)
_VERSION = """
import sys
sys.argv = ["songwright", "--version"]
from songwright.cli.main import main
main()
"""
STARTS = {
    "command line, --version": _VERSION,
    "window, imported": _WIRING,
    "window, built and shown": _WINDOW,
    "window, with the collector on": _WINDOW.replace("gc.disable()", "pass"),
    "sound, imported": "import songwright.audio.device",
    "worker, imported": "import songwright.llm.worker",
}


def cost(program: str, tree: Path, compiled: Path) -> float:
    """Milliseconds of CPU of a Python that runs a program with the sources of a tree; NaN when it fails.

    What the tree's modules compile to is kept in a folder of its own, `compiled`.
    """
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPYCACHEPREFIX": str(compiled / tree.name),
            "PYTHONPATH": os.pathsep.join(str(tree / folder) for folder in ("app", "resources")),
            "QT_QPA_PLATFORM": "offscreen",
            "SONGWRIGHT_HOME": home,
        }
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [sys.executable, "-c", "import os\n" + program], env=environment, capture_output=True, check=False
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        return float("nan")
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--against", metavar="COMMIT")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        trees = {"now": ROOT}
        compiled = Path(folder, "compiled")
        if options.against:
            trees[options.against] = then = Path(folder, "then")
            then.mkdir()
            archive = subprocess.run(
                ["git", "archive", options.against, "app", "resources"], cwd=ROOT, capture_output=True, check=True
            )
            subprocess.run(["tar", "x", "-C", then], input=archive.stdout, check=True)
        print(f"{'ms of CPU':<32}" + "".join(f"{name:>10}" for name in trees))
        for title, program in STARTS.items():
            # The first round compiles what was never compiled.
            rounds = [[cost(program, tree, compiled) for tree in trees.values()] for _ in range(options.rounds + 1)][1:]
            best = [min(each) for each in zip(*rounds, strict=True)]
            print(f"{title:<32}" + "".join(f"{value:>10.0f}" for value in best), flush=True)


if __name__ == "__main__":
    main()
