"""Kill -9 at random moments of saving and journalling: an intact version is always there."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from host.processes import running
from songwright.formats.project import load
from songwright.host.atomic import backup_path
from songwright.host.journal import abandoned_work

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


def edits(data: bytes) -> int:
    """How many edits a version holds; fails unless it is an intact document."""
    return round((load(data).song.tempo - 20) * 1000)


@pytest.mark.parametrize("seed", range(10))
def test_an_intact_version_with_all_acknowledged_work_is_always_on_disk(tmp_path: Path, seed: int) -> None:
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


def test_the_lock_and_the_litter_of_a_killed_window_do_not_hinder_the_next(tmp_path: Path) -> None:
    path, folder = tmp_path / "song.songwright", tmp_path / "recovery"
    for _ in range(2):
        with running(WORK, path, folder) as window:
            assert window.stdout is not None
            window.stdout.readline()
    assert edits(path.read_bytes()) >= 0
