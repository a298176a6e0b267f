"""What is written by hand beside the libraries that do it: `python benchmarks/libraries.py` prints speeds, one run.

The libraries are no dependencies; those that are not installed are passed over. To install them for a run:
`uv pip install msgspec cattrs pydantic rapidfuzz filelock mutagen mido pretty_midi reportlab pedalboard`. What was
decided, and why, stands in docs/libraries.md.
"""

from __future__ import annotations

import difflib
import importlib
import io
import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "app"), str(ROOT / "resources"), str(ROOT / "tests")]

from songwright.audio.reverb import Reverb  # noqa: E402
from songwright.core.song import Music, Note, Part, Section, SectionKind, Song, Track, TrackRole  # noqa: E402
from songwright.formats.midi import to_midi  # noqa: E402
from songwright.formats.smf import read_smf  # noqa: E402
from songwright.host.child.message_codec import decode, encode  # noqa: E402
from songwright.host.lock import Lock  # noqa: E402
from songwright.lyrics.lexicon import load_lexicon  # noqa: E402

RATE = 48_000


@dataclass(frozen=True)
class Chunk:
    """A message of the commonest kind."""

    id: int
    text: str
    title: bool = False
    odds: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Done:
    """Another, so that there is a union to choose from."""

    id: int


CHUNK = Chunk(7, " harbour", odds=(("harbour", 0.25), ("water", 0.125), ("light", 0.0625)))


def best(work: Callable[[], object], rounds: int = 5, least: float = 0.1) -> float:
    """Seconds of the fastest of several runs of at least `least` seconds, by repetition."""
    times = 1
    while True:
        started = time.perf_counter()
        for _ in range(times):
            work()
        spent = time.perf_counter() - started
        if spent >= least:
            break
        times *= 4
    found = [spent / times]
    for _ in range(rounds - 1):
        started = time.perf_counter()
        for _ in range(times):
            work()
        found.append((time.perf_counter() - started) / times)
    return min(found)


def there(name: str) -> ModuleType | None:
    """A library, if it is installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def row(what: str, own: float, library: str, theirs: float | None) -> None:
    """One line of the table: ours, theirs, and how many times as long theirs takes."""
    other = "not installed" if theirs is None else f"{theirs * 1e6:12,.0f} us   x {theirs / own:.2f}"
    print(f"{what:<34}{own * 1e6:12,.0f} us   {library:<14}{other}", flush=True)


def messages() -> None:
    """A message to a line and back, checked field by field."""
    ours = best(lambda: decode(encode(CHUNK), Chunk | Done))
    if msgspec := there("msgspec"):
        coder, decoder = msgspec.json.Encoder(), msgspec.json.Decoder(Chunk)
        row("message there and back", ours, "msgspec", best(lambda: decoder.decode(coder.encode(CHUNK))))
    if cattrs := there("cattrs"):
        converter = cattrs.Converter()
        both = lambda: converter.structure(json.loads(json.dumps(converter.unstructure(CHUNK))), Chunk)  # noqa: E731
        row("message there and back", ours, "cattrs", best(both))
    if pydantic := there("pydantic"):
        adapter = pydantic.TypeAdapter(Chunk)
        row("message there and back", ours, "pydantic", best(lambda: adapter.validate_json(adapter.dump_json(CHUNK))))


def near_words() -> None:
    """The words most like one that is none, among 20,000."""
    words = sorted(load_lexicon().words())[:20_000] if hasattr(load_lexicon(), "words") else []
    words = words or [f"{head}{tail}" for head in range(1000) for tail in ("ness", "ing", "ed", "ly", "er") * 4]
    ours = best(lambda: difflib.get_close_matches("harbuor", words, n=2, cutoff=0.75), rounds=2)
    if there("rapidfuzz"):
        from rapidfuzz import process

        row("near words of 20,000", ours, "rapidfuzz", best(lambda: process.extract("harbuor", words, limit=2)))


def midi() -> None:
    """A MIDI file of 4,000 notes read."""
    notes = tuple(Note(240 * place, 200, 60 + place % 12) for place in range(4000))
    section = Section("s1", SectionKind.VERSE, "Verse", (), Music(500, (), (Part("t1", notes),)))
    data = to_midi(Song(sections=(section,), tracks=(Track("t1", "Voice", TrackRole.VOCAL),)), load_lexicon())
    ours = best(lambda: read_smf(data), rounds=2)
    if mido := there("mido"):
        row("MIDI of 4,000 notes", ours, "mido", best(lambda: mido.MidiFile(file=io.BytesIO(data)), rounds=2))
    if pretty := there("pretty_midi"):
        row("MIDI of 4,000 notes", ours, "pretty_midi", best(lambda: pretty.PrettyMIDI(io.BytesIO(data)), rounds=2))


def locks() -> None:
    """A lock taken and let go."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "song.songwright"
        ours = best(lambda: Lock.acquire(path).release())
        if filelock := there("filelock"):

            def theirs() -> None:
                with filelock.FileLock(path.with_suffix(".lock")):
                    pass

            row("lock taken and let go", ours, "filelock", best(theirs))


def rooms() -> None:
    """Ten seconds of sound in a room, by blocks of the export."""
    sound = np.random.default_rng(1).normal(0, 0.1, RATE * 10).astype(np.float32)
    blocks = np.split(sound, 50)

    def ours() -> None:
        reverb = Reverb(RATE)
        for block in blocks:
            reverb.process(block)

    spent = best(ours, rounds=2)
    if pedalboard := there("pedalboard"):

        def theirs() -> None:
            reverb = pedalboard.Reverb(wet_level=1.0, dry_level=0.0)
            for block in blocks:
                reverb.process(np.stack([block, block]), RATE, reset=False)

        row("10 s of reverb", spent, "pedalboard", best(theirs, rounds=2))


def main() -> None:
    """Print the table."""
    print(f"{'what':<34}{'ours':>12}      {'library':<14}{'theirs':>12}")
    for part in (messages, near_words, midi, locks, rooms):
        part()


if __name__ == "__main__":
    main()
