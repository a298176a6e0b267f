"""Builds resources/songwright_resources/words/consensus.z: the words that form-exact writing may use.

    python training/words/build_consensus.py [--rarest 3.0]

A word is taken when the dictionary lists it as an ordinary word, all its pronunciations have the same syllables and
main stress, and espeak-ng (through the Python package espeakng-loader, needed here only) counts as many syllables: then
any judge agrees on its length. A "*" marks words whose rhyme is certain as well: one rhyme part in the dictionary, and
in espeak-ng the rhyme that most words of that part have. A "-" marks words that must not end a line.

The file is zlib-compressed UTF-8, a line a word, with fields parted by tabs: the word; "*", "-" or "."; its Zipf
frequency in tenths; its stresses as sung (a digit a syllable); the consonants before its rhyme, and the rhyme itself
(one character a phone without stress, see `songwright.lyrics.phones.encode_plain`). Words with the mark "x" are those
that may not be used; they have no further fields.
"""

from __future__ import annotations

import argparse
import ctypes
import zlib
from collections import Counter, defaultdict
from pathlib import Path

import espeakng_loader

from songwright.lyrics.lexicon import Entry, load_lexicon
from songwright.lyrics.phones import encode_plain
from songwright.lyrics.rhyme import rhyme_parts
from songwright.lyrics.syllables import syllabify

OUT = Path("resources/songwright_resources/words/consensus.z")
_VOWELS = frozenset("aeiouyɑɒɔəɛɜɝɚɪʊʌæɐøœɯɤɨʉɵɘɞᵻɶᵊ")
_DIPHTHONGS = frozenset({"aɪ", "aʊ", "eɪ", "oʊ", "əʊ", "ɔɪ", "ɪə", "eə", "ʊə", "iə", "aə", "əɪ"})
_SILENT_MARKS = str.maketrans("", "", "ː͡\u200d")

# Kept although espeak-ng counts them otherwise; every reader of English agrees on these.
_ALWAYS = frozenset(["i", "i'm", "i'll", "i've", "i'd", "am", "us", "our", "fine"])
_ABBREVIATIONS = """
th st nd rd mm cm km kg lb oz etc vs inc ltd corp co jr sr ms mr mrs dr ft mt ie eg ok um uh er eh hm c d e f g h j k
l m n p q r s t u v w x y z b ed de el al en un est mi ti ca ex da yo doe wee vice re cos aye nay ha ye ooh moo huh
hmm mm ps pm ain't y'all e'er ne'er o'er ma'am gonna wanna gotta
"""
_COARSE = """
fuck fucking fucked fucker shit shitty bitch bitches cunt cock dick nigger nigga faggot slut whore rape raped rapist
rapists penis vagina anal porn porno semen cum tits ass asshole assholes pussy bastard bastards nazi nazis incest
fetus sex sexual sexy
"""
_NEVER_LAST = """
a an the and or nor but of to for with from in into at by as my your his our their its than i am is are was were be if
that very too so no oh ah yeah wow lo ne'er e'er o'er o ain't til ere hath doth i'm i'll i've i'd you're you'll you've
you'd he's he'll he'd she's she'll she'd it's it'll we're we'll we've we'd they're they'll they've they'd that's
there's who's what's let's 'tis 'twas because while since until though when where who whom whose which what how why
these those some each every could would should can may might must shall will do does did has have had been being i' o'
don't can't won't didn't doesn't isn't wasn't couldn't wouldn't shouldn't aren't weren't haven't hasn't hadn't the's
only even upon onto or's such whether unless he she they we ye thou
"""


class Espeak:
    """espeak-ng's reading of single words, in IPA."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        self._library.espeak_Initialize(2, 0, espeakng_loader.get_data_path().encode(), 0)
        self._library.espeak_SetVoiceByName(b"en-us")
        self._library.espeak_TextToPhonemes.restype = ctypes.c_char_p

    def read(self, word: str) -> str:
        """The word's IPA with stress marks."""
        text = ctypes.pointer(ctypes.c_char_p(word.encode()))
        spoken = self._library.espeak_TextToPhonemes(ctypes.cast(text, ctypes.POINTER(ctypes.c_void_p)), 1, 2)
        return (spoken or b"").decode()


def syllables(ipa: str) -> int:
    """Vowels, diphthongs and syllabic consonants in IPA."""
    ipa = ipa.translate(_SILENT_MARKS).replace("ˈ", "").replace("ˌ", "")
    count = at = 0
    while at < len(ipa):
        if ipa[at] in _VOWELS:
            at += ipa[at : at + 2] in _DIPHTHONGS
            count += 1
        elif ipa[at] == "̩":
            count += 1
        at += 1
    return count


def rhyme(ipa: str) -> str:
    """IPA from the last stressed vowel on."""
    tail = ipa[max(ipa.rfind("ˈ"), ipa.rfind("ˌ")) + 1 :]
    first = next((at for at, letter in enumerate(tail) if letter in _VOWELS), 0)
    return tail[first:].translate(_SILENT_MARKS).replace("ɚ", "əɹ")


def usable(entry: Entry, rarest: float) -> bool:
    """Whether a word may be asked about at all."""
    refused = set(_ABBREVIATIONS.split()) | set(_COARSE.split())
    plain = entry.word.replace("'", "").isalpha() and not entry.word.startswith("'") and not entry.word.endswith("'")
    possessive = entry.word.endswith("'s") and entry.word.removesuffix("'s") not in {
        "it",
        "that",
        "there",
        "what",
        "let",
    }
    return entry.kind == "w" and plain and not possessive and entry.word not in refused and entry.zipf >= rarest


def main() -> None:
    """Write the list and print its size."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rarest", type=float, default=3.0)
    given = options.parse_args()
    espeak = Espeak()
    kept: list[tuple[Entry, str]] = []
    for entry in load_lexicon().entries():
        if not usable(entry, given.rarest):
            continue
        ipa = espeak.read(entry.word)
        lengths = {way.syllables for way in entry.pronunciations}
        mains = {way.stresses.find("1") for way in entry.pronunciations if way.syllables > 1}
        agreed = lengths == {syllables(ipa)} and len(mains) <= 1
        if agreed or entry.word in _ALWAYS:
            kept.append((entry, rhyme(ipa)))
    heard: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for entry, sound in kept:
        heard[rhyme_parts(entry.pronunciations[0])[0].tail][sound] += 1
    never_last = set(_NEVER_LAST.split())
    lexicon = load_lexicon()
    lines = []
    for entry, sound in kept:
        parts = [rhyme_parts(way)[0] for way in entry.pronunciations]
        certain = len({part.tail for part in parts}) == 1 and heard[parts[0].tail].most_common(1)[0][0] == sound
        mark = "-" if entry.word in never_last else "*" if certain else "."
        stresses = "".join(str(syllable.stress) for syllable in syllabify(entry.word, lexicon))
        sounds = f"{encode_plain(parts[0].onset)}\t{encode_plain(parts[0].tail)}"
        lines.append(f"{entry.word}\t{mark}\t{round(entry.zipf * 10)}\t{stresses}\t{sounds}\n")
    known = {entry.word for entry, _ in kept}
    lines += [
        f"{entry.word}\tx\t{round(entry.zipf * 10)}\n"
        for entry in lexicon.entries()
        if entry.word not in known and entry.zipf >= given.rarest and entry.word.replace("'", "").isalpha()
    ]
    OUT.write_bytes(zlib.compress("".join(lines).encode(), 9))
    rhyming = sum(line.split("\t")[1] == "*" for line in lines)
    print(f"{len(kept)} words of {len(lines)}, {rhyming} may rhyme, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
