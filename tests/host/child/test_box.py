"""What a child cannot do, however wrong its libraries go."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from songwright.host.child.box import Box, box_for
from songwright.host.child.environment import child_environment
from songwright.host.paths import find_paths

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Landlock and seccomp are Linux's")

# Tries one thing after the other inside a box, and says of each whether it was refused.
INSIDE = """
import json, os, socket, subprocess, sys, threading
from pathlib import Path
from songwright.host.child.box import Box, close_in

spot, inside, box = Path(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.argv[3])
for folder in (spot, inside):
    (folder / "old.txt").write_text("old")
server = socket.create_server(("127.0.0.1", 0))
writes = None if box["writes"] is None else tuple(map(Path, box["writes"]))
reads = None if box["reads"] is None else tuple(map(Path, box["reads"]))
held = close_in(Box(writes, box["sockets"], box["memory"], reads=reads))

def refused(action):
    try:
        action()
    except (PermissionError, MemoryError):
        return True
    return False

def in_thread(action):
    found = []
    thread = threading.Thread(target=lambda: found.append(refused(action)))
    thread.start()
    thread.join()
    return found[0]

tries = {
    "nothing": lambda: open(os.devnull, "w").close(),
    "read": lambda: (spot / "old.txt").read_text(),
    "list": lambda: list(spot.iterdir()),
    "read inside": lambda: (list(inside.iterdir()), (inside / "old.txt").read_text()),
    "import": lambda: (__import__("wave"), __import__("songwright.core.song")),
    "write": lambda: (spot / "new.txt").write_text("new"),
    "write over": lambda: (spot / "old.txt").write_text("new"),
    "remove": lambda: (spot / "old.txt").unlink(),
    "folder": lambda: (spot / "folder").mkdir(),
    "write inside": lambda: (inside / "new.txt").write_text("new"),
    "run": lambda: subprocess.run(["/bin/true"], check=True),
    "local socket": lambda: socket.socket(socket.AF_UNIX).close(),
    "internet socket": lambda: socket.socket(socket.AF_INET).close(),
    "netlink socket": lambda: socket.socket(16).close(),
    "signal": lambda: os.kill(os.getppid(), 0),
    "memory": lambda: bytearray(3 << 30),
}
print(json.dumps({"held": held, "refused": [name for name, action in tries.items() if refused(action)],
                  "thread": in_thread(tries["write"]) and in_thread(tries["internet socket"])}))
"""


def tried(
    tmp_path: Path,
    writes: list[Path] | None = None,
    sockets: str = "none",
    memory: int = 0,
    reads: list[Path] | None = None,
) -> dict[str, object]:
    spot, inside = tmp_path / "spot", tmp_path / "inside"
    for folder in (spot, inside):
        folder.mkdir()
    box = json.dumps({"writes": named(writes), "sockets": sockets, "memory": memory, "reads": named(reads)})
    done = subprocess.run(
        [sys.executable, "-P", "-c", INSIDE, str(spot), str(inside), box],
        env=child_environment(), capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    if "files" not in found["held"] and writes is not None:
        pytest.skip("this kernel has no Landlock")
    return found


def named(folders: list[Path] | None) -> list[str] | None:
    return None if folders is None else list(map(str, folders))


def test_a_child_in_its_box_reads_and_writes_only_where_it_may(tmp_path: Path) -> None:
    found = tried(tmp_path, [tmp_path / "inside"])
    assert set(found["refused"]) >= {"write", "write over", "remove", "folder"}
    assert not set(found["refused"]) & {"read", "write inside", "nothing"}
    assert found["thread"]


@pytest.mark.parametrize("way", ["reads", "writes"])
def test_a_child_whose_reading_is_bound_sees_its_folders_the_system_and_itself(tmp_path: Path, way: str) -> None:
    inside = [tmp_path / "inside"]
    found = tried(tmp_path, inside if way == "writes" else [], reads=inside if way == "reads" else [])
    assert set(found["refused"]) >= {"read", "list"}
    assert not set(found["refused"]) & {"read inside", "import", "nothing"}


def test_the_model_reads_no_folder_but_those_it_was_started_for() -> None:
    assert box_for("songwright.llm.worker", []).reads is None
    reads = box_for("songwright.llm.worker", ["--reads", "/models", "--servers", "a:1", "--reads", "/more"]).reads
    assert reads is not None
    assert set(reads) >= {Path("/models"), Path("/more")}
    assert find_paths().documents not in reads


def test_a_child_opens_no_socket_and_starts_no_program(tmp_path: Path) -> None:
    found = tried(tmp_path, [])
    assert set(found["refused"]) >= {"run", "local socket", "internet socket", "netlink socket"}


def test_a_child_that_plays_speaks_to_this_machine_only(tmp_path: Path) -> None:
    found = tried(tmp_path, [], "local")
    assert "local socket" not in found["refused"]
    assert set(found["refused"]) >= {"internet socket", "netlink socket", "run"}


def test_a_child_that_exports_writes_anywhere_and_reaches_nobody(tmp_path: Path) -> None:
    found = tried(tmp_path, None)
    assert not set(found["refused"]) & {"write", "remove", "folder"}
    assert "internet socket" in found["refused"]


def test_a_child_does_not_take_all_memory(tmp_path: Path) -> None:
    assert "memory" in tried(tmp_path, [], memory=1 << 30)["refused"]
    assert "memory" not in tried_again(tmp_path)["refused"]


def tried_again(tmp_path: Path) -> dict[str, object]:
    folder = tmp_path / "again"
    folder.mkdir()
    return tried(folder, [])


def test_every_child_may_write_the_caches_that_it_keeps() -> None:
    paths = find_paths()
    assert {paths.spellings, paths.merged_models} <= set(box_for("songwright.llm.worker", []).writes or ())
    assert {paths.voices, paths.spare_voices} <= set(box_for("songwright.audio.device", ["--sing"]).writes or ())


def test_the_model_reaches_nobody_but_where_its_user_named_other_machines() -> None:
    assert box_for("songwright.llm.worker", []).sockets == "none"
    assert box_for("songwright.llm.worker", ["--servers", "10.0.0.2:50052"]).sockets == "any"
    assert box_for("songwright.audio.device", ["--sing"]).sockets == "none"
    assert box_for("songwright.audio.device", ["--export"]).sockets == "none"
    assert box_for("songwright.audio.device", []).sockets == "local"
    assert box_for("a child that is new", []) == Box((), "none", 0)
