"""One model over two rpc-servers, where a build of llama.cpp with them is at hand (SONGWRIGHT_RPC names its folder)."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from songwright.core.song import Piece
from songwright.host.child.box import box_for
from songwright.llm.brief import Brief, Length
from songwright.llm.elsewhere import writer_command
from songwright.llm.faults import explain
from songwright.llm.models import ModelFile, embedded_model
from songwright.llm.process import ModelProcess
from songwright.llm.prompts import load_prompts
from songwright.llm.writing import Request, WritingFailedError, write

FOLDER = Path(os.environ.get("SONGWRIGHT_RPC", "/nowhere"))
PROGRAM = shutil.which("ggml-rpc-server", path=str(FOLDER)) or shutil.which("rpc-server", path=str(FOLDER))

needs_rpc = pytest.mark.skipif(PROGRAM is None, reason="needs llama.cpp with rpc-server (SONGWRIGHT_RPC)")
BRIEF = Brief("a lantern above the bay", Piece.POEM, "", Length.SHORT, form="8a 8a")


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def servers() -> Iterator[list[str]]:
    with ExitStack() as stack:
        places = []
        for port in (free_port(), free_port()):
            command = [str(PROGRAM), "-H", "127.0.0.1", "-p", str(port)]
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            stack.callback(process.wait)
            stack.callback(process.kill)
            places.append(f"127.0.0.1:{port}")
            until = time.monotonic() + 60
            while time.monotonic() < until:
                with closing(socket.socket()) as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
        yield places


def built_in() -> ModelFile:
    model = embedded_model()
    assert model is not None
    return model


def written(servers: tuple[str, ...]) -> str:
    model = built_in()
    options = model.load_options(1, servers)
    with ModelProcess(writer_command(model, options.servers)) as process:
        request = Request(BRIEF, model, seed=5, options=options)
        return write(request, load_prompts(), process, despite_memory=True).take.text


@needs_rpc
@pytest.mark.model
def test_two_machines_write_what_one_writes(servers: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLAMA_CPP_LIB_PATH", str(FOLDER))
    assert written(tuple(servers)) == written(())


@pytest.mark.model
def test_a_build_that_cannot_share_or_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(WritingFailedError, match=r"cannot share a model out|Nothing answers at 127\.0\.0\.1"):
        written((f"127.0.0.1:{free_port()}",))


def test_a_machine_that_leaves_is_no_fault_of_the_model() -> None:
    words = "ggml-rpc.cpp:612: Remote RPC server crashed or returned malformed response"
    reason = explain(-6, words)
    assert "has left" in reason.message
    assert not reason.blames_model


def test_the_worker_may_speak_to_these_servers_alone() -> None:
    options = writer_command(built_in(), ["10.0.0.2:50052", "10.0.0.3:50053"])[-2:]
    assert options == ["--servers", "10.0.0.2:50052,10.0.0.3:50053"]
    assert box_for("songwright.llm.worker", options).ports == (50052, 50053)
