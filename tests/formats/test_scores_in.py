"""Tunes and scores of other programs: repeats, endings, verses, voices, and the ways in which words are aligned."""

from __future__ import annotations

import pytest

from songwright.core.song import Key, Mode, Song, TrackRole
from songwright.core.timeline import timeline
from songwright.formats.heard import Imported
from songwright.formats.imports import imported
from songwright.formats.unfold import BarFlow, played_bars
from songwright.lyrics.lexicon import Lexicon


def abc(body: str, lexicon: Lexicon, head: str = "M:4/4\nL:1/4\nK:C\n") -> Imported:
    return imported("x.abc", f"X:1\nT:Tune\n{head}{body}\n".encode(), lambda: lexicon)


def lines(song: Song) -> list[str]:
    return [line.text for section in song.sections for line in song.source(section).sung_lines]


def pitches(song: Song, track: int = 0) -> list[int]:
    return [note.pitch for note in timeline(song).notes(song.tracks[track].id)]


def lengths(song: Song) -> list[int]:
    return [note.length for note in timeline(song).notes(song.tracks[0].id)]


def order(*flows: BarFlow) -> list[int]:
    return [played.bar for played in played_bars(flows)]


def test_repeats_endings_and_da_capo_are_played_out() -> None:
    assert order(BarFlow(forward=True), BarFlow(times=2), BarFlow()) == [0, 1, 0, 1, 2]
    assert order(BarFlow(), BarFlow(endings=(1,), times=2), BarFlow(endings=(2,))) == [0, 1, 0, 2]
    assert order(BarFlow(times=3), BarFlow(times=2)) == [0, 0, 0, 1, 1]
    assert order(BarFlow(), BarFlow(fine=True), BarFlow(da_capo=True)) == [0, 1, 2, 0, 1]
    assert order(
        BarFlow(), BarFlow(segno=True), BarFlow(to_coda=True), BarFlow(dal_segno=True), BarFlow(coda=True)
    ) == [0, 1, 2, 3, 1, 2, 4]


def test_verses_below_one_tune_are_sung_one_after_the_other_and_a_refrain_after_each(lexicon: Lexicon) -> None:
    tune = "P:Verse\nC C G G|A A G2|\nw:one two three four five six day\nw:sev-en eight nine ten e-lev-en\n"
    found = abc(f"{tune}P:Chorus\n|:F F E E:|\nw:la la lo lo", lexicon).song
    verse, again = "one two three four five six day", "seven eight nine ten eleven"
    assert lines(found) == [verse, "la la lo lo", "la la lo lo", again, "la la lo lo", "la la lo lo"]
    assert [section.title for section in found.sections] == ["Verse", "Chorus", "Chorus"] * 2
    first = found.sections[1].id
    assert [section.repeats for section in found.sections] == [None, None, first, None, first, first]


@pytest.mark.parametrize("sign", ["::", ":|:", ":||:"])
def test_two_repeats_that_meet_are_played_twice_each(sign: str, lexicon: Lexicon) -> None:
    tune = f"X:1\nM:4/4\nL:1/4\nK:C\nCDEF {sign} GABc :|\n".encode()
    song = imported("x.abc", tune, lambda: lexicon).song
    first, second = [60, 62, 64, 65], [67, 69, 71, 72]
    assert [note.pitch for note in timeline(song).notes(song.tracks[0].id)] == first * 2 + second * 2


def test_a_repeat_sings_its_own_verses(lexicon: Lexicon) -> None:
    found = abc("|:C C G G|A A G2:|\nw:one two three four five six day\nw:now we sing an-oth-er way", lexicon).song
    assert lines(found) == ["one two three four five six day", "now we sing another way"]
    assert pitches(found) == [60, 60, 67, 67, 69, 69, 67] * 2


def test_words_are_held_skipped_and_joined_as_the_standard_says(lexicon: Lexicon) -> None:
    song = abc("C D E F|G A B c|\nw:glo--ri-a in~the high * end", lexicon).song
    notes = [(note.line is not None, note.syllable) for note in timeline(song).notes(song.tracks[0].id)]
    assert lines(song) == ["gloria in‿the high end"] or lines(song) == ["gloria in the high", "end"]
    assert notes[0][1] == notes[1][1] == 0
    assert notes[2][1] == 1


def test_a_dash_typed_before_the_rest_of_a_word_is_no_part_of_it(lexicon: Lexicon) -> None:
    words = [("clar", "begin"), ("– té.", "single"), ("man–", "begin"), ("–teau", "end")]
    notes = "".join(
        "<note><pitch><step>C</step><octave>5</octave></pitch><duration>1</duration>"
        f"<lyric><syllabic>{syllabic}</syllabic><text>{text}</text></lyric></note>"
        for text, syllabic in words
    )
    score = f"""<score-partwise><part-list><score-part id="P1"><part-name/></score-part></part-list><part id="P1">
    <measure number="1"><attributes><divisions>1</divisions></attributes>{notes}</measure></part></score-partwise>"""
    song = imported("x.musicxml", score.encode(), lambda: lexicon).song
    assert lines(song) == ["clarté. manteau"]
    assert [note.syllable for note in timeline(song).notes(song.tracks[0].id)] == [0, 1, 2, 3]


def test_keys_accidentals_octaves_and_lengths_are_read(lexicon: Lexicon) -> None:
    song = abc("F ^F F|F _B =B B,,c''|", lexicon, "M:4/4\nL:1/4\nK:D mix\n").song
    # One sharp: F is raised, until the bar line an accidental stays.
    assert pitches(song) == [66, 66, 66, 66, 70, 71, 47, 96]
    assert song.key == Key(2, Mode.MIXOLYDIAN)
    assert lengths(abc("C2 C/ C// C3/2 C>D (3CDE|", lexicon).song) == [960, 240, 120, 720, 720, 240, 160 * 2, 320, 320]


def test_each_voice_is_a_part_and_the_first_that_sings_has_the_words(lexicon: Lexicon) -> None:
    song = abc('V:1 name="Soprano"\nC D E F|\nw:la la la la\nV:2\nC,4|', lexicon).song
    assert [track.role for track in song.tracks] == [TrackRole.VOCAL, TrackRole.ACCOMPANIMENT]
    assert song.tracks[0].name == "Soprano"
    assert pitches(song, 1) == [48]


SCORE = """<?xml version="1.0"?><score-partwise><part-list><score-part id="P1"><part-name>S</part-name></score-part>
</part-list><part id="P1">{}</part></score-partwise>"""


def note(step: str, quarters: float, *, extra: str = "", words: dict[int, tuple[str, str]] | None = None) -> str:
    lyrics = "".join(
        f'<lyric number="{verse}"><syllabic>{kind}</syllabic><text>{text}</text></lyric>'
        for verse, (text, kind) in (words or {}).items()
    )
    return (
        f"<note>{'<chord/>' if extra == 'chord' else ''}<pitch><step>{step}</step><octave>4</octave></pitch>"
        f"<duration>{round(quarters * 2)}</duration>{extra if extra != 'chord' else ''}{lyrics}</note>"
    )


def measure(content: str, number: int = 1, attributes: str = "") -> str:
    return f'<measure number="{number}">{attributes}{content}</measure>'


START = "<attributes><divisions>2</divisions><key><fifths>-1</fifths><mode>minor</mode></key><time><beats>2</beats>\
<beat-type>4</beat-type></time></attributes>"


def test_a_hymn_with_a_pick_up_ties_and_two_verses_is_read(lexicon: Lexicon) -> None:
    single = "single"
    bars = (
        measure(note("D", 1, words={1: ("The", single), 2: ("And", single)}), 0, START)
        + measure(
            note("G", 1, words={1: ("riv", "begin"), 2: ("all", single)})
            + note("A", 1, words={1: ("er", "end"), 2: ("is", single)}, extra='<tie type="start"/>')
        )
        + measure(
            note("A", 1, extra='<tie type="stop"/>') + note("G", 1, words={1: ("sleeps", single), 2: ("still", single)})
        )
    )
    song = imported("x.musicxml", SCORE.format(bars).encode(), lambda: lexicon).song
    assert lines(song) == ["The river sleeps", "And all is still"]
    assert (song.key, (song.metre.beats, song.metre.unit)) == (Key(2, Mode.MINOR), (2, 4))
    assert lengths(song) == [480, 480, 960, 480] * 2
    starts = [note.start for note in timeline(song).notes(song.tracks[0].id)]
    # Both verses begin with a pick-up to a bar line.
    assert starts[1] % 960 == 0
    assert starts[5] % 960 == 0


def test_a_tie_on_whose_end_a_syllable_is_sung_is_none(lexicon: Lexicon) -> None:
    start, stop = '<tie type="start"/>', '<tie type="stop"/>'
    bars = measure(
        note("A", 1, extra=start, words={1: ("sleep", "single"), 2: ("dream", "begin")})
        + note("A", 1, extra=stop, words={2: ("ing", "end")}),
        attributes=START,
    )
    song = imported("x.musicxml", SCORE.format(bars).encode(), lambda: lexicon).song
    assert lines(song) == ["sleep", "dreaming"]
    assert lengths(song) == [960, 480, 480]


def test_numbers_of_verses_and_hyphens_typed_into_syllables_are_no_words(lexicon: Lexicon) -> None:
    bars = measure(
        note("D", 0.5, words={1: ("1.\u00a0The", "single"), 2: ("2. A", "single")})
        + note("E", 0.5, words={1: ("riv -", "begin"), 2: ("cool-", "begin")})
        + note("F", 0.5, words={1: ("- er", "end"), 2: ("est", "end")})
        + note("G", 0.5, words={1: ("sleeps -", "single"), 2: ("stream__", "single")})
        + note("G", 0.5, words={1: ("_", "single"), 2: ("-", "single")}),
        attributes=START,
    )
    song = imported("x.musicxml", SCORE.format(bars).encode(), lambda: lexicon).song
    assert lines(song) == ["The river sleeps -", "A cool-est stream"]


def test_the_words_are_those_of_the_part_that_sings_the_song_not_of_one_that_calls_in_between(lexicon: Lexicon) -> None:
    song = abc(
        'V:1 name="Echo"\nC4|C4|\nw:Ah!\nV:2 name="Voice"\nC D E F|G F E D|\nw:now we sing it all the way', lexicon
    )
    assert lines(song.song) == ["now we sing it all the way"]
    assert song.song.tracks[0].name == "Voice"
    choir = abc("V:1\nC D E2|\nw:one two three\nV:2\nC D E F|\nw:four five six day", lexicon)
    assert lines(choir.song) == ["one two three"]


def test_a_song_out_of_a_collection_has_its_own_title(lexicon: Lexicon) -> None:
    score = SCORE.format(measure(note("D", 1), attributes=START))
    titles = "<work><work-title>6 Songs, Op. 6</work-title></work><movement-title>The  Lark</movement-title>"
    for given, title in ((titles, "The Lark"), (titles.partition("<movement")[0], "6 Songs, Op. 6"), ("", "x")):
        named = score.replace("<part-list>", f"{given}<part-list>")
        assert imported("x.musicxml", named.encode(), lambda: lexicon).song.title == title


def test_chords_and_further_voices_of_a_part_are_kept(lexicon: Lexicon) -> None:
    bars = measure(
        note("C", 1, words={1: ("la", "single")})
        + note("E", 1, extra="chord")
        + note("D", 1, words={1: ("lo", "single")})
        + "<backup><duration>4</duration></backup>"
        + note("G", 2, extra="<voice>2</voice>"),
        1,
        START,
    )
    song = imported("x.musicxml", SCORE.format(bars).encode(), lambda: lexicon).song
    assert pitches(song) == [60, 64, 62]
    assert pitches(song, 1) == [67]


@pytest.mark.parametrize(
    ("row", "title"),
    [
        ("[Chorus]", "Chorus"), ("Verse 2:", "Verse 2"), ("(Bridge)", "Bridge"), ("**Chorus**", "Chorus"),
        ("CHORUS x2", "Chorus"), ("## Verse II", "Verse II"), ("- Intro -", "Intro"), ("{Pre-Chorus}", "Pre-Chorus"),
        ("Guitar solo", "Guitar solo"), ("2nd verse:", "2nd verse"),
    ],
)  # fmt: skip
def test_headings_are_known_in_the_ways_people_write_them(row: str, title: str, lexicon: Lexicon) -> None:
    song = imported("x.txt", f"first line here\nand more\n\n{row}\nla la la\nlo lo\n".encode(), lambda: lexicon).song
    assert song.sections[-1].title == title.replace("2nd verse", "2nd verse".capitalize())
    assert lines(song)[-2:] == ["la la la", "lo lo"]


@pytest.mark.parametrize("row", ["Break my heart", "(softly now)", "Bridge over the water", "solo: no", "Part of me"])
def test_lines_that_only_begin_like_headings_stay_lines(row: str, lexicon: Lexicon) -> None:
    song = imported("x.txt", f"first line here\n{row}\nla la la\n".encode(), lambda: lexicon).song
    assert row.split(": ")[-1] in "\n".join(lines(song))
    assert len(song.sections) == (2 if ":" in row else 1)
