"""MusicXML scores as songs: parts, words with their syllables, chord symbols, sections; repeats are written out.

Where several verses stand under the same notes, the music is sung once for each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from songwright.core.language import said
from songwright.core.song import Metre
from songwright.formats.assemble import assembled
from songwright.formats.errors import UnreadableError
from songwright.formats.heard import Heard, Imported
from songwright.formats.performed import WrittenBar, WrittenChange, performed
from songwright.formats.safe_xml import parsed_xml
from songwright.formats.swing import STRAIGHT, with_swing
from songwright.formats.unfold import BarFlow
from songwright.formats.xml_parts import PartReader, integer, part_names, text_of
from songwright.formats.xml_signatures import metre_of
from songwright.lyrics.lexicon import Lexicon

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["from_musicxml"]

_UNTITLED = "Untitled"  # what our own writer calls a song without a title, since a score must have one


def from_musicxml(data: bytes, lexicon: Lexicon) -> Imported:
    """The song of a score, partwise or timewise. Raises UnreadableError."""
    root = parsed_xml(data)
    for element in root.iter():
        element.tag = str(element.tag).rpartition("}")[2]
    if root.tag not in ("score-partwise", "score-timewise"):
        raise UnreadableError(said("This XML file is no score: it is called “{tag}”.", tag=root.tag[:40]))
    found = assembled(_Score(root).heard(), lexicon)
    return replace(found, song=with_swing(found.song, _swing(root)))


class _Score:
    """One score on its way to what is heard."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._left_out: list[str] = []
        self._parts = list(self._part_elements())
        if not self._parts:
            raise UnreadableError(said("This score has no parts, so there is nothing to open."))

    def heard(self) -> Heard:
        """The piece as it sounds."""
        metre = self._metre()
        names = part_names(self._root)
        readers = [PartReader(names.get(name)) for name, _ in self._parts]
        read = [reader.read(measures) for reader, (_, measures) in zip(readers, self._parts, strict=True)]
        written = self._bars(max(read, key=len), read, metre)
        parts = tuple(part for reader in readers for part in reader.voices())
        chords = max((tuple(reader.chords) for reader in readers), key=len)
        changes = _changes(readers)
        heard = performed(written, parts, metre, chords=chords, marks=readers[0].marks, changes=changes)
        if any(reader.graces for reader in readers):
            self._left_out.append(said("Grace notes were left out."))
        self._left_out += heard.left_out
        tempo = next((change.tempo for change in changes if change.tempo), 120.0)
        key = next((change.key for change in changes if change.key), None)
        return Heard(
            self._title(), tempo, metre, key, heard.parts, heard.marks, heard.chords, heard.end,
            tuple(dict.fromkeys(self._left_out)), heard.changes,
        )  # fmt: skip

    def _part_elements(self) -> Iterator[tuple[str, list[Element]]]:
        """Each part's id and measures."""
        if self._root.tag == "score-partwise":
            for part in self._root.findall("part"):
                yield part.get("id", ""), part.findall("measure")
            return
        measures: dict[str, list[Element]] = {}
        for measure in self._root.findall("measure"):
            for part in measure.findall("part"):
                part.attrib.update(measure.attrib | {"id": part.get("id", "")})
                measures.setdefault(part.get("id", ""), []).append(part)
        yield from measures.items()

    def _bars(
        self, longest: Sequence[WrittenBar], parts: Sequence[Sequence[WrittenBar]], metre: Metre
    ) -> list[WrittenBar]:
        """The bars of all parts together: what any of them says about length and repeats holds."""
        found = []
        for place in range(len(longest)):
            bars = [part[place] for part in parts if place < len(part)]
            flow = BarFlow(
                any(bar.flow.forward for bar in bars),
                max(bar.flow.times for bar in bars),
                next((bar.flow.endings for bar in bars if bar.flow.endings), ()),
                *(
                    any(getattr(bar.flow, name) for bar in bars)
                    for name in ("segno", "coda", "fine", "to_coda", "da_capo", "dal_segno")
                ),
            )
            found.append(WrittenBar(max(bar.length for bar in bars) or metre.bar_ticks, flow))
        return found

    def _title(self) -> str:
        # A song out of a collection is a movement of it.
        title = self._root.findtext("movement-title") or self._root.findtext("work/work-title") or ""
        return "" if title == _UNTITLED else " ".join(title.split())

    def _metre(self) -> Metre:
        """The metre of most bars."""
        found: Counter[Metre] = Counter()
        now: Metre | None = None
        for measure in self._parts[0][1]:
            for time in measure.iter("time"):
                now = metre_of(time) or now
            if now is not None:
                found[now] += 1
        return found.most_common(1)[0][0] if found else Metre()


def _changes(readers: Sequence[PartReader]) -> list[WrittenChange]:
    """What the score says of key and metre in its first part, and of tempo in any; of several at a place the first."""
    found: dict[tuple[int, int, str], WrittenChange] = {}
    for reader in readers:
        for change in reader.changes:
            kind = "tempo" if change.tempo else "metre" if change.metre else "key"
            if kind == "tempo" or reader is readers[0]:
                found.setdefault((change.bar, change.offset, kind), change)
    return sorted(found.values(), key=lambda change: (change.bar, change.offset))


def _swing(root: Element) -> float:
    """The swing that a score asks for; straight when it has no mark, one of sixteenths, or one that makes no sense."""
    for mark in root.iter("swing"):
        first, second = (integer(text_of(mark, name)) for name in ("first", "second"))
        eighths = text_of(mark, "swing-type") in ("", "eighth")
        if eighths and first and second and first > second > 0:
            return first / (first + second)
    return STRAIGHT
