"""The singer, from tokens on notes to samples."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest
from numpy.typing import NDArray

from songwright.audio.voice.acoustics import RATE, Acoustics, SingerError, load_acoustics
from songwright.audio.voice.naming import digest
from songwright.audio.voice.utterance import TokenSyllable, Tone, Utterance
from songwright.audio.voice.vocalist import Vocalist
from songwright.audio.voice.voice_types import VOICE_TYPES, voice_type
from songwright.host.child.message_codec import from_plain, to_plain

MEZZO = voice_type("mezzo")
HUSH = Utterance(  # "see the moon"
    (
        TokenSyllable(("s", "ˈ"), ("i",), (Tone(0.0, 0.5, 62, 80),)),
        TokenSyllable((" ", "ð"), ("ə",), (Tone(0.5, 0.75, 64, 80),)),
        TokenSyllable((" ", "m", "ˈ"), ("u",), (Tone(0.75, 1.5, 69, 90), Tone(1.5, 2.2, 65, 80))),
    ),
    ("n", "."),
)


@pytest.fixture(scope="module")
def vocalist() -> Vocalist:
    return Vocalist()


def _pitch(samples: NDArray[np.float32], start: float, end: float) -> float:
    """The MIDI pitch by autocorrelation, in the middle of a stretch (s)."""
    piece = samples[int(start * RATE) : int(end * RATE)].astype(np.float64)
    spectrum = np.abs(np.fft.rfft(piece * np.hanning(len(piece)), 2 * len(piece))) ** 2
    likeness = np.fft.irfft(spectrum)
    likeness[: RATE // 1200] = 0
    high = likeness[: RATE // 60] > 0.9 * likeness[: RATE // 60].max()
    first = int(np.argmax(high))  # the first of the peaks that are about as high: the others are its multiples
    lag = first + int(np.argmax(likeness[first : first + RATE // 1000]))
    left, top, right = likeness[lag - 1 : lag + 2]
    return float(69 + 12 * np.log2(RATE / (lag + 0.5 * (left - right) / (left - 2 * top + right)) / 440))


def test_every_file_of_the_network_is_what_its_manifest_says() -> None:
    folder = files("songwright_resources") / "voice"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert {"durations.onnx", "pitch.onnx", "frames.onnx", "alphabet.json", "LICENSE.txt", "NOTICE.txt"} == set(
        manifest["files"]
    )
    for name, wanted in manifest["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == wanted, name


@pytest.mark.parametrize("voice", VOICE_TYPES, ids=lambda voice: voice.id)
def test_each_singer_sings_the_notes(vocalist: Vocalist, voice: object) -> None:
    sung = vocalist.sing(HUSH, voice)  # type: ignore[arg-type]
    for one in HUSH.syllables:
        for tone in one.tones:
            length = tone.end - tone.start
            start, end = tone.start - sung.origin + 0.35 * length, tone.start - sung.origin + 0.8 * length
            assert _pitch(sung.samples, start, end) == pytest.approx(tone.pitch, abs=0.3)


def test_vowels_begin_on_their_notes_and_last(vocalist: Vocalist) -> None:
    sung = vocalist.sing(HUSH, MEZZO)
    begins = [begin + sung.origin for begin, _ in sung.timing.vowels]
    assert begins == pytest.approx([0.0, 0.5, 0.75], abs=1e-6)
    assert all(end > begin for begin, end in sung.timing.vowels)
    last = sung.timing.vowels[-1][1] + sung.origin
    assert 2.0 < last <= 2.2


def test_the_same_seed_gives_the_same_samples_and_another_seed_others(vocalist: Vocalist) -> None:
    first, again, other = (vocalist.sing(HUSH, MEZZO, seed=seed).samples for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_silence_before_and_after(vocalist: Vocalist) -> None:
    samples = vocalist.sing(HUSH, MEZZO).samples
    loud = np.abs(samples).max()
    assert np.abs(samples[:24]).max() < 0.02 * loud
    assert np.abs(samples[-24:]).max() < 0.02 * loud
    assert np.isfinite(samples).all()


def test_singers_differ_in_timbre(vocalist: Vocalist) -> None:
    def centroid(name: str) -> float:
        spectrum = np.abs(np.fft.rfft(vocalist.sing(HUSH, voice_type(name)).samples)) ** 2
        return float((spectrum * np.arange(len(spectrum))).sum() / spectrum.sum())

    assert centroid("light") > centroid("mezzo") > centroid("bass")


def test_a_note_of_ten_milliseconds_and_one_of_eight_seconds(vocalist: Vocalist) -> None:
    one = HUSH.syllables[0]
    for length in (0.01, 8.0):
        held = Utterance((replace(one, tones=(Tone(0.0, length, 60, 80),)),), (".",))
        samples = vocalist.sing(held, MEZZO).samples
        assert np.isfinite(samples).all()
        assert len(samples) / RATE < length + 1.0


def test_the_name_of_a_sound_depends_on_all_that_it_is_made_of() -> None:
    other = replace(HUSH, after=("m", "."))
    names = {
        digest(HUSH, MEZZO, 1), digest(HUSH, MEZZO, 2), digest(HUSH, voice_type("bass"), 1), digest(other, MEZZO, 1),
    }  # fmt: skip
    assert len(names) == 4
    assert digest(from_plain(json.loads(json.dumps(to_plain(HUSH))), Utterance), MEZZO, 1) == digest(HUSH, MEZZO, 1)


def test_a_damaged_network_is_said_in_a_sentence() -> None:
    with pytest.raises(SingerError, match="cannot be started"):
        Acoustics({"durations": b"nothing"}, {})
    assert load_acoustics().numbers(["s", "i"]).shape == (1, 4)
