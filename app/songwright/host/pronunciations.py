"""How the user says words that no dictionary knows: one readable file in the settings folder, for all songs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.host.atomic import read_file, write_file
from songwright.host.errors import write_error
from songwright.host.paths import find_paths
from songwright.lyrics.lexicon import Lexicon, LexiconError, load_lexicon, normal
from songwright.lyrics.pronunciation import Pronunciation
from songwright.lyrics.say_it_like import said_like

__all__ = ["forget_saying", "own_lexicon", "pronunciation_file", "read_sayings", "save_saying", "with_sayings"]

_MOST_BYTES = 1 << 20
_HEAD = """\
# How words are said, in all songs. A word, "=", and how it sounds, in one of these ways:
#   Aoife = EE-fuh            its syllables, the strong one in capitals
#   Llanelli = like jelly     a word that it rhymes with
#   Tomek = /x                its stresses, a sign a syllable: / strong, x weak
#   Siobhan = SH AH0 V AO1 N  sounds as pronouncing dictionaries write them
"""


def pronunciation_file(config: Path) -> Path:
    """Where they are kept, in the folder of the settings."""
    return config / "pronunciations.txt"


def read_sayings(path: Path) -> dict[str, str]:
    """The words of the file with how they are said; empty where there is none. Raises SongwrightError."""
    if not path.exists():
        return {}
    text = read_file(path, most=_MOST_BYTES).decode("utf-8-sig", errors="replace")
    rows = (row.split("#")[0].partition("=") for row in text.splitlines())
    return {word.strip(): saying.strip() for word, sign, saying in rows if sign and word.strip() and saying.strip()}


def with_sayings(lexicon: Lexicon, sayings: Mapping[str, str]) -> tuple[Lexicon, tuple[str, ...]]:
    """A lexicon in which words are said so, and a sentence for each saying that says nothing, which is passed over."""
    ways: dict[str, Pronunciation] = {}
    faults: list[str] = []
    for word, saying in sayings.items():
        try:
            ways[word] = said_like(word, saying, lexicon)
        except LexiconError as error:
            faults.append(error.message)
    return lexicon.saying(ways) if ways else lexicon, tuple(faults)


def own_lexicon(config: Path | None = None) -> Lexicon:
    """The dictionary with the user's own pronunciations, by the usual settings folder where none is given."""
    lexicon = load_lexicon()
    try:
        return with_sayings(lexicon, read_sayings(pronunciation_file(config or find_paths().config)))[0]
    except (SongwrightError, OSError):
        return lexicon  # a file that cannot be read must not stop the words


def save_saying(config: Path, word: str, saying: str, lexicon: Lexicon) -> Pronunciation:
    """Keep how a word is said for all songs, and how that sounds. Raises LexiconError, SongwrightError."""
    word = " ".join(word.split())
    if not word or "=" in word or "#" in word:
        raise LexiconError(said("“{word}” is no word. Name the word whose sound is meant.", word=word))
    way = said_like(word, saying, lexicon)
    kept = {one: how for one, how in _kept(config).items() if normal(one) != normal(word)}
    _write(config, {**kept, word: " ".join(saying.split())})
    return way


def forget_saying(config: Path, word: str) -> bool:
    """Say a word as the dictionary does again; whether it was said otherwise. Raises SongwrightError."""
    kept = _kept(config)
    left = {one: how for one, how in kept.items() if normal(one) != normal(word)}
    if len(left) == len(kept):
        return False
    _write(config, left)
    return True


def _kept(config: Path) -> dict[str, str]:
    return read_sayings(pronunciation_file(config))


def _write(config: Path, sayings: Mapping[str, str]) -> None:
    path = pronunciation_file(config)
    rows = "".join(f"{word} = {saying}\n" for word, saying in sorted(sayings.items(), key=lambda pair: pair[0].lower()))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, (_HEAD + "\n" + rows).encode())
    except OSError as error:
        raise write_error(path, error) from error
