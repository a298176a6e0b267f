"""Which sockets a whole session opens, by the kernel's own record (strace follows every process of it).

    python benchmarks/sockets.py [--keep RECORD]

A first start on the display of DISPLAY (or none): a song is made from an idea by the built-in model, composed, sung and
played; a line is edited, every stage and the page of models are looked at, and five kinds of file are exported. Prints
each socket that was asked for, by its kind and where it led, with what the kernel answered. Only those to the display
and to a sound server on this machine are as promised.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from studio_window import Loop

_TRACED = "execve,socket,socketpair,connect,bind,listen,sendto"
_CALL = re.compile(r"^(\d+) +(socket|connect|bind|listen|sendto|execve)\((.*)\) = (-?\d+)(?: (\w+))?")
_FAMILY = re.compile(r"\b([AP]F_\w+)")
_WHERE = re.compile(r"(?:sun_path=|inet_addr\(|sin6?_port=htons\()\"?@?\"?([^\",)}]*)")
_STAGES = (
    "stage_music",
    "stage_score",
    "stage_cover",
    "stage_listen",
    "stage_words",
    "drawer_models",
    "drawer_library",
)
_KINDS = ("wav", "flac", "pdf", "midi", "text")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path, help="where strace's record goes")
    parser.add_argument("--session", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.session:
        _session(options.session)
        return
    with tempfile.TemporaryDirectory() as folder:
        record = options.keep or Path(folder) / "record.txt"
        home = os.environ | {"SONGWRIGHT_HOME": f"{folder}/home"}
        trace = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", f"trace={_TRACED}", "-o", str(record)]
        subprocess.run([*trace, sys.executable, __file__, "--session", folder], env=home, check=True)
        print(_table(record.read_text("utf-8", errors="replace")))


def _session(folder: Path) -> None:
    """What a user does in a first session; each step says that it was reached."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from songwright.audio.takeaway import export_all, kind_named, targets
    from songwright.formats.exports import ExportTools
    from songwright.host.paths import find_paths
    from songwright.lyrics.lexicon import load_lexicon
    from songwright.ui.wiring import build

    app = QApplication(["songwright"])
    studio, loop = build(app, find_paths()), Loop()
    window, actions = studio.window, studio.services.actions
    played: list[int] = []
    play_from = window.music.playing.play_from
    window.music.playing.play_from = lambda tick: (played.append(tick), play_from(tick))  # type: ignore[method-assign]
    studio.start()
    _reach("the window is ready", loop.spin(lambda: studio.ready, 120))
    QTest.keyClicks(window.centre.start.about, "first snow on the harbour")
    window.centre.start.make.click()
    _reach("a song is written, composed and played", loop.spin(lambda: bool(played), 400))
    loop.rest(15)  # the singer begins
    editor = window.centre.sheet.editor
    editor.show_row(2)
    QTest.keyClicks(editor, "slowly ")
    for action in _STAGES:
        actions[action].trigger()
        loop.rest(2)
    files = targets(folder, "song", [kind_named(kind) for kind in _KINDS])
    export_all(studio.services.session.song, files, ExportTools(load_lexicon))
    _reach("it is exported", all(any(folder.glob(f"song*.{kind[:3]}*")) for kind in ("wav", "flac", "pdf")))
    window.may_close = lambda: True
    window.close()
    studio.close()
    del app


def _reach(step: str, reached: bool) -> None:
    print(f"{'reached' if reached else 'NOT REACHED'}: {step}", flush=True)


def _table(record: str) -> str:
    """Each kind of call with what it asked for and the answer, counted."""
    programs: dict[str, str] = {}
    counts: Counter[tuple[str, ...]] = Counter()
    for row in record.splitlines():
        found = _CALL.match(row)
        if found is None:
            continue
        _, call, what, _code, error = found.groups()
        if call == "execve":
            programs[row] = what
            continue
        family, where = (next(iter(pattern.findall(what)), "") for pattern in (_FAMILY, _WHERE))
        if call in ("listen", "sendto") and not family:
            continue
        counts[call, family, where, error or "done"] += 1
    rows = [
        f"{call:10} {family:10} {where:40} {answer:10} {count:5}"
        for (call, family, where, answer), count in sorted(counts.items())
    ]
    return "\n".join([f"{len(programs)} programs were started", *rows])


if __name__ == "__main__":
    main()
