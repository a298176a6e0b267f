"""Which words make verse sound old, which say little of a subject, and which a poet of today does not say."""

from __future__ import annotations

import re

__all__ = ["FILLER", "SLURS", "archaisms", "words"]


def _listed(text: str) -> list[str]:
    return text.split()


_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*|'[a-z]+")
_QUOTED = re.compile(r"'?[A-Za-z]+(?:'[A-Za-z]+)*'?")

_OLD = frozenset(
    _listed(
        "thee thou thy thine thyself ye hath doth dost hast wert shalt wilt canst couldst wouldst "
        "shouldst didst hadst mayst mightst o'er ne'er e'er e'en 'tis 'twas 'twere 'twill 'twould ere "
        "oft ofttimes whilst amidst amongst betwixt methinks methought wherefore whence thence hither "
        "thither whither yon yonder erst erstwhile nay forsooth prithee quoth spake bade wroth verily lo "
        "hark alas alack welkin anon beseech bequeath eventide ope withal thereof whereof wherein "
        "therein perchance mayhap naught nought aught clime zephyr nymph swain lyre sayeth saith cometh "
        "goeth knoweth maketh seeth giveth taketh o'erhead 'neath 'mid 'midst 'gainst 'twixt i' th' "
        "heav'n pow'r flow'r ev'ry ev'n giv'n whate'er where'er whene'er howe'er whoe'er tho' thro' fain "
        "sire damsel blest dight yclept wot wist trow list'ning darkling gloaming thereto wherewith "
        "midst thereon henceforth yea"
    )
)
_TODAY = frozenset(_listed("i'd you'd he'd she'd we'd they'd it'd who'd that'd there'd"))
_NO_OLD_ENDING = frozenset(_listed("teeth beneath underneath elizabeth macbeth wreath death sheath heath"))
_OLD_PERSON = re.compile(
    r"(?:go|com|know|think|see|mak|giv|tak|liv|lov|look|walk|stand|hear|dream|sleep|speak|sing|bring|keep|weep|feel"
    r"|seem|dar|sit|fall|call|wak|lean)est"
)
_CLIPPED = re.compile(r"[a-z]+'(?:d|st|er|n|ring|ry|rous)")
SLURS = re.compile(
    r"\b(negro|nigger|nigga|dark(y|ies)|coon|jew|chinaman|savage|squaw|rape|whore|heathen|gipsy|injun)\w*\b", re.I
)
FILLER = frozenset(
    _listed(
        "the a an and or of in on at to for from by with without is are was were be been being am do "
        "does did have has had i you he she it we they me him her us them my your his its our their this "
        "that these those as so but if when where who whom which what how why all no not nor never ever "
        "more most than then there here up down out over under into upon through still just only own yet "
        "too very can could will would shall should may might must let like one two said say says came "
        "come comes go goes went gone see saw know knew make made now oh ah thus such each every some "
        "any other another about again away back before after while till until unto because though "
        "although also once day days man men thing things time way"
    )
)


def words(text: str) -> list[str]:
    """The words as they stand, apostrophes included."""
    return _WORD.findall(text)


def archaisms(text: str) -> int:
    """How many words of the text nobody says today (thee, o'er, hath, -eth, 'd for -ed)."""
    return sum(map(_is_old, _QUOTED.findall(text.lower())))


def _is_old(word: str) -> bool:
    bare = word.strip("'")
    if word in _OLD or bare in _OLD:
        return True
    if bare in _TODAY or bare in _NO_OLD_ENDING:
        return False
    return bool(_CLIPPED.fullmatch(bare) or _OLD_PERSON.fullmatch(bare) or re.fullmatch(r"[a-z]{3,}eth", bare))
