"""What distance costs a writer who is elsewhere: through ssh, and with a llama-server.

    python benchmarks/distances.py --server http://127.0.0.1:8080 [--ssh "ssh -p 2222 me@127.0.0.1"] [--model FILE]
                                   [--verses 2] [--milliseconds 0 5 50]

The same quatrains (common metre, the same seeds) are written here, through ssh, and with a server of the same model.
The distance is made by a proxy on loopback that holds every byte back for half of the milliseconds, each way. Told are
verses a minute, seconds a verse, what a token takes beyond the local run, and the share of lines that the checker finds
in form. A token is one of those that are kept; the search reads several times as many.
"""

from __future__ import annotations

import argparse
import shlex
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "app"), str(ROOT / "resources")]

from songwright.core.song import Piece  # noqa: E402
from songwright.llm.addresses import server_address  # noqa: E402
from songwright.llm.brief import Brief  # noqa: E402
from songwright.llm.elsewhere import model_elsewhere, model_served, writer_command  # noqa: E402
from songwright.llm.model import LoadOptions  # noqa: E402
from songwright.llm.models import ModelFile, embedded_model, open_model  # noqa: E402
from songwright.llm.process import ModelProcess  # noqa: E402
from songwright.llm.prompts import form_for, load_prompts  # noqa: E402
from songwright.llm.sampling_settings import Sampling  # noqa: E402
from songwright.llm.writing import Request, write  # noqa: E402
from songwright.lyrics.analysis import analyse  # noqa: E402
from songwright.lyrics.forms import check_form  # noqa: E402
from songwright.lyrics.lexicon import load_lexicon  # noqa: E402

FORM = "8a 6b 8a 6b"
SUBJECTS = ("the rain on the harbour", "a letter that came late", "my brother's coat", "the last tram home")
_BLOCK = 1 << 16


@contextmanager
def distant(host: str, port: int, milliseconds: float) -> Iterator[int]:
    """A port of this machine behind which the other one is so far away, there and back."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.create_connection((host, port))
                for one in (near, far):
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                _carry(near, far, milliseconds / 2000)
                _carry(far, near, milliseconds / 2000)

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()


def _carry(source: socket.socket, target: socket.socket, seconds: float) -> None:
    """Hand bytes on, each as late as the distance wants it, however many are under way."""
    under_way: SimpleQueue[tuple[float, bytes]] = SimpleQueue()

    def take() -> None:
        with suppress(OSError):
            while data := source.recv(_BLOCK):
                under_way.put((time.monotonic() + seconds, data))
        under_way.put((0.0, b""))

    def give() -> None:
        with suppress(OSError):
            while True:
                due, data = under_way.get()
                if not data:
                    target.shutdown(socket.SHUT_WR)
                    return
                time.sleep(max(0.0, due - time.monotonic()))
                target.sendall(data)

    for step in (take, give):
        threading.Thread(target=step, daemon=True).start()


def measured(model: ModelFile, command: list[str], verses: int) -> tuple[float, int, int, int]:
    """Seconds for so many quatrains, their tokens, their lines, and those in form; the first one is not counted."""
    form, lexicon, prompts = form_for(FORM), load_lexicon(), load_prompts()
    seconds, tokens, lines, kept = 0.0, 0, 0, 0
    with ModelProcess(command, patience=600) as process:
        for number in range(verses + 1):
            brief = Brief(SUBJECTS[number % len(SUBJECTS)], Piece.POEM, form=FORM)
            options = replace(LoadOptions(threads=1), key=model.key)
            request = Request(brief, model, number, Sampling(quality=8), options)
            start = time.monotonic()
            piece = write(request, prompts, process, despite_memory=True)
            if number:
                seconds += time.monotonic() - start
                tokens += piece.statistics.tokens
                reports = check_form(form, analyse(piece.take.text, lexicon).lines)
                lines += len(reports)
                kept += sum(not report.faults for report in reports)
    return seconds, tokens, lines, kept


def main() -> None:
    """Print a row for each writer and distance."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--server", help="a llama-server that has the same model")
    options.add_argument("--ssh", help="how ssh reaches the machine, its name last; its port is taken from -p")
    options.add_argument("--model", type=Path, help="the model file (default: the built-in one, untuned)")
    options.add_argument("--verses", type=int, default=2)
    options.add_argument("--milliseconds", type=float, nargs="+", default=[0.0, 5.0, 50.0])
    given = options.parse_args()
    own = open_model(given.model) if given.model else embedded_model()
    if own is None:
        raise SystemExit("the built-in model is missing")
    heads = ("writer", "distance", "verses a min", "s a verse", "ms a token more", "in form")
    print("{:>8} {:>9} {:>13} {:>10} {:>16} {:>8}".format(*heads), flush=True)
    local, local_tokens, *counts = measured(own, writer_command(own), given.verses)
    _tell("here", 0.0, given.verses, local, 0.0, *counts)
    for milliseconds in given.milliseconds:
        for name, model, command, place in _elsewhere(given, own):
            with distant(*place, milliseconds) as port:
                far = server_address(f"http://127.0.0.1:{port}") if name == "server" else None
                far_model = model_served(far) if far else model
                there = writer_command(far_model) if far else [*_through(command, port)]
                seconds, tokens, *counts = measured(far_model, there, given.verses)
            more = (seconds / max(1, tokens) - local / max(1, local_tokens)) * 1000
            _tell(name, milliseconds, given.verses, seconds, more, *counts)


def _elsewhere(
    given: argparse.Namespace, own: ModelFile
) -> Iterator[tuple[str, ModelFile, list[str], tuple[str, int]]]:
    """Name, model, command and place of each writer that was named."""
    if given.ssh:
        command = shlex.split(given.ssh)
        host = command[-1].rpartition("@")[2]
        port = int(command[command.index("-p") + 1]) if "-p" in command else 22
        yield "ssh", model_elsewhere(host, str(own.path)), command, (host, port)
    if given.server and (address := server_address(given.server, typed=True)):
        yield "server", model_served(address), [], (address.host, address.port)


def _through(command: list[str], port: int) -> list[str]:
    """The ssh command, by another port of this machine."""
    user = command[-1].rpartition("@")[0]
    rest = [part for at, part in enumerate(command[:-1]) if part != "-p" and (at == 0 or command[at - 1] != "-p")]
    return [*rest, "-T", "-p", str(port), f"{user}@127.0.0.1" if user else "127.0.0.1", "songwright-worker"]


def _tell(name: str, distance: float, verses: int, seconds: float, more: float, lines: int, kept: int) -> None:
    rate, each, share = verses * 60 / seconds, seconds / verses, kept / max(1, lines)
    print(f"{name:>8} {distance:>6.0f} ms {rate:>13.2f} {each:>10.1f} {more:>16.0f} {share:>8.0%}", flush=True)


if __name__ == "__main__":
    main()
