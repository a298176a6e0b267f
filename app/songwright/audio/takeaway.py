"""Taking a song away as files of every kind: the documents of `songwright.formats.exports`, and sound.

The window calls `export_all` on a thread, the command line directly: it tells a callback and asks a callback. Nothing
here loads the synthesiser; sound is rendered by a process of its own.
"""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from songwright.audio.audiofile import FORMATS, AudioFormat, remove_temporaries
from songwright.audio.export import ExportFailed, ExportJob, Rendered
from songwright.audio.process import export_command
from songwright.audio.renderings import Rendering, SoundOptions, stems, whole
from songwright.audio.score import score
from songwright.audio.voice.casting import cast
from songwright.audio.voice.cue import cues
from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.song import Song
from songwright.core.timeline import timeline
from songwright.formats.engraving.score_exports import SCORES
from songwright.formats.errors import ExportError
from songwright.formats.exports import EXPORTS, ExportFormat, ExportTools
from songwright.host.atomic import write_file
from songwright.host.child.process import ChildProcess
from songwright.host.errors import write_error
from songwright.host.logs import note

__all__ = [
    "KINDS",
    "STEMS",
    "ExportTarget",
    "Kind",
    "StemsFormat",
    "export_all",
    "kind_named",
    "left_behind",
    "targets",
]


@dataclass(frozen=True, slots=True)
class StemsFormat:
    """One sound file a track, in a folder of their own; `sound` is the ending of each."""

    id: str
    name: str
    sound: str
    suffix: str = " stems"
    needs_music: bool = True


STEMS = (StemsFormat("stems", "Stems: one WAV a track", ".wav"), StemsFormat("stems-flac", "Stems in FLAC", ".flac"))

Kind = ExportFormat | AudioFormat | StemsFormat

KINDS: tuple[Kind, ...] = (*EXPORTS, *SCORES, *FORMATS, *STEMS)
"""Every kind of file on offer."""

log = logging.getLogger(__name__)

_LOOK_SECONDS = 0.05
_END_SECONDS = 2.0
_SHOWN_LETTERS = 5
_SOUND_WEIGHT = 20  # of a rendering, in the progress over everything; a document counts 1


@dataclass(frozen=True, slots=True)
class ExportTarget:
    """One file to write; for stems the folder that they go to."""

    path: Path
    kind: Kind


def kind_named(name: str) -> Kind:
    """The kind with an id or a suffix ("midi", "mid", ".mid"); ExportError when there is none."""
    wanted = name.strip().lower().removeprefix(".")
    for found in (
        *(kind for kind in KINDS if kind.id == wanted),
        *(kind for kind in KINDS if kind.suffix[1:] == wanted),
    ):
        return found
    ids = ", ".join(kind.id for kind in KINDS)
    raise ExportError(
        said("“{name}” is not a kind of file that Songwright writes. Choose from: {ids}.", name=name, ids=ids)
    )


def left_behind(kinds: Iterable[Kind], song: Song) -> tuple[str, ...]:
    """In sentences, what of a song files of these kinds cannot carry: to be said before they are written.

    All that a kind lacks is about music: of words alone nothing is left out.
    """
    musical = any(section.music is not None for section in song.sections)
    lacking: dict[str, list[str]] = {}
    unshown: dict[str, list[str]] = {}
    for kind in kinds:
        if isinstance(kind, ExportFormat):
            if kind.lacks and musical:
                lacking.setdefault(kind.lacks, []).append(kind.name)
            if letters := kind.unshown(song):
                unshown.setdefault(letters, []).append(kind.name)
    return (
        *(
            said(
                "With boxes for {letters} (SVG, PNG and Print show them): {kinds}.",
                letters=_some(letters),
                kinds=", ".join(names),
            )
            for letters, names in unshown.items()
        ),
        *(
            said("Left out of “{kinds}”: {lacks}.", lacks=said(lacks), kinds=", ".join(names))
            for lacks, names in lacking.items()
        ),
    )


def _some(letters: str) -> str:
    """The first of some letters, with a word for the others."""
    shown = " ".join(letters[:_SHOWN_LETTERS])
    return shown if len(letters) <= _SHOWN_LETTERS else f"{shown} and {len(letters) - _SHOWN_LETTERS} more"


def targets(folder: Path, name: str, chosen: Iterable[Kind]) -> tuple[ExportTarget, ...]:
    """The files of the chosen kinds, sound last. Of two kinds with one ending the second is named by what it is."""
    wanted = set(chosen)
    taken: set[str] = set()
    found = []
    for kind in (kind for kind in KINDS if kind in wanted):
        what = f" ({kind.name.partition(' (')[0]})" if kind.suffix in taken else ""
        taken.add(kind.suffix)
        found.append(ExportTarget(folder / f"{name}{what}{kind.suffix}", kind))
    return tuple(found)


def export_all(
    song: Song, files: tuple[ExportTarget, ...], tools: ExportTools, *, options: SoundOptions | None = None
) -> tuple[Path, ...]:
    """Write every file, sound last, and tell the progress over all of them (0-1).

    Raises SongwrightError at the first that cannot be written, or when cancelled; files already written stay.
    """
    started = time.monotonic()
    documents = [target for target in files if isinstance(target.kind, ExportFormat)]
    options = options or SoundOptions()
    sounds = any(not isinstance(target.kind, ExportFormat) for target in files)
    with cover_for_tags(song, tools if sounds else None, options) as tagged:
        return _export(song, files, documents, tools, tagged, started)


@contextmanager
def cover_for_tags(song: Song, tools: ExportTools | None, options: SoundOptions) -> Iterator[SoundOptions]:
    """The options with the song's cover as a file for the tags, unless they name one; it is gone afterwards."""
    if tools is None or tools.cover is None or song.artwork is None or options.tags.cover:
        yield options
        return
    with tempfile.TemporaryDirectory(prefix="songwright-cover-") as folder:
        path = Path(folder) / "cover.jpg"
        write_file(path, tools.cover(song, options.tags.artist))
        yield replace(options, tags=replace(options.tags, cover=str(path)))


def _export(
    song: Song,
    files: tuple[ExportTarget, ...],
    documents: list[ExportTarget],
    tools: ExportTools,
    options: SoundOptions,
    started: float,
) -> tuple[Path, ...]:
    renderings = _renderings(song, files, options)
    total = len(documents) + _SOUND_WEIGHT * len(renderings)
    written: list[Path] = []
    for index, target in enumerate(documents):
        _go_on(tools)
        part = replace(tools, progress=_part(tools.progress, index / total, 1 / total))
        _make_folder(target.path)
        write_file(target.path, _document(target).write(song, part))
        written.append(target.path)
    if renderings:
        _go_on(tools)
        share = len(documents) / total
        part = replace(tools, progress=_part(tools.progress, share, 1 - share))
        written += _render(song, renderings, part, options)
    tools.progress(1.0)
    kinds = ",".join(target.kind.id for target in files)
    note(log, "export.done", kinds=kinds, files=len(written), seconds=time.monotonic() - started)
    return tuple(written)


def _go_on(tools: ExportTools) -> None:
    if tools.cancelled():
        raise SongwrightError(said("The export was stopped."))


def _document(target: ExportTarget) -> ExportFormat:
    assert isinstance(target.kind, ExportFormat)  # noqa: S101 - they were picked out
    return target.kind


def _renderings(song: Song, files: Iterable[ExportTarget], options: SoundOptions) -> list[Rendering]:
    """What has to be rendered: the whole song once for all formats of it, and each track."""
    paths = [target.path for target in files if isinstance(target.kind, AudioFormat)]
    found = [whole(song, paths, options.tags)] if paths else []
    for target in files:
        if isinstance(target.kind, StemsFormat):
            found += stems(song, target.path, target.kind.sound, options.tags)
    return found


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise write_error(path, error) from error


def _render(song: Song, renderings: list[Rendering], tools: ExportTools, options: SoundOptions) -> tuple[Path, ...]:
    """Have sound files made by a process of its own: the window stays quick, and what plays plays on."""
    sung = cues(song, tools.lexicon()) if cast(song, timeline(song)) else ()
    job = ExportJob(score(song), renderings, options, sung)
    for path in job.paths:
        _make_folder(path)
    process = ChildProcess(job, export_command())
    process.start()
    renderer, over = process.pid, False
    try:
        while not over:
            for event in process.wait(_LOOK_SECONDS):
                _take(event, tools)
            over = job.over
            _go_on(tools)
    finally:
        # One that is not done is killed: it may be long before it looks whether it is still wanted.
        process.close(grace=_END_SECONDS if over else 0)
        if renderer is not None:
            for folder in {path.parent for path in job.paths}:
                remove_temporaries(folder, renderer)
    return job.paths


def _take(event: object, tools: ExportTools) -> None:
    if isinstance(event, Rendered):
        tools.progress(event.share)
    elif isinstance(event, ExportFailed):
        raise SongwrightError(event.message or said("The export was stopped."), detail=event.detail)


def _part(progress: Callable[[float], None], before: float, share: float) -> Callable[[float], None]:
    return lambda fraction: progress(before + share * fraction)
