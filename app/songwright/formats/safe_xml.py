"""XML of unknown origin: entities are refused, since a few of them can fill all memory or reach for other files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from songwright.core.language import said
from songwright.formats.errors import UnreadableError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["LARGEST_XML", "parsed_xml"]

LARGEST_XML = 24 * 1024 * 1024
_MOST_ELEMENTS = 4_000_000
_DEEPEST = 100


def parsed_xml(data: bytes) -> Element:
    """The root of a score. UnreadableError when it is damaged, too large, or carries entities."""
    if len(data) > LARGEST_XML:
        raise UnreadableError(
            said(
                "This score has {size} MB, far more than a song; it was not opened.",
                size=len(data) // 1_000_000,
            )
        )
    data = _as_utf8(data)
    if _too_much(data):
        raise UnreadableError(said("This score is nested in a way that none is. It is damaged, or a trap."))
    try:
        root: Element = fromstring(data)
    except DefusedXmlException as error:
        raise UnreadableError(
            said(
                "This score defines entities, which a score never needs and which can be a trap; it was not opened.",
            ),
            detail=repr(error)[:500],
        ) from error
    except ParseError as error:
        line, column = error.position
        raise UnreadableError(
            said(
                "This score is damaged: it is no whole XML (line {line}, column {column}).",
                line=line,
                column=column,
            ),
            detail=str(error),
        ) from error
    except (ValueError, LookupError, RecursionError, MemoryError) as error:  # odd encodings, null bytes
        raise UnreadableError(
            said("This score is damaged: it cannot be read as XML."), detail=repr(error)[:500]
        ) from error
    return root


_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def _as_utf8(data: bytes) -> bytes:
    """The document without a mark of byte order, in one byte a letter where it had two."""
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return data.removeprefix(b"\xef\xbb\xbf").lstrip()
    text = data.decode("utf-16", "replace")
    return _DECLARATION.sub("", text).lstrip().encode("utf-8", "replace")


_TAG = re.compile(rb"<(/?)[A-Za-z_][^<>]*?(/?)>")


def _too_much(data: bytes) -> bool:
    """Whether elements are nested deeper than any score's, which costs memory and stack; counted before parsing."""
    depth = count = 0
    for match in _TAG.finditer(data):
        count += 1
        if match[1]:
            depth -= 1
        elif not match[2]:
            depth += 1
            if depth > _DEEPEST:
                return True
    return count > _MOST_ELEMENTS
