"""What the trained nets reach: `python benchmarks/music_nets.py --data PREPARED [--pieces N]`.

`--data` is what `python -m training.prepare` wrote; only held-out pieces are used. Printed are the goals and what was
measured here on one thread; seconds are those of the processor. Likelihoods are read from the figures beside the
weights (they were measured when the weights were made, on all held-out pieces). The checks of voice leading and leaps
share no code with the nets' rules.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from songwright.music.nets.grid import METRES, bar_steps, strength
from songwright.music.nets.harmony import HalfBar, fill_chords, load_harmony_model
from songwright.music.nets.melody import (
    QUALITIES,
    MelodyModel,
    MelodyStyle,
    SungNote,
    TuneFrame,
    fill_pitches,
    load_melody_model,
)
from songwright.music.nets.notes import COLUMNS
from songwright.music.nets.prosody import LearnedSyllable, SyllableClass, load_prosody_model
from songwright.music.nets.rhythm_lattice import rhythm
from songwright.music.nets.score_model import ScoreModel, fill, harmonise, load_score_model

Rows = NDArray[np.int64]
PROSODY = ("onset", "inside", "metre", "kind", "opens", "closes", "pause", "line_end", "notes", "source", "pitch")
STYLES = ("lead sheet", "hymn", "lied")
FIGURES = (
    ("choir", "test chronological nats/token (S B A T)"),
    ("choir", "test given the soprano nats/token (B A T)"),
    ("choir", "valid chronological nats/token (S B A T)"),
    ("choir", "valid given the soprano nats/token (B A T)"),
    ("score", "test orderless nats/frame"),
    ("score", "test orderless nats/token"),
    ("score", "test chronological nats/token (S B A T)"),
    ("score", "valid orderless nats/frame"),
    ("score", "valid chronological nats/token (S B A T)"),
    ("melody", "test orderless nats/note"),
    ("melody", "test left to right nats/note"),
    ("melody", "test all hidden nats/note"),
    ("harmony", "test orderless nats/half-bar"),
    ("harmony", "test left to right nats/half-bar"),
    ("prosody", "test rhythm nats/syllable"),
    ("prosody", "test rhythm nats/syllable, stresses hidden"),
    ("latent", "test pitches rebuilt"),
    ("latent", "test windows rebuilt"),
)


def row(what: str, goal: str, found: str) -> None:
    """One line of the table."""
    print(f"{what:<66} {goal:>12} {found:>24}")


def pieces(path: Path, side: str) -> list[Rows]:
    """The pieces of one side of a prepared file."""
    with np.load(path) as file:
        return np.split(file[f"{side}_rows"].astype(np.int64), np.cumsum(file[f"{side}_sizes"])[:-1])


def voice_leading(grids: list[Rows]) -> tuple[float, float, float]:
    """Parallel fifths, parallel octaves (and unisons) and crossings per 100 changes of any voice."""
    changes = fifths = octaves = crossings = 0
    for grid in grids:
        moved = (np.diff(grid, axis=0) != 0).any(1)
        changes += int(moved.sum())
        crossings += int((np.diff(grid[1:], axis=1) > 0).any(1)[moved].sum())
        for upper in range(3):
            for lower in range(upper + 1, 4):
                gap = (grid[:, upper] - grid[:, lower]) % 12
                alike = np.diff(grid[:, upper]) * np.diff(grid[:, lower]) > 0
                fifths += int((alike & (gap[:-1] == 7) & (gap[1:] == 7)).sum())
                octaves += int((alike & (gap[:-1] == 0) & (gap[1:] == 0)).sum())
    return 100 * fifths / changes, 100 * octaves / changes, 100 * crossings / changes


def chorales(model: ScoreModel, data: Path, count: int) -> None:
    """Harmonise held-out sopranos; time eight bars."""
    real = [piece[:128] for piece in pieces(data / "score.npz", "test") if (piece[:128] >= 0).all()][:count]
    row(
        f"voice leading per 100 changes, {len(real)} held-out sopranos: Bach",
        "",
        "{:.2f} {:.2f} {:.2f}".format(*voice_leading(real)),
    )
    for passes in (16, 24, 40):
        start = time.process_time()
        made = [harmonise(model, piece[:, 0], seed=i, passes=passes) for i, piece in enumerate(real)]
        seconds = (time.process_time() - start) * 128 / sum(map(len, real))
        rates = voice_leading(made)
        row(
            f"  net with rules, {passes} passes: parallel 5ths, 8ths, crossings",
            ".3 .2 3",
            "{:.2f} {:.2f} {:.2f}".format(*rates),
        )
        row(f"  seconds for 8 bars, {passes} passes", "0.5", f"{seconds:.2f}")
        same = np.mean([(a[:, 1:] == b[:, 1:]).mean() for a, b in zip(made, real, strict=True)])
        row(f"  lower voices equal to Bach's, {passes} passes", "", f"{100 * same:.1f} %")
    free = np.ones((128, 4), np.bool_)
    free[:, 0] = False
    loose = [fill(model, piece, free[: len(piece)], seed=i, passes=24, rules=False) for i, piece in enumerate(real)]
    row("  net without rules, 24 passes", "", "{:.2f} {:.2f} {:.2f}".format(*voice_leading(loose)))
    rng = np.random.default_rng(0)
    kept = 0
    for i, piece in enumerate(real[:4]):
        some = rng.random(piece.shape) < 0.5
        kept += int((fill(model, piece, some, seed=i, passes=8)[~some] == piece[~some]).all())
    row("  in-fillings with all locked cells unchanged", "100 %", f"{kept} of {min(4, len(real))}")


def sung_lines(data: Path, tunes: int) -> list[tuple[Rows, int]]:
    """Lines of the first verse of held-out songs, one verse a tune, and the steps from each to the line after it."""
    path = data / "prosody.npz"
    with np.load(path) as file:
        owners = file["test_tunes"].tolist()
    found: list[tuple[Rows, int]] = []
    seen: set[int] = set()
    for rows, owner in zip(pieces(path, "test"), owners, strict=True):
        if owner in seen or len(seen) >= tunes:
            continue
        seen.add(owner)
        ends = [0, *(np.flatnonzero(rows[:, PROSODY.index("line_end")]) + 1).tolist()]
        onset = rows[:, PROSODY.index("onset")]
        spans = [(rows[a:b], int(onset[b] - onset[a])) for a, b in pairwise(ends) if b < len(rows) and 4 <= b - a <= 16]
        found += [
            (line, span) for line, span in spans if span <= 8 * bar_steps(METRES[int(line[0, PROSODY.index("metre")])])
        ][:8]
    return found


def stress(lines: list[tuple[Rows, int]]) -> None:
    """Primary stress against its unstressed neighbour in the same word, by metric strength."""
    model = load_prosody_model()
    at = {name: i for i, name in enumerate(PROSODY)}

    def weigh(onsets: list[int], line: Rows, metre: tuple[int, int]) -> tuple[int, int, int]:
        stronger = weaker = count = 0
        for i in range(len(line) - 1):
            kinds = int(line[i, at["kind"]]), int(line[i + 1, at["kind"]])
            if line[i + 1, at["opens"]] or set(kinds) != {SyllableClass.PRIMARY, SyllableClass.WEAK}:
                continue
            high, low = (i, i + 1) if kinds[0] == SyllableClass.PRIMARY else (i + 1, i)
            difference = strength(onsets[high], metre) - strength(onsets[low], metre)
            stronger, weaker, count = stronger + (difference > 0), weaker + (difference < 0), count + 1
        return stronger, weaker, count

    def one(line: Rows, span: int, dial: float | None) -> list[int]:
        metre = METRES[int(line[0, at["metre"]])]
        real = line[:, at["onset"]] - line[0, at["onset"]] + line[0, at["inside"]]
        if dial is None:
            return [int(step) for step in real]
        words = [
            LearnedSyllable(
                SyllableClass(int(r[at["kind"]])), bool(r[at["opens"]]), bool(r[at["closes"]]), bool(r[at["pause"]])
            )
            for r in line
        ]
        bars = max(1, round(span / bar_steps(metre)))
        return list(
            rhythm(model, [words], metre=metre, bars=bars, seed=1, dial=dial, style=STYLES[int(line[0, at["source"]])])[
                0
            ]
        )

    for name, dial in (("real songs", None), ("dial 0", 0.0), ("dial 0.5", 0.5), ("dial 1", 1.0), ("dial 2", 2.0)):
        total, lengths = np.zeros(3), []
        for line, span in lines:
            onsets = one(line, span, dial)
            total += weigh(onsets, line, METRES[int(line[0, at["metre"]])])
            lengths += [b - a for a, b in pairwise(onsets)]
        shares = f"{100 * total[0] / total[2]:.1f} / {100 * total[1] / total[2]:.1f} %"
        row(f"stress stronger / weaker, {len(lines)} held-out lines: {name}", "93 / 3", shares)
        row("  mean length to the next syllable, sixteenths", "", f"{np.mean(lengths):.2f}")


MELODY = {name: i for i, name in enumerate(COLUMNS)}
Tune = tuple[Rows, list[SungNote], tuple[int, int]]
"""Pitches, the notes that carry them, and the metre."""


def held_tunes(data: Path, count: int) -> list[Rows]:
    """The beginnings of held-out tunes of which nearly all notes have a chord."""
    tunes = pieces(data / "melody.npz", "test")
    held = [rows[:64] for rows in tunes if rows[0, MELODY["source"]] < 3 and len(rows) >= 24]
    return [rows for rows in held if (rows[:, MELODY["root"]] < 12).mean() > 0.9][:count]


def real_tune(rows: Rows) -> Tune:
    """A tune as it is."""
    at, names = MELODY, list(QUALITIES)
    notes = [
        SungNote(
            int(r[at["onset"]]), int(r[at["length"]]), int(r[at["root"]]) if r[at["root"]] < 12 else None,
            names[min(6, int(r[at["quality"]]))], int(r[at["kind"]]), bool(r[at["held"]]), bool(r[at["line_end"]]),
        )
        for r in rows
    ]  # fmt: skip
    return rows[:, at["pitch"]] + 60, notes, METRES[int(rows[0, at["metre"]])]


def new_tune(model: MelodyModel, rows: Rows, seed: int) -> Tune:
    """Another tune on the rhythm and chords of one."""
    _, notes, metre = real_tune(rows)
    style = MelodyStyle(int(rows[0, MELODY["source"]]))
    frame = TuneFrame(tonic=0, minor=bool(rows[0, MELODY["minor"]]), metre=metre, low=57, high=76, style=style)
    pitches = fill_pitches(model, notes, frame, seed=seed)
    return np.array(pitches), notes, metre


def runs(pitches: Rows) -> list[tuple[int, ...]]:
    """Every run of eight intervals."""
    if len(pitches) < 9:
        return []
    return [tuple(run) for run in np.lib.stride_tricks.sliding_window_view(np.diff(pitches), 8).tolist()]


def melodies(data: Path, count: int) -> None:
    """New tunes on the rhythms and chords of held-out ones, beside the real tunes."""
    model = load_melody_model()
    held = held_tunes(data, count)
    training = [rows[:, MELODY["pitch"]] for rows in pieces(data / "melody.npz", "train")]
    known = {run for pitches in training for run in runs(pitches)}
    made = [new_tune(model, rows, seed) for seed, rows in enumerate(held)]
    for name, tunes in (("held-out tunes", [real_tune(rows) for rows in held]), ("net", made)):
        melody_rows(name, tunes, known)
    row(
        "  longest verbatim run from training tunes, in intervals",
        "reported",
        str(longest_copy([np.diff(pitches) for pitches, _, _ in made], [np.diff(pitches) for pitches in training])),
    )


def melody_rows(name: str, tunes: Sequence[Tune], known: set[tuple[int, ...]]) -> None:
    """How a set of tunes moves, and how much of it is known."""
    steps = np.abs(np.concatenate([np.diff(pitches) for pitches, _, _ in tunes]))
    small, same, wide = (100 * np.mean(kind) for kind in ((steps > 0) & (steps < 3), steps == 0, steps > 5))
    what = f"melody, {len(tunes)} tunes: steps / repeats / leaps over a fourth: {name}"
    row(what, "", f"{small:.0f} / {same:.0f} / {wide:.0f} %")
    awkward = np.isin(steps, (6, 10, 11)) | (steps > 12)
    row("  tritones, sevenths and wider than an octave per 100", "", f"{100 * awkward.mean():.2f}")
    strong = [
        (int(pitch) - note.root) % 12 in QUALITIES[note.quality]
        for pitches, notes, metre in tunes
        for pitch, note in zip(pitches, notes, strict=True)
        if note.root is not None and strength(note.onset, metre) >= 2
    ]
    row("  notes on beats that belong to the chord", "", f"{100 * np.mean(strong):.0f} %")
    copied = [run in known for pitches, _, _ in tunes for run in runs(pitches)]
    row("  runs of eight intervals that occur in a training tune", "", f"{100 * np.mean(copied):.1f} %")


def longest_copy(made: list[Rows], training: list[Rows]) -> int:
    """The longest run of intervals that some new tune shares with some training tune."""
    text = {"".join(chr(200 + int(step)) for step in line) for line in training}
    joined = "\n".join(sorted(text))
    best = 0
    for line in made:
        own = "".join(chr(200 + int(step)) for step in line)
        for start in range(len(own)):
            while own[start : start + best + 1] in joined and start + best + 1 <= len(own):
                best += 1
    return best


def song_time() -> None:
    """A song of 32 bars and five tracks' worth: rhythm, chords, tune and three more voices."""
    prosody, harmony, melody, score = (
        load_prosody_model(),
        load_harmony_model(),
        load_melody_model(),
        load_score_model(),
    )
    kinds = [SyllableClass.FUNCTION, SyllableClass.PRIMARY, SyllableClass.WEAK, SyllableClass.CONTENT]
    lines = [[LearnedSyllable(kinds[i % 4]) for i in range(9)] for _ in range(16)]
    start = time.process_time()
    onsets = rhythm(prosody, lines, metre=(4, 4), bars=2, seed=0)
    chords = fill_chords(
        harmony, [HalfBar(i // 2, second=bool(i % 2)) for i in range(64)], tonic=0, minor=False, seed=0
    )
    places = sorted({step + 32 * i for i, line in enumerate(onsets) for step in line if step + 32 * i >= 0})
    notes = [
        SungNote(step, max(1, after - step), *chords[min(63, step // 8)])
        for step, after in zip(places, [*places[1:], 512], strict=True)
    ]
    tune = fill_pitches(melody, notes, TuneFrame(tonic=0, minor=False, metre=(4, 4), low=60, high=79), seed=0)
    done = time.process_time() - start
    soprano = np.full(512, tune[0])
    for note, pitch in zip(notes, tune, strict=True):
        soprano[note.onset :] = pitch
    harmonise(score, soprano, seed=0, passes=16)
    row("seconds for rhythm, chords and tune of 32 bars", "1", f"{done:.2f}")
    row("seconds with three more voices (16 passes)", "", f"{time.process_time() - start:.2f}")


def figures() -> None:
    """Likelihoods from the files beside the weights."""
    folder = files("songwright_resources") / "weights"
    size = 0
    for name in ("choir", "score", "melody", "harmony", "prosody", "latent"):
        try:
            found = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            continue
        row(f"{name}: parameters", "5,000,000" if name == "choir" else "", f"{found['parameters']:,}")
        for net, what in FIGURES:
            if net == name and what in found["figures"]:
                goals = {"test chronological nats/token (S B A T)": "0.33", "test pitches rebuilt": "0.95"}
                row(f"  {what}", goals.get(what, "") if name != "score" else "", f"{found['figures'][what]:.4f}")
    size = sum(len(file.read_bytes()) for file in folder.iterdir() if file.name.endswith(".onnx"))
    row("all weights, MB", "20", f"{size / 1e6:.1f}")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="what training.prepare wrote")
    parser.add_argument("--pieces", type=int, default=20)
    args = parser.parse_args()
    row("what", "goal", "found")
    print("-" * 104)
    figures()
    chorales(load_score_model(), args.data, args.pieces)
    stress(sung_lines(args.data, 3 * args.pieces))
    melodies(args.data, 3 * args.pieces)
    song_time()


if __name__ == "__main__":
    main()
