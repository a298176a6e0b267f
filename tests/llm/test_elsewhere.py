"""The model on another machine, through a real ssh server on this one."""

from __future__ import annotations

import contextlib
import getpass
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from llm.ggufs import tiny_model
from songwright.core.errors import SongwrightError
from songwright.core.song import Piece
from songwright.host.child.environment import child_environment
from songwright.llm.brief import Brief, Length
from songwright.llm.chat import Message
from songwright.llm.elsewhere import command_elsewhere, model_elsewhere
from songwright.llm.events import Done, Failed, Told, Words
from songwright.llm.faults import explain
from songwright.llm.plan import Fill, Plan
from songwright.llm.process import ModelProcess
from songwright.llm.prompts import load_prompts
from songwright.llm.remote.listing import models_at
from songwright.llm.said_again import SaidAgain
from songwright.llm.sampling_settings import Sampling
from songwright.llm.writing import Request, WritingFailedError, write

EventT = TypeVar("EventT")
SSHD = shutil.which("sshd", path="/usr/sbin:/usr/bin:/sbin")


class Server:
    """An ssh server that lets this user in, where `program` is what it finds as songwright-worker."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("host", "user"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
        shutil.copy(folder / "user.pub", folder / "authorized")
        (folder / "bin").mkdir()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.offer(sys.executable + " -P -m songwright.host.child.start songwright.llm.worker")
        paths = child_environment()["PYTHONPATH"]
        rows = (
            f"Port {self.port}",
            "ListenAddress 127.0.0.1",
            f"HostKey {folder}/host",
            f"AuthorizedKeysFile {folder}/authorized",
            "StrictModes no",
            "UsePAM no",
            "PasswordAuthentication no",
            "PidFile none",
            f"SetEnv PATH={folder}/bin:/usr/bin:/bin PYTHONPATH={paths} SONGWRIGHT_HOME={folder}/home",
        )
        (folder / "sshd_config").write_text("\n".join(rows) + "\n")
        command = [str(SSHD), "-D", "-e", "-f", str(folder / "sshd_config")]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 30
        while not self._answers() and time.monotonic() < until:
            time.sleep(0.05)

    def _answers(self) -> bool:
        with socket.socket() as line:
            return line.connect_ex(("127.0.0.1", self.port)) == 0

    def cut(self) -> None:
        """End every connection, and whatever serves it."""
        for child in _descendants(self.process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)

    def offer(self, program: str) -> None:
        path = self.folder / "bin" / "songwright-worker"
        path.write_text(f'#!/bin/sh\nexec {program} "$@"\n')
        path.chmod(0o755)

    @property
    def ssh(self) -> list[str]:
        known = f"-oUserKnownHostsFile={self.folder}/known"
        return [
            "ssh",
            "-F",
            "none",
            "-p",
            str(self.port),
            "-i",
            f"{self.folder}/user",
            known,
            "-oStrictHostKeyChecking=no",
        ]

    @property
    def command(self) -> list[str]:
        return command_elsewhere(f"{getpass.getuser()}@127.0.0.1", self.ssh)


def _descendants(pid: int) -> list[int]:
    found = []
    for row in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, row.read_text().split()):
            found += [*_descendants(child), child]
    return found


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    if SSHD is None or shutil.which("ssh") is None or os.geteuid() != 0:
        pytest.skip("needs an ssh server that may be started")
    Path("/run/sshd").mkdir(exist_ok=True)
    made = Server(tmp_path)
    yield made
    made.process.kill()
    made.process.wait()


def piece(process: ModelProcess, path: Path | None = None) -> str:
    brief = Brief("a lantern above the bay", Piece.POEM, "", Length.SHORT, form="8a 8a")
    request = Request(brief, model_elsewhere("there", str(path or "")), seed=1)
    return write(request, load_prompts(), process, despite_memory=True).take.text


@pytest.mark.model
def test_the_built_in_model_of_the_other_machine_writes_as_the_one_here(server: Server) -> None:
    with ModelProcess(server.command) as elsewhere, ModelProcess() as here:
        assert piece(elsewhere) == piece(here)


def test_a_machine_without_the_program_is_told(server: Server) -> None:
    (server.folder / "bin" / "songwright-worker").unlink()
    with ModelProcess(server.command) as process, pytest.raises(WritingFailedError, match="no songwright-worker"):
        piece(process)


def test_a_machine_that_lets_nobody_in_is_told(server: Server) -> None:
    (server.folder / "authorized").write_text("")
    with ModelProcess(server.command) as process, pytest.raises(WritingFailedError, match="did not let you in"):
        piece(process)


def test_a_machine_that_cannot_be_reached_is_told(server: Server) -> None:
    server.process.kill()
    server.process.wait()
    with ModelProcess(server.command) as process, pytest.raises(WritingFailedError, match="cannot be reached"):
        piece(process)


def test_a_model_that_is_not_there_is_told_by_the_other_machine(server: Server) -> None:
    with ModelProcess(server.command) as process, pytest.raises(WritingFailedError, match="nowhere"):
        piece(process, Path("/nowhere.gguf"))


def test_a_line_that_is_cut_keeps_the_words(server: Server, tmp_path: Path) -> None:
    script = tmp_path / "script.json"
    script.write_text('{"write": [{"say": "The tide goes out tonight"}, {"hang": true}]}')
    run = f"{sys.executable} -P -m songwright.host.child.start songwright.llm.worker --scripted {script}"
    server.offer(run)
    with ModelProcess(server.command) as process:
        process.load(Path("model.gguf"))
        process.write(Plan((Message("user", "Write."),), "", (Fill(1),)), Sampling(), 1)
        follow(process, Words)
        server.cut()
        failed = follow(process, Failed)
    assert failed.message.startswith("The line to the other machine was cut. The words so far are kept")
    assert failed.text
    assert "The tide goes out tonight".startswith(failed.text)


def test_a_line_that_is_cut_is_taken_up_again_in_mid_verse(server: Server, tmp_path: Path) -> None:
    hangs, goes_on = tmp_path / "hangs.json", tmp_path / "goes_on.json"
    hangs.write_text('{"write": [{"say": "The tide goes out tonight"}, {"hang": true}]}')
    goes_on.write_text('{"write": [{"say": "The tide goes out tonight\\n"}]}')
    run = f"{sys.executable} -P -m songwright.host.child.start songwright.llm.worker --scripted"
    server.offer(f"{run} {hangs}")
    heard = ""
    with ModelProcess(server.command, resumes=1) as process:
        process.load(Path("model.gguf"))
        process.write(Plan((Message("user", "Write."),), "", (Fill(1),)), Sampling(), 1)
        until = time.monotonic() + 100
        while not heard and time.monotonic() < until:  # a slow machine brings several words at once
            heard += "".join(event.text for event in process.wait(1) if isinstance(event, Words))
        server.offer(f"{run} {goes_on}")
        server.cut()
        told, done = "", None
        while done is None and time.monotonic() < until:
            for event in process.wait(1):
                heard += event.text if isinstance(event, Words) else ""
                told += event.message if isinstance(event, Told) else ""
                done = event if isinstance(event, Done) else done
    assert done is not None
    assert done.text.strip() == heard.strip() == "The tide goes out tonight"
    assert "taken up again" in told


def test_the_models_of_the_other_machine_are_listed(server: Server, tmp_path: Path) -> None:
    folder = tmp_path / "home" / "data" / "models"
    folder.mkdir(parents=True)
    tiny_model(folder / "tiny.gguf")
    found = models_at(f"ssh://{getpass.getuser()}@127.0.0.1", ssh=server.ssh)
    assert [one.address for one in found[:1]] == [f"ssh://{getpass.getuser()}@127.0.0.1"]


def test_a_machine_with_another_version_is_told(server: Server) -> None:
    server.offer("printf 'songwright-worker: error: unrecognized arguments: --models\\n' >&2; exit 2;")
    with pytest.raises(SongwrightError, match="of another version"):
        models_at("ssh://127.0.0.1", ssh=server.ssh)


def test_words_that_are_said_again_are_passed_over() -> None:
    again = SaidAgain("The tide goes", "Tide")
    assert [again.new_part(part) for part in ("The ", "tide ", "goes out", " now")] == ["", "", " out", " now"]
    assert again.new_part("Tides", title=True) == "s"
    assert SaidAgain("The tide").new_part("The moon") is None


def follow(process: ModelProcess, kind: type[EventT]) -> EventT:
    """The next event of a kind."""
    until = time.monotonic() + 100
    while time.monotonic() < until:
        for event in process.wait(1):
            if isinstance(event, kind):
                return event
    pytest.fail(f"no {kind.__name__}")


@pytest.mark.parametrize("host", ["", " ", "-oProxyCommand=evil", "two words", "tab\there"])
def test_what_is_no_name_of_a_machine_never_reaches_ssh(host: str) -> None:
    with pytest.raises(SongwrightError, match="no name of a machine"):
        command_elsewhere(host)


def test_ssh_takes_the_name_of_the_machine_for_nothing_else() -> None:
    assert command_elsewhere("me@big")[-3:] == ["--", "me@big", "songwright-worker"]


def test_what_ssh_says_is_no_fault_of_the_model() -> None:
    for words in (
        "ssh: Could not resolve hostname big: Name or service not known",
        "Connection to big closed by remote",
    ):
        assert not explain(255, words).blames_model
