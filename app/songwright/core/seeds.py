"""Seeds for what is drawn by chance: the same seed gives the same words and the same music again."""

from __future__ import annotations

import os

__all__ = ["fresh_seed"]

_BYTES = 4


def fresh_seed() -> int:
    """A seed from 0 to 2**31 - 1 that nobody could foresee (`secrets` would bring hashes and ciphers for it)."""
    return int.from_bytes(os.urandom(_BYTES)) >> 1
