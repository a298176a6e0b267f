"""`songwright --self-test`: does all that an installation needs work here? A line a part, in half a minute."""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from songwright.cli.terminal import Terminal
from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.song import Piece, Song
from songwright.core.words import with_lyric_text

if TYPE_CHECKING:
    from songwright.audio.takeaway import ExportTarget
    from songwright.host.child.client import ChildClient

__all__ = ["CHECKS", "add_options", "run"]

AnswerT = TypeVar("AnswerT")

_WORDS = "[Verse 1]\nThe lantern burns above the bay\nAnd guides the little boats away\n"
_SECONDS = 120.0  # that a child may take for its answer, on the slowest machine


class SelfTestError(SongwrightError):
    """A part that does not work."""


@dataclass
class _Workplace:
    """What one check leaves for the next."""

    folder: Path
    song: Song


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add whether the window is tried too."""
    parser.add_argument("--window", action="store_true", help="open the window too, and keep a picture of it")
    parser.add_argument("--picture", type=Path, metavar="FILE", help="where the picture of the window goes (PNG)")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Try each part; 1 when one does not work. The others are tried all the same."""
    failed = 0
    with tempfile.TemporaryDirectory(prefix="songwright-self-test-") as folder:
        place = _Workplace(Path(folder), with_lyric_text(Song(title="Lantern"), _WORDS))
        checks = dict(CHECKS)
        if arguments.window or arguments.picture:
            checks["the window opens"] = lambda place: _window(place, arguments.picture)
        for name, check in checks.items():
            started = time.monotonic()
            try:
                found = check(place)
            except Exception as error:  # noqa: BLE001 - whatever is broken is what is to be told
                failed += 1
                told = error.message if isinstance(error, SongwrightError) else f"{type(error).__name__}: {error}"
                terminal.result(f"FAILED  {name}: {told}")
            else:
                terminal.result(f"ok      {name}: {found} ({time.monotonic() - started:.1f} s)")
    terminal.result(f"{len(checks) - failed} of {len(checks)} parts work" + ("" if failed else "; all is well"))
    return 1 if failed else 0


def _resources(place: _Workplace) -> str:
    from songwright.lyrics.forms import load_forms
    from songwright.lyrics.lexicon import load_lexicon
    from songwright.lyrics.syllables import syllabify

    lines = [line.text for line in place.song.sections[0].lines if line.text]
    syllables = [len(syllabify(line, load_lexicon())) for line in lines]
    if syllables != [8, 8]:
        raise SelfTestError(said("A line of eight syllables is read as {syllables}.", syllables=syllables))
    return f"{len(load_forms())} forms, 8 and 8 syllables"


def _line(_: _Workplace) -> str:
    from songwright.llm.brief import Brief, Length
    from songwright.llm.models import embedded_model
    from songwright.llm.process import ModelProcess
    from songwright.llm.prompts import load_prompts
    from songwright.llm.writing import Request, write

    model = embedded_model()
    if model is None:
        raise SelfTestError(said("The built-in language model is missing."))
    brief = Brief("a lantern above the bay", Piece.POEM, "", Length.SHORT, form="8a 8a")
    with ModelProcess() as process:
        written = write(Request(brief, model, seed=1), load_prompts(), process)
    first = next((row for row in written.take.text.splitlines() if row.strip()), "")
    if not first:
        raise SelfTestError(said("The model wrote nothing."))
    return f"“{first}”"


def _music(place: _Workplace) -> str:
    from songwright.lyrics.lexicon import load_lexicon
    from songwright.music.composers import compose
    from songwright.music.kit import Kit
    from songwright.music.request import ComposeRequest

    place.song = compose(place.song, ComposeRequest(seed=1), Kit(load_lexicon()))
    notes = sum(len(part.notes) for section in place.song.sections if section.music for part in section.music.parts)
    return f"{notes} notes"


def _sound(place: _Workplace) -> str:
    return _rendered(place, "wav")


def _sheet(place: _Workplace) -> str:
    from songwright.audio.takeaway import kind_named, targets

    (path,) = _exported(place, targets(place.folder, "sheet", [kind_named("pdf")]))
    return f"{path.stat().st_size:,} bytes of PDF"


def _rendered(place: _Workplace, kind: str) -> str:
    import soundfile

    from songwright.audio.takeaway import kind_named, targets

    (path,) = _exported(place, targets(place.folder, f"sound-{kind}", [kind_named(kind)]))
    frames, rate = soundfile.read(str(path))
    peak = float(abs(frames).max())
    if peak < 0.01:
        raise SelfTestError(said("The rendered song is silent."))
    return f"{len(frames) / rate:.1f} s of sound, peak {peak:.2f}"


def _exported(place: _Workplace, files: tuple[ExportTarget, ...]) -> tuple[Path, ...]:
    from songwright.audio.takeaway import export_all
    from songwright.formats.exports import ExportTools
    from songwright.lyrics.lexicon import load_lexicon

    return export_all(place.song, files, ExportTools(load_lexicon))


def _voice(place: _Workplace) -> str:
    from songwright.cli.singers import sung_by

    place.song = sung_by(place.song, None)
    return _rendered(place, "ogg")


def _player(_: _Workplace) -> str:
    from songwright.audio.client import AudioClient
    from songwright.audio.process import audio_command
    from songwright.audio.protocol import DeviceOpened

    _answer(AudioClient(), audio_command("--device", "null"), DeviceOpened)
    return "it answers"


def _listener(place: _Workplace) -> str:
    from songwright.audio.hum.protocol import HumJob, Listened, ListenTo
    from songwright.audio.process import hum_command

    path = next(place.folder.glob("*.wav"), place.folder)
    heard = _answer(HumJob(ListenTo(path)), hum_command("--device", "null"), Listened)
    return f"{len(heard.hearing.notes)} notes heard"


def _answer(client: ChildClient[Any], command: list[str], kind: type[AnswerT]) -> AnswerT:
    """The first event of a kind from a child that is started for it. Raises SelfTestError."""
    from songwright.host.child.process import ChildProcess

    until = time.monotonic() + _SECONDS
    with ChildProcess(client, command) as process:
        process.start()
        while time.monotonic() < until:
            for event in process.wait(1.0):
                if isinstance(event, kind):
                    return event
                if type(event).__name__.endswith("Failed"):
                    raise SelfTestError(getattr(event, "message", str(event)))
    raise SelfTestError(said("The process does not answer."))


def _window(_: _Workplace, picture: Path | None) -> str:
    from songwright.ui.app import display_available
    from songwright.ui.trial_start import open_and_close

    if not display_available():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    width, height = open_and_close(picture)
    return f"{width} x {height}" + (f", picture in {picture}" if picture else "")


CHECKS: dict[str, Callable[[_Workplace], str]] = {
    "words and forms are there": _resources,
    "the model's process writes a line": _line,
    "words are set to music": _music,
    "the score is engraved": _sheet,
    "sound is rendered": _sound,
    "a voice sings": _voice,
    "the player starts": _player,
    "a recording is listened to": _listener,
}
