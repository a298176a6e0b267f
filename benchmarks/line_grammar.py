"""Breaks of grammar in lines of English verse, counted by rules: `python benchmarks/line_grammar.py FILE [--show]`.

FILE is a text, a line of verse a row, or the JSON rows of `hygiene.py`; `-` reads standard input. In 100 lines:

    article     "a" or "the" before a pronoun, verb form, preposition or conjunction ("a is", "the of"), or at the end
    a-an        "a" before a vowel that is heard, "an" before none
    number      "a" before a plural, "two" and its like or "these" before a singular ("two brother")
    be          a form of "be" before a bare verb, "to" before a form that is none ("is go", "to went")
    modal       "will", "can" ... before a form that is not bare ("will went", "can was")
    have        "have" before a bare verb or a past that is no participle ("had go", "have went")
    person      a pronoun and a verb that do not agree ("I is", "he have")
    case        a pronoun in the wrong case ("of he", "me is", "he'd me")
    doubled     the same word twice in a row
    adverb      an article and an adverb with nothing for it to belong to ("a slowly")
    its         "it's" where "its" is meant, a possessive before what it cannot have ("my is")
    bare        a noun that is counted without an article after "have" or "you're" ("had cat", "you're debt")
    close       a last word that old verse hardly ever has after such words (`words/closing`): "I had night"

The rules know closed classes of words and lists of verbs, no syntax. They cannot see: a noun where a verb should be
when both are spelled alike, a missing verb, an adjective after its noun, a clause that does not end, the wrong tense,
a word that makes no sense. So the figure is a lower bound; docs/writing.md tells how much a reader marks beside it.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "app"), str(ROOT / "resources")]

from songwright.llm.form.words.closing import closing_costs, kind_of  # noqa: E402
from songwright.lyrics.lexicon import load_lexicon  # noqa: E402
from songwright.lyrics.meanings import load_meanings  # noqa: E402

__all__ = ["KINDS", "breaks"]

KINDS = (
    "article",
    "a-an",
    "number",
    "be",
    "modal",
    "have",
    "person",
    "case",
    "doubled",
    "adverb",
    "its",
    "bare",
    "close",
)


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SUBJECT = _listed("i he she we they")
_OBJECT = _listed("me him us them")
_FINITE_BE = _listed("am is are was were")
_FINITE = _FINITE_BE | _listed("has have had does do did will would can could shall should must may might cannot")
_MODAL = _listed(
    "will would can could shall should must may might cannot can't won't couldn't wouldn't shouldn't i'll he'll "
    "she'll we'll they'll you'll it'll"
)
_POSSESSIVE = _listed("my your our their whose its")
_PREPOSITION = _listed("of to in at by for from with into upon among against toward towards beneath beside")
_CONJUNCTION = _listed("and or but nor because although while whereas")
_NO_NOUN = (
    _SUBJECT
    | _OBJECT
    | _FINITE
    | _CONJUNCTION
    | _listed("of to into upon from with a an the my your his our their its you it be been who whom")
) - _listed("will can may might must do shall he she us i a while")
_BARE = _listed(
    "go see know be have make take give tell say hear bring become begin keep think send lose forget speak grow write "
    "remember understand choose believe forgive hide bind find seem learn leave eat sing pray want"
)
_PAST = _listed(
    "went saw knew was were made took gave came told said heard brought became began kept thought sent lost forgot "
    "spoke grew wrote understood chose ate sang flew fell drew drove rode rose shook threw wore broke woke did had"
)
_NO_PARTICIPLE = _listed(
    "went saw knew was were took gave became began forgot spoke grew wrote chose ate sang flew fell drew drove "
    "rode rose shook threw wore broke woke"
)
_THIRD = _listed(
    "goes sees knows has makes takes gives comes tells says hears brings keeps thinks speaks grows writes is was "
    "are were am"
)
_WITH_BARE_AFTER = _listed(
    "let lets make makes made see saw sees hear heard hears watch watched feel felt help helped had bid do does "
    "did don't didn't doesn't that lest to if though whether where when and or nor than as who won't can't"
)
_COUNTED = _listed("two three four five six seven eight nine ten twelve twenty many several both these those few")
_EMPHATIC = _listed("very so far long no ho la na oh had that never more now hush on by")
_LY_WORDS = _listed(
    "early only lonely lovely ugly holy silly daily family lily belly jelly fly ally bully folly reply likely "
    "friendly ghostly deadly elderly weekly chilly hilly homely lowly costly godly kingly comely jolly curly "
    "wooly woolly manly sickly kindly unearthly heavenly earthly rally tally assembly butterfly july italy"
)


_PRONOUNS = _listed("me you it him her us them then there that this theirs mine yours not be")
_HAVING = _listed("have has had having i've we've you've they've you're we're they're i'm")
_OFTEN_SEVERAL = 0.8  # by the logarithm of how often the plural comes against the singular
_STRANGE = 1.75  # nats: of lines of eight poets .9 in 100 have such a close, most of them after an inversion


def breaks(line: str) -> Iterator[tuple[str, str]]:
    """What is broken in a line: (kind, the words)."""
    for run in re.split(r"[,;:.!?()\"“”—–]+| - ", line.lower().replace("’", "'")):
        words = re.findall(r"[a-z]+(?:[-'][a-z]+)*", run)
        for place, word in enumerate(words):
            before = words[place - 1] if place else ""
            after = words[place + 1] if place + 1 < len(words) else ""
            yield from (
                (kind, " ".join(filter(None, (before, word, after)))) for kind in _at(before, word, after, words)
            )
    yield from _ending(
        re.findall(r"[a-z]+(?:[-'][a-z]+)*", re.split(r"[,;:.!?]\s+", line.lower().replace("’", "'"))[-1])
    )


def _ending(words: list[str]) -> Iterator[tuple[str, str]]:
    if len(words) < 2:
        return
    if words[-1] in ("a", "an", "the"):
        yield "article", words[-1]
    cost = closing_costs([words[-1]])[kind_of(words[:-1]), 0]
    if cost >= _STRANGE and words[-1] not in _PRONOUNS:
        yield "close", " ".join(words[-3:])


def _at(before: str, word: str, after: str, words: list[str]) -> Iterator[str]:
    if after:
        yield from _articles(word, after, words)
        yield from _verbs(before, word, after)
        yield from _pronouns(before, word, after)
        if word == after and word not in _EMPHATIC:
            yield "doubled"
        last = words[-1] == after
        if word in _HAVING and last and _is_counted(after):
            yield "bare"


def _articles(word: str, after: str, words: list[str]) -> Iterator[str]:
    if word in ("a", "an", "the") and after in _NO_NOUN:
        yield "article"
    elif word in ("a", "an") and (heard := _begins_with_vowel(after)) is not None and heard != (word == "an"):
        yield "a-an"
    if word in ("a", "an") and _is_plural(after) and not _goes_on(words, after):
        yield "number"
    if word in _COUNTED and _is_singular(after) and not _goes_on(words, after):
        yield "number"
    if word in ("a", "an", "the") and _is_adverb(after) and not _goes_on(words, after):
        yield "adverb"
    if word in _POSSESSIVE and after in _FINITE_BE | _listed("the a an of and or"):
        yield "its"
    if word in _PREPOSITION and after == "it's":
        yield "its"


def _verbs(before: str, word: str, after: str) -> Iterator[str]:
    if word in _FINITE_BE and after in _BARE and before not in ("all", "what", "do", "does", "did"):
        yield "be"
    if word == "to" and (
        after in _PAST - _listed("thought lost fell saw had") or after in _listed("is are am dead goes has")
    ):
        yield "be"
    if word in _MODAL and after in _PAST | _THIRD and before not in ("the", "a", "my", "his", "her", "your"):
        yield "modal"
    if word in ("have", "has", "had", "i've", "we've", "they've", "you've") and after in _NO_PARTICIPLE | (
        _BARE - _listed("become")
    ):
        yield "have"


def _pronouns(before: str, word: str, after: str) -> Iterator[str]:
    joined = before in _listed("and or nor but") and before != "but"
    if before in _WITH_BARE_AFTER:
        joined = True
    wrong = {
        "i": _listed("is are has does"), "he": _listed("are am have do"), "she": _listed("are am have do"),
        "it": _listed("are am have"), "we": _listed("is was am has does"), "they": _listed("is was am has does"),
        "you": _listed("is was am has does"),
    }  # fmt: skip
    if not joined and after in wrong.get(word, ()):
        yield "person"
    if not joined and word in ("he", "she") and after in _BARE and before not in _MODAL:
        yield "person"
    if (
        word in ("me", "him", "us", "them")
        and after in _FINITE_BE | _listed("has does")
        and before in _listed("and but when if because then for so") | {""}
    ):
        yield "case"
    if word.endswith(("'re", "'d", "'m")) and after in _OBJECT:
        yield "case"
    if after in ("me", "him", "us") and before in ("the", "a", "my", "his", "her") and _parts(word) == {"noun"}:
        yield "case"
    if word in _listed("of with from into upon at by") and after in _listed("i he she we they"):
        yield "case"


def _goes_on(words: list[str], after: str) -> bool:
    """Whether a word that could be a noun stands after this one: "a trains' whistle", "two brother kings"."""
    place = words.index(after) + 1
    return place < len(words) and bool(_parts(words[place]) & {"noun", "adj"}) and words[place] not in _FINITE


@cache
def _parts(word: str) -> frozenset[str]:
    """The parts of speech that a word has in WordNet."""
    found = load_meanings().of(word)
    return frozenset(sense.part for sense in found.senses) if found is not None else frozenset()


@cache
def _begins_with_vowel(word: str) -> bool | None:
    """Whether a word begins with a vowel that is heard; None where the dictionary only guesses."""
    lexicon = load_lexicon()
    if not lexicon.knows(word):
        return None
    said = {way.phones[0][-1].isdigit() for way in lexicon.pronunciations(word)}
    return said.pop() if len(said) == 1 else None


@cache
def _is_plural(word: str) -> bool:
    """Whether it is the plural of a noun and nothing else."""
    return (
        word.endswith("s")
        and not word.endswith(("ss", "us", "is", "ous", "news"))
        and load_meanings().of(word) is not None
        and _parts(word) == frozenset({"noun"})
        and load_lexicon().knows(word[:-1])
        and "noun" in _parts(word[:-1])
        and word not in _listed("means series lens gallows bellows always perhaps towards species")
    )


@cache
def _is_singular(word: str) -> bool:
    """Whether it is the singular of a noun that has a plural, and nothing else."""
    return (
        not word.endswith("s")
        and _parts(word) == frozenset({"noun"})
        and load_lexicon().zipf(f"{word}s") > 3
        and word
        not in _listed(
            "are is was but were people men women children feet teeth geese mice sheep deer fish police cattle dozen "
            "hundred thousand"
        )
    )


@cache
def _is_counted(word: str) -> bool:
    """Whether it is a noun and nothing else, of which there are often several: "cat", not "bread"."""
    lexicon = load_lexicon()
    return _is_singular(word) and lexicon.zipf(f"{word}s") > lexicon.zipf(word) - _OFTEN_SEVERAL


def _is_adverb(word: str) -> bool:
    return word.endswith("ly") and len(word) > 4 and word not in _LY_WORDS and "adj" not in _parts(word)


def _lines(file: str) -> Iterator[tuple[str, str]]:
    """(model, line) of a text, or of the pieces of `hygiene.py` that are verse."""
    text = sys.stdin.read() if file == "-" else Path(file).read_text("utf-8")
    for row in text.splitlines():
        if row.startswith("{"):
            piece = json.loads(row)
            if piece["piece"] != "story":
                kind = "form" if piece["form"] else "free"
                name = Path(piece["model"]).stem or "built-in"
                yield from (
                    (f"{name} {kind}", line)
                    for line in dict.fromkeys(piece["text"].splitlines())
                    if line[:1] not in ("", "[")
                )
        elif row.strip() and not row.startswith("["):
            yield "", row


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("file")
    options.add_argument("--show", action="store_true", help="print the lines that are marked")
    given = options.parse_args()
    counts: dict[str, Counter[str]] = {}
    for name, line in _lines(given.file):
        count = counts.setdefault(name, Counter())
        count["lines"] += 1
        found = dict(breaks(line))
        count["broken"] += bool(found)
        for kind, words in found.items():
            count[kind] += 1
            if given.show:
                print(f"{kind:8} {words:24} | {line}")
    print(f"{'per 100 lines':24}{'lines':>6}{'broken':>8}" + "".join(f"{kind:>9}" for kind in KINDS))
    for name, count in counts.items():
        per = [100 * count[kind] / count["lines"] for kind in ("broken", *KINDS)]
        print(f"{name:24}{count['lines']:6}{per[0]:8.1f}" + "".join(f"{one:9.1f}" for one in per[1:]))


if __name__ == "__main__":
    main()
