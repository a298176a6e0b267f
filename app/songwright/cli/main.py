"""The command `songwright`: a window when called alone, otherwise one of the commands."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Protocol, cast

from songwright import __version__
from songwright.cli.terminal import Terminal
from songwright.cli.usage import Explained, in_language, speak_for_argparse
from songwright.core.errors import SongwrightError
from songwright.core.language import said, sayable, speak

__all__ = ["main"]

OK, FAILED, INTERRUPTED = 0, 1, 130

_VERSION = f"Songwright {__version__}"

_DESCRIPTION = sayable("""\
Songwright writes songs and poems with a language model on this machine, sets them to music,
and plays and exports them. Nothing leaves the machine. Called alone, it opens the window.
""")
_EPILOG = sayable("""\
examples:
  songwright                                            open the window
  songwright song "a lighthouse keeper's last night" --out songs --seed 7
  songwright write "first snow" --piece poem > snow.txt
  songwright write "autumn" --piece poem --form sonnet-shakespearean
  songwright compose snow.txt --style waltz --key Dm --out snow.songwright
  songwright export snow.songwright midi wav

exit codes: 0 done, 1 something went wrong (said in a sentence), 2 wrong usage, 130 interrupted
""")


class Command(Protocol):
    """A module `songwright.cli.<name>` that is a command."""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own arguments."""

    def run(self, arguments: argparse.Namespace, terminal: Terminal) -> int:
        """Do it; the exit code. Raises SongwrightError."""


# A command's module is imported only when it is the one called: the window does not wait for the synthesiser.
COMMANDS = sayable(
    {
        "song": "Make a whole song: words, music, and files to take away.",
        "album": "Make an album: songs on one subject, with titles and hooks of their own.",
        "write": "Write the words of a song, a poem or a short story.",
        "rewrite": "Rewrite a text around the lines that you keep.",
        "improve": "Make a text in form better line by line, the weakest first.",
        "suggest": "Offer other lines or words for a place in a text, with the model's odds.",
        "compose": "Set words to music: a note for every syllable, chords, bass and drums.",
        "change": "Change tempo, metre or key inside a song: a last chorus a tone up, a slower end.",
        "sing": "Have the words of a song sung by a voice, into a sound file.",
        "speak": "Have a poem or a story read aloud, into a sound file.",
        "export": "Take a song away as MIDI, score, text or sound.",
        "cover": "Draw a cover from a song's words, or from a caption.",
        "import": "Open a file of another program (MIDI, MusicXML, ABC, ChordPro, LRC, text) as a song.",
        "styles": "List the styles that words can be set to music in.",
        "scan": "Show the syllables, stresses and rhymes of a text, line by line.",
        "rhymes": "List words that rhyme with a word.",
        "words": "Show what a word means, its kin, and what it calls up.",
        "say": "Show how a word or a name is said, or say it otherwise for all songs.",
        "trial": "Show what the blind test “Human or Machine?” in the window has found, or export its answers.",
        "forms": "List the poetic forms that can be kept exactly.",
        "models": "List the language models at hand, or check a file.",
        "check": "Try every part of this installation: words, model, music, sound, voice.",
        "window": "Open the window (the same as calling songwright alone).",
    }
)


# Where a command cannot have a module of its own name.
_MODULES = {"import": "importing", "check": "self_test"}

# What people try who look for an option.
_ALIASES = {"--self-test": "check"}


def command_named(name: str) -> Command:
    """The command's module."""
    return cast("Command", import_module(f"songwright.cli.{_MODULES.get(name, name)}"))


def parser_for(called: str | None) -> argparse.ArgumentParser:
    """The command line, with the options of the command that is `called`."""
    whole = argparse.ArgumentParser(
        prog="songwright",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=Explained,
    )
    whole.add_argument("--version", action="version", version=_VERSION)
    commands = whole.add_subparsers(metavar="COMMAND", title="commands", required=True)
    for name, summary in COMMANDS.items():
        sub = commands.add_parser(name, help=said(summary), description=summary, formatter_class=Explained)
        if name == called:
            sub.add_argument("-q", "--quiet", action="store_true", help="print results and errors only")
            sub.add_argument("-v", "--verbose", action="store_true", help="print the details of an error too")
            command = command_named(name)
            command.add_options(sub)
            sub.set_defaults(run=command.run)
            in_language(sub)
    in_language(whole)
    return whole


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    if given == ["--version"]:
        # What programs ask that look for Songwright: it needs no language and no commands.
        print(_VERSION)
        return OK
    # Called alone, or on a file as a desktop does on a double click, it opens the window.
    if not given or (given[0] not in COMMANDS and Path(given[0]).exists()):
        given = ["window", *given]
    given[0] = _ALIASES.get(given[0], given[0])
    called = given[0] if given[0] in COMMANDS else None
    _speak()
    arguments = parser_for(called).parse_args(given)
    terminal = Terminal(quiet=arguments.quiet)
    signal.signal(signal.SIGTERM, _interrupt)
    with _logged(called):
        return _run(arguments, terminal)


def _speak() -> None:
    """Say everything in the language of the settings, what argparse says by itself too."""
    # Imported when used, here and below: settings and logs, which the version is told without.
    from songwright.host.languages import catalogue_for, chosen_language
    from songwright.host.paths import find_paths

    speak(catalogue_for(chosen_language(find_paths().settings)))
    speak_for_argparse()


def _run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Carry out a command; what goes wrong is an exit code and a sentence."""
    try:
        code: int = arguments.run(arguments, terminal)
    except SongwrightError as error:
        terminal.error(error.message, error.detail if arguments.verbose else "")
        import logging  # ten milliseconds that no other command needs

        from songwright.host.logs import UsersWords, note

        # The sentence may hold what the user asked for; which error it was, and where, is in its kind and detail.
        note(
            logging.getLogger(__name__),
            "command.failed",
            level=logging.WARNING,
            kind=type(error).__name__,
            message=UsersWords(error.message),
            detail=error.detail,
        )
        return FAILED
    except KeyboardInterrupt:
        terminal.error(said("interrupted"))
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of a pipe went away (`| head`): end quietly, and keep Python from writing once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    return code


@contextlib.contextmanager
def _logged(command: str | None) -> Iterator[None]:
    """Keep a log, where the user asks for one; the window keeps its own."""
    if command == "window" or "SONGWRIGHT_LOG" not in os.environ:
        yield
        return
    import logging

    from songwright.host.log_file import LogFile
    from songwright.host.logs import note
    from songwright.host.paths import find_paths

    file, log, started = LogFile(find_paths().log), logging.getLogger(__name__), time.monotonic()
    note(log, "command.started", name=command or "")
    try:
        yield
    finally:
        note(log, "command.ended", name=command or "", seconds=time.monotonic() - started)
        file.close()


def _interrupt(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
    raise KeyboardInterrupt
