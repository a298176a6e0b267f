"""What playing and rendering cost: `python benchmarks/playback.py [--seconds 60] [--busy 0] [--only rendering]`.

Start-up, memory and rendering speed are always measured. With `pulseaudio`, `pactl` and `parec` on the path, a private
sound server with a null sink is started, and what really comes out of it is recorded: how long after Play the first
sound is heard; whether anything is missing while the built-in model writes, the parent of the sound process holds its
own lock all the time and hands over an edited score every second, as a busy window does, and `--busy` more processes
spin; and how far the recording agrees with the offline rendering.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING

import numpy as np
import soundfile

from songwright.audio.instruments import Instruments, built_in_soundfont
from songwright.audio.protocol import DeviceOpened, Panic, Play, ScoreLoaded, StopPlaying
from songwright.audio.render import render, sound
from songwright.audio.renderings import whole
from songwright.audio.score import Score, score
from songwright.audio.synth import RATE, players
from songwright.core.song import Mix, Music, Note, Part, Piece, Section, Song, Track, TrackRole
from songwright.llm.brief import Brief, Length
from songwright.llm.events import Done, Failed, Stopped, Words
from songwright.llm.models import embedded_model
from songwright.llm.process import ModelProcess
from songwright.llm.prompts import load_prompts
from songwright.llm.sampling_settings import Sampling

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from audio.player_process import PlayerProcess

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

BARS = 76  # three minutes at 100 beats a minute
PROGRESSION = ((0, (60, 64, 67)), (9, (57, 60, 64)), (5, (53, 57, 60)), (7, (55, 59, 62)))
TRACKS = (
    Track("voice", "Voice", TrackRole.VOCAL, 53),
    Track("harmony", "Harmony", TrackRole.HARMONY, 52, Mix(90, 76)),
    Track("piano", "Piano", TrackRole.ACCOMPANIMENT, 0, Mix(100, 50)),
    Track("strings", "Strings", TrackRole.ACCOMPANIMENT, 48, Mix(90, 84, 70)),
    Track("bass", "Bass", TrackRole.BASS, 33, Mix(100, 64, 10)),
    Track("drums", "Drums", TrackRole.DRUMS, 0, Mix(100, 64, 20)),
)


def demo(bars: int = BARS) -> Song:
    """Six tracks in a plain style, the same each time."""
    chance = random.Random(1)
    parts: dict[str, list[Note]] = {track.id: [] for track in TRACKS}
    for bar in range(bars):
        at, (root, chord) = bar * 1920, PROGRESSION[bar % 4]
        for beat in range(4):
            pitch = chance.choice(chord) + 12
            parts["voice"].append(Note(at + beat * 480, 450, pitch, 90))
            parts["harmony"].append(Note(at + beat * 480, 450, pitch - 5, 70))
        for eighth in range(8):
            parts["piano"].append(Note(at + eighth * 240, 230, chord[eighth % 3], 75))
            parts["piano"].append(Note(at + eighth * 240, 230, chord[(eighth + 1) % 3], 65))
            parts["drums"].append(Note(at + eighth * 240, 100, 42, 60))
        parts["strings"] += [Note(at, 1900, pitch, 60) for pitch in chord]
        for beat in (0, 2):
            parts["bass"].append(Note(at + beat * 480, 900, 36 + root if root < 8 else 24 + root, 90))
            parts["drums"].append(Note(at + beat * 480, 100, 36, 100))
            parts["drums"].append(Note(at + (beat + 1) * 480, 100, 38, 95))
    music = Music(
        bars, (), tuple(Part(name, tuple(sorted(notes, key=lambda n: n.start))) for name, notes in parts.items())
    )
    return Song(title="Benchmark", tempo=100.0, sections=(Section("s1", music=music),), tracks=TRACKS)


def report(what: str, value: str) -> None:
    """Print one row."""
    print(f"{what:<64} {value}", flush=True)


def resident_mb(pid: int) -> float:
    """Memory that a process really holds (Linux)."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def measure_rendering(song: Song) -> None:
    """Loading of instruments and offline rendering, with both SoundFonts."""
    playable = score(song)
    notes = sum(len(track.notes) for track in playable.tracks)
    for font in built_in_soundfont()():
        started = time.perf_counter()
        instruments = Instruments(font, RATE)
        players(playable, instruments)
        report(f"{font.name}: six instruments loaded and levelled", f"{(time.perf_counter() - started) * 1e3:.0f} ms")
        before = time.process_time()
        frames = sum(len(block) for block in sound(playable, instruments))
        spent = time.process_time() - before
        speed = frames / RATE / spent
        report(f"{font.name}: rendered {frames / RATE:.0f} s, {notes} notes", f"{speed:.0f} x real time on one core")
    measure_file(song, playable, "flac", None)
    measure_file(song, playable, "flac", -14.0)
    measure_file(song, playable, "mp3", None)


def measure_file(song: Song, playable: Score, kind: str, loudness: float | None) -> None:
    """A whole file, instruments loaded and all, as an export makes it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"song.{kind}"
        before = time.process_time()
        render(playable, [whole(song, [path])], loudness=loudness)
        spent = time.process_time() - before
        seconds = soundfile.info(path).duration
    wish = "as mixed" if loudness is None else f"at {loudness:g} LUFS"
    report(f"{seconds:.0f} s of song to {kind.upper()}, {wish}", f"{seconds / spent:.0f} x real time on one core")


def measure_start(options: list[str]) -> None:
    """From starting the process to music."""
    playable = score(demo(8))
    times: dict[type, float] = {}
    started = time.monotonic()

    def note(event: object) -> None:
        times.setdefault(type(event), time.monotonic() - started)

    with PlayerProcess(options, note) as audio:
        audio.load(playable)
        audio.wait(lambda: ScoreLoaded in times)
        report("process started to device open", f"{times[DeviceOpened] * 1e3:.0f} ms")
        report("process started to six instruments ready", f"{times[ScoreLoaded] * 1e3:.0f} ms")
        audio.send(Play())
        audio.wait(lambda: audio.client.status.tick > 960)
        if Path("/proc").is_dir():
            report("resident memory while playing six tracks", f"{resident_mb(audio.pid):.0f} MB")
        report("share of a core while playing six tracks", f"{audio.client.status.load * 100:.0f} %")


def hurry_all(pid: int) -> None:
    """All threads of a process at real-time priority, where allowed: server and recorder are not what is measured.

    Given from outside and late, because PulseAudio takes it from its own main thread as it starts.
    """
    if shutil.which("chrt"):
        command = ["chrt", "--all-tasks", "--reset-on-fork", "--rr", "--pid", "20", str(pid)]
        subprocess.run(command, capture_output=True, check=False)


@contextlib.contextmanager
def hurried() -> Iterator[None]:
    """Let this process, as the one that measures, not be what is waited for either."""
    hurry_all(os.getpid())
    try:
        yield
    finally:
        if hasattr(os, "sched_setscheduler"):
            os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))


@contextlib.contextmanager
def null_sink() -> Iterator[dict[str, str]]:
    """A private PulseAudio server whose sink goes nowhere; the environment in which it is found."""
    with tempfile.TemporaryDirectory() as folder:
        socket = Path(folder) / "native"
        env = {**os.environ, "XDG_RUNTIME_DIR": folder, "PULSE_RUNTIME_PATH": folder, "PULSE_SERVER": f"unix:{socket}"}
        modules = [
            f"module-native-protocol-unix socket={socket} auth-anonymous=1",
            f"module-null-sink sink_name=nowhere rate={RATE} channels=2 format=float32le",
        ]
        command = [
            "pulseaudio",
            "-n",
            "--daemonize=no",
            "--exit-idle-time=-1",
            "--high-priority=yes",
            "--use-pid-file=no",
            "--log-target=stderr",
        ]
        server = subprocess.Popen(
            [*command, *(part for module in modules for part in ("-L", module))],
            env=env,
            stderr=subprocess.DEVNULL,
        )
        try:
            for _ in range(100):
                if subprocess.run(["pactl", "info"], env=env, capture_output=True, check=False).returncode == 0:
                    break
                time.sleep(0.05)
            hurry_all(server.pid)
            yield env
        finally:
            server.terminate()
            server.wait()


def parec(env: dict[str, str], into: IO[bytes] | int, latency: int) -> subprocess.Popen[bytes]:
    """Record what the sink plays, as raw floats, in fragments of so many milliseconds."""
    options = ["--device=nowhere.monitor", "--format=float32le", f"--rate={RATE}", "--channels=2"]
    command = ["parec", "--raw", *options, f"--latency-msec={latency}"]
    process = subprocess.Popen(command, env=env, stdout=into)
    hurry_all(process.pid)
    return process


@contextlib.contextmanager
def recording(env: dict[str, str]) -> Iterator[Path]:
    """Record into a file, past this process, which may be busy, and past the disk, which others may keep busy."""
    memory = Path("/dev/shm")  # noqa: S108 - where there is one
    with tempfile.NamedTemporaryFile(dir=memory if memory.is_dir() else None) as file:
        process = parec(env, file, 250)  # type: ignore[arg-type]
        try:
            yield Path(file.name)
        finally:
            process.terminate()
            process.wait()


class Recorder:
    """Records the null sink's monitor, with the time at which each piece came."""

    def __init__(self, env: dict[str, str]) -> None:
        self._process = parec(env, subprocess.PIPE, 5)
        self._pieces: list[tuple[float, bytes]] = []
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        while data := os.read(self._process.stdout.fileno(), 1 << 16):
            self._pieces.append((time.monotonic(), data))

    def stop(self) -> None:
        """End."""
        self._process.terminate()
        self._process.wait()
        self._thread.join()

    def first_sound_after(self, moment: float, timeout: float = 3.0) -> float:
        """Seconds from a moment to the arrival of the first sound."""
        seen = 0
        while time.monotonic() < moment + timeout:
            pieces = self._pieces[seen:]
            seen += len(pieces)
            for when, data in pieces:
                if (
                    when > moment
                    and np.abs(np.frombuffer(data[: len(data) // 4 * 4], np.float32)).max(initial=0.0) > 1e-3
                ):
                    return when - moment
            time.sleep(0.001)
        return float("nan")

    def quiet(self) -> None:
        """Wait until nothing has been heard for 0.2 s."""
        while any(
            np.abs(np.frombuffer(data, np.float32, len(data) // 4)).max(initial=0.0) > 1e-3
            for when, data in self._pieces[-200:]
            if when > time.monotonic() - 0.2
        ):
            time.sleep(0.02)


class _Player(PlayerProcess):
    """A sound process that remembers what it has loaded."""

    def __init__(self) -> None:
        self.loaded = False
        super().__init__([], self._note)

    def _note(self, event: object) -> None:
        self.loaded = self.loaded or isinstance(event, ScoreLoaded)

    def load(self, playable: Score) -> None:
        """Load a score, and return when it can be played."""
        super().load(playable)
        self.wait(lambda: self.loaded and self.client.device is not None)
        time.sleep(3.0)  # a null sink has worked ahead, and asks a new stream for nothing until that has passed


def measure_latency(env: dict[str, str], rounds: int = 12) -> None:
    """From the Play command to the first sound in the recording, the recorder's own 5 ms included."""
    song = demo(4)
    with environment(env), _Player() as audio:
        recorder = Recorder(env)
        audio.load(score(song))
        found = []
        with hurried():
            for _ in range(rounds):
                recorder.quiet()
                pressed = time.monotonic()
                audio.send(Play(0))
                found.append(recorder.first_sound_after(pressed))
                audio.send(Panic())
                time.sleep(0.3)
        recorder.stop()
        report(
            f"Play to sound, {rounds} times: median, most",
            f"{np.median(found) * 1e3:.0f} ms, {max(found) * 1e3:.0f} ms",
        )


@contextlib.contextmanager
def writing() -> Iterator[list[str]]:
    """Have the built-in model, if there is one, write story after story; the pieces of text that have come so far."""
    model, over = embedded_model(), threading.Event()
    written: list[str] = []
    if model is None:
        yield written
        return
    plan = load_prompts().plan(Brief("a lighthouse keeper's last night", Piece.STORY, length=Length.LONG))
    with ModelProcess() as process:
        process.load(model.path)

        def write_on() -> None:
            seed = 0
            process.write(plan, Sampling(), seed)
            while not over.is_set():
                events = process.wait(0.5)
                written.extend(event.text for event in events if isinstance(event, Words))
                if any(isinstance(event, (Done, Stopped, Failed)) for event in events):
                    seed += 1
                    process.write(plan, Sampling(), seed)

        thread = threading.Thread(target=write_on)
        thread.start()
        try:
            yield written
        finally:
            over.set()
            thread.join()


def play_busily(audio: PlayerProcess, playable: Score, seconds: float) -> int:
    """Play from the start while this process never rests and edits the song; how many drop-outs were counted."""
    before = audio.client.status.xruns
    audio.send(Play(0))
    end = time.monotonic() + seconds
    edited = 0.0
    while time.monotonic() < end:
        sum(range(200_000))  # holds this process's own lock nearly all the time
        if time.monotonic() - edited > 1.0:
            edited = time.monotonic()
            audio.load(playable)
    return audio.client.status.xruns - before


def measure_dropouts(env: dict[str, str], seconds: float, busy: int) -> None:
    """Play for a while on a busy machine, and compare what was recorded."""
    playable = score(demo(int(seconds / 2.4) + 1))
    expected = np.concatenate(list(sound(playable, Instruments(built_in_soundfont(), RATE))))
    spinning = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(busy)]
    with contextlib.ExitStack() as stack:
        for process in spinning:
            stack.callback(process.wait)
            stack.callback(process.kill)
        text = stack.enter_context(writing())
        stack.enter_context(environment(env))
        audio = stack.enter_context(_Player())
        recorded = stack.enter_context(recording(env))
        audio.load(playable)
        xruns = play_busily(audio, playable, seconds)
        audio.send(StopPlaying())
        time.sleep(0.5)
        raw = recorded.read_bytes()
    heard = np.frombuffer(raw[: len(raw) // 8 * 8], np.float32).reshape(-1, 2)
    report(f"drop-outs counted in {seconds:.0f} s of a busy window and {busy} more processes", str(xruns))
    report("words written by the model meanwhile", str(len("".join(text).split())))
    compare(heard, expected, seconds)


def compare(recording: NDArray[np.float32], expected: NDArray[np.float32], seconds: float) -> None:
    """Follow the rendering through the recording in steps of half a second; each jump is a gap that was heard."""
    step, reach = RATE // 2, RATE // 10
    first = int(np.flatnonzero(np.abs(expected).max(axis=1) > 1e-3)[0])
    at = int(np.flatnonzero(np.abs(recording).max(axis=1) > 1e-3)[0])
    jumps, missing, kept = list[float](), 0, list[float]()
    for begin in range(first, min(len(expected), int((seconds - 1) * RATE)) - step, step):
        wanted = expected[begin : begin + step]
        around = recording[max(0, at - reach) : at + reach + step]
        size = 1 << (len(around) + step).bit_length()
        spectrum = np.fft.rfft(around[:, 0], size) * np.conj(np.fft.rfft(wanted[:, 0], size))
        found = max(0, at - reach) + int(np.fft.irfft(spectrum, size)[: 2 * reach].argmax())
        if begin > first and found != at:
            jumps.append(begin / RATE)
            missing += abs(found - at)
        heard = recording[found : found + step]
        kept.append(float(np.corrcoef(heard.ravel(), wanted[: len(heard)].ravel())[0, 1]))
        at = found + step
    when = " ".join(f"{second:.1f}" for second in jumps[:8])
    report(f"gaps in {len(kept) / 2:.0f} s of recording, frames lost or repeated", f"{len(jumps)}, {missing}")
    if jumps:
        report("... at these seconds", when)
    report(
        "correlation with the rendering: median and least of half seconds", f"{np.median(kept):.4f}, {min(kept):.4f}"
    )


@contextlib.contextmanager
def environment(env: dict[str, str]) -> Iterator[None]:
    """Start processes in another environment."""
    before = dict(os.environ)
    os.environ.update(env)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def main() -> None:
    """Measure everything that can be measured here."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60.0, help="how long to look for drop-outs")
    parser.add_argument("--busy", type=int, default=0, help="processes that spin meanwhile")
    parser.add_argument("--only", choices=["rendering", "device"], help="leave the other half out")
    options = parser.parse_args()
    report("load of this machine before", " ".join(f"{part:.1f}" for part in os.getloadavg()))
    if options.only != "device":
        measure_start(["--device", "null"])
        measure_rendering(demo())
    if options.only == "rendering":
        return
    if not all(shutil.which(tool) for tool in ("pulseaudio", "pactl", "parec")):
        print("No pulseaudio, pactl and parec here: sound on a device was not measured.")
        return
    with null_sink() as env:
        measure_latency(env)
        measure_dropouts(env, options.seconds, options.busy)


if __name__ == "__main__":
    main()
