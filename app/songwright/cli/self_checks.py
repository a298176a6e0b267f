"""What `songwright --self-test` tries, a part each: what it finds in a few words, or an error.

Each goes the way that the program itself goes, through the child processes and with the files that ship: a part that
was left out when a package was made is found here and not by its user.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from songwright.core.errors import SongwrightError
from songwright.core.language import counted, said, sayable
from songwright.core.song import Piece, Song
from songwright.core.words import with_lyric_text

if TYPE_CHECKING:
    from songwright.audio.takeaway import ExportTarget
    from songwright.host.child.client import ChildClient

__all__ = ["CHECKS", "SelfTestError", "Workplace", "check_window"]

AnswerT = TypeVar("AnswerT")

_WORDS = "[Verse 1]\nThe lantern burns above the bay\nAnd guides the little boats away\n"  # as it is: words to try
_COVER_SIDE = 256  # pixels
_SECONDS = 120.0  # that a child may take for its answer, on the slowest machine


class SelfTestError(SongwrightError):
    """A part that does not work."""


@dataclass
class Workplace:
    """What one check leaves for the next."""

    folder: Path
    song: Song

    @classmethod
    def within(cls, folder: Path) -> Workplace:
        """A folder with a song of two lines."""
        return cls(folder, with_lyric_text(Song(title="Lantern"), _WORDS))


def _resources(place: Workplace) -> str:
    # Imported in each check, here and below: whether it can be loaded is checked, and one failure hides no other.
    from songwright.lyrics.forms import load_forms
    from songwright.lyrics.lexicon import load_lexicon
    from songwright.lyrics.syllables import syllabify

    lines = [line.text for line in place.song.sections[0].lines if line.text]
    syllables = [len(syllabify(line, load_lexicon())) for line in lines]
    if syllables != [8, 8]:
        raise SelfTestError(said("A line of eight syllables is read as {syllables}.", syllables=syllables))
    return said("{count} forms, 8 and 8 syllables", count=len(load_forms()))


def _languages(_: Workplace) -> str:
    from songwright.host.languages import LANGUAGE_NAMES, SYSTEM, translations

    codes = [code for code, _ in LANGUAGE_NAMES if code not in (SYSTEM, "en")]
    return ", ".join(said("{code}: {count:,} texts", code=code, count=len(translations(code))) for code in codes)


def _line(_: Workplace) -> str:
    from songwright.host.paths import find_paths
    from songwright.llm.brief import Brief, Length
    from songwright.llm.elsewhere import writer_command
    from songwright.llm.process import ModelProcess
    from songwright.llm.prompts import load_prompts
    from songwright.llm.verse_model import verse_model
    from songwright.llm.writing import Request, write

    model = verse_model()
    if model is None:
        raise SelfTestError(said("The built-in language model is missing."))
    brief = Brief("a lantern above the bay", Piece.POEM, "", Length.SHORT, form="8a 8a")  # as it is: words to try
    with ModelProcess(writer_command(model)) as process:
        written = write(Request(brief, model, seed=1), load_prompts(), process)
    first = next((row for row in written.take.text.splitlines() if row.strip()), "")
    if not first:
        raise SelfTestError(said("The model wrote nothing."))
    if not any(find_paths().merged_models.glob("poet-*.gguf")):
        raise SelfTestError(said("What the built-in model learned of verse could not be added to it."))
    return f"{model.name}: “{first}”"


def _music(place: Workplace) -> str:
    from songwright.lyrics.lexicon import load_lexicon
    from songwright.music.composers import compose
    from songwright.music.kit import Kit
    from songwright.music.request import ComposeRequest

    place.song = compose(place.song, ComposeRequest(seed=1), Kit(load_lexicon()))
    notes = sum(len(part.notes) for section in place.song.sections if section.music for part in section.music.parts)
    return counted("{count} note", "{count} notes", notes)


def _sound(place: Workplace) -> str:
    return _rendered(place, "wav")


def _sheet(place: Workplace) -> str:
    from songwright.audio.takeaway import kind_named, targets

    (path,) = _exported(place, targets(place.folder, "sheet", [kind_named("pdf")]))
    return said("{size:,} bytes of PDF", size=path.stat().st_size)


def _rendered(place: Workplace, kind: str) -> str:
    import soundfile

    from songwright.audio.takeaway import kind_named, targets

    (path,) = _exported(place, targets(place.folder, f"sound-{kind}", [kind_named(kind)]))
    frames, rate = soundfile.read(str(path))
    peak = float(abs(frames).max())
    if peak < 0.01:
        raise SelfTestError(said("The rendered song is silent."))
    return said("{seconds:.1f} s of sound, peak {peak:.2f}", seconds=len(frames) / rate, peak=peak)


def _exported(place: Workplace, files: tuple[ExportTarget, ...]) -> tuple[Path, ...]:
    from songwright.audio.takeaway import export_all
    from songwright.formats.exports import ExportTools
    from songwright.lyrics.lexicon import load_lexicon

    return export_all(place.song, files, ExportTools(load_lexicon))


def _voice(place: Workplace) -> str:
    from songwright.cli.singers import sung_by

    place.song = sung_by(place.song, None)
    return _rendered(place, "ogg")


def _player(_: Workplace) -> str:
    from songwright.audio.client import AudioClient
    from songwright.audio.process import audio_command
    from songwright.audio.protocol import DeviceOpened

    _answer(AudioClient(), audio_command("--device", "null"), DeviceOpened)
    return said("it answers")


def _listener(place: Workplace) -> str:
    from songwright.audio.hum.protocol import HumJob, Listened, ListenTo
    from songwright.audio.process import hum_command

    path = next(place.folder.glob("*.wav"), place.folder)
    heard = _answer(HumJob(ListenTo(path)), hum_command("--device", "null"), Listened)
    return counted("{count} note heard", "{count} notes heard", len(heard.hearing.notes))


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


def _cover(place: Workplace) -> str:
    from songwright.core.artwork import Recipe
    from songwright.formats.cover.cover_sheet import draw_cover
    from songwright.formats.cover.of_song import first_artwork
    from songwright.ui.cover.press import as_png, print_poster

    recipe = first_artwork(place.song, Recipe(seed=1)).recipe
    picture = as_png(print_poster(draw_cover(recipe, place.song.title), _COVER_SIDE, recipe.seed))
    (place.folder / "cover.png").write_bytes(picture)
    cast = ", ".join(actor.concept.replace("_", " ") for actor in recipe.cast)
    where = recipe.place.replace("_", " ")
    return said("{place}, {cast}; {size:,} bytes of PNG", place=where, cast=cast, size=len(picture))


def _painter(place: Workplace) -> str:
    import base64
    import json

    from songwright.painter.overpaint import is_installed, paint_over, painter_command
    from songwright.painter.protocol import PaintOver

    drawn, script = (place.folder / "cover.png").read_bytes(), place.folder / "painter.json"
    script.write_text(json.dumps([{"share": 1.0}]), "utf-8")
    request = PaintOver(Path("none.gguf"), "a lantern", base64.b64encode(drawn).decode("ascii"), _COVER_SIDE)
    if paint_over(request, lambda _share: None, painter_command("--scripted", str(script))) != drawn:
        raise SelfTestError(said("The painter gave back no picture; try again."))
    return said("it answers") if is_installed() else said("it answers; the extra “pictures” is not installed")


def _downloads(_: Workplace) -> str:
    import songwright.host.network.download  # noqa: F401 - whether it can be loaded here
    from songwright.host.certificates import trusted

    count = trusted().cert_store_stats()["x509_ca"]
    if not count:
        return said("ready; this system trusts no server yet (ca-certificates)")
    return said("ready, {count} certificates", count=count)


def check_window(picture: Path | None) -> str:
    """Open the window, without a display where there is none, and keep a picture of it."""
    from songwright.ui.app import display_available
    from songwright.ui.trial_start import open_and_close

    if not display_available():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    width, height = open_and_close(picture)
    return f"{width} x {height}" + (said(", picture in {path}", path=picture) if picture else "")


# What each tries, said in the user's language once it was tried.
CHECKS: dict[str, Callable[[Workplace], str]] = dict(
    sayable(
        (
            ("words and forms are there", _resources),
            ("other languages are there", _languages),
            ("the model's process writes a line", _line),
            ("words are set to music", _music),
            ("the score is engraved", _sheet),
            ("sound is rendered", _sound),
            ("a voice sings", _voice),
            ("the player starts", _player),
            ("a recording is listened to", _listener),
            ("a cover is drawn", _cover),
            ("the painter starts", _painter),
            ("models can be downloaded", _downloads),
        )
    )
)
