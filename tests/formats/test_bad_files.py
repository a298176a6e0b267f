"""Files made to do harm, and as careless programs write them: a sentence or a whole song, and never much memory."""

from __future__ import annotations

import io
import tracemalloc
import zipfile

import pytest

from formats.songs import lantern_song
from songwright.core.song import Song
from songwright.core.timeline import timeline
from songwright.formats.errors import UnreadableError
from songwright.formats.imports import imported
from songwright.formats.musicxml import to_musicxml
from songwright.formats.mxl import packed
from songwright.lyrics.lexicon import Lexicon

HEADER = b"MThd\0\0\0\x06\0\x01\0\x01\0\x60"
END = b"\0\xff\x2f\0"
C_MAJOR = b"\0\x90\x3c\x50\x60\x80\x3c\0"


def midi(track: bytes, header: bytes = HEADER, count: int = 1) -> bytes:
    return header + (b"MTrk" + len(track + END).to_bytes(4) + track + END) * count


def opened(name: str, data: bytes | str, lexicon: Lexicon) -> Song:
    return imported(name, data.encode() if isinstance(data, str) else data, lambda: lexicon).song


def refused(name: str, data: bytes | str, lexicon: Lexicon) -> str:
    """The sentence with which a file is refused, having used little memory."""
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableError) as caught:
            opened(name, data, lexicon)
        assert tracemalloc.get_traced_memory()[1] < 200_000_000
    finally:
        tracemalloc.stop()
    assert caught.value.message.endswith(".")
    return caught.value.message


def pitches(song: Song) -> list[int]:
    return [note.pitch for track in song.tracks for note in timeline(song).notes(track.id)]


def test_a_midi_file_without_a_tempo_is_played_at_120(lexicon: Lexicon) -> None:
    song = opened("x.mid", midi(C_MAJOR), lexicon)
    assert song.tempo == 120
    assert timeline(song).notes(song.tracks[0].id)[0].length == 480


def test_a_hanging_note_ends_with_its_track_and_that_is_said(lexicon: Lexicon) -> None:
    found = imported("x.mid", midi(b"\0\x90\x3c\x50" + b"\x60\x90\x40\x50\x60\x80\x40\0"), lambda: lexicon)
    assert sorted(pitches(found.song)) == [60, 64]
    assert any("never end" in sentence for sentence in found.left_out)


def test_running_status_goes_on_and_without_a_status_it_is_damage(lexicon: Lexicon) -> None:
    assert pitches(opened("x.mid", midi(b"\0\x90\x3c\x50\x60\x3c\0\0\x40\x50\x60\x40\0"), lexicon)) == [60, 64]
    assert "damaged" in refused("x.mid", midi(b"\0\x3c\x50"), lexicon)
    # A meta-event ends running status in the standard; many programs go on after it, and so does the reader.
    assert pitches(opened("x.mid", midi(b"\0\x90\x3c\x50\x10\xff\x01\x01a\x60\x90\x3c\0"), lexicon)) == [60]


@pytest.mark.parametrize("division", [1, 0x7FFF])
def test_any_number_of_ticks_a_beat_is_read(division: int, lexicon: Lexicon) -> None:
    header = b"MThd\0\0\0\x06\0\x01\0\x01" + division.to_bytes(2)
    song = opened("x.mid", midi(b"\0\x90\x3c\x50\x01\x80\x3c\0", header), lexicon)
    assert timeline(song).notes(song.tracks[0].id)[0].length == max(1, round(480 / division))


def test_ten_million_ticks_a_beat_in_a_score_are_read(lexicon: Lexicon) -> None:
    score = to_musicxml(lantern_song(), lexicon).decode()
    finer = score.replace("<divisions>480<", "<divisions>10000000<")
    for ticks in sorted({int(part.split("<")[0]) for part in score.split("<duration>")[1:]}):
        finer = finer.replace(f"<duration>{ticks}<", f"<duration>{ticks * 10000000 / 480:.3f}<")
    back = opened("x.musicxml", finer, lexicon)
    assert pitches(back) == pitches(opened("x.musicxml", score, lexicon))


def test_a_hundred_and_twenty_eight_tracks_are_parts_and_thousands_are_damage(lexicon: Lexicon) -> None:
    assert len(opened("x.mid", midi(C_MAJOR, count=128), lexicon).tracks) == 128
    assert "tracks" in refused("x.mid", midi(C_MAJOR, count=2000), lexicon)


def test_music_of_days_is_refused(lexicon: Lexicon) -> None:
    assert "bars" in refused("x.mid", midi(b"\xff\xff\xff\x7f\x90\x3c\x50\x60\x80\x3c\0"), lexicon)


@pytest.mark.parametrize("kept", [3, 12, 20, 30])
def test_a_midi_file_cut_off_anywhere_is_refused(kept: int, lexicon: Lexicon) -> None:
    refused("x.mid", midi(C_MAJOR * 4)[:kept], lexicon)


def test_separate_patterns_follow_each_other(lexicon: Lexicon) -> None:
    two = midi(C_MAJOR, b"MThd\0\0\0\x06\0\x02\0\x02\0\x60", count=2)
    found = imported("x.mid", two, lambda: lexicon)
    assert any("type 2" in sentence for sentence in found.left_out)
    first, second = (timeline(found.song).notes(track.id) for track in found.song.tracks)
    assert first[-1].end <= second[0].start
    assert [note.pitch for note in first] == [note.pitch for note in second]


@pytest.mark.parametrize("message", [b"\xf1\x01", b"\xf2\x01\x02", b"\xf3\x01", b"\xf6", b"\xf8", b"\xfe"])
def test_messages_that_only_cables_carry_are_passed_over(message: bytes, lexicon: Lexicon) -> None:
    track = b"\0\x90\x3c\x50\x10" + message + b"\x10\x80\x3c\0"
    assert pitches(opened("x.mid", midi(track), lexicon)) == [60]


def test_a_file_without_notes_is_refused(lexicon: Lexicon) -> None:
    assert "no notes" in refused("x.mid", midi(b""), lexicon)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMBS = {
    "entities": f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]><score-partwise>&l9;</score-partwise>',
    "files": '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><score-partwise>&f;'
    "</score-partwise>",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_score_with_entities_is_refused(bomb: str, lexicon: Lexicon) -> None:
    message = refused("x.musicxml", BOMBS[bomb], lexicon)
    assert "entities" in message
    assert "root:" not in message


def test_a_score_nested_without_end_is_refused(lexicon: Lexicon) -> None:
    for encoding in ("utf-8", "utf-16"):
        assert "nested" in refused("x.musicxml", ("<?xml version='1.0'?>" + "<a>" * 200_000).encode(encoding), lexicon)


def zipped(name: str, content: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return data.getvalue()


def test_an_archive_that_unpacks_without_end_is_refused(lexicon: Lexicon) -> None:
    bomb = zipped("score.xml", b"\0" * 100_000_000)
    assert len(bomb) < 200_000
    assert "unpack" in refused("x.mxl", bomb, lexicon)


def test_an_archive_that_is_damaged_or_holds_no_score_is_refused(lexicon: Lexicon) -> None:
    good = packed(to_musicxml(lantern_song(), lexicon))
    assert pitches(opened("x.mxl", good, lexicon))
    refused("x.mxl", good[: len(good) // 2], lexicon)
    # Some programs write containers that are no XML; the score is found all the same.
    careless = io.BytesIO()
    with zipfile.ZipFile(careless, "w") as archive:
        archive.writestr("META-INF/container.xml", '<container><rootfile full-path="a & b"')
        archive.writestr("score.xml", to_musicxml(lantern_song(), lexicon))
    assert pitches(opened("x.mxl", careless.getvalue(), lexicon))
    refused("x.mxl", zipped("readme.txt", b"hello"), lexicon)
    container = b'<container><rootfiles><rootfile full-path="../../etc/passwd"/></rootfiles></container>'
    refused("x.mxl", zipped("META-INF/container.xml", container), lexicon)


def test_repeats_within_repeats_come_to_an_end(lexicon: Lexicon) -> None:
    bars = "|:" + "|:".join("C4 :|" for _ in range(300)) + ":|" * 300
    assert len(pitches(opened("x.abc", f"X:1\nL:1/4\nK:C\n{bars}\n", lexicon))) < 10_000
    score = to_musicxml(lantern_song(), lexicon).decode()
    forever = score.replace("</measure>", '<barline><repeat direction="backward" times="9999999"/></barline></measure>')
    assert len(pitches(opened("x.musicxml", forever, lexicon))) < 10_000


def test_unknown_directives_and_fields_are_passed_over_and_told(lexicon: Lexicon) -> None:
    found = imported(
        "x.cho", b"{title: A}\n{zork}\n{blorb: 7}\n{start_of_abc}\nx y z\n{end_of_abc}\n[C]la", lambda: lexicon
    )
    assert sum("{zork}" in sentence or "{blorb}" in sentence for sentence in found.left_out) == 2
    assert [line.text for section in found.song.sections for line in section.sung_lines] == ["la"]
    tune = opened("x.abc", "X:1\nT:A\nzork:7\n%%blorb 3\nE:x\nM:C\nL:1/4\nK:C\n!zork!C y D \\\n[r:hm] E F|\n", lexicon)
    assert pitches(tune) == [60, 62, 64, 65]


@pytest.mark.parametrize("name", ["x.mid", "x.musicxml", "x.abc", "x.cho", "x.lrc", "x.md", "x.txt"])
def test_huge_files_are_refused_before_they_are_read(name: str, lexicon: Lexicon) -> None:
    start = {"x.mid": b"MThd", "x.musicxml": b"<?xml "}.get(name, b"la ")
    assert "MB" in refused(name, start + b"a" * 26_000_000, lexicon)


@pytest.mark.parametrize("name", ["x.txt", "x.md", "x.cho", "x.lrc", "x.abc"])
def test_a_text_of_millions_of_rows_is_refused(name: str, lexicon: Lexicon) -> None:
    refused(name, b"a\n" * 3_000_000, lexicon)


def test_an_empty_file_and_one_of_another_kind_are_refused(lexicon: Lexicon) -> None:
    assert "empty" in refused("x.txt", b"", lexicon)
    assert "MusicXML" in refused("x.mscz", b"PK\x03\x04", lexicon)
    assert "does not know" in refused("x.zork", b"la", lexicon)


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("x.cho", "{a" + " " * 100_000 + "b"),
        ("x.md", "# a" + " " * 100_000 + "b"),
        ("x.md", "*a " * 50_000 + "b"),
        ("x.md", "---\ntitle: a" + " " * 100_000 + "b\n---"),
    ],
)
def test_a_row_that_could_be_read_in_endless_ways_is_read(name: str, row: str, lexicon: Lexicon) -> None:
    song = opened(name, f"{row}\n\nthe words", lexicon)
    assert any(line.text == "the words" for section in song.sections for line in section.lines)


def test_a_crowd_of_notes_and_words_is_read_or_refused(lexicon: Lexicon) -> None:
    crowd = 60_000
    notes = b"\0\x90\x3c\x50" + b"\0\x3c\x50" * crowd + b"\x01\x80\x3c\0" + b"\0\x3c\0" * crowd
    assert len(pitches(opened("x.mid", midi(notes), lexicon))) == crowd + 1
    with pytest.raises(UnreadableError, match="sung syllables"):
        opened("x.mid", midi(C_MAJOR + b"\x01\xff\x05\x02a " * crowd), lexicon)


def test_a_number_in_the_middle_of_a_verse_is_sung_and_that_before_it_is_not(lexicon: Lexicon) -> None:
    song = opened("x.abc", "X:1\nK:C\nCDEF|\nw: 1. I was 21. And", lexicon)
    assert [line.text for line in song.sections[0].lines] == ["I was 21. And"]


def test_markdown_keeps_signs_that_belong_to_words(lexicon: Lexicon) -> None:
    song = opened("x.md", "# Song in C#\n\n## Verse ##\nall **of *this* here** and snake_case_words\n", lexicon)
    assert song.title == "Song in C#"
    assert song.sections[0].title == "Verse"
    assert song.sections[0].lines[0].text == "all of this here and snake_case_words"
