"""Kill -9 at any moment of saving and journalling: an intact version is always there."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from formats.songs import lantern_document
from host.processes import running, start
from songwright.formats.project import dump, load
from songwright.host.atomic import backup_path
from songwright.host.recovered import abandoned_work

# Edits a song for ever: the tempo counts the edits. Every state is journalled, every third one saved too; what is
# certain to be on disk is said after it is.
WORK = """
import sys
from dataclasses import replace
from pathlib import Path
from formats.songs import lantern_document
from songwright.core.edits import set_tempo
from songwright.formats.project import dump
from songwright.host.journal import Journal
from songwright.host.projects import ProjectFile

path, folder = Path(sys.argv[1]), Path(sys.argv[2])
document = lantern_document()
journal = Journal(folder)
project, _ = ProjectFile.create(path, dump(replace(document, song=set_tempo(document.song, 20))))
print("ready", flush=True)
for edit in range(1, 100_000):
    data = dump(replace(document, song=set_tempo(document.song, 20 + edit * 0.001)))
    journal.write(data, path)
    print("journal", edit, flush=True)
    if edit % 3 == 0:
        project.save(data)
        print("saved", edit, flush=True)
        journal.clear()
"""

# Saves and journals once, in one fork for each line of code that this takes, killed before that very line. What the
# fork had done is in the file "done" of its folder.
EVERY_LINE = """
import os, signal, sys
from pathlib import Path
from songwright.host.journal import Journal
from songwright.host.projects import ProjectFile

root, data = Path(sys.argv[1]), Path(sys.argv[2]).read_bytes()

def work(place, count):
    path = place / "song.songwright"
    project, _ = ProjectFile.create(path, data)
    project.save(data.replace(b"96.0", b"97.0"))
    left = count

    def watch(frame, event, argument):
        nonlocal left
        if not frame.f_code.co_filename.endswith(WATCHED):
            return None
        if event == "line":
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return watch

    sys.settrace(watch)
    journal = Journal(place / "recovery")
    journal.write(data.replace(b"96.0", b"98.0"), path)
    (place / "done").touch()
    project.save(data.replace(b"96.0", b"98.0"))
    journal.clear()
    journal.write(data.replace(b"96.0", b"99.0"), path)
    sys.settrace(None)
    return left

WATCHED = ("host/atomic.py", "host/journal.py", "host/projects.py")
# What was written outlives the process without it; only a power cut is another matter.
os.fsync = lambda descriptor: None
count = 0
while True:
    count += 1
    place = root / str(count)
    place.mkdir()
    pid = os.fork()
    if pid == 0:
        left = work(place, count)
        os._exit(0 if left > 0 else 1)
    _, status = os.waitpid(pid, 0)
    if status != signal.SIGKILL:
        print(os.waitstatus_to_exitcode(status), count, flush=True)
        break
"""


def edits(data: bytes) -> int:
    """How many edits a version holds; fails unless it is an intact document."""
    return round((load(data).song.tempo - 20) * 1000)


@pytest.mark.parametrize("seed", range(5))
def test_killed_at_a_random_moment_all_acknowledged_work_is_on_disk(tmp_path: Path, seed: int) -> None:
    path, folder = tmp_path / "song.songwright", tmp_path / "recovery"
    done = {"journal": 0, "saved": 0}
    with running(WORK, path, folder) as window:
        assert window.stdout is not None
        for _ in range(random.Random(seed).randint(1, 60)):
            kind, edit = window.stdout.readline().split()
            done[kind] = int(edit)
        # Killed while it is already busy with what comes next.
        window.kill()
        window.wait()
    assert edits(path.read_bytes()) >= done["saved"]
    if backup_path(path).exists():
        assert edits(backup_path(path).read_bytes()) <= edits(path.read_bytes())
    recovered = [edits(found.data) for found in abandoned_work(folder)]
    assert max([edits(path.read_bytes()), *recovered]) >= done["journal"]


@pytest.mark.timeout(600)  # some hundred processes, one after the other: minutes where the machine has other work
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_before_any_line_of_the_code_an_intact_version_is_on_disk(tmp_path: Path) -> None:
    template = tmp_path / "template"
    template.write_bytes(dump(lantern_document()))
    root = tmp_path / "killed"
    root.mkdir()
    with start(EVERY_LINE, root, template) as process:
        report, _ = process.communicate()
    code, count = map(int, report.split())
    assert code == 0
    assert count > 100
    for place in root.iterdir():
        path = place / "song.songwright"
        tempo = load(path.read_bytes()).song.tempo
        assert tempo in (97, 98)
        assert load(backup_path(path).read_bytes()).song.tempo in (96, 97)
        recovered = [load(found.data).song.tempo for found in abandoned_work(place / "recovery")]
        if (place / "done").exists():
            assert max([tempo, *recovered]) >= 98, place.name


def test_the_lock_and_the_litter_of_a_killed_window_do_not_hinder_the_next(tmp_path: Path) -> None:
    path, folder = tmp_path / "song.songwright", tmp_path / "recovery"
    for _ in range(2):
        with running(WORK, path, folder) as window:
            assert window.stdout is not None
            window.stdout.readline()
    assert edits(path.read_bytes()) >= 0
