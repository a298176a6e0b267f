"""A drawing as PDF 1.7: vector shapes, and texts that can be selected, searched and read aloud.

Written here rather than by the window's toolkit, so that a score can be printed to a file where there is no display;
the same drawing gives the same bytes. Structures as in ISO 32000-1 (fonts: 9.7, marked content: 14.9.4).
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterator

from songwright.formats.cover.page_marks import FrontPage
from songwright.formats.engraving.drawing import Block, Drawing, Face, Glyph, Ink, Op, Page, Shape, TextRun
from songwright.formats.engraving.subset import subset_font
from songwright.formats.engraving.typefaces import typeface

__all__ = ["to_pdf"]

_GREY = "0.4"
_OPERATORS = {"M": "m", "L": "l", "C": "c", "Z": "h"}
_SUBSET_TAG = "SONGWR"
_COVER_MARGIN = 56.0  # points


def to_pdf(drawing: Drawing, front: FrontPage | None = None) -> bytes:
    """The PDF file of a drawing, behind a front page with a cover if there is one."""
    return _Writer(drawing, front).write()


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"


def _numbers(*values: float) -> str:
    return " ".join(map(_number, values))


def _outline(ops: tuple[Op, ...]) -> str:
    return " ".join(f"{_numbers(*values)} {_OPERATORS[name]}".lstrip() for name, values in ops)


def _unicode(text: str) -> str:
    """A text string of PDF in hexadecimal."""
    return f"<FEFF{text.encode('utf-16-be', 'replace').hex()}>"


class _Writer:
    """Collects objects; each is known by its number from 1 on."""

    def __init__(self, drawing: Drawing, front: FrontPage | None) -> None:
        self._drawing = drawing
        self._front = front
        self._objects: list[bytes] = []
        self._used: defaultdict[Face, dict[int, str]] = defaultdict(dict)
        self._signs: set[str] = set()

    def write(self) -> bytes:
        catalogue, pages, resources = self._reserve(), self._reserve(), self._reserve()
        kids = [self._page(page, self._marks(page), pages, resources) for page in self._drawing.pages]
        if self._front is not None:
            first = self._drawing.pages[0]
            kids.insert(0, self._page(first, self._cover(first, self._front), pages, resources))
        self._set(pages, f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>")
        self._set(resources, self._resources())
        self._set(catalogue, f"<</Type/Catalog/Pages {pages} 0 R/Lang(en)/ViewerPreferences<</DisplayDocTitle true>>>>")
        title = _unicode(self._drawing.title or "Untitled")
        info = self._add(f"<</Title {title}/Creator(Songwright)/Producer(Songwright)>>")
        return self._file(catalogue, info)

    # Objects --------------------------------------------------------------------------------------------------

    def _reserve(self) -> int:
        self._objects.append(b"")
        return len(self._objects)

    def _set(self, number: int, content: str) -> None:
        self._objects[number - 1] = content.encode("latin-1")

    def _add(self, content: str) -> int:
        self._objects.append(content.encode("latin-1"))
        return len(self._objects)

    def _stream(self, data: bytes, entries: str = "") -> int:
        packed = zlib.compress(data, 9)
        head = f"<<{entries}/Filter/FlateDecode/Length {len(packed)}>>\nstream\n".encode("latin-1")
        self._objects.append(head + packed + b"\nendstream")
        return len(self._objects)

    def _file(self, catalogue: int, info: int) -> bytes:
        data = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for number, content in enumerate(self._objects, 1):
            places.append(len(data))
            data += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
        table = len(data)
        data += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
        data += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
        trailer = f"<</Size {len(places) + 1}/Root {catalogue} 0 R/Info {info} 0 R>>"
        return bytes(data) + f"trailer\n{trailer}\nstartxref\n{table}\n%%EOF\n".encode()

    # Pages ----------------------------------------------------------------------------------------------------

    def _page(self, page: Page, marks: Iterator[str], parent: int, resources: int) -> int:
        content = self._stream("\n".join(marks).encode("latin-1"))
        box = f"0 0 {_numbers(page.width, page.height)}"
        return self._add(
            f"<</Type/Page/Parent {parent} 0 R/MediaBox[{box}]/Resources {resources} 0 R/Contents {content} 0 R>>"
        )

    def _cover(self, page: Page, front: FrontPage) -> Iterator[str]:
        yield f"1 0 0 -1 0 {_number(page.height)} cm"
        yield "/Figure <</Alt " + _unicode(self._drawing.title or "Cover") + ">> BDC"
        yield from front.marks(page.width, page.height, _COVER_MARGIN)
        yield "EMC"

    def _marks(self, page: Page) -> Iterator[str]:
        # From here on y grows downwards, as in the drawing; texts are turned back.
        yield f"1 0 0 -1 0 {_number(page.height)} cm"
        for block in page.blocks:
            yield f"q 1 0 0 1 {_numbers(block.x, block.y)} cm"
            yield from self._block(block)
            yield "Q"

    def _block(self, block: Block) -> Iterator[str]:
        grey = False
        for item in block.items:
            if (item.ink is Ink.MUTED) != grey:
                grey = not grey
                level = _GREY if grey else "0"
                yield f"{level} g {level} G"
            if isinstance(item, Shape):
                yield self._shape(item)
            elif isinstance(item, Glyph):
                yield self._glyph(item)
            else:
                yield self._text(item)

    def _shape(self, shape: Shape) -> str:
        if shape.stroke > 0:
            return f"{_number(shape.stroke)} w {_outline(shape.ops)} S"
        return f"{_outline(shape.ops)} f"

    def _glyph(self, glyph: Glyph) -> str:
        self._signs.add(glyph.code)
        drawn = f"q {_numbers(glyph.scale, 0, 0, glyph.scale, glyph.x, glyph.y)} cm /{glyph.code} Do Q"
        return f"/Span <</ActualText {_unicode(glyph.text)}>> BDC {drawn} EMC" if glyph.text else drawn

    def _text(self, text: TextRun) -> str:
        face = typeface(text.face)
        numbers = []
        for character in text.text:
            glyph = face.glyph_of.get(ord(character), 0)
            self._used[text.face].setdefault(glyph, character)
            numbers.append(f"{glyph:04x}")
        size, place = _number(text.size), _numbers(1, 0, 0, -1, text.x, text.y)
        return f"BT /{text.face.name} {size} Tf {place} Tm <{''.join(numbers)}> Tj ET"

    # Fonts and signs ------------------------------------------------------------------------------------------

    def _resources(self) -> str:
        fonts = " ".join(f"/{face.name} {self._font(face, used)} 0 R" for face, used in sorted(self._used.items()))
        signs = " ".join(f"/{code} {self._sign(code)} 0 R" for code in sorted(self._signs))
        if self._front is not None and self._front.photo:
            signs += f" /Photo {self._photo(self._front)} 0 R"
        states = (
            "".join(f"/A{share}<</ca {share / 100:.2f}>>" for share in self._front.opacities()) if self._front else ""
        )
        return f"<</Font<<{fonts}>>/XObject<<{signs}>>/ExtGState<<{states}>>>>"

    def _photo(self, front: FrontPage) -> int:
        width, height = front.size
        head = (
            f"<</Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceRGB/BitsPerComponent 8"
            f"/Filter/DCTDecode/Length {len(front.photo)}>>\nstream\n"
        )
        self._objects.append(head.encode("latin-1") + front.photo + b"\nendstream")
        return len(self._objects)

    def _sign(self, code: str) -> int:
        ops = self._drawing.glyphs.get(code, ())
        xs = [v for _, values in ops for v in values[::2]] or [0.0]
        ys = [v for _, values in ops for v in values[1::2]] or [0.0]
        box = _numbers(min(xs) - 1, min(ys) - 1, max(xs) + 1, max(ys) + 1)
        return self._stream(f"{_outline(ops)} f".encode("latin-1"), f"/Type/XObject/Subtype/Form/BBox[{box}]")

    def _font(self, name: Face, used: dict[int, str]) -> int:
        face = typeface(name)
        data = subset_font(face, used)
        em = 1000 / face.units
        file = self._stream(data, f"/Length1 {len(data)}")
        font = f"{_SUBSET_TAG}+{name}"
        left, bottom, right, top = (
            round(int.from_bytes(face.tables["head"][at : at + 2], "big", signed=True) * em) for at in (36, 38, 40, 42)
        )
        descriptor = self._add(
            f"<</Type/FontDescriptor/FontName/{font}/Flags 4/FontBBox[{left} {bottom} {right} {top}]/ItalicAngle 0"
            f"/Ascent {round(face.ascent * em)}/Descent {round(face.descent * em)}/CapHeight 700/StemV 80"
            f"/FontFile2 {file} 0 R>>"
        )
        widths = " ".join(f"{glyph}[{round(face.advances[glyph] * em)}]" for glyph in sorted(used))
        inner = self._add(
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{font}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
            f"/Supplement 0>>/FontDescriptor {descriptor} 0 R/W[{widths}]/CIDToGIDMap/Identity>>"
        )
        readable = self._stream(_to_unicode(used).encode("ascii"))
        return self._add(
            f"<</Type/Font/Subtype/Type0/BaseFont/{font}/Encoding/Identity-H/DescendantFonts[{inner} 0 R]"
            f"/ToUnicode {readable} 0 R>>"
        )


def _to_unicode(used: dict[int, str]) -> str:
    """The map from glyph numbers back to characters, in sections of at most a hundred."""
    entries = [
        f"<{glyph:04x}> <{character.encode('utf-16-be', 'replace').hex()}>" for glyph, character in sorted(used.items())
    ]
    sections = [entries[start : start + 100] for start in range(0, len(entries), 100)]
    body = "\n".join(f"{len(part)} beginbfchar\n{chr(10).join(part)}\nendbfchar" for part in sections)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Readable def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{body}\nendcmap end end"
    )
