"""Writes the excerpts of Bach's chorales for the listening test: `python -m training.excerpts --data MUSIC --out FILE`.

`--data` holds `jsb16.json.gz`, the usual split of the chorales. The notes come from the scores in the package music21:
a score is taken for a chorale of the split's test side when the two share most of their runs of eight chords. Only
the test side is used, because no net has learned from it, and no stretch of which eight successive chords stand in a
training or validation piece in any key. An excerpt is two or three phrases (each ends under a fermata) in common time,
8 to 12 seconds long; no two have a soprano in common. One seed gives one file.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

from music21 import VERSION_STR, converter, corpus, expressions, stream

from training.families import runs

__all__ = ["Chorale", "Excerpt", "chords", "excerpts_of", "held_out", "main", "written"]

CHORDS = 8
ALIKE = 0.5
"""Editions differ in passing notes, so that a quarter to a half of the runs of a piece may differ."""
SHORTEST, LONGEST = 45, 67  # sixteenths: 8 and 12 seconds at 84 quarters a minute
MOST_A_PIECE, MOST = 2, 60
SHARED = 0.2
BAR = 16
VOICES = ("soprano", "alto", "tenor", "bass")
NAMES = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")

Tone = tuple[int, int, int | None]
"""Start and length in sixteenths, MIDI pitch (None for a rest)."""
Frames = list[tuple[int | None, ...]]


@dataclass(frozen=True, slots=True)
class Chorale:
    """A score: four voices from the top, where phrases end, and the sixteenths before its first bar line."""

    bwv: str
    title: str
    voices: tuple[tuple[Tone, ...], ...]
    ends: tuple[int, ...]
    upbeat: int

    @property
    def frames(self) -> Frames:
        """The four pitches of each sixteenth."""
        size = max(start + length for voice in self.voices for start, length, _ in voice)
        rows: list[list[int | None]] = [[None] * len(self.voices) for _ in range(size)]
        for number, voice in enumerate(self.voices):
            for start, length, pitch in voice:
                for step in range(start, start + length):
                    rows[step][number] = pitch
        return [tuple(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of a chorale: sixteenths before its first bar line, lengths of its phrases, and its notes by voice."""

    chorale: Chorale
    upbeat: int
    phrases: tuple[int, ...]
    voices: tuple[tuple[tuple[int, int], ...], ...]

    @property
    def contours(self) -> frozenset[tuple[int, ...]]:
        """The intervals of each phrase of the soprano, repeated notes counted once."""
        ends = list(accumulate(self.phrases))
        lines: list[list[int]] = [[] for _ in ends]
        at = 0
        for pitch, length in self.voices[0]:
            line = lines[bisect_right(ends, at)]
            if not line or line[-1] != pitch:
                line.append(pitch)
            at += length
        return frozenset(tuple(b - a for a, b in pairwise(line)) for line in lines)


def chords(frames: Frames) -> set[tuple[int, ...]]:
    """The runs of CHORDS successive chords, in semitones above the first soprano note of the run."""
    changes = [frame for before, frame in pairwise([(), *frames]) if frame != before]
    found = set()
    for place in range(len(changes) - CHORDS + 1):
        run = [pitch for frame in changes[place : place + CHORDS] for pitch in frame]
        if None not in run:
            found.add(tuple(pitch - run[0] for pitch in run))
    return found


def held_out(chorales: list[Chorale], test: list[Frames], learned: set[tuple[int, ...]]) -> list[Chorale]:
    """The scores that are pieces of the test side: those that share most runs with one and next to none with others."""
    known = [chords(frames) for frames in test]
    found = []
    for chorale in chorales:
        own = chords(chorale.frames)
        share = max((len(own & piece) for piece in known), default=0) / max(1, len(own))
        if share >= ALIKE > len(own & learned) / max(1, len(own)):
            found.append(chorale)
    return found


def excerpts_of(chorale: Chorale, learned: set[tuple[int, ...]]) -> list[Excerpt]:
    """All stretches of two or three whole phrases that have the wanted length and that no net has seen."""
    frames = chorale.frames
    borders = [0, *chorale.ends]
    found = []
    for count in (2, 3):
        for first in range(len(borders) - count):
            start, end = borders[first], borders[first + count]
            rows = frames[start:end]
            # The last chord stands still: a voice that leads on to the next phrase would sound broken off.
            still = len(set(rows[-2:])) == 1
            if not SHORTEST <= end - start <= LONGEST or any(None in row for row in rows) or not still:
                continue
            if chords(rows) & learned:
                continue
            phrases = tuple(b - a for a, b in pairwise(borders[first : first + count + 1]))
            voices = tuple(_cut(voice, start, end) for voice in chorale.voices)
            found.append(Excerpt(chorale, (chorale.upbeat - start) % BAR, phrases, voices))
    return found


def _cut(voice: tuple[Tone, ...], start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The pitches and lengths of what a voice sings in a stretch without rests."""
    inside = [
        (max(a, start), min(a + length, end), pitch) for a, length, pitch in voice if a < end and a + length > start
    ]
    return tuple((pitch, b - a) for a, b, pitch in inside if pitch is not None)


def chosen(chorales: list[Chorale], learned: set[tuple[int, ...]], seed: int) -> list[Excerpt]:
    """Up to MOST excerpts with sopranos of their own, one of every chorale before a second one of any."""
    rng = random.Random(seed)
    pools = [excerpts_of(chorale, learned) for chorale in chorales]
    for pool in pools:
        rng.shuffle(pool)
    taken: list[Excerpt] = []
    for _ in range(MOST_A_PIECE):
        for pool in pools:
            own = next((one for one in pool if all(_unlike(one, other) for other in taken)), None)
            if own is not None and len(taken) < MOST:
                taken.append(own)
    return sorted(taken, key=lambda one: ([int(part) for part in one.chorale.bwv.split(".")], one.phrases))


def _unlike(one: Excerpt, other: Excerpt) -> bool:
    """Whether two sopranos are different tunes: no phrase in common, and next to no run of eight intervals."""
    a, b = runs([pitch for pitch, _ in one.voices[0]]), runs([pitch for pitch, _ in other.voices[0]])
    return not one.contours & other.contours and len(a & b) <= SHARED * min(len(a), len(b))


def read_scores() -> list[Chorale]:
    """The four-part chorales in music21 that are in common time, on the sixteenth grid, and have fermatas."""
    titles = {str(bwv): str(entry["title"]) for bwv, entry in corpus.chorales.ChoraleListRKBWV().byBWV.items()}
    titles |= {str(bwv): str(entry["title"]) for bwv, entry in corpus.chorales.ChoraleList().byBWV.items()}
    paths = sorted(path for path in corpus.getComposer("bach") if path.suffix == ".mxl" and path.stem[:3] == "bwv")
    found = (_read(path, titles) for path in paths)
    return [chorale for chorale in found if chorale is not None]


def _read(path: Path, titles: dict[str, str]) -> Chorale | None:
    score = converter.parse(path)
    metres = {metre.ratioString for part in score.parts for metre in part.recurse().getElementsByClass("TimeSignature")}
    if len(score.parts) != len(VOICES) or metres != {"4/4"}:
        return None
    voices = [_tones(part) for part in score.parts]
    ends = [
        round(4 * (note.offset + note.quarterLength))
        for note in score.parts[0].flatten().notes
        if any(isinstance(mark, expressions.Fermata) for mark in note.expressions)
    ]
    first = score.parts[0].getElementsByClass(stream.Measure).first()
    whole = [voice for voice in voices if voice is not None]
    if first is None or len(whole) < len(VOICES) or not ends:
        return None
    bwv = path.stem.removeprefix("bwv").split("-")[0]
    return Chorale(bwv, titles.get(bwv, ""), tuple(whole), tuple(ends), round(4 * first.duration.quarterLength) % BAR)


def _tones(part: stream.Part) -> tuple[Tone, ...] | None:
    """A voice; None when it leaves the grid or sings two notes at once. Tied notes are one."""
    tones: list[Tone] = []
    for note in part.flatten().notesAndRests:
        start, length = 4 * note.offset, 4 * note.quarterLength
        if start != int(start) or length != int(length) or note.isChord:
            return None
        pitch = None if note.isRest else note.pitch.midi
        tied = note.tie is not None and note.tie.type in ("stop", "continue")
        if tied and tones and tones[-1][2] == pitch:
            tones[-1] = (tones[-1][0], tones[-1][1] + int(length), pitch)
        elif length:
            tones.append((int(start), int(length), pitch))
    return tuple(tones)


def written(excerpts: list[Excerpt], source: dict[str, object]) -> str:
    """The file: TOML with a note as its name, a dot and its length in sixteenths."""
    rows = ["# Written by training/excerpts.py; README.md says what it is.", "[source]"]
    rows += [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in source.items()]
    numbers: Counter[str] = Counter()
    for one in excerpts:
        numbers[one.chorale.bwv] += 1
        rows += ["", "[[excerpt]]", f'id = "{one.chorale.bwv}/{numbers[one.chorale.bwv]}"']
        rows += [f'bwv = "{one.chorale.bwv}"', f"title = {json.dumps(one.chorale.title, ensure_ascii=False)}"]
        rows += [f"upbeat = {one.upbeat}", f"phrases = {list(one.phrases)}"]
        for name, voice in zip(VOICES, one.voices, strict=True):
            notes = " ".join(f"{NAMES[pitch % 12]}{pitch // 12 - 1}.{length}" for pitch, length in voice)
            rows.append(f'{name} = "{notes}"')
    return "\n".join(rows) + "\n"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1750)
    plan = parser.parse_args()
    packed = (plan.data / "jsb16.json.gz").read_bytes()
    sides: dict[str, list[Frames]] = {
        side: [
            [tuple(pitch if pitch is not None and pitch >= 0 else None for pitch in row) for row in rows]
            for rows in pieces
        ]
        for side, pieces in json.loads(gzip.decompress(packed)).items()
    }
    learned = {run for side in ("train", "valid") for frames in sides[side] for run in chords(frames)}
    scores = read_scores()
    unseen = held_out(scores, sides["test"], learned)
    excerpts = chosen(unseen, learned, plan.seed)
    source = {
        "notes": f"four-part chorales of J. S. Bach (1685-1750) in the package music21 {VERSION_STR}",
        "licence": "public domain: pitches, lengths and ends of phrases only",
        "split": "test side of jsb16.json.gz",
        "split_sha256": hashlib.sha256(packed).hexdigest(),
        "scores_read": len(scores),
        "of_the_test_side": len(unseen),
        "excerpts": len(excerpts),
        "seed": plan.seed,
    }
    plan.out.write_text(written(excerpts, source), encoding="utf-8")
    print(json.dumps(source, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
