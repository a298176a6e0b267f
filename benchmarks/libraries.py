"""What is written by hand beside the libraries that do it: `python benchmarks/libraries.py` prints speeds, one run.

The libraries are no dependencies; those that are not installed are passed over. To install them for a run:
`uv pip install msgspec cattrs pydantic rapidfuzz filelock atomicwrites mutagen mido pretty_midi reportlab fpdf2
svgelements svgpathtools pedalboard`, or into a folder of their own on PYTHONPATH. Sizes are those of the files that are
written. What was decided, and why, stands in docs/libraries.md.
"""

from __future__ import annotations

import difflib
import importlib
import io
import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "app"), str(ROOT / "resources"), str(ROOT / "tests")]

from formats.songs import lantern_song  # noqa: E402
from songwright.audio.limiter import Limiter  # noqa: E402
from songwright.audio.retag import with_words_and_cover  # noqa: E402
from songwright.audio.reverb import Reverb  # noqa: E402
from songwright.core.song import Music, Note, Part, Section, SectionKind, Song, Track, TrackRole  # noqa: E402
from songwright.formats.engraving.drawing import Drawing, Glyph, Op, Shape  # noqa: E402
from songwright.formats.engraving.outlines import read_path  # noqa: E402
from songwright.formats.engraving.pdf import to_pdf  # noqa: E402
from songwright.formats.engraving.score_pages import ScoreOptions, draw_score  # noqa: E402
from songwright.formats.midi import to_midi  # noqa: E402
from songwright.formats.smf import read_smf  # noqa: E402
from songwright.host.atomic import write_file  # noqa: E402
from songwright.host.child.message_codec import decode, encode  # noqa: E402
from songwright.host.lock import Lock  # noqa: E402
from songwright.lyrics.lexicon import load_lexicon  # noqa: E402

RATE = 48_000


@dataclass(frozen=True)
class Chunk:
    """A message of the commonest kind."""

    id: int
    text: str
    title: bool = False
    odds: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Done:
    """Another, so that there is a union to choose from."""

    id: int


CHUNK = Chunk(7, " harbour", odds=(("harbour", 0.25), ("water", 0.125), ("light", 0.0625)))


def best(work: Callable[[], object], rounds: int = 5, least: float = 0.1) -> float:
    """Seconds of the fastest of several runs of at least `least` seconds, by repetition."""
    times = 1
    while True:
        started = time.perf_counter()
        for _ in range(times):
            work()
        spent = time.perf_counter() - started
        if spent >= least:
            break
        times *= 4
    found = [spent / times]
    for _ in range(rounds - 1):
        started = time.perf_counter()
        for _ in range(times):
            work()
        found.append((time.perf_counter() - started) / times)
    return min(found)


def there(name: str) -> ModuleType | None:
    """A library, if it is installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def row(what: str, own: float, library: str, theirs: float | None) -> None:
    """One line of the table: ours, theirs, and how many times as long theirs takes."""
    other = "not installed" if theirs is None else f"{theirs * 1e6:12,.0f} us   x {theirs / own:.2f}"
    print(f"{what:<34}{own * 1e6:12,.0f} us   {library:<14}{other}", flush=True)


def messages() -> None:
    """A message to a line and back, checked field by field."""
    ours = best(lambda: decode(encode(CHUNK), Chunk | Done))
    if msgspec := there("msgspec"):
        coder, decoder = msgspec.json.Encoder(), msgspec.json.Decoder(Chunk)
        row("message there and back", ours, "msgspec", best(lambda: decoder.decode(coder.encode(CHUNK))))
    if cattrs := there("cattrs"):
        converter = cattrs.Converter()
        both = lambda: converter.structure(json.loads(json.dumps(converter.unstructure(CHUNK))), Chunk)  # noqa: E731
        row("message there and back", ours, "cattrs", best(both))
    if pydantic := there("pydantic"):
        adapter = pydantic.TypeAdapter(Chunk)
        row("message there and back", ours, "pydantic", best(lambda: adapter.validate_json(adapter.dump_json(CHUNK))))


def near_words() -> None:
    """The words most like one that is none, among 20,000."""
    words = sorted(load_lexicon().words())[:20_000] if hasattr(load_lexicon(), "words") else []
    words = words or [f"{head}{tail}" for head in range(1000) for tail in ("ness", "ing", "ed", "ly", "er") * 4]
    ours = best(lambda: difflib.get_close_matches("harbuor", words, n=2, cutoff=0.75), rounds=2)
    if there("rapidfuzz"):
        from rapidfuzz import process

        row("near words of 20,000", ours, "rapidfuzz", best(lambda: process.extract("harbuor", words, limit=2)))


def midi() -> None:
    """A MIDI file of 4,000 notes read."""
    notes = tuple(Note(240 * place, 200, 60 + place % 12) for place in range(4000))
    section = Section("s1", SectionKind.VERSE, "Verse", (), Music(500, (), (Part("t1", notes),)))
    data = to_midi(Song(sections=(section,), tracks=(Track("t1", "Voice", TrackRole.VOCAL),)), load_lexicon())
    ours = best(lambda: read_smf(data), rounds=2)
    if mido := there("mido"):
        row("MIDI of 4,000 notes", ours, "mido", best(lambda: mido.MidiFile(file=io.BytesIO(data)), rounds=2))
    if pretty := there("pretty_midi"):
        row("MIDI of 4,000 notes", ours, "pretty_midi", best(lambda: pretty.PrettyMIDI(io.BytesIO(data)), rounds=2))


def locks() -> None:
    """A lock taken and let go."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "song.songwright"
        ours = best(lambda: Lock.acquire(path).release())
        if filelock := there("filelock"):

            def theirs() -> None:
                with filelock.FileLock(path.with_suffix(".lock")):
                    pass

            row("lock taken and let go", ours, "filelock", best(theirs))


def rooms() -> None:
    """Ten seconds of sound in a room, by blocks of the export."""
    sound = np.random.default_rng(1).normal(0, 0.1, RATE * 10).astype(np.float32)
    blocks = np.split(sound, 50)

    def ours() -> None:
        reverb = Reverb(RATE)
        for block in blocks:
            reverb.process(block)

    spent = best(ours, rounds=2)
    if pedalboard := there("pedalboard"):

        def theirs() -> None:
            reverb = pedalboard.Reverb(wet_level=1.0, dry_level=0.0)
            for block in blocks:
                reverb.process(np.stack([block, block]), RATE, reset=False)

        row("10 s of reverb", spent, "pedalboard", best(theirs, rounds=2))


def limiting() -> None:
    """Ten seconds of loud sound in blocks of the export, kept below a ceiling (ours by true peak, theirs by sample)."""
    sound = np.random.default_rng(2).normal(0, 0.5, (RATE * 10, 2)).astype(np.float32)
    blocks = np.split(sound, 50)

    def ours() -> None:
        limiter = Limiter(RATE, len(blocks[0]))
        for block in blocks:
            limiter.process(block)

    spent = best(ours, rounds=2)
    if pedalboard := there("pedalboard"):

        def theirs() -> None:
            limiter = pedalboard.Limiter(threshold_db=-1.5)
            for block in blocks:
                limiter.process(block.T, RATE, reset=False)

        row("10 s limited", spent, "pedalboard", best(theirs, rounds=2))


def saving() -> None:
    """A song of 200 kB put in place of another; all flush to the disk."""
    data = b"x" * 200_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "song.songwright"
        ours = best(lambda: write_file(path, data))
        if atomicwrites := there("atomicwrites"):

            def theirs() -> None:
                with atomicwrites.atomic_write(path, mode="wb", overwrite=True) as file:
                    file.write(data)

            row("a file put in place", ours, "atomicwrites", best(theirs))


def tags() -> None:
    """Words put into a FLAC file of ten seconds in memory."""
    import soundfile

    file = io.BytesIO()
    soundfile.write(file, np.random.default_rng(3).normal(0, 0.1, (RATE * 10, 2)), RATE, format="FLAC")
    data, words = file.getvalue(), "The lantern burns above the bay\n" * 40
    ours = best(lambda: with_words_and_cover(data, words, None))
    if there("mutagen"):
        from mutagen.flac import FLAC

        def theirs() -> None:
            copy = io.BytesIO(data)
            found = FLAC(copy)
            found["lyrics"] = words
            copy.seek(0)
            found.save(copy)

        row("words into FLAC", ours, "mutagen", best(theirs))


def paths() -> None:
    """The outline of a treble clef's size, two hundred curves, read from SVG."""
    data = "M0 0" + "c1 2 3 4 5 6s2 1 3 0l4 -2" * 70 + "z"
    ours = best(lambda: read_path(data))
    if svgelements := there("svgelements"):
        row("outline of 210 steps", ours, "svgelements", best(lambda: svgelements.Path(data)))
    if svgpathtools := there("svgpathtools"):
        row("outline of 210 steps", ours, "svgpathtools", best(lambda: svgpathtools.parse_path(data)))


def sheets() -> None:
    """The lead sheet of a short song as PDF: the same drawing by each writer, and the size of its file."""
    drawing = draw_score(lantern_song(), load_lexicon(), ScoreOptions())
    ours = best(lambda: to_pdf(drawing), rounds=2)
    print(f"{'':<34}{len(to_pdf(drawing)):12,} bytes ours")
    if there("reportlab"):
        row("lead sheet as PDF", ours, "reportlab", best(lambda: by_reportlab(drawing), rounds=2))
        print(f"{'':<34}{len(by_reportlab(drawing)):12,} bytes by reportlab")
    if there("fpdf"):
        row("lead sheet as PDF", ours, "fpdf2", best(lambda: by_fpdf(drawing), rounds=2))
        print(f"{'':<34}{len(by_fpdf(drawing)):12,} bytes by fpdf2")


def face_file(name: str) -> Path:
    """The file of a typeface that ships."""
    (found,) = (ROOT / "resources").rglob(f"{name}.ttf")
    return found


def by_reportlab(drawing: Drawing) -> bytes:
    """A drawing by reportlab: every sign as an outline, since it keeps no forms of glyphs by itself."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file, invariant=1, pageCompression=1)

    def outline(ops: tuple[Op, ...]) -> object:
        path = canvas.beginPath()
        steps = {"M": path.moveTo, "L": path.lineTo, "C": path.curveTo, "Z": path.close}
        for name, values in ops:
            steps[name](*values)
        return path

    for page in drawing.pages:
        canvas.setPageSize((page.width, page.height))
        canvas.transform(1, 0, 0, -1, 0, page.height)
        for block in page.blocks:
            canvas.saveState()
            canvas.translate(block.x, block.y)
            for item in block.items:
                canvas.saveState()
                if isinstance(item, Shape):
                    canvas.setLineWidth(item.stroke or 1)
                    canvas.drawPath(outline(item.ops), stroke=int(item.stroke > 0), fill=int(item.stroke <= 0))
                elif isinstance(item, Glyph):
                    canvas.transform(item.scale, 0, 0, item.scale, item.x, item.y)
                    canvas.drawPath(outline(drawing.glyphs.get(item.code, ())), stroke=0, fill=1)
                else:
                    if item.face not in pdfmetrics.getRegisteredFontNames():
                        pdfmetrics.registerFont(TTFont(item.face, str(face_file(item.face))))
                    canvas.setFont(item.face, item.size)
                    canvas.transform(1, 0, 0, -1, item.x, item.y)
                    canvas.drawString(0, 0, item.text)
                canvas.restoreState()
            canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def by_fpdf(drawing: Drawing) -> bytes:
    """A drawing by fpdf2: shapes and signs by its drawing interface, texts by its fonts."""
    from fpdf import FPDF

    pdf = FPDF(unit="pt")
    faces: set[str] = set()
    for page in drawing.pages:
        pdf.add_page(format=(page.width, page.height))
        for block in page.blocks:
            for item in block.items:
                if isinstance(item, Shape | Glyph):
                    scale = item.scale if isinstance(item, Glyph) else 1.0
                    x, y = (item.x, item.y) if isinstance(item, Glyph) else (0.0, 0.0)
                    ops = drawing.glyphs.get(item.code, ()) if isinstance(item, Glyph) else item.ops
                    with pdf.new_path() as path:
                        stroke = item.stroke if isinstance(item, Shape) else 0.0
                        path.style.stroke_width = stroke or None
                        path.style.fill_color, path.style.stroke_color = (None, "#000") if stroke else ("#000", None)
                        steps = {"M": path.move_to, "L": path.line_to, "C": path.curve_to, "Z": path.close}
                        for name, values in ops:
                            placed = [
                                (block.y + y if index % 2 else block.x + x) + scale * value
                                for index, value in enumerate(values)
                            ]
                            steps[name](*placed)
                else:
                    if item.face not in faces:
                        faces.add(item.face)
                        pdf.add_font(item.face, fname=str(face_file(item.face)))
                    pdf.set_font(item.face, size=item.size)
                    pdf.text(block.x + item.x, block.y + item.y, item.text)
    return bytes(pdf.output())


def main() -> None:
    """Print the table."""
    print(f"{'what':<34}{'ours':>12}      {'library':<14}{'theirs':>12}")
    for part in (messages, near_words, midi, locks, saving, tags, paths, sheets, rooms, limiting):
        part()


if __name__ == "__main__":
    main()
