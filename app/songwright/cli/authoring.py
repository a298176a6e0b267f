"""Having the model write, with its words and its progress shown in the terminal."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from songwright.cli.options import chosen_seed
from songwright.cli.terminal import Terminal
from songwright.cli.wishes import brief_with_wishes, refuse_impossible
from songwright.cli.writers import chosen_writer, loading, writer_process
from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.song import Piece
from songwright.host.own_cliches import own_cliches
from songwright.host.paths import Paths, find_paths
from songwright.host.pronunciations import own_lexicon
from songwright.host.settings import SAMPLER, Settings
from songwright.llm.brief import Brief, Length
from songwright.llm.events import Event, Loading, Reading, Ready, Told, Words
from songwright.llm.manner import Manner, MannerPrompts, longest_shared
from songwright.llm.models import Hashes, Suspects
from songwright.llm.prompts import Prompts, load_prompts
from songwright.llm.sampling_settings import Sampling
from songwright.llm.usual_form import asked_form
from songwright.llm.writing import Request, WritingFailedError, WrittenPiece, write
from songwright.lyrics.say_it_like import taken_to_be_said

__all__ = [
    "prompts",
    "request_for",
    "request_from",
    "sampling_from",
    "shown_unless_saved",
    "write_shown",
]


def request_from(arguments: argparse.Namespace, piece: Piece) -> Request:
    """What the command line and the user's settings ask for. Raises SongwrightError."""
    form = asked_form(arguments.form, piece, arguments.length)
    brief = Brief(arguments.about, piece, arguments.mood, Length(arguments.length), form=form)
    if hasattr(arguments, "acrostic"):
        brief = brief_with_wishes(brief, arguments)
    return request_for(brief, arguments)


def request_for(brief: Brief, arguments: argparse.Namespace) -> Request:
    """A request with the command line's model, seed and settings. Raises SongwrightError.

    What cannot be written is refused here, before the model is started.
    """
    prompts().plan(brief)
    refuse_impossible(brief)
    settings = Settings(find_paths().settings)
    model = chosen_writer(arguments, settings)
    return Request(
        brief,
        model,
        chosen_seed(arguments),
        sampling_from(arguments, settings),
        loading(arguments, model, settings),
    )


def prompts() -> Prompts:
    """The templates, with the user's own clichés."""
    return load_prompts(own_cliches(find_paths().config))


def sampling_from(arguments: argparse.Namespace, settings: Settings) -> Sampling:
    """How tokens are drawn, by the settings and the command line."""
    sampling = Sampling.from_pairs(settings.get(SAMPLER))
    if arguments.temperature is not None:
        sampling = replace(sampling, temperature=arguments.temperature)
    if getattr(arguments, "quality", None) is not None:
        sampling = replace(sampling, quality=arguments.quality)
    return sampling


def write_shown(request: Request, terminal: Terminal, *, words: bool, manner: Manner | None = None) -> WrittenPiece:
    """Write, wherever the writer is, with progress; `words` shows them as they come.

    Raises SongwrightError, with the words so far shown.
    """
    paths: Paths = find_paths()
    templates = prompts() if manner is None else MannerPrompts(prompts(), manner)
    _tell_guesses(request, terminal)
    shown = _Shown(terminal, request.model.name, words=words)
    # What is known of files here says nothing of another machine's.
    elsewhere = bool(request.model.elsewhere)
    records = (None, None) if elsewhere else (Hashes(paths.model_hashes), Suspects(paths.model_suspects))
    try:
        with writer_process(request.model, request.loading) as process:
            written = write(
                request,
                templates,
                process,
                on_event=shown,
                hashes=records[0],
                suspects=records[1],
                despite_memory=elsewhere,
            )
    except WritingFailedError as error:
        if not words and error.written.take.text:
            terminal.result(error.written.take.text)
        raise
    finally:
        shown.end()
    _tell_figures(request, written, terminal, manner)
    return written


def _tell_guesses(request: Request, terminal: Terminal) -> None:
    """Say how the words are taken to be said that are asked for and stand in no dictionary."""
    for word, sound in taken_to_be_said(request.brief.wishes.asked(), own_lexicon()):
        terminal.notice(
            said(
                "“{word}” is taken to be said {sound}. Say it otherwise with `songwright say {word} HOW`.",
                word=word,
                sound=sound,
            )
        )


def _tell_figures(request: Request, written: WrittenPiece, terminal: Terminal, manner: Manner | None) -> None:
    """Say with what and how fast it was written, and what of it stands in the texts of a manner."""
    statistics = written.statistics
    terminal.notice(
        said(
            "{model}, seed {seed}: {tokens} tokens, {speed:.0f} a second",
            model=request.model.name,
            seed=request.seed,
            tokens=statistics.tokens,
            speed=statistics.speed,
        )
    )
    if manner is not None:
        shared = longest_shared(written.take.text, manner.texts)
        terminal.notice(
            said("The longest run of words that it shares with the texts of that manner has {count}.", count=shared)
        )


@contextmanager
def shown_unless_saved(written: WrittenPiece, terminal: Terminal) -> Iterator[None]:
    """Save what was written inside of this: when that fails, the words are printed, so that they are not lost."""
    try:
        yield
    except SongwrightError:
        terminal.result(written.take.text)
        raise


class _Shown:
    """Shows events of the model in a terminal."""

    def __init__(self, terminal: Terminal, model: str, *, words: bool) -> None:
        self._terminal = terminal
        self._model = model
        self._words = words
        self._started = False

    def __call__(self, event: Event) -> None:
        match event:
            case Loading(share):
                self._terminal.progress(said("Loading the model"), share)
            case Ready():
                self._terminal.notice(said("Writing with {model}", model=self._model))
            case Reading(done, total) if done == total:
                self._terminal.doing(said("Trying lines …"))
            case Reading(done, total):
                self._terminal.progress(said("Reading"), done / max(1, total))
            case Told(message):
                self._terminal.notice(message)
            case Words(text, title=True):
                pass  # the title is known in full when the piece is done
            case Words(text):
                self._show(text)

    def _show(self, text: str) -> None:
        if self._words:
            self._terminal.stream(text if self._started else text.lstrip("\n"))
            self._started = self._started or bool(text.strip("\n"))

    def end(self) -> None:
        """Finish the last line."""
        if self._words and self._started:
            self._terminal.stream("\n")
