"""A toy child, as small as one can be: a protocol of two commands and two reports, and a main function."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from songwright.host.child.serving import ReportStream, commands, take_stdout


@dataclass(frozen=True, slots=True)
class Greet:
    """Command: say how many letters each of these names has."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Die:
    """Command: end like a crash."""

    code: int = 3


@dataclass(frozen=True, slots=True)
class Greeting:
    """Report: the letters of the names, by name."""

    letters: dict[str, int]


@dataclass(frozen=True, slots=True)
class Farewell:
    """Report: nothing more to do."""


ToyCommand = Greet | Die
ToyReport = Greeting | Farewell


def main(_: Sequence[str] = ()) -> int:
    report = ReportStream(take_stdout())
    print("hello from native code")  # goes to the log, not between the reports
    for command in commands(ToyCommand):
        if isinstance(command, Greet):
            report(Greeting({name: len(name) for name in command.names}))
            if not command.names:
                os.write(1, b"this is no report\n")
                report(Farewell())
        else:
            print("last words", file=sys.stderr, flush=True)
            os._exit(command.code)
    return 0


if __name__ == "__main__":
    main()
