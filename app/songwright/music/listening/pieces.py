"""The pieces of a test: Bach's notes, the machine's over the same soprano, and how both are played alike.

Nothing but the notes may tell them apart. Scores differ in what they tie and repeat, and the machine knows neither;
so both are played by one rule: a lower voice strikes a pitch when it changes, and again on every beat on which the
soprano begins a note.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from importlib.resources import files
from itertools import pairwise
from typing import Final

from songwright import __version__
from songwright.core.song import Mix, Music, Note, Part, Section, SectionKind, Song, Track, TrackRole
from songwright.music.kit import Kit
from songwright.music.listening.excerpts import STEP_TICKS, VOICES, Excerpt, Line
from songwright.music.listening.trials import Trial, TrialPiece, TrialPlan, TuneAuthor
from songwright.music.request import Watch

__all__ = ["TEMPO", "as_song", "human", "machine_made", "machine_name", "make_trials", "seconds"]

TEMPO: Final = 84.0
_BEAT: Final = 4
_BAR: Final = 16
_CHURCH_ORGAN: Final = 19
_NETS: Final = ("choir_ahead", "choir_step", "choir_cell")
"""What chorale mode may stand on."""
_PANS: Final = (50, 74, 54, 78)


def human(excerpt: Excerpt) -> TrialPiece:
    """Bach's own setting."""
    return TrialPiece(TuneAuthor.BACH, excerpt.id, excerpt.bwv, excerpt.title, excerpt.upbeat, excerpt.voices)


def machine_made(excerpt: Excerpt, kit: Kit, seed: int, watch: Watch | None = None) -> TrialPiece:
    """The machine's setting of the same soprano, by chorale mode with its rules. Raises NetError, Cancelled."""
    # Imported when used: nets bring numpy and onnxruntime, which rules do without.
    from songwright.music.nets.chorale import chorale

    tune, watch = excerpt.tune(), watch or Watch()
    parts = chorale(kit, tune, seed=seed, octaves=0, cancelled=watch.cancelled)
    voices = (excerpt.voices[0], *(_line(part, tune) for part in parts[1:]))
    return TrialPiece(TuneAuthor.MACHINE, excerpt.id, excerpt.bwv, excerpt.title, excerpt.upbeat, voices, seed)


def make_trials(plans: Sequence[TrialPlan], kit: Kit, watch: Watch) -> tuple[Trial, ...]:
    """The pieces of all trials. Raises NetError when the net cannot run, Cancelled."""
    trials = []
    for done, plan in enumerate(plans):
        watch.report(done / len(plans))
        pieces = (
            human(plan.excerpt) if author is TuneAuthor.BACH else machine_made(plan.excerpt, kit, plan.seed, watch)
            for author in plan.authors
        )
        trials.append(Trial(tuple(pieces), plan.fresh))
    watch.report(1.0)
    return tuple(trials)


def machine_name() -> str:
    """The version of the composer: Songwright's, and the first digits of the SHA-256 of the nets of four voices."""
    digest = hashlib.sha256()
    for name in _NETS:
        net = files("songwright_resources") / "weights" / f"{name}.onnx"
        if net.is_file():
            digest.update(net.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:10]}"


def as_song(piece: TrialPiece) -> Song:
    """The piece as it is played, from tick 0: four equal voices of an organ."""
    frames = [_frames(line) for line in piece.voices]
    begins = {0, *_ends(piece.voices[0])}
    struck = {step for step in begins if (step - piece.upbeat) % _BEAT == 0}
    lines = (piece.voices[0], *(tuple(_articulated(voice, struck)) for voice in frames[1:]))
    tracks = tuple(
        Track(voice, voice.capitalize(), TrackRole.HARMONY, _CHURCH_ORGAN, Mix(pan=pan, reverb=70))
        for voice, pan in zip(VOICES, _PANS, strict=True)
    )
    parts = tuple(Part(voice, tuple(_notes(line))) for voice, line in zip(VOICES, lines, strict=True))
    music = Music(-(-len(frames[0]) // _BAR), (), parts)
    return Song(tempo=TEMPO, sections=(Section("s1", SectionKind.VERSE, "Chorale", (), music),), tracks=tracks)


def seconds(piece: TrialPiece) -> float:
    """How long it lasts."""
    return sum(length for _, length in piece.voices[0]) / _BEAT * 60 / TEMPO


def _line(part: Sequence[Note], tune: Sequence[Note]) -> Line:
    """A voice of chorale mode, which sounds as long as the tune does."""
    first, end = tune[0].start, tune[-1].end
    starts = [round((note.start - first) / STEP_TICKS) for note in part]
    ends = [*starts[1:], round((end - first) / STEP_TICKS)]
    return tuple((note.pitch, b - a) for note, a, b in zip(part, starts, ends, strict=True) if b > a)


def _frames(line: Line) -> list[int]:
    return [pitch for pitch, length in line for _ in range(length)]


def _ends(line: Line) -> Iterator[int]:
    at = 0
    for _, length in line:
        at += length
        yield at


def _articulated(frames: Sequence[int], struck: set[int]) -> Iterator[tuple[int, int]]:
    borders = [step for step in range(1, len(frames)) if frames[step] != frames[step - 1] or step in struck]
    for start, end in pairwise([0, *borders, len(frames)]):
        yield frames[start], end - start


def _notes(line: Sequence[tuple[int, int]]) -> Iterator[Note]:
    at = 0
    for pitch, length in line:
        yield Note(at * STEP_TICKS, length * STEP_TICKS, pitch)
        at += length
