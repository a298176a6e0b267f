"""How fast are words sung, on how many notes? `python benchmarks/pace.py --sheets FOLDER [--seeds 4]`.

Syllables a second of a line count from its first onset to the end of its last note. Beside every style stand the lead
sheets of a folder, which were learned from.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path
from statistics import median

from music_set import fresh_kit, real_songs, row, sung, words_of
from songwright.core.song import TICKS_PER_QUARTER, Note, SectionKind, Song
from songwright.music.composers import compose
from songwright.music.request import ComposeRequest


def paces(song: Song, kind: SectionKind | None = None) -> tuple[list[float], list[int]]:
    """Of every line of a kind of section the syllables a second, and of every section the pitches it has."""
    rates, pitches = [], []
    for section in song.sections:
        notes = sung(song, section)
        if section.repeats is not None or not notes or (kind is not None and section.kind is not kind):
            continue
        pitches.append(len({note.pitch for note in notes}))
        lines: dict[str, list[Note]] = defaultdict(list)
        for note in notes:
            lines[note.line or ""].append(note)
        for own in lines.values():
            seconds = (max(n.end for n in own) - min(n.start for n in own)) / TICKS_PER_QUARTER * 60 / song.tempo
            rates.append(len({n.syllable for n in own}) / seconds)
    return rates, pitches


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sheets", type=Path, required=True, help="lead sheets with words, .mxl")
    parser.add_argument("--seeds", type=int, default=4, help="songs a style and composer")
    options = parser.parse_args()
    kit = fresh_kit()
    real = [rate for song in real_songs(options.sheets, kit) for rate in paces(song)[0]]
    row("syllables a second in the verses' lines", ["median", "pitches"])
    row("  real songs, all lines", [f"{median(real):.1f}", "-"])
    for style in kit.styles:
        cells = []
        for composer in ("rules", "learned"):
            rates: list[float] = []
            pitches: list[int] = []
            for seed in range(options.seeds):
                song = compose(words_of("lighthouse"), ComposeRequest(style.id, seed=seed, composer=composer), kit)
                more, counts = paces(song, SectionKind.VERSE)
                rates += more
                pitches += counts
            cells += [f"{median(rates):.1f}", f"{median(pitches):.0f}"]
        row(f"  {style.id} (rules, learned)", cells)


if __name__ == "__main__":
    main()
