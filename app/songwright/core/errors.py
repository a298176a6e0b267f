"""The root of every error that Songwright raises on purpose."""

from __future__ import annotations

__all__ = ["SongwrightError"]


class SongwrightError(Exception):
    """Something a user can understand and act on.

    The message is one sentence or two for the user: what happened, what it means, what to do.
    `detail` is for the log and the "details" part of a dialog.
    """

    def __init__(self, message: str, *, detail: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.detail = detail
