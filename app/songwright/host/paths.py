"""Where Songwright keeps its files on this machine."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

__all__ = ["HOME_VARIABLE", "Paths", "find_paths"]

# Set to a folder, it takes the place of all the usual ones: for tests, and for a copy carried on a stick.
HOME_VARIABLE = "SONGWRIGHT_HOME"

_NAME = "songwright"


@dataclass(frozen=True, slots=True)
class Paths:
    """Folders of one user; none of them need exist yet."""

    config: Path
    data: Path
    cache: Path
    documents: Path

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.config / "settings.json"

    @property
    def journals(self) -> Path:
        """Recovery journals of documents that are open, or were when Songwright died."""
        return self.data / "recovery"

    @property
    def log(self) -> Path:
        """The log file."""
        return self.data / "logs" / "songwright.log"

    @property
    def model_hashes(self) -> Path:
        """Digests of model files, worked out once."""
        return self.cache / "model-hashes.json"

    @property
    def spellings(self) -> Path:
        """How models spell words, looked up once for each tokenizer."""
        return self.cache / "spellings"

    @property
    def voices(self) -> Path:
        """Sung phrases, made again when they are missing."""
        return self.cache / "voices"

    @property
    def spare_voices(self) -> Path:
        """Where sung phrases lie while their process runs when the cache cannot be written."""
        user = os.getuid() if hasattr(os, "getuid") else 0
        import tempfile  # it brings the modules of archives: eight milliseconds for each command, for this folder alone

        return Path(tempfile.gettempdir()) / f"songwright-voices-{user}"

    @property
    def merged_models(self) -> Path:
        """The model that writes verse, made of the built-in one and its adapter."""
        return self.cache / "models"

    @property
    def model_suspects(self) -> Path:
        """Model files that crashed."""
        return self.data / "suspect-models.json"

    @property
    def library(self) -> Path:
        """The index of songs; it can be made again from them."""
        return self.data / "library.sqlite"

    @property
    def listening(self) -> Path:
        """Listening tests and their answers."""
        return self.data / "listening"

    @property
    def crashes(self) -> Path:
        """Reports of crashes, until they have been shown."""
        return self.data / "crashes"


def find_paths(environment: Mapping[str, str] | None = None) -> Paths:
    """The folders for this user, by the habits of the platform, or all under `SONGWRIGHT_HOME`."""
    home = (os.environ if environment is None else environment).get(HOME_VARIABLE)
    if home:
        root = Path(home).expanduser().absolute()
        return Paths(root / "config", root / "data", root / "cache", root / "documents")
    return Paths(
        config=platformdirs.user_config_path(_NAME, appauthor=False, roaming=True),
        data=platformdirs.user_data_path(_NAME, appauthor=False),
        cache=platformdirs.user_cache_path(_NAME, appauthor=False),
        documents=platformdirs.user_documents_path(),
    )
