"""Compressed MusicXML (.mxl): a zip archive whose container names the score inside it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from songwright.core.language import said
from songwright.formats.errors import UnreadableError
from songwright.formats.safe_xml import LARGEST_XML, parsed_xml

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["packed", "unpacked"]

_CONTAINER = "META-INF/container.xml"
_MIMETYPE = "application/vnd.recordare.musicxml"
_KNOWN_WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MOST_MEMBERS = 2_000
# One date for all, so that equal songs give equal files.
_DATE = (1980, 1, 1, 0, 0, 0)


def packed(score: bytes) -> bytes:
    """An archive of a score; the same bytes for equal scores."""
    container = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<container><rootfiles>'
        f'<rootfile full-path="score.musicxml" media-type="{_MIMETYPE}+xml"/></rootfiles></container>\n'
    ).encode()
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        # The kind of file comes first and uncompressed, so that it can be told without unpacking.
        for name, content, way in (
            ("mimetype", _MIMETYPE.encode(), zipfile.ZIP_STORED),
            (_CONTAINER, container, zipfile.ZIP_DEFLATED),
            ("score.musicxml", score, zipfile.ZIP_DEFLATED),
        ):
            archive.writestr(zipfile.ZipInfo(name, _DATE), content, way)
    return data.getvalue()


def unpacked(data: bytes) -> bytes:
    """The score in an archive. UnreadableError when there is none, or when it is a trap that unpacks without end."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > _MOST_MEMBERS:
                raise UnreadableError(said("This archive holds thousands of files and is no score; it was not opened."))
            return _member(archive, _score_name(archive, [member.filename for member in members]))
    except (
        zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, KeyError,
    ) as error:  # fmt: skip
        raise UnreadableError(
            said("This compressed score is damaged and cannot be unpacked. Get it again from where it came from."),
            detail=repr(error)[:500],
        ) from error


def _score_name(archive: zipfile.ZipFile, names: list[str]) -> str:
    if _CONTAINER in names:
        for element in _elements(_member(archive, _CONTAINER)):
            named = element.get("full-path", "")
            kind = element.get("media-type", "")
            if element.tag.rpartition("}")[2] == "rootfile" and named in names and (not kind or "musicxml" in kind):
                return named
    scores = [name for name in names if re.fullmatch(r"[^/]+\.(musicxml|xml)", name, re.IGNORECASE)]
    if not scores:
        raise UnreadableError(said("There is no score in this archive, so there is nothing to open."))
    return scores[0]


def _elements(container: bytes) -> list[Element]:
    """What the container lists; nothing when it is damaged, as some write it: then the score is found by its name."""
    try:
        return list(parsed_xml(container).iter())
    except UnreadableError:
        return []


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    """A file of the archive, never more of it than a score can have."""
    info = archive.getinfo(name)
    if info.compress_type not in _KNOWN_WAYS:
        raise UnreadableError(said("This archive is packed in a way that scores never are; it was not opened."))
    with archive.open(info) as file:
        content = file.read(LARGEST_XML + 1)
    if len(content) > LARGEST_XML:
        raise UnreadableError(
            said(
                "This archive would unpack to more than {size} MB, far more than a score. It was not opened.",
                size=LARGEST_XML // 1_000_000,
            )
        )
    return content
