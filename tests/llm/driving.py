"""Starting scripted workers and following them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from songwright.llm.events import Answered, Done, Event, Failed, Stopped
from songwright.llm.process import ModelProcess

Script = dict[str, Any]
Start = Callable[..., ModelProcess]


def follow(process: ModelProcess) -> list[Event]:
    """All events up to the one that settles the matter."""
    events: list[Event] = []
    while True:
        heard = process.wait(100)  # a busy machine may need long to load a model
        assert heard, f"silence after {events}"
        events += heard
        if isinstance(heard[-1], (Done, Answered, Stopped, Failed)):
            return events
