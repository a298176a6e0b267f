"""Is pretty_midi worth its weight when MIDI files are read? `python benchmarks/midi_readers.py [FOLDER]`.

Beside the reader of Songwright: seconds until it is there, size of what comes with it, seconds for a file, notes and
beats of every file below FOLDER (else of songs of our own in every style), and how many half bars get the chord root
that was written: by our estimate, and by the chroma of pretty_midi and the nearest of 24 triads (the usual way).
"""

from __future__ import annotations

import argparse
import io
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import numpy as np
import pretty_midi

from foreign_files import by_pretty_midi, matched, ours
from music_set import fresh_kit, row, share, words_of
from songwright.core.errors import SongwrightError
from songwright.core.song import Song
from songwright.core.timeline import timeline
from songwright.formats.imports import imported
from songwright.formats.midi import to_midi
from songwright.music.composers import compose
from songwright.music.kit import Kit
from songwright.music.request import ComposeRequest

SHAPES = {"": (0, 4, 7), "m": (0, 3, 7)}


def start_seconds(module: str) -> float:
    """How long a fresh Python takes until a module is there, without its own start."""

    def once(code: str) -> float:
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        return time.perf_counter() - begun

    return statistics.median(once(f"import numpy, {module}") - once("import numpy") for _ in range(3))


def megabytes(*names: str) -> float:
    """What distributions take on disk."""
    files = (file for name in names for file in distribution(name).files or ())
    return sum(path.stat().st_size for file in files if (path := Path(str(file.locate()))).is_file()) / 1e6


def roots_of(song: Song) -> list[int]:
    """The chord root of every half bar."""
    laid = timeline(song)
    half = laid.bar_ticks // 2
    chords = [laid.chord_at(tick) for tick in range(laid.lead_in, laid.end, half)]
    return [-1 if chord is None else chord.root for chord in chords]


def roots_by_chroma(data: bytes, song: Song) -> list[int]:
    """The same by pretty_midi: what sounds in each half bar against every major and minor triad."""
    heard = pretty_midi.PrettyMIDI(io.BytesIO(data))
    laid = timeline(song)
    ticks = range(laid.lead_in, laid.end + laid.bar_ticks // 2, laid.bar_ticks // 2)
    times = np.array([laid.seconds(tick) for tick in ticks])
    chroma = heard.get_chroma(times=times)
    shapes = np.array([np.isin((np.arange(12) - root) % 12, shape) for shape in SHAPES.values() for root in range(12)])
    return [int(np.argmax(shapes @ column)) % 12 for column in chroma[:, : len(ticks) - 1].T]


def own_files(kit: Kit) -> Iterator[tuple[str, bytes, Song]]:
    """A song in every style."""
    for style in kit.styles:
        song = compose(words_of("lighthouse"), ComposeRequest(style.id, seed=1, composer="rules"), kit)
        yield style.id, to_midi(song, kit.lexicon), song


def compare_chords(kit: Kit) -> None:
    """Roots that were written, heard again by both."""
    halves = here = there = 0
    for _, data, song in own_files(kit):
        wanted = roots_of(song)
        back = imported("x.mid", data, lambda: kit.lexicon).song
        halves += len(wanted)
        here += sum(one == other for one, other in zip(wanted, roots_of(back), strict=False))
        there += sum(one == other for one, other in zip(wanted, roots_by_chroma(data, song), strict=False))
    row("  half bars with the written root, %", [f"{share(here, halves):.1f}", f"{share(there, halves):.1f}"])


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    options = parser.parse_args()
    kit = fresh_kit()
    warnings.simplefilter("ignore")
    found = options.folder.rglob("*.mid") if options.folder else ()
    files = [path.read_bytes() for path in sorted(found)] or [data for _, data, _ in own_files(kit)]
    row("", ["Songwright", "pretty_midi"])
    row(
        "  s until it is there",
        [f"{start_seconds(name):.2f}" for name in ("songwright.formats.midi_in", "pretty_midi")],
    )
    row("  MB beside numpy", ["0", f"{megabytes('pretty_midi', 'mido'):.1f}"])
    seconds: tuple[list[float], list[float]] = ([], [])
    notes = same = opened = other = beats = 0
    for data in files:
        begun = time.process_time()
        try:
            song = imported("x.mid", data, lambda: kit.lexicon).song
        except SongwrightError:
            song = None
        middle = time.process_time()
        try:
            heard = pretty_midi.PrettyMIDI(io.BytesIO(data))
        except Exception:  # noqa: BLE001 - it fails in many ways
            heard = None
        seconds[0].append(middle - begun)
        seconds[1].append(time.process_time() - middle)
        opened, other = opened + (song is not None), other + (heard is not None and bool(heard.instruments))
        if song is not None and heard is not None and heard.instruments:
            theirs = by_pretty_midi(data)
            notes += theirs.total()
            same += matched(ours(song, timed=True), theirs)
            beats += np.allclose(heard.get_beats()[:8], _beats(song)[:8], atol=0.01)
    row("  files opened", [str(opened), str(other)])
    row("  CPU ms a file", [f"{1000 * statistics.fmean(spent):.0f}" for spent in seconds])
    row("  notes that both have, %", [f"{share(same, notes):.2f}", ""])
    row("  files with the same first beats", [str(beats), ""])
    compare_chords(kit)


def _beats(song: Song) -> list[float]:
    """The first beats of a song in seconds; of compound bars the dotted ones."""
    laid = timeline(song)
    found = []
    for bar in laid.bars[:16]:
        compound = bar.metre.beats % 3 == 0 and bar.metre.beats > 3 and bar.metre.unit >= 8
        step = bar.metre.beat_ticks * (3 if compound else 1)
        found += [laid.seconds(tick) for tick in range(bar.start, bar.start + bar.metre.bar_ticks, step)]
    return (found + [0.0] * 8)[:8]


if __name__ == "__main__":
    main()
