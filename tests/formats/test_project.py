"""The project file: what is saved comes back, and what is damaged is refused with its place named."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from formats.songs import lantern_document
from formats.strategies import documents
from songwright.core import song as song_module
from songwright.core.artwork import Artwork
from songwright.core.errors import SongwrightError
from songwright.core.session import Document
from songwright.core.song import Key, Line, Marking, Metre, Mode, Music, Note, Section, Singing, Song
from songwright.core.versions import SongVersion, with_song_kept
from songwright.formats import codec, project, project_tables
from songwright.formats.errors import BadProjectError, NewerProjectError
from songwright.formats.project import VERSION, dump, load

GOLDEN = Path(__file__).parents[1] / "golden"


def tree() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(dump(lantern_document()))
    return found


def refusal(content: object) -> str:
    """The message with which a file of this content is refused."""
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    with pytest.raises(BadProjectError) as caught:
        load(data)
    return str(caught.value)


@given(documents)
def test_every_document_comes_back_equal_and_saves_the_same_bytes(document: Document) -> None:
    data = dump(document)
    assert load(data) == document
    assert dump(load(data)) == data


def test_the_file_of_version_3_opens_as_it_was() -> None:
    data = (GOLDEN / "lantern-v3.songwright").read_bytes()
    assert json.loads(data)["version"] == 3
    assert load(data) == lantern_document()


@pytest.mark.parametrize("version", [1, 2])
def test_the_files_of_earlier_versions_still_open_and_kept_no_tunes(version: int) -> None:
    data = (GOLDEN / f"lantern-v{version}.songwright").read_bytes()
    assert json.loads(data)["version"] == version
    assert load(data) == dataclasses.replace(lantern_document(), tunes=())


def test_a_tune_of_a_section_that_is_gone_is_dropped_and_of_a_line_that_is_gone_sounds_without_words() -> None:
    document = lantern_document()
    (tune,) = document.tunes
    lost = dataclasses.replace(tune, section="s9")
    old = [dataclasses.replace(note, line="l99", syllable=0) for note in tune.music.parts[0].notes]
    music = dataclasses.replace(tune.music, parts=(song_module.Part("t1", tuple(old)),))
    odd = dataclasses.replace(document, tunes=(lost, dataclasses.replace(tune, music=music)))
    (found,) = load(dump(odd)).tunes
    assert [note.pitch for note in found.music.part("t1").notes] == [note.pitch for note in old]
    assert {note.line for note in found.music.part("t1").notes} == {None}


def with_versions() -> Document:
    document = lantern_document()
    versions = with_song_kept((), document.song, "Before the new bridge", "2026-05-01T10:00:00+00:00")
    return dataclasses.replace(document, versions=(dataclasses.replace(versions[0], favourite=True),))


def test_named_versions_come_back_and_a_file_without_them_says_nothing_of_them() -> None:
    document = with_versions()
    assert load(dump(document)) == document
    assert b'"versions"' not in dump(lantern_document())


def test_every_field_of_a_version_is_in_the_file_format() -> None:
    encoded = project_tables.SONGVERSION.encode(with_versions().versions[0])
    assert set(encoded) == {field.name for field in dataclasses.fields(SongVersion)}


def test_the_tune_of_a_section_that_only_a_version_still_has_is_kept() -> None:
    document = with_versions()
    shorter = dataclasses.replace(document, song=dataclasses.replace(document.song, sections=()))
    assert load(dump(shorter)).tunes == document.tunes
    assert load(dump(dataclasses.replace(shorter, versions=()))).tunes == ()


def test_versions_that_share_an_identifier_all_come_back() -> None:
    document = with_versions()
    twins = dataclasses.replace(document, versions=document.versions * 2)
    assert [version.id for version in load(dump(twins)).versions] == ["v1", "v1-2"]


def test_damage_in_a_version_is_named_with_its_place() -> None:
    content = json.loads(dump(with_versions()))
    content["versions"][0]["song"]["sections"][1]["id"] = "s1"
    assert " versions[0].song.sections[1].id is the same as sections[0].id" in refusal(content)


def test_the_file_of_version_1_had_no_capo() -> None:
    old = json.loads((GOLDEN / "lantern-v1.songwright").read_bytes())
    assert old["version"] == 1
    assert "capo" not in old["song"]
    assert load(json.dumps(old).encode()).song.capo == 0


def test_the_golden_file_is_what_is_written_now() -> None:
    assert dump(lantern_document()) == (GOLDEN / f"lantern-v{VERSION}.songwright").read_bytes()


def test_the_file_is_readable_text_that_says_first_what_it_is() -> None:
    text = dump(lantern_document()).decode()
    assert text.splitlines()[1:3] == ['  "format": "songwright",', f'  "version": {VERSION},']
    assert text.endswith("}\n")
    assert '{"id": "l1", "text": "The lantern keeps the harbour"}' in text
    assert max(map(len, text.splitlines())) <= 120


@pytest.mark.parametrize(
    "name",
    [
        "Song",
        "Section",
        "Line",
        "Music",
        "Marking",
        "Part",
        "Note",
        "Chord",
        "Track",
        "Singing",
        "Mix",
        "Take",
        "Tune",
    ],
)
def test_every_field_of_the_song_is_in_the_file_format(name: str) -> None:
    """A field added to the song and forgotten here would be lost at the next save."""
    kind = getattr(song_module, name)
    table = getattr(project_tables, name.upper())
    encoded = table.encode(_with_no_defaults(kind))
    assert set(encoded) == {field.name for field in dataclasses.fields(kind)}


def _with_no_defaults(kind: type) -> object:
    """An object of `kind` in which no field has the value that the file leaves out."""
    marking = Marking(0, 90.0, 480, Metre(3, 4), Key())
    music = song_module.Music(1, markings=(marking,))
    made = {
        "Marking": marking,
        "Song": song_module.Song(form="ballad", artwork=Artwork(), looseness=1.0, tags=("sea",)),
        "Section": song_module.Section("s1", lines=(Line("l1", ""),), music=music, repeats="s2"),
        "Line": Line("l1", "", locked=True, readings=(("wind", 1),), divisions=(("nothing", "noth-ing"),)),
        "Note": Note(0, 1, 60, 80, "l1", 0, locked=True, edited=True),
        "Chord": song_module.Chord(0, 0, "", 0, locked=True, line="l1", syllable=0),
        "Music": music,
        "Part": song_module.Part("t1"),
        "Track": song_module.Track("t1", "", song_module.TrackRole.BASS, singing=Singing("alto")),
        "Singing": Singing("alto", "la", doubled=True),
        "Take": song_module.Take("k1", "", "", song_module.Piece.POEM, 0, name="Slow", favourite=True),
        "Tune": song_module.Tune(1, "s1", music, frozenset({"t1"}), mark="A", name="Slow", favourite=True),
    }
    return made.get(kind.__name__) or kind()


@pytest.mark.parametrize(
    ("path", "value", "place", "problem"),
    [
        (("song", "tempo"), "fast", "tempo", "should be a number and is text"),
        (("song", "tempo"), 0, "song", "tempo must be 20-400"),
        (("song", "tempo"), float("nan"), "tempo", "is not a usable number"),
        (("song", "tempo"), float("inf"), "tempo", "is not a usable number"),
        (("song", "seed"), 1.5, "seed", "should be a whole number"),
        (("song", "seed"), True, "seed", "should be a whole number and is true or false"),
        (("song", "key"), None, "key", "is empty"),
        (("song", "key", "mode"), "loud", "key.mode", 'is "loud" and should be one of: major'),
        (("song", "sections"), {}, "sections", "should be a list"),
        (("song", "sections", 0, "lines", 1, "text"), 5, "sections[0].lines[1].text", "should be text"),
        (("song", "sections", 0, "music", "parts", 0, "notes", 4), [], "sections[0].music.parts[0].notes[4]", "a list"),
        (
            ("song", "sections", 0, "music", "parts", 0, "notes", 4, "pitch"),
            200,
            "sections[0].music.parts[0].notes[4]",
            "pitch must be 0-127, not 200",
        ),
        (("song", "sections", 1, "music", "bars"), 10**12, "sections[1].music.bars", "should be from 1 to 100,000"),
        (("song", "sections", 1, "music", "bars"), 0, "sections[1].music.bars", "should be from 1"),
        (("song", "sections", 1, "id"), "s1", "sections[1].id", "is the same as sections[0].id"),
        (
            ("song", "sections", 1, "lines", 0, "id"),
            "l1",
            "sections[1].lines[0].id",
            "the same as sections[0].lines[0]",
        ),
        (("song", "tracks", 2, "id"), "t1", "tracks[2].id", "is the same as tracks[0].id"),
        (("song", "sections", 2, "repeats"), "s9", "sections[2].repeats", "names a section that is not there"),
        (("song", "sections", 2, "repeats"), "s3", "sections[2].repeats", "names a section that repeats another"),
        (("song", "sections", 0, "music", "parts", 1, "track"), "t9", "sections[0].music.parts[1].track", "not there"),
        (
            ("song", "sections", 0, "music", "parts", 1, "track"),
            "t1",
            "sections[0].music.parts[1].track",
            "the same as",
        ),
        (("takes", 0, "settings"), {"mood": 3}, "takes[0].settings.mood", "should be text"),
        (("tunes", 0, "tracks"), "t1", "tunes[0].tracks", "should be a list"),
        (("tunes", 0, "music", "parts", 0, "track"), "t9", "tunes[0].music.parts[0].track", "not there"),
        (("song", "mood"), "blue", "mood", "is not something that Songwright knows"),
    ],
)
def test_a_damaged_file_is_refused_and_the_place_is_named(
    path: tuple[Any, ...], value: object, place: str, problem: str
) -> None:
    content = tree()
    spot: Any = content
    for step in path[:-1]:
        spot = spot[step]
    spot[path[-1]] = value
    message = refusal(content)
    assert f" {place} " in message
    assert problem in message


def test_a_missing_value_is_named() -> None:
    content = tree()
    del content["song"]["sections"][0]["kind"]
    assert "sections[0].kind is missing" in refusal(content)


@pytest.mark.parametrize("fraction", [0.1, 0.5, 0.9, 0.999])
def test_a_file_cut_off_is_said_to_be_cut_off(fraction: float) -> None:
    data = dump(lantern_document())
    message = refusal(data[: int(len(data) * fraction)])
    assert "ends in the middle" in message
    assert "backup" in message


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "is empty"),
        (b" \n ", "is empty"),
        (b"\x89PNG\r\n\x1a\n\xff", "not a text file"),
        (b"Dear diary", "would be JSON"),
        (b"[1, 2", "would be JSON"),
        (b"[]", "does not say so"),
        (b"null", "does not say so"),
        (b'{"format": "other", "version": 1}', "does not say so"),
        (b'{"format": "songwright"}', "which version"),
        (b'{"format": "songwright", "version": "1"}', "which version"),
        (b'{"format": "songwright", "version": 1}', "song is missing"),
        (b'{"format": "songwright", "version": 1, "song": ' + b"[" * 200_000, "damaged beyond reading"),
        (b'{"format": "songwright", "version": ' + b"9" * 9_000 + b"}", "damaged beyond reading"),
        (b'{"format": "songwright", nonsense}', "cannot be read (line 1, column 26)"),
    ],
)
def test_what_is_no_project_is_refused_in_a_sentence(data: bytes, problem: str) -> None:
    assert problem in refusal(data)


def test_a_file_too_large_to_be_a_song_is_not_even_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project, "LARGEST_BYTES", 1000)
    assert "larger than any project" in refusal(b"{" * 2000)


def test_a_newer_file_is_refused_politely_with_its_version() -> None:
    content = tree() | {"version": VERSION + 3}
    with pytest.raises(NewerProjectError, match=f"version {VERSION + 3}.*up to version {VERSION}.*update Songwright"):
        load(json.dumps(content).encode())


def test_older_files_pass_through_every_later_migration_in_turn() -> None:
    def subject_to_about(old: dict[str, Any]) -> dict[str, Any]:
        song = dict(old["song"])
        song["about"] = song.pop("subject")
        return old | {"song": song}

    def bpm_to_tempo(old: dict[str, Any]) -> dict[str, Any]:
        song = dict(old["song"])
        song["tempo"] = song.pop("bpm") * 1.0
        return old | {"song": song}

    migrations = (subject_to_about, bpm_to_tempo)
    oldest, middle = tree() | {"version": 1}, tree() | {"version": 2}
    oldest["song"]["subject"] = oldest["song"].pop("about")
    for content in (oldest, middle):
        content["song"]["bpm"] = content["song"].pop("tempo")
    assert load(json.dumps(oldest).encode(), migrations) == lantern_document()
    assert load(json.dumps(middle).encode(), migrations) == lantern_document()
    assert load(json.dumps(tree() | {"version": 3}).encode(), migrations) == lantern_document()


def test_a_migration_that_meets_a_damaged_file_gives_a_sentence() -> None:
    def strict(old: dict[str, Any]) -> dict[str, Any]:
        return old | {"song": old["no such thing"]}

    with pytest.raises(BadProjectError, match="version 1 is damaged"):
        load(json.dumps(tree() | {"version": 1}).encode(), (strict,))


def test_notes_out_of_order_are_put_in_order() -> None:
    content = tree()
    content["song"]["sections"][0]["music"]["parts"][0]["notes"].reverse()
    assert load(json.dumps(content).encode()).song == lantern_document().song


def test_a_note_whose_line_is_gone_keeps_sounding_without_its_word() -> None:
    content = tree()
    content["song"]["sections"][0]["music"]["parts"][0]["notes"][0]["line"] = "l99"
    music = load(json.dumps(content).encode()).song.sections[0].music
    assert music is not None
    first = music.part("t1").notes[0]
    assert (first.line, first.syllable, first.pitch) == (None, None, 62)


def test_identifiers_given_after_opening_are_new() -> None:
    content = tree()
    content["song"]["serial"] = 0
    name, _ = load(json.dumps(content).encode()).song.new_id("l")
    assert name == "l6"


def test_takes_that_share_an_identifier_all_come_back() -> None:
    take = lantern_document().takes[0]
    twins = (take, take, dataclasses.replace(take, id="k1-2"), take)
    loaded = load(dump(Document(Song(), twins))).takes
    assert len({found.id for found in loaded}) == 4
    assert {found.text for found in loaded} == {take.text}


def test_half_a_surrogate_pair_survives() -> None:
    song = Song(title="broken \ud83d smile")
    assert load(dump(Document(song))).song.title == song.title


def test_a_byte_order_mark_and_windows_line_ends_are_no_obstacle() -> None:
    data = b"\xef\xbb\xbf" + dump(lantern_document()).replace(b"\n", b"\r\n")
    assert load(data) == lantern_document()


def test_every_refusal_is_one_of_our_errors() -> None:
    assert issubclass(BadProjectError, SongwrightError)
    assert not issubclass(codec.Misfit, SongwrightError)


def test_who_sings_a_track_is_kept_and_left_out_where_nothing_was_chosen() -> None:
    document = lantern_document()
    first, *others = document.song.tracks
    sung = dataclasses.replace(first, singing=Singing("alto", "la", doubled=True))
    changed = dataclasses.replace(document, song=dataclasses.replace(document.song, tracks=(sung, *others)))
    assert load(dump(changed)).song.tracks == changed.song.tracks
    assert b'"singing"' not in dump(document)


def test_changes_inside_a_song_are_kept_and_a_song_without_any_has_no_word_of_them() -> None:
    marked = Marking(1920, 90.5, 960, Metre(3, 4), Key(2, Mode.MINOR))
    music = Music(4, markings=(Marking(0, tempo=60.0), marked))
    song = Song(sections=(Section("s1", title="Verse", music=music),), serial=1)
    assert load(dump(Document(song))).song == song
    plain = Song(sections=(Section("s1", title="Verse", music=Music(4)),))
    assert b"markings" not in dump(Document(plain))


@pytest.mark.parametrize(
    ("markings", "sentence"),
    [
        ([{"start": 0, "tempo": 0}], "20-400"),
        ([{"start": 0, "metre": {"beats": 17, "unit": 3}}], "17/3"),
        ([{"start": -5, "tempo": 90}], "should be from 0"),
        ([{"start": 0}], "changes a tempo"),
        ([{"start": 0, "over": 480}], "only a tempo"),
        ([{"start": 9, "tempo": 90}, {"start": 9, "tempo": 80}], "a place of its own"),
        ([{"start": 0, "swing": 1}], "not something that Songwright knows"),
    ],
)
def test_a_damaged_change_is_named_with_its_place(markings: list[object], sentence: str) -> None:
    song = Song(sections=(Section("s1", title="Verse", music=Music(4)),))
    content = json.loads(dump(Document(song)))
    content["song"]["sections"][0]["music"]["markings"] = markings
    told = refusal(content)
    assert sentence in told
    assert "sections[0].music" in told
