"""The languages that Songwright speaks: which there are, which the user wants, and what each calls a text.

A language is a file `languages/CODE.json` among the resources: English texts and what stands for them.
"""

from __future__ import annotations

import json
import locale
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from songwright.core.language import Catalogue, English

__all__ = [
    "LANGUAGE_NAMES",
    "LANGUAGE_VARIABLE",
    "SYSTEM",
    "Translated",
    "catalogue_for",
    "chosen_language",
    "system_language",
    "translations",
]

SYSTEM = "system"
LANGUAGE_NAMES = ((SYSTEM, "As the system"), ("en", "English"), ("de", "Deutsch"))
"""What the setting offers; a language is called by its own name, so that who speaks it finds it."""

LANGUAGE_VARIABLE = "SONGWRIGHT_LANGUAGE"
"""In it a child process is given the language of the process that started it (`host.child.environment`)."""

_ASKED = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")  # the order in which gettext asks


class Translated(English):
    """A language with two forms for numbers, as in English; what it has no word for stays English."""

    def __init__(self, texts: Mapping[str, str], code: str = "") -> None:
        self._texts = texts
        self.code = code

    def text(self, english: str, context: str = "") -> str:  # noqa: ARG002 - one wording wherever it stands
        """The text in this language."""
        return self._texts.get(english, english)

    def form(self, forms: Sequence[str], count: int) -> str:
        """The form for one or for many, in this language."""
        return self.text(super().form(forms, count))


def catalogue_for(setting: str) -> Catalogue:
    """The catalogue of a language, or of the system's; English where there is none for it."""
    code = system_language() if setting == SYSTEM else setting
    if code == "en" or code not in {known for known, _ in LANGUAGE_NAMES}:
        return English()
    try:
        return Translated(translations(code), code)
    except (OSError, ValueError):
        import logging  # with the log ten milliseconds, which only a damaged installation needs

        from songwright.host.logs import note

        note(logging.getLogger(__name__), "language.unreadable", level=logging.WARNING, code=code)
        return English()


def chosen_language(settings: Path) -> str:
    """The language that the file of settings names, for `catalogue_for`; the system's where it names none."""
    try:
        value = json.loads(settings.read_bytes()).get("language", SYSTEM)
    except (OSError, ValueError, AttributeError, RecursionError):
        return SYSTEM
    return value if isinstance(value, str) else SYSTEM


def translations(code: str) -> dict[str, str]:
    """English texts and what a language calls them. OSError when it is not there, ValueError when it is damaged."""
    from importlib.resources import files  # English needs none: the command line starts sooner

    data = files("songwright_resources").joinpath("languages", f"{code}.json").read_bytes()
    texts: dict[str, str] = json.loads(data)
    return texts


def system_language(environment: Mapping[str, str] | None = None) -> str:
    """The two letters of the language that the system speaks ("de"); "en" when it does not say."""
    environment = os.environ if environment is None else environment
    asked = next((environment[name] for name in _ASKED if environment.get(name)), "")
    if not asked:
        asked = locale.getlocale()[0] or ""
    code = asked.split(":")[0].split("_")[0].split(".")[0].lower()
    return code if len(code) == 2 else "en"
