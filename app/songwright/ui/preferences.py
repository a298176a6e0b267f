"""Settings that only the window has; they live in the same file as those of `songwright.host.settings`."""

from __future__ import annotations

from songwright.core.language import said
from songwright.host.setting_kinds import Kind, Setting, UnusableError, flag

__all__ = ["KEYS", "NEXT_WORDS", "NO_MODEL", "Keys"]

Keys = tuple[tuple[str, str], ...]

NO_MODEL = "none"
"""Value of the model setting that stands for no model at all."""


def _keys(value: object) -> Keys:
    if not isinstance(value, list | tuple):
        raise UnusableError(said("must be a list of commands and keys"))
    pairs = [tuple(pair) for pair in value if isinstance(pair, list | tuple) and len(pair) == 2]
    return tuple((name, key) for name, key in pairs if isinstance(name, str) and isinstance(key, str))


NEXT_WORDS = flag("next_words", default=False)
"""Whether the likely next words are shown below the page."""
KEYS: Setting[Keys] = Setting("keys", (), _keys, Kind.LIST)
"""Commands whose keys were changed: (action id, key sequence)."""
