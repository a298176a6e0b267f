"""Hypothesis strategies for whole documents that keep every rule of the song."""

from __future__ import annotations

from hypothesis import strategies as st

from songwright.core.artwork import Actor, Artwork, Recipe, WordSource
from songwright.core.session import Document
from songwright.core.song import (
    Chord,
    Key,
    Line,
    Marking,
    Metre,
    Mix,
    Mode,
    Music,
    Note,
    Part,
    Piece,
    Section,
    SectionKind,
    Song,
    Take,
    Track,
    TrackRole,
    Tune,
)
from songwright.core.versions import SongVersion

# Half surrogate pairs and control characters included: a clipboard can hold anything.
texts = st.text(st.characters(), max_size=30)
ticks = st.integers(-2000, 50_000)
pitch_classes = st.integers(0, 11)
seven_bits = st.integers(0, 127)


def notes(lines: list[str]) -> st.SearchStrategy[Note]:
    sung = st.tuples(st.sampled_from(lines), st.integers(0, 9)) if lines else st.nothing()
    return st.builds(
        lambda start, length, pitch, velocity, word, locked: Note(start, length, pitch, velocity, *word, locked),
        ticks,
        st.integers(1, 5000),
        seven_bits,
        st.integers(1, 127),
        st.one_of(st.just((None, None)), sung),
        st.booleans(),
    )


chords = st.builds(
    Chord, ticks, pitch_classes, st.sampled_from(["", "m", "7"]), st.none() | pitch_classes, st.booleans()
)
mixes = st.builds(Mix, seven_bits, seven_bits, seven_bits, st.booleans(), st.booleans())
takes = st.builds(
    Take,
    id=texts,
    text=texts,
    about=texts,
    piece=st.sampled_from(Piece),
    seed=st.integers(0, 2**64),
    model=texts,
    model_sha256=texts,
    settings=st.dictionaries(texts, texts, max_size=3).map(lambda pairs: tuple(sorted(pairs.items()))),
    created=texts,
    complete=st.booleans(),
)


metres = st.builds(Metre, st.integers(1, 32), st.sampled_from([1, 2, 4, 8, 16, 32]))
keys = st.builds(Key, pitch_classes, st.sampled_from(Mode))
tempo_markings = st.builds(
    Marking, st.integers(0, 20_000), st.floats(20, 400), st.integers(0, 8_000), st.none() | metres, st.none() | keys
)
other_markings = st.builds(Marking, st.integers(0, 20_000), metre=metres, key=st.none() | keys)
markings = st.lists(tempo_markings | other_markings, max_size=4, unique_by=lambda marking: marking.start).map(
    lambda found: tuple(sorted(found, key=lambda marking: marking.start))
)


@st.composite
def musics(draw: st.DrawFn, tracks: list[str], lines: list[str]) -> Music:
    playing = draw(st.lists(st.sampled_from(tracks), unique=True)) if tracks else []
    parts = []
    for track in playing:
        found = draw(st.lists(notes(lines), max_size=5))
        parts.append(Part(track, tuple(sorted(found, key=lambda note: (note.start, note.pitch)))))
    found_chords = sorted(draw(st.lists(chords, max_size=4)), key=lambda chord: chord.start)
    return Music(draw(st.integers(1, 64)), tuple(found_chords), tuple(parts), draw(markings))


actors = st.builds(Actor, texts, texts)
recipes = st.builds(
    Recipe,
    seed=st.integers(0, 2**31),
    frame=texts,
    palette=texts,
    place=texts,
    hour=texts,
    weather=texts,
    season=texts,
    mood=texts,
    cast=st.lists(actors, max_size=4).map(tuple),
    setting=st.lists(actors, max_size=3).map(tuple),
    locks=st.lists(texts, max_size=3).map(tuple),
    version=st.integers(1, 3),
)
artworks = st.builds(Artwork, recipes, st.sampled_from(WordSource), texts, st.lists(texts).map(tuple), texts)


@st.composite
def songs(draw: st.DrawFn) -> Song:
    serial = 0
    tracks = []
    for _ in range(draw(st.integers(0, 3))):
        serial += 1
        mix = draw(mixes)
        tracks.append(Track(f"t{serial}", draw(texts), draw(st.sampled_from(TrackRole)), draw(seven_bits), mix))
    sections: list[Section] = []
    line_ids: list[str] = []
    for _ in range(draw(st.integers(0, 4))):
        serial += 1
        originals = [section.id for section in sections if section.repeats is None]
        repeats = draw(st.none() | st.sampled_from(originals)) if originals else None
        lines = []
        for text in draw(st.lists(texts, max_size=4)) if repeats is None else []:
            serial += 1
            lines.append(Line(f"l{serial}", text, draw(st.booleans())))
        line_ids += [line.id for line in lines]
        music = draw(st.none() | musics([track.id for track in tracks], line_ids))
        kind = draw(st.sampled_from(SectionKind))
        sections.append(Section(f"s{serial}", kind, draw(texts), tuple(lines), music, repeats))
    return Song(
        title=draw(texts),
        about=draw(texts),
        piece=draw(st.sampled_from(Piece)),
        style=draw(texts),
        key=Key(draw(pitch_classes), draw(st.sampled_from(Mode))),
        metre=Metre(draw(st.integers(1, 32)), draw(st.sampled_from([1, 2, 4, 8, 16, 32]))),
        tempo=draw(st.floats(20, 400)),
        capo=draw(st.integers(0, 11)),
        form=draw(texts),
        artwork=draw(st.none() | artworks),
        seed=draw(st.integers(0, 2**64)),
        sections=tuple(sections),
        tracks=tuple(tracks),
        serial=serial + draw(st.integers(0, 5)),
    )


@st.composite
def all_documents(draw: st.DrawFn) -> Document:
    song = draw(songs())
    tracks, lines = [track.id for track in song.tracks], [line.id for s in song.sections for line in s.lines]
    tunes = st.builds(
        Tune,
        number=st.integers(1, 99),
        section=st.sampled_from([section.id for section in song.sections] or [""]),
        music=musics(tracks, lines),
        tracks=st.just(frozenset(tracks)),
        origin=texts,
        mark=st.sampled_from(["", "A", "B"]),
    )
    found = draw(st.lists(tunes, max_size=2)) if song.sections else []
    versions = st.builds(
        SongVersion,
        id=st.sampled_from(["v1", "v2", "v3"]),
        name=texts,
        song=songs(),
        created=texts,
        favourite=st.booleans(),
    )
    return Document(
        song,
        tuple(draw(st.lists(takes, max_size=3, unique_by=lambda take: take.id))),
        tuple(found),
        tuple(draw(st.lists(versions, max_size=2, unique_by=lambda version: version.id))),
    )


documents = all_documents()
