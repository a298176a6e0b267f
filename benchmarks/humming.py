"""How well hummed phrases are heard: `python benchmarks/humming.py [--phrases 8]`.

Phrases with known notes are sung by a synthetic voice (`tests/audio/hum/singing.py`) in several manners. A note counts
as heard when one of the same semitone begins within 100 ms of it. The figures are precision, recall, F, and how many
seconds of singing a second of one core listens to. Then tunes of a composed song are hummed for its other lines, at its
tempo, at half and at double of it (each up to 15 % off): how often the speed is found.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from audio.hum.singing import RATE, Style, sing
from music.verses import LIGHTHOUSE
from songwright.audio.hum.hummed_melody import melody, place_of
from songwright.audio.hum.listen import HeardNote, listen
from songwright.core.song import TICKS_PER_QUARTER, Note, Song, TrackRole
from songwright.core.words import with_lyric_text
from songwright.lyrics.lexicon import load_lexicon
from songwright.music.rule_composer import ComposeRequest, RuleComposer

STYLES = {
    "ah, legato without repeated notes": Style(gap=0),
    "la, voice falls by 12 dB between notes": Style("a", dip=12),
    "la, by 6 dB": Style("a", dip=6),
    "oo": Style("u", dip=10),
    "hummed with closed lips": Style("m", dip=8),
    "without vibrato": Style("o", vibrato=0, dip=10),
    "vibrato of 90 cents": Style("a", vibrato=90, dip=10),
    "noisy room (-30 dB)": Style("a", noise=-30, dip=12),
    "slow glides (150 ms)": Style("o", glide=0.15, dip=10),
    "25 cents out of tune from note to note": Style("i", scatter=25, dip=10, detune=0.2),
}
WORDS = LIGHTHOUSE.partition("\n[Verse 2]")[0]
STYLES_OF_SONGS = ("folk", "pop", "ballad", "waltz", "rock")
DEGREES = (0, 2, 4, 5, 7, 9, 11)


def phrase(chance: random.Random, *, repeats: bool, count: int = 9) -> list[tuple[float, float, float]]:
    """A tune of steps and small leaps in a major key: (start, end, pitch)."""
    tonic, degree, now, notes = chance.choice((48, 52, 57, 60, 64)), chance.randrange(5), 0.4, []
    for index in range(count):
        if index and not (repeats and chance.random() < 0.2):
            degree = max(-2, min(9, degree + chance.choice((-3, -2, -1, -1, 1, 1, 2, 3))))
        length = chance.choice((0.25, 0.3, 0.5, 0.5, 0.6, 0.9))
        notes.append((now, now + length, float(tonic + 12 * (degree // 7) + DEGREES[degree % 7])))
        now += length + (chance.choice((0, 0, 0, 0.25)) if index % 4 == 3 else 0)
    return notes


def matched(sung: list[tuple[float, float, float]], heard: tuple[HeardNote, ...]) -> int:
    """How many notes were heard, each answered by another one."""
    left = list(heard)
    for start, _, pitch in sung:
        found = next((n for n in left if abs(n.start - start) <= 0.1 and abs(n.pitch - pitch) < 0.5), None)
        if found is not None:
            left.remove(found)
    return len(heard) - len(left)


def tunes(song: Song) -> dict[str, list[Note]]:
    """The notes of each sung line."""
    voice = next(track.id for track in song.tracks if track.role is TrackRole.VOCAL)
    notes = [note for section in song.sections if section.music for note in section.music.part(voice).notes]
    lines = [line.id for section in song.sections for line in section.sung_lines]
    return {line: own for line in lines if len(own := [note for note in notes if note.line == line]) > 3}


def hummed(tune: list[Note], song: Song, slower: float, chance: random.Random) -> list[HeardNote]:
    """A tune with unsteady onsets (20 ms), so many times slower than the song."""
    seconds = 60 / song.tempo / TICKS_PER_QUARTER * slower
    starts = [0.5 + (note.start - tune[0].start) * seconds + chance.gauss(0, 0.02) for note in tune]
    return [
        HeardNote(start, start + max(0.05, note.length * seconds * 0.95), float(note.pitch))
        for start, note in zip(starts, tune, strict=True)
    ]


def measure_pace(seeds: int) -> None:
    """How often half, the same and double tempo are told apart."""
    lexicon, chance = load_lexicon(), random.Random(1)
    found: dict[float, list[bool]] = {2.0: [], 1.0: [], 0.5: []}
    for style in STYLES_OF_SONGS:
        for seed in range(seeds):
            words = with_lyric_text(Song(), WORDS)
            song = RuleComposer(lexicon).compose(words, ComposeRequest(style=style, seed=seed))
            known = tunes(song)
            for line, own in known.items():
                tune = chance.choice(list(known.values()))
                for slower, right in found.items():
                    phrase = hummed(tune, song, slower * chance.uniform(0.87, 1.15), chance)
                    right.append(melody(song, place_of(song, line), phrase, len(own)).pace == slower)
    for slower, right in found.items():
        print(f"hummed {slower:g} times as long as the song's beat: found in {sum(right)} of {len(right)}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--phrases", type=int, default=8, help="phrases for each manner of singing")
    options = parser.parse_args()
    total = [0, 0, 0]
    print(f"{'manner':<44} {'P':>5} {'R':>5} {'F':>5}   real time")
    for number, (name, style) in enumerate(STYLES.items()):
        hits = sung_notes = heard_notes = 0
        spent = seconds = 0.0
        for index in range(options.phrases):
            sung = phrase(random.Random(100 * number + index), repeats=style.gap > 0)
            samples = sing(sung, style, index)
            before = time.process_time()
            heard = listen(samples, RATE).notes
            spent += time.process_time() - before
            seconds += len(samples) / RATE
            hits, sung_notes, heard_notes = (
                hits + matched(sung, heard),
                sung_notes + len(sung),
                heard_notes + len(heard),
            )
        total = [total[0] + hits, total[1] + sung_notes, total[2] + heard_notes]
        print(f"{name:<44} {figures(hits, sung_notes, heard_notes)}   {seconds / spent:.0f} x")
    print(f"{'all':<44} {figures(*total)}")
    measure_pace(options.phrases)


def figures(hits: int, sung: int, heard: int) -> str:
    """Precision, recall and F."""
    precision, recall = hits / max(1, heard), hits / sung
    return f"{precision:5.2f} {recall:5.2f} {2 * hits / (sung + heard):5.2f}"


if __name__ == "__main__":
    main()
