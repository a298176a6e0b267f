"""Who writes: the options that name a model, here or elsewhere, and the process that runs it."""

from __future__ import annotations

import argparse
from pathlib import Path

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.host.settings import ADAPTER, MODEL, SERVERS, THREADS, Settings
from songwright.llm.addresses import server_address
from songwright.llm.elsewhere import command_elsewhere, model_elsewhere, model_served, patience_with, writer_command
from songwright.llm.model import LoadOptions
from songwright.llm.models import ModelFile
from songwright.llm.process import ModelProcess
from songwright.llm.verse_model import named_model

__all__ = ["add_writer", "chosen_writer", "loading", "writer_process"]

_Container = argparse._ActionsContainer  # noqa: SLF001 - what a parser and its groups have in common


def add_writer(parser: _Container) -> None:
    """Add the options that say who writes."""
    parser.add_argument(
        "--model", type=Path, metavar="FILE", help="a GGUF file, or `plain` for the built-in model untuned"
    )
    parser.add_argument("--adapter", type=Path, metavar="FILE", help="a LoRA file (GGUF) of yours, made for the model")
    elsewhere = parser.add_mutually_exclusive_group()
    elsewhere.add_argument("--on", metavar="MACHINE", help="write on that machine, by ssh; --model is a file there")
    elsewhere.add_argument(
        "--server",
        metavar="ADDRESS",
        help="write with a model server: http://127.0.0.1:8080 (#NAME says which model)",
    )
    elsewhere.add_argument(
        "--servers", metavar="PLACES", help="share the model out over rpc-servers: machine:port,machine:port"
    )


def chosen_writer(arguments: argparse.Namespace, settings: Settings) -> ModelFile:
    """The writer of the command line, else of the settings, else the one that came with Songwright; and its adapter.

    The adapter of the settings belongs to the model of the settings: another one is taken as it is.
    Raises SongwrightError for an address or a file that is none.
    """
    if getattr(arguments, "server", None):
        address = server_address(arguments.server, typed=True)
        if address is None:
            raise SongwrightError(
                said("“{text}” is no address of a server. It looks like http://machine:8080.", text=arguments.server)
            )
        return model_served(address)
    if getattr(arguments, "on", None):
        command_elsewhere(arguments.on)  # whether it is the name of a machine
        return model_elsewhere(arguments.on, str(arguments.model or ""))
    own = settings.get(ADAPTER) if arguments.model is None else ""
    found = named_model(str(arguments.model or settings.get(MODEL)), str(arguments.adapter or own))
    if found is None:
        raise SongwrightError(
            said("The built-in language model is missing. Name a GGUF file with --model, or install Songwright again.")
        )
    return found


def loading(arguments: argparse.Namespace, model: ModelFile, settings: Settings) -> LoadOptions:
    """How to load the writer: the threads of the settings, and the rpc-servers of the command line or the settings."""
    named = getattr(arguments, "servers", None)
    servers = tuple(filter(None, named.split(","))) if named else settings.get(SERVERS)
    return model.load_options(int(settings.get(THREADS)), servers)


def writer_process(model: ModelFile, options: LoadOptions) -> ModelProcess:
    """A process that runs this writer. Raises SongwrightError for an address that is none."""
    patience, resumes = patience_with(model)
    return ModelProcess(writer_command(model, options.servers), patience=patience, resumes=resumes)
