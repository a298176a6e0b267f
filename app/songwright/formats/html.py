"""The words as a web page of its own: no scripts, no files beside it, good on paper too."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from songwright.core.song import Piece, Song
from songwright.formats.text import printable, stanzas_by_section

__all__ = ["to_html"]

_STYLE = """
.cover { margin: 0 0 2.5rem; break-after: page; } .cover svg, .cover img { display: block; width: 100%; height: auto; }
body { max-width: 38rem; margin: 3rem auto; padding: 0 1.5rem; font: 1.1rem/1.6 Georgia, "Liberation Serif", serif;
  color: #222; background: #fff; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 2rem; }
h2 { font: 600 .8rem/1.4 system-ui, sans-serif; letter-spacing: .06em; text-transform: uppercase; color: #6b6b6b;
  margin: 2rem 0 .4rem; break-after: avoid; }
p { margin: 0 0 1.2rem; break-inside: avoid; white-space: pre-wrap; }
.story p { text-indent: 1.4em; margin: 0; break-inside: auto; }
@media (prefers-color-scheme: dark) { body { color: #ddd; background: #1b1b1d; } h2 { color: #9a9a9a; } }
@media print { body { margin: 0; max-width: none; color: #000; background: none; } }
"""


def to_html(song: Song) -> str:
    """The page: title, then each section under its heading; repeated sections are written out."""
    title = escape(printable(song.title.strip()))
    kind = ' class="story"' if song.piece is Piece.STORY else ""
    return (
        '<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title or 'Untitled'}</title>\n<style>{_STYLE}</style>\n</head>\n<body{kind}>\n"
        + "\n".join(_body(song, title))
        + "\n</body>\n</html>\n"
    )


def _cover(song: Song) -> str:
    """The cover without its lettering, as the title stands below it; a picture of the user's as it is."""
    assert song.artwork is not None  # noqa: S101 - asked by the caller
    if song.artwork.own:
        return f'<img alt="" src="data:image/jpeg;base64,{escape(song.artwork.own)}">'
    # Imported here: most pages have none.
    from songwright.formats.cover.of_song import song_poster
    from songwright.formats.cover.vector import svg_markup

    return svg_markup(song_poster(song, lettered=False), song.title.strip())


def _body(song: Song, title: str) -> Iterator[str]:
    if song.artwork is not None:
        yield f'<div class="cover">{_cover(song)}</div>'
    if title:
        yield f"<h1>{title}</h1>"
    for heading, stanzas in stanzas_by_section(song):
        if heading:
            yield f"<h2>{escape(printable(heading))}</h2>"
        for stanza in stanzas:
            yield "<p>" + "<br>".join(escape(printable(line)) for line in stanza) + "</p>"
