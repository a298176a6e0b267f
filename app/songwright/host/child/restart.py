"""When a child that died is started again by itself, and when it is left alone."""

from __future__ import annotations

__all__ = ["RestartPolicy"]


class RestartPolicy:
    """Counts deaths in a row: `most` of them, without `healthy` seconds of work between them, are enough."""

    def __init__(self, most: int = 3, healthy: float = 60.0) -> None:
        self._most = most
        self._healthy = healthy
        self._deaths = 0
        self._works_since: float | None = None

    def works(self, now: float) -> None:
        """It does what it is there for, at a time (seconds of any steady clock)."""
        if self._works_since is None:
            self._works_since = now

    def died(self, now: float) -> bool:
        """It died; whether another start is worth a try."""
        if self._works_since is not None and now - self._works_since > self._healthy:
            self._deaths = 0
        self._works_since = None
        self._deaths += 1
        return self._deaths < self._most

    def forgive(self) -> None:
        """Somebody wants to try again: what was counted so far is forgotten."""
        self._deaths = 0
