"""`songwright models`: the language models at hand."""

from __future__ import annotations

import argparse
from pathlib import Path

from songwright.cli.terminal import Terminal
from songwright.core.language import said
from songwright.host.paths import Paths, find_paths
from songwright.host.settings import MODEL, Settings
from songwright.llm.models import Hashes, ModelFile, Suspects, embedded_model, memory_need, open_model

__all__ = ["add_options", "run"]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the file to check."""
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a GGUF file to check")
    parser.add_argument("--find", action="store_true", help="list models of LM Studio, Ollama, GPT4All, Jan and others")
    parser.add_argument("--use", action="store_true", help="write with FILE from now on")
    parser.add_argument("--built-in", action="store_true", help="write with the built-in model from now on")


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """List the built-in and the chosen model, or describe one file; changes the setting when asked to."""
    paths = find_paths()
    settings = Settings(paths.settings)
    if arguments.file is not None:
        model = open_model(arguments.file.absolute())
        _describe(model, terminal)
        terminal.result(f"  SHA-256 {Hashes(paths.model_hashes).sha256(model.path)}")
        if warning := Suspects(paths.model_suspects).warning(model):
            terminal.notice(warning)
    if arguments.built_in or (arguments.use and arguments.file is not None):
        settings.set(MODEL, "" if arguments.built_in else str(arguments.file.absolute()))
        settings.save()
        built_in = said("From now on the built-in model writes.")
        terminal.notice(said("From now on this model writes.") if arguments.use else built_in)
    if arguments.find:
        _find(paths, settings, terminal)
    elif arguments.file is None:
        _list(settings, terminal)
    return 0


def _find(paths: Paths, settings: Settings, terminal: Terminal) -> None:
    """The models that other programs have on this machine, and downloaded ones."""
    from songwright.llm.shelf import find_models, places

    found = find_models(places(Path.home(), paths.data / "models"))
    for one in found:
        mark = "*" if settings.get(MODEL) == str(one.model.path) else " "
        terminal.result(f"{mark} {one.name} ({one.program})")
        terminal.result(f"  {one.model.size / 1e6:.0f} MB, {one.model.path}")
    if not found:
        terminal.notice(said("No models of other programs were found. The window’s model page has some to download."))


def _list(settings: Settings, terminal: Terminal) -> None:
    chosen = settings.get(MODEL)
    found = embedded_model()
    if found is None:
        terminal.result(said("The built-in model is missing."))
    else:
        _describe(found, terminal, used=not chosen)
    if chosen:
        _describe(open_model(Path(chosen)), terminal, used=True)


def _describe(model: ModelFile, terminal: Terminal, *, used: bool = False) -> None:
    kind = said("built-in") if model.embedded else str(model.path)
    terminal.result(f"{'*' if used else ' '} {model.name} ({kind})")
    talk = said("follows instructions") if model.chat else said("continues texts")
    terminal.result(f"  {model.architecture}, {model.size / 1e6:.0f} MB, {talk}")
    terminal.result(f"  {memory_need(model).message}")
