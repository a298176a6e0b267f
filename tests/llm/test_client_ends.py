"""Whatever a worker does, at whatever moment: every piece ends, once, with the words that were shown."""

from __future__ import annotations

from random import Random

import pytest

from llm.plans import COUPLET
from llm.test_client import INFO, MODEL, Bench
from songwright.llm.events import Done, Event, Failed, Stopped, Words
from songwright.llm.protocol import (
    VERSION,
    Cancel,
    Chunk,
    Finished,
    Hello,
    Load,
    Loaded,
    LoadProgress,
    Report,
    WorkerFault,
    Write,
)
from songwright.llm.sampling_settings import Sampling

_MOST_STEPS = 60
_SIGNALS = (-9, -6, -11, 0, 1)


class ErraticWorker:
    """A driver with a worker that reports, refuses, falls silent and dies by chance, on the bench's clock."""

    def __init__(self, chance: Random) -> None:
        self.bench, self.chance = Bench(), chance
        self.alive = False
        self.orders: list[Load | Write] = []

    def drive(self) -> list[Event]:
        """What a driver does after everything that happened."""
        client = self.bench.client
        events: list[Event] = []
        if client.must_kill and self.alive:
            events += self._exit(-9)
        if client.must_start and not self.alive:
            if self.chance.random() < 0.02:
                return events + list(client.not_started("no such program"))
            self.alive, self.orders = True, []
            client.started()
            events += self.bench.say(Hello(VERSION, 42))
        for command in self.bench.sent():
            if isinstance(command, Load | Write):
                self.orders.append(command)
            elif isinstance(command, Cancel) and self.chance.random() < 0.5:
                self.orders = [order for order in self.orders if order.id != command.id]
                events += self.bench.say(Finished(command.id, "stopped"))
        return events

    def step(self) -> list[Event]:
        """One thing happens."""
        happens = self.chance.choices(("report", "die", "silence", "stop"), (12, 1, 2, 0.5))[0]
        if happens == "stop":
            self.bench.client.cancel()
        elif happens == "die" and self.alive:
            return self._exit(self.chance.choice(_SIGNALS))
        elif happens == "silence":
            self.bench.now += self.chance.uniform(0, 50)
            return list(self.bench.client.check())
        elif self.orders and self.alive:
            return self.bench.say(self._report(self.orders[0]))
        return []

    def wait_out(self) -> list[Event]:
        """Nothing more is heard: the moment comes at which the client looks for itself."""
        deadline = self.bench.client.deadline
        assert deadline is not None, "a piece is awaited, and nothing will ever end it"
        self.bench.now = max(self.bench.now, deadline)
        return list(self.bench.client.check())

    def _report(self, order: Load | Write) -> Report:
        how = self.chance.choices(("goes on", "done", "fault"), (5, 3, 0.3))[0]
        if how == "goes on":
            return LoadProgress(order.id, 0.5) if isinstance(order, Load) else Chunk(order.id, "rain ")
        self.orders.pop(0)
        if how == "fault":
            return WorkerFault(order.id, "It failed.")
        return Loaded(order.id, INFO, 0.5) if isinstance(order, Load) else Finished(order.id, "complete")

    def _exit(self, code: int) -> list[Event]:
        self.alive = False
        return list(self.bench.client.exited(code))


@pytest.mark.parametrize("seed", range(60))
def test_every_piece_ends_once_with_its_words_whatever_the_worker_does(seed: int) -> None:
    chance = Random(seed)
    worker = ErraticWorker(chance)
    for _ in range(25):
        client = worker.bench.client
        if chance.random() < 0.7 or not client.has(MODEL):
            client.load(MODEL)
        client.write(COUPLET, Sampling(), 7)
        events = _piece(worker)
        ends = [event for event in events if isinstance(event, Done | Stopped | Failed)]
        shown = "".join(event.text for event in events if isinstance(event, Words))
        assert [end.text for end in ends] == [shown]


def _piece(worker: ErraticWorker) -> list[Event]:
    """What is told until the client says that nothing is written any more; in silence at the latest."""
    events = worker.drive()
    step = 0
    while worker.bench.client.writing:
        assert step < 2 * _MOST_STEPS
        events += worker.step() if step < _MOST_STEPS else worker.wait_out()
        # What becomes of a loading that outlives its piece belongs to the next one.
        events += worker.drive() if worker.bench.client.writing else []
        step += 1
    worker.drive()
    return events
