"""Memory of each process over many pieces, compositions and sung phrases, and the files that are left when it ends.

    python benchmarks/flat_memory.py [--times 200]

One worker writes couplets with the built-in poet, this process composes a song of eight lines again and again with
other seeds, one singer sings phrases at tempos of their own. Resident memory in MB after a tenth, half and all; "files"
are those below the user's folder and the temporary one, named where there are any but the caches.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from songwright.audio.process import sing_command
from songwright.audio.voice.cue import Cue, cues
from songwright.audio.voice.messages import AllSung, Sing, SingReport
from songwright.core.song import Piece, Song
from songwright.core.words import with_lyric_text
from songwright.host.child.client import MessageClient
from songwright.host.child.process import ChildProcess
from songwright.host.paths import HOME_VARIABLE, find_paths
from songwright.llm.brief import Brief, Length
from songwright.llm.elsewhere import writer_command
from songwright.llm.process import ModelProcess
from songwright.llm.prompts import load_prompts
from songwright.llm.verse_model import verse_model
from songwright.llm.writing import Request, write
from songwright.lyrics.lexicon import load_lexicon
from songwright.music.composers import compose
from songwright.music.kit import Kit
from songwright.music.request import ComposeRequest

_WORDS = """[Verse 1]
The lantern burns above the bay
And guides the little boats away
The keeper climbs the winding stair
And combs the salt out of his hair

[Chorus]
Turn, turn, old light, one more time
Before the morning takes the flame
I never asked the sea to be mine
But every night it knows my name
"""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=200)
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as scratch:
        os.environ |= {HOME_VARIABLE: home, "TMPDIR": scratch}
        tempfile.tempdir = scratch
        print(f"{'process':<12} {'times':>6} {'a tenth':>8} {'half':>8} {'all':>8}   MB")
        for name, run in (("composing", _compositions), ("singer", _phrases), ("worker", _pieces)):
            sizes = run(times)
            marks = (sizes[times // 10 - 1], sizes[times // 2 - 1], sizes[-1])
            print(f"{name:<12} {times:>6} " + " ".join(f"{mark:>8.0f}" for mark in marks), flush=True)
        caches = (find_paths().cache,)
        left = [path for root in (home, scratch) for path in Path(root).rglob("*") if path.is_file()]
        strange = [path for path in left if not any(path.is_relative_to(cache) for cache in caches)]
        print(f"files: {len(left) - len(strange)} in the caches, {len(strange)} elsewhere", *strange[:10])


def _compositions(times: int) -> list[float]:
    song, kit = with_lyric_text(Song(title="Lantern"), _WORDS), Kit(load_lexicon())
    return [
        _after(lambda seed=seed: compose(song, ComposeRequest(seed=seed), kit), os.getpid()) for seed in range(times)
    ]


def _phrases(times: int) -> list[float]:
    song = compose(with_lyric_text(Song(title="Lantern"), _WORDS), ComposeRequest(seed=1), Kit(load_lexicon()))
    phrases = cues(song, load_lexicon())
    with ChildProcess(MessageClient(SingReport), sing_command()) as singer:
        singer.start()

        def sing(number: int) -> None:
            cue: Cue = phrases[number % len(phrases)]
            singer.tell(Sing((replace(cue, tempo=cue.tempo * (1 + number / 1000)),)))
            while not any(isinstance(event, AllSung) for event in singer.wait(60)):
                pass

        return [_after(lambda number=number: sing(number), singer.pid or 0) for number in range(times)]


def _pieces(times: int) -> list[float]:
    model, prompts = verse_model(), load_prompts()
    if model is None:
        raise SystemExit("the built-in model is missing")
    with ModelProcess(writer_command(model)) as process:

        def piece(seed: int) -> None:
            brief = Brief(f"lantern {seed} above the bay", Piece.POEM, "", Length.SHORT, form="8a 8a")
            write(Request(brief, model, seed=seed, options=model.load_options()), prompts, process)

        piece(0)
        return [_after(lambda seed=seed: piece(seed), process.pid or 0) for seed in range(1, times + 1)]


def _after(work: Callable[[], object], pid: int) -> float:
    """Resident memory of a process in MB when the work is done."""
    work()
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
