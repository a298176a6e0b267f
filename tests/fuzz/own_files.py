"""Songwright's own files, and the weights of others, whole and damaged: what their readers make of them.

    PYTHONPATH=tests python -m fuzz.own_files [runs a kind, 10000 unless given] [kind ...]

prints a table; the seeds are the numbers of the runs. A fault is anything but a result or a SongwrightError.
"""

from __future__ import annotations

import contextlib
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from formats.songs import lantern_document
from fuzz.damage import damage_bytes, damage_tree
from llm.ggufs import tiny_model
from music.listening.making import sitting
from painter.weight_files import WHOLE, gguf, safetensors
from songwright.audio.protocol import DevicesListed, PlayerNotice, PlayerReport, ScoreLoaded
from songwright.core.artwork import Recipe
from songwright.core.errors import SongwrightError
from songwright.core.song import Singing
from songwright.core.versions import with_song_kept
from songwright.formats.cover.of_song import first_artwork
from songwright.formats.project import dump, load
from songwright.host.child.message_codec import decode, encode
from songwright.host.journal import JOURNAL_SUFFIX, Journal
from songwright.host.library import Library, LibraryEntry
from songwright.host.listening import SittingFolder
from songwright.host.own_forms import read_own_forms
from songwright.host.pronunciations import read_sayings, with_sayings
from songwright.host.recovered import abandoned_work, left_work, set_damaged_aside
from songwright.host.settings import SETTINGS, Settings
from songwright.llm.gguf import read_header
from songwright.llm.models import Hashes, ModelFile, Suspects
from songwright.lyrics.lexicon import load_lexicon
from songwright.music.listening.records import to_record
from songwright.painter.weights import look_at_weights

__all__ = ["KINDS", "FuzzedKind", "OwnOutcome", "fuzz_kind", "rich_project"]

Damage = Callable[[bytes, random.Random], bytes]


@dataclass(frozen=True)
class FuzzedKind:
    """A kind of file: good bytes, and what reads them out of a folder of its own."""

    good: Callable[[Path], list[bytes]]
    read: Callable[[Path, bytes], object]
    damages: tuple[Damage, ...] = (damage_tree, damage_bytes)


@dataclass
class OwnOutcome:
    """What became of the files of a kind."""

    read: int = 0
    refused: int = 0
    slowest: float = 0.0
    slowest_seed: int = -1
    faults: list[tuple[int, BaseException]] = field(default_factory=list)


def rich_project() -> bytes:
    """A project file of this version with a take, a tune, a cover, a named version and a singer in it."""
    document = lantern_document()
    song = replace(document.song, artwork=first_artwork(document.song, Recipe(seed=1)))
    tracks = (replace(song.tracks[0], singing=Singing("alto")), *song.tracks[1:])
    song = replace(song, tracks=tracks)
    return dump(replace(document, song=song, versions=with_song_kept((), song, "first", "2026-01-02T03:04:05Z")))


def _open_project(_: Path, data: bytes) -> None:
    document = load(data)
    if load(dump(document)) != document:
        raise AssertionError("saved and opened again it is another one")


def _journals(folder: Path) -> list[bytes]:
    journal = Journal(folder / "making")
    journal.write(rich_project(), folder / "a.songwright", "The Harbour")
    data = journal.path.read_bytes()
    journal.close()
    return [data]


def _recover(folder: Path, data: bytes) -> None:
    (folder / f"20260102-030405-1-abcdef{JOURNAL_SUFFIX}").write_bytes(data)
    set_damaged_aside(folder)
    for recovery in abandoned_work(folder):
        with contextlib.suppress(SongwrightError):
            load(recovery.data)
        recovery.release()
    left_work(folder)
    for path in (*folder.glob("*"), *folder.glob(".*"), *folder.glob("*/*")):
        if path.is_file():
            path.unlink()


def _damage_head(data: bytes, chance: random.Random) -> bytes:
    head, _, body = data.partition(b"\n")
    return damage_tree(head, chance) + b"\n" + body


def _read_forms(folder: Path, data: bytes) -> None:
    (folder / "mine.txt").write_bytes(data)
    for told in read_own_forms(folder)[1]:
        if not told.endswith("."):
            raise AssertionError(told)


FORMS = [
    b"# title: Mine\n8a 6b 8a 6b\n\n8c 6d 8c 6d\n",
    b"title: Villanelle\nabout: two rhymes\n10A1 10b 10A2\n10a 10b 10A1\n\n10a 10b 10A1 10A2\n",
    b"feet: iambic\n8a* 8b 8a x\n[Chorus]\n7T1 7c\n",
]


def _damage_words(data: bytes, chance: random.Random) -> bytes:
    """Signs of the notation put in, doubled and dropped."""
    rows = data.split(b" ")
    odd = (
        b"9" * 5000,
        b"8a" * 300,
        b"-1a",
        b"0",
        b"[[",
        b"title:",
        b"\n\n",
        b"x1000000",
        b"8\xff",
        b"\0",
        b"A1A2",
        b"=",
        b"#",
    )
    for _ in range(chance.randint(1, 5)):
        rows.insert(chance.randrange(len(rows) + 1), chance.choice((*odd, chance.choice(rows))))
    return b" ".join(rows)


def _read_settings(folder: Path, data: bytes) -> None:
    path = folder / "settings.json"
    path.write_bytes(data)
    settings = Settings(path)
    for setting in SETTINGS:
        settings.get(setting)


def _settings(_: Path) -> list[bytes]:
    return [json.dumps({setting.key: setting.write(setting.default) for setting in SETTINGS}).encode()]


def _read_sittings(folder: Path, data: bytes) -> None:
    (folder / "a.json").write_bytes(data)
    SittingFolder(folder).load()


LEXICON = load_lexicon()


def _read_pronunciations(folder: Path, data: bytes) -> None:
    path = folder / "pronunciations.txt"
    path.write_bytes(data)
    with_sayings(LEXICON, read_sayings(path))


def _libraries(folder: Path) -> list[bytes]:
    path = folder / "making.sqlite"
    library = Library(path)
    for number in range(20):
        entry = LibraryEntry(Path(f"/songs/{number}.songwright"), f"Song {number}", "folk", ("a", "b"), "words " * 20)
        library.keep(replace(entry, tune=((0.0, 1.0, 60.0), (1.0, 1.0, 62.0)), used=float(number)))
    return [path.read_bytes()]


def _search(folder: Path, data: bytes) -> None:
    path = folder / "library.sqlite"
    path.write_bytes(data)
    library = Library(path)
    library.search()
    library.search("song")
    library.keep(LibraryEntry(Path("/songs/new.songwright"), "New"))


def _read_model_notes(folder: Path, data: bytes) -> None:
    path, model = folder / "notes.json", folder / "model.gguf"
    path.write_bytes(data)
    model.write_bytes(b"GGUF")
    Hashes(path).sha256(model)
    Suspects(path).is_suspect(_model_file(model))


def _model_file(path: Path) -> ModelFile:
    return ModelFile(path, "a model", 4)


def _model_notes(folder: Path) -> list[bytes]:
    path, model = folder / "making.json", folder / "model.gguf"
    model.write_bytes(b"GGUF")
    Hashes(path).sha256(model)
    Suspects(folder / "suspects.json").crashed(_model_file(model))
    return [path.read_bytes(), (folder / "suspects.json").read_bytes()]


def _read_model(folder: Path, data: bytes) -> None:
    path = folder / "model.gguf"
    path.write_bytes(data)
    with contextlib.suppress(SongwrightError):
        read_header(path)
    look_at_weights(path)


def _decode(_: Path, data: bytes) -> None:
    decode(data, PlayerReport)


def _reports(_: Path) -> list[bytes]:
    loaded = ScoreLoaded(1, "FluidR3")
    return [encode(report) for report in (loaded, DevicesListed(("null",)), PlayerNotice("late"))]


KINDS: dict[str, FuzzedKind] = {
    "project": FuzzedKind(lambda _: [rich_project()], _open_project),
    "journal": FuzzedKind(_journals, _recover, (_damage_head, damage_bytes)),
    "form": FuzzedKind(lambda _: FORMS, _read_forms, (_damage_words, damage_bytes)),
    "settings": FuzzedKind(_settings, _read_settings),
    "record": FuzzedKind(lambda _: [json.dumps(to_record(sitting())).encode()], _read_sittings),
    "pronunciations": FuzzedKind(
        lambda _: [b"Siobhan = shiv-AWN  # a name\nlead = led\nAoife = EE1 F AH0\n"], _read_pronunciations,
        (_damage_words, damage_bytes),
    ),
    "library": FuzzedKind(_libraries, _search, (damage_bytes,)),
    "report": FuzzedKind(_reports, _decode),
    "model notes": FuzzedKind(_model_notes, _read_model_notes),
    "model": FuzzedKind(
        lambda folder: [tiny_model(folder / "t.gguf").read_bytes(), gguf(*WHOLE), safetensors(*WHOLE)], _read_model,
        (damage_bytes,),
    ),
}  # fmt: skip


def fuzz_kind(kind: FuzzedKind, name: str, seeds: range) -> OwnOutcome:
    """Read a damaged file for each seed; nothing is raised, whatever happens stands in the outcome."""
    outcome = OwnOutcome()
    with tempfile.TemporaryDirectory(prefix="songwright-fuzz-") as made, tempfile.TemporaryDirectory() as place:
        good = kind.good(Path(made))
        for seed in seeds:
            chance = random.Random(f"{name}/{seed}")
            data = chance.choice(kind.damages)(chance.choice(good), chance)
            start = time.process_time()
            try:
                kind.read(Path(place), data)
            except SongwrightError:
                outcome.refused += 1
            except Exception as error:  # noqa: BLE001 - what is looked for
                outcome.faults.append((seed, error))
            else:
                outcome.read += 1
            took = time.process_time() - start
            if took > outcome.slowest:
                outcome.slowest, outcome.slowest_seed = took, seed
    return outcome


def main() -> int:
    """Print what became of the files of each kind; 1 when there are faults."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    wanted = sys.argv[2:] or list(KINDS)
    faults = 0
    print(f"{'kind':<15} {'files':>7} {'read':>7} {'refused':>7} {'faults':>6}   slowest (CPU, seed)   peak memory")
    for name in wanted:
        found = fuzz_kind(KINDS[name], name, range(runs))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{name:<15} {runs:>7} {found.read:>7} {found.refused:>7} {len(found.faults):>6}"
            f"   {found.slowest * 1e3:6.0f} ms {found.slowest_seed:>9}   {peak:8.0f} MiB",
            flush=True,
        )
        faults += len(found.faults)
        for seed, error in found.faults[:5]:
            print(f"    seed {seed}: {type(error).__name__}: {str(error)[:150]}", flush=True)
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
