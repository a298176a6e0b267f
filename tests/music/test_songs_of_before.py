"""A seed gives the song that it gave before, by rules: as songs.json beside this file says.

Who opens an old song and composes a part of it again, or sends a friend words and a seed, hears what was heard before.
A row is a request and what is left of its song: chords, the notes of each track, what changes inside the song. Whoever
changes a style or the rules on purpose listens, and renews the table with
`PYTHONPATH=app:resources:tests python tests/music/test_songs_of_before.py`; only rows of that style may have changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from digests import digest
from songwright.core.song import Key, Metre, Mode, Piece, Song
from songwright.core.words import with_lyric_text
from songwright.lyrics.lexicon import load_lexicon
from songwright.music.chord_ideas import chord_ideas
from songwright.music.fit_report import fit_report
from songwright.music.kit import Kit
from songwright.music.originality import load_known_tunes, originality
from songwright.music.recompose import recompose, reharmonise
from songwright.music.refit import refit_line
from songwright.music.request import ComposeRequest, Selection
from songwright.music.rule_composer import RuleComposer
from songwright.music.styles import load_styles

TABLE = Path(__file__).with_name("songs.json")
WORDS = """[Verse 1]
The ferry leaves at seven in the rain
And nobody is waving from the pier
I fold the map and put it back again
A little lamp is all that I can steer

[Chorus]
Oh, take me over
Over the silver bay
Sing me, remember
The harbour of yesterday

[Bridge]
If ever I return
Let every candle burn

[Chorus]
"""
POEM = """The moon has nothing to be sad about,
Staring from her hood of bone.
The river carries every whisper out
And leaves the willow and the stone alone."""


def requests() -> Iterator[tuple[str, ComposeRequest]]:
    """A song of each style, and one or more for each thing that can be asked for."""
    for seed, style in enumerate(load_styles().ids):
        yield style, ComposeRequest(style=style, seed=seed + 3)
    for number, metre in enumerate(((3, 4), (6, 8), (12, 8), (5, 4), (7, 8), (2, 2), (9, 8))):
        style = ("folk", "celtic", "blues", "rock", "indie", "march", "lullaby")[number]
        yield f"{style} in {metre[0]}/{metre[1]}", ComposeRequest(style=style, seed=11, metre=Metre(*metre))
    for number, voice in enumerate(("soprano", "alto", "tenor", "baritone", "bass")):
        key = Key((2, 5, 9, 10, 1)[number], (Mode.MINOR, Mode.MAJOR, Mode.DORIAN, Mode.MIXOLYDIAN, Mode.MINOR)[number])
        yield f"a {voice}", ComposeRequest(style="ballad", seed=number, voice=voice, key=key)
    for prosody in (0.0, 1.0):
        yield f"prosody {prosody}", ComposeRequest(style="soul", seed=4, prosody=prosody)
    for mood in ("wistful and slow", "a joyful dance", "angry"):
        yield mood, ComposeRequest(style="for-you", seed=6, mood=mood)
    yield "four voices", ComposeRequest(style="hymn", seed=2, chorale=True)
    yield "lifted, up and slower", ComposeRequest(style="pop", seed=8, lift=True, last_chorus_up=2, slow_ending=3)
    yield "tight, with intro and ending", ComposeRequest(style="rock", seed=9, tight=True, intro=4, ending=True)
    yield "bare and fast", ComposeRequest(style="folk", seed=1, intro=0, ending=False, tempo=200)


def kept(song: Song) -> dict[str, object]:
    """What the table keeps of a song."""
    row: dict[str, object] = {
        "style": song.style,
        "key": f"{song.key.tonic} {song.key.mode}",
        "metre": f"{song.metre.beats}/{song.metre.unit}",
        "tempo": round(song.tempo, 3),
    }
    music = [(section.id, section.music) for section in song.sections if section.music is not None]
    row["chords"] = digest([(name, part.bars, part.chords) for name, part in music])
    for track in song.tracks:
        row[track.name] = digest([track, [(name, part.part(track.id).notes) for name, part in music]])
    row["song"] = digest(replace(song, tracks=()))
    return row


@pytest.fixture(scope="module")
def kit() -> Kit:
    return kit_of_rules()


def kit_of_rules() -> Kit:
    lexicon = load_lexicon()
    return Kit(lexicon)


def composed(name: str, kit: Kit) -> Song:
    words = with_lyric_text(Song(), WORDS)
    if name.startswith(("a ", "prosody")):
        words = with_lyric_text(Song(piece=Piece.POEM), POEM)
    return RuleComposer(kit.lexicon).compose(words, dict(requests())[name])


def changed(kit: Kit) -> dict[str, str]:
    """Digests of what is done to a song afterwards, by what it is."""
    song = composed("folk", kit)
    request = ComposeRequest(composer="rules")
    verse, chorus = song.sections[1].id, song.sections[2].id
    first = next(line for section in song.sections for line in section.lines if line.text)
    sections = tuple(
        replace(
            section,
            lines=tuple(replace(line, text=f"and {line.text}") if line == first else line for line in section.lines),
        )
        for section in song.sections
    )
    longer = replace(song, sections=sections)
    return {
        "two bars again": digest(recompose(song, replace(request, seed=5), Selection(verse, 2, 2), kit)),
        "a section again": digest(recompose(song, replace(request, seed=6), Selection(chorus), kit)),
        "other chords": digest(reharmonise(song, replace(request, seed=7), Selection(chorus), kit)),
        "a longer line": digest(refit_line(longer, first.id, kit)),
        "fit": digest(fit_report(longer, kit)),
        "chord ideas": digest([chord_ideas(song, chorus, tick, kit) for tick in (0, 1920, 3840)]),
        "originality": digest(originality(song, load_known_tunes())),
    }


@pytest.mark.parametrize("name", [name for name, _ in requests()])
def test_a_request_gives_the_song_that_it_gave(name: str, kit: Kit) -> None:
    assert kept(composed(name, kit)) == json.loads(TABLE.read_text("utf-8"))["songs"][name]


def test_what_is_done_to_a_song_afterwards_gives_what_it_gave(kit: Kit) -> None:
    assert changed(kit) == json.loads(TABLE.read_text("utf-8"))["changes"]


if __name__ == "__main__":
    tools = kit_of_rules()
    rows = ",\n".join(f"  {json.dumps(name)}: {json.dumps(kept(composed(name, tools)))}" for name, _ in requests())
    TABLE.write_text(f'{{"songs": {{\n{rows}\n}},\n"changes": {json.dumps(changed(tools), indent=1)}}}\n', "utf-8")
