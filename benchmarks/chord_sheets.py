"""Do the chords of a sheet stay on their syllables? `python benchmarks/chord_sheets.py [--sheets 60]`.

Sheets are made at random (another seed than any test's): four old verses, chords of a key at one to four syllables of
each line. Each is opened and set to music by both composers; a line counts as kept when the chords that the sheet gave
it begin with the syllables that they stood above, and no others begin there.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "app"), str(ROOT / "resources"), str(ROOT / "tests")]

from songwright.core.song import Key, Section, Song, TrackRole  # noqa: E402
from songwright.formats.imports import imported  # noqa: E402
from songwright.lyrics.lexicon import Lexicon, load_lexicon  # noqa: E402
from songwright.lyrics.syllables import syllabify  # noqa: E402
from songwright.music.chords import format_symbol, parse_roman  # noqa: E402
from songwright.music.composers import compose  # noqa: E402
from songwright.music.kit import Kit  # noqa: E402
from songwright.music.request import ComposeRequest  # noqa: E402

# Tennyson 1889, Rossetti 1862, Stevenson 1885, Blake 1789.
VERSES = (
    "Sunset and evening star\nAnd one clear call for me\nAnd may there be no moaning of the bar\nWhen I put out to sea",
    "Remember me when I am gone away\nGone far away into the silent land\nWhen you can no more hold me by the hand",
    "Dark brown is the river\nGolden is the sand\nIt flows along for ever\nWith trees on either hand",
    "Little lamb who made thee\nDost thou know who made thee\nGave thee life and bid thee feed",
)
NUMERALS = ("I", "IV", "V", "vi", "ii", "V7")
STYLES = ("folk", "pop", "ballad", "waltz", "rock", "lullaby")
SEED = 411_207

Placed = dict[tuple[int, int], tuple[int, str]]
"""For a line and a syllable, the root and quality of the chord that begins there."""


def sheet(rng: random.Random, lexicon: Lexicon) -> str:
    """A verse with chords of G major at some of its syllables."""
    rows = []
    for row in rng.choice(VERSES).split("\n"):
        syllables = syllabify(row, lexicon)
        chosen = sorted(rng.sample(range(len(syllables)), min(len(syllables), rng.randint(1, 4))), reverse=True)
        for place in chosen:
            symbol = format_symbol(parse_roman(rng.choice(NUMERALS), Key(7)), Key(7))
            at = syllables[place].start
            row = f"{row[:at]}[{symbol}]{row[at:]}"
        rows.append(row)
    return "{key: G}\n" + "\n".join(rows) + "\n"


def begun_with(song: Song, section: Section) -> Placed:
    """The chords that begin with a syllable, by what sounds."""
    music = song.music(section)
    vocal = next(track.id for track in song.tracks if track.role is TrackRole.VOCAL)
    if music is None:
        return {}
    numbers = {line.id: number for number, line in enumerate(section.sung_lines)}
    onsets: dict[int, tuple[int, int]] = {}
    seen: set[tuple[str | None, int | None]] = set()
    for note in music.part(vocal).notes:
        syllable = (note.line, note.syllable)
        if note.line in numbers and note.syllable is not None and syllable not in seen:
            seen.add(syllable)
            onsets[note.start] = (numbers[note.line], note.syllable)
    return {
        onsets[chord.start]: (chord.root, chord.quality)
        for chord in music.chords
        if chord.locked and chord.start in onsets
    }


def kept_lines(before: Placed, after: Placed, lines: int) -> int:
    """How many lines have just the chords after that they had before."""

    def of_line(placed: Placed, line: int) -> Placed:
        return {place: chord for place, chord in placed.items() if place[0] == line}

    return sum(of_line(before, line) == of_line(after, line) for line in range(lines))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheets", type=int, default=60)
    count = parser.parse_args().sheets
    lexicon = load_lexicon()
    kit = Kit(lexicon)
    print(f"{'composer':<10} {'lines':>6} {'chords on their syllables':>26}")
    for composer in ("rules", "learned"):
        rng = random.Random(SEED)
        lines = kept = 0
        for number in range(count):
            song = imported("sheet.cho", sheet(rng, lexicon).encode(), lambda: lexicon).song
            request = ComposeRequest(style=STYLES[number % len(STYLES)], seed=number, composer=composer, intro=0)
            set_song = compose(song, request, kit)
            section, again = song.sections[0], set_song.section(song.sections[0].id)
            lines += len(section.sung_lines)
            kept += kept_lines(begun_with(song, section), begun_with(set_song, again), len(section.sung_lines))
        print(f"{composer:<10} {lines:>6} {kept / lines:>25.1%}")


if __name__ == "__main__":
    main()
