"""One section of a song set to music: its layout, rhythm, chords, tune and band, one after another."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from songwright.core.song import Chord, Metre, Music, Note, Part, SectionKind, Song, TrackRole
from songwright.music.anchors import chords_on_syllables
from songwright.music.band import Player, clipped, kept_parts, play, swung, unbent, unswung
from songwright.music.climax import CREST, Climax, find_climax
from songwright.music.figures import Passage
from songwright.music.form import SectionPlan
from songwright.music.grids import fit_metre, parse_pattern
from songwright.music.harmony import Chart, harmonise, keep_locked, settled
from songwright.music.layout import Ground, Placed, lay_out
from songwright.music.leading import built, stopped
from songwright.music.locks import Locks, section_locks
from songwright.music.prosody import RhythmSearch
from songwright.music.quote import in_register, quote
from songwright.music.recitation import recited
from songwright.music.setting import SongSetting
from songwright.music.shape import humanised
from songwright.music.sources import ChordTask, RhythmSource, Taste, TuneTask
from songwright.music.strophic import same_pitches, same_rhythms
from songwright.music.styles import Style
from songwright.music.sung_phrase import SungPhrase
from songwright.music.vocal import around, phrase_letters, set_rhythms, set_tune, vocal_notes, with_slurs

__all__ = ["Rhythms", "Stage", "rhythm_sources", "set_instrumental", "set_section"]


@dataclass(frozen=True, slots=True)
class Stage:
    """What stays the same while the sections of one song are set."""

    song: Song
    setting: SongSetting
    ground: Ground
    players: tuple[Player, ...]
    tail: int
    taste: Taste


@dataclass(frozen=True, slots=True)
class Rhythms:
    """Where the rhythms of a kind of section come from, the rules that stand in, and those that measure.

    What measures how many bars a line needs knows no motif, so that a style's rhythm never changes a song's length.
    """

    source: RhythmSource
    rules: RhythmSearch
    measure: RhythmSearch


def rhythm_sources(role: str, stage: Stage) -> Rhythms:
    """The sources of rhythm of a kind of section with its style's motif: one or two bars, drawn by the seed."""
    setting = stage.setting
    rng = random.Random(f"{setting.seed}/{role}/rhythm")
    patterns = setting.style.rhythms["chorus" if role == "chorus" else "verse"]
    chosen = [rng.choice(patterns), rng.choice(patterns)]
    bars = [parse_pattern(pattern, setting.style.metre)[0] for pattern in chosen]
    moved = fit_metre(tuple(bars), setting.style.metre, setting.metre)
    motif = tuple(frozenset(step.start for step in bar) for bar in moved)
    source = stage.taste.rhythms(setting, motif, f"{setting.seed}/{role}/rhythm")
    rules = source
    if not isinstance(rules, RhythmSearch):
        rules = RhythmSearch(setting.metre, setting.sung_tempo, motif, dial=setting.prosody, double=setting.doubled)
    return Rhythms(source, rules, RhythmSearch(setting.metre, setting.sung_tempo, double=setting.doubled))


def set_section(
    plan: SectionPlan, stage: Stage, search: Rhythms, model: tuple[SungPhrase, ...], locks: Locks | None = None
) -> tuple[tuple[SungPhrase, ...], Music]:
    """A section with words set to music, and its tune for others to follow.

    `model` is the tune that it follows itself. `locks` are what stays when only a part is set again; no phrase then
    recalls another's tune, so that what is new is new.
    """
    setting = stage.setting
    metre = setting.metre
    again = locks is not None
    locks = section_locks(stage.song, plan.section, plan.syllables) if locks is None else locks
    if stage.song.metre != metre:
        locks = replace(locks, onsets={})
    straight = _straightened(locks, setting)
    placed = lay_out(plan.phrases, stage.ground, search.measure, stage.tail, straight)
    bars = max(placed[-1].bar + placed[-1].bars, -(-locks.end // metre.bar_ticks))
    rng = random.Random(f"{setting.seed}/{plan.role}/letters/{len(placed)}")
    letters = phrase_letters(len(placed), rng)
    if again:
        letters = "".join(chr(ord("A") + index) for index in range(len(placed)))
    phrases = set_rhythms(placed, letters, search.source, search.rules, model)
    phrases = with_slurs(phrases, stage.taste.slurs, setting, straight, f"{setting.seed}/{plan.role}/slurs")
    strophic = setting.style.strophic and not again and plan.role not in setting.style.recited
    if strophic:
        phrases = same_rhythms(phrases, model, metre)
    if locks.anchored:
        on_words = chords_on_syllables(locks.anchored, phrases, metre.bar_ticks, bars * metre.bar_ticks)
        locks = replace(locks, chords=tuple(sorted((*locks.chords, *on_words), key=lambda span: span[0].start)))
    chords = _chords(plan, stage, phrases, bars, locks, letters)
    phrases = _tuned(plan, stage, phrases, letters, chords, locks, straight, model, again=again)
    if strophic:
        phrases = same_pitches(phrases, model)
    parts = _parts(plan, stage, phrases, chords, bars, locks)
    return phrases, Music(bars, chords, parts)


def _tuned(
    plan: SectionPlan,
    stage: Stage,
    phrases: tuple[SungPhrase, ...],
    letters: str,
    chords: tuple[Chord, ...],
    locks: Locks,
    straight: Locks,
    model: tuple[SungPhrase, ...],
    *,
    again: bool,
) -> tuple[SungPhrase, ...]:
    """Pitches for the phrases of a section, by rule and then by taste; the arguments are those of the section."""
    setting, metre = stage.setting, stage.setting.metre
    stretch = tuple(note.pitch for note in locks.vocal)
    span = (setting.low, setting.high)
    seed = f"{setting.seed}/{plan.role}/tune"
    climax = None
    if plan.crowned and not model and not again:
        climax = find_climax(phrases, Chart(chords), setting.key, setting.high, metre, straight, seed)
    top = _top(plan, setting, model, climax)
    stretch = (*stretch, *((climax.pitch,) if climax else ()))
    tune = stage.taste.tunes(setting.key, (setting.low, top), setting.style.leaps, stretch)
    phrases = set_tune(
        phrases, letters, plan.role, Chart(chords), tune, span, metre, straight, model, seed, plan.closing, climax
    )
    if plan.role in setting.style.recited:
        phrases = recited(phrases, setting.key, setting.low, top, straight, seed)
    elif stage.taste.retune is not None:
        task = TuneTask(plan.section, plan.role, phrases, chords, setting, straight, letters, model)
        phrases = stage.taste.retune(replace(task, top=top, climax=climax, closing=plan.closing))
    return phrases


def _top(plan: SectionPlan, setting: SongSetting, model: Sequence[SungPhrase], climax: Climax | None) -> int:
    """The highest pitch of a section's notes but its climax: the top of the range is kept for the song's one climax."""
    if climax is not None:
        return climax.pitch - 1
    if model:
        return min(setting.high, max(pitch for phrase in model for pitch in phrase.pitches))
    return setting.high if plan.crowned else setting.high - CREST


def set_instrumental(
    plan: SectionPlan,
    plans: Sequence[SectionPlan],
    stage: Stage,
    music: Mapping[str, Music],
    locks: Locks | None = None,
) -> Music:
    """An introduction quotes the first tune of the song, an interlude its chorus; an ending rests on the tonic."""
    metre = stage.setting.metre
    locks = section_locks(stage.song, plan.section, plan.syllables) if locks is None else locks
    bars = max(plan.bars, -(-locks.end // metre.bar_ticks))
    source = _quoted_section(plan, [other for other in plans if other.phrases and other.section.id in music])
    quotation = None
    if source is not None:
        vocal = next(player.track.id for player in stage.players if player.instrument.role is TrackRole.VOCAL)
        quotation = quote(music[source.section.id], vocal, bars, metre)
    if quotation is None:
        chords = _chords(plan, stage, (), bars, locks)
        return Music(bars, chords, _parts(plan, stage, (), chords, bars, locks, ()))
    chords = keep_locked(quotation.chords, locks, bars * metre.bar_ticks)
    return Music(bars, chords, _parts(plan, stage, (), chords, bars, locks, quotation.notes))


def _quoted_section(plan: SectionPlan, sung: Sequence[SectionPlan]) -> SectionPlan | None:
    """The section whose tune is quoted; none for an ending, or where that tune does not come home."""
    if not sung or plan.section.kind is SectionKind.OUTRO:
        return None
    chorus = next((other for other in sung if other.role == "chorus"), sung[0])
    source = sung[0] if plan.section.kind is SectionKind.INTRO else chorus
    return source if source.closing else None


def _straightened(locks: Locks, setting: SongSetting) -> Locks:
    """The locks on the unswung grid, on which everything is planned."""
    swing, metre = setting.swing, setting.metre
    if swing == 0.5:
        return locks
    return replace(
        locks,
        onsets={place: unbent(tick, swing, metre) for place, tick in locks.onsets.items()},
        sung={place: unswung(notes, swing, metre) for place, notes in locks.sung.items()},
        loose=unswung(locks.loose, swing, metre),
    )


def _chords(
    plan: SectionPlan, stage: Stage, phrases: Sequence[SungPhrase], bars: int, locks: Locks, letters: str = ""
) -> tuple[Chord, ...]:
    setting = stage.setting
    metre = setting.metre
    harmony = setting.style.harmony[setting.key.mode, plan.role]
    rng = random.Random(f"{setting.seed}/{plan.role}/harmony")
    spans = _spans([phrase.placed for phrase in phrases], bars)
    task = ChordTask(plan.section, plan.role, spans, setting, plan.closing, locks.chords, letters, locks.vocal)
    chords = stage.taste.chords(task) if phrases else None
    if chords is None:
        chords = harmonise(spans, harmony, setting.key, metre, rng, closing=plan.closing)
    if plan.section.kind is SectionKind.OUTRO and not phrases:
        chords = tuple(replace(chord, start=0) for chord in chords[-1:])
    if phrases and plan.closing:
        last = phrases[-1]
        chords = settled(chords, last.placed.bar * metre.bar_ticks + last.onsets[-1], metre)
    return keep_locked(chords, locks, bars * metre.bar_ticks)


def _spans(placed: Sequence[Placed], bars: int) -> list[tuple[int, int]]:
    """The bars of each phrase, gaps given to the phrase before; a section without words is one phrase."""
    if not placed:
        return [(0, bars)]
    # Kept tunes may begin several phrases in one bar, or out of order.
    starts = [0, *sorted({place.bar for place in placed[1:]} - {0})]
    return list(zip(starts, [*starts[1:], max(bars, starts[-1] + 1)], strict=True))


def _parts(
    plan: SectionPlan,
    stage: Stage,
    phrases: Sequence[SungPhrase],
    chords: tuple[Chord, ...],
    bars: int,
    locks: Locks,
    tune: Sequence[Note] = (),
) -> tuple[Part, ...]:
    """Every track's part; `tune` is what the lead instrument plays where nobody sings."""
    setting, style = stage.setting, stage.setting.style
    leads = [player for player in stage.players if player.instrument.role is TrackRole.ACCOMPANIMENT][-1:]
    loudness = style.dynamics[plan.section.kind]
    sung = _vocal(phrases, setting, loudness, locks)
    passage = Passage(
        Chart(chords),
        bars,
        setting.metre,
        style.metre,
        setting.key,
        hold=plan.last,
        middle=(setting.low + setting.high) / 2,
        sung=sung,
    )
    found: list[Part] = []
    for player in stage.players:
        if player.instrument.role is TrackRole.VOCAL:
            notes = sung
        elif tune and player in leads:
            notes = _led(player, tune, loudness, locks)
        else:
            played = play(player, style, passage, plan.fullness, loudness, setting.seed, last=plan.last, turn=plan.turn)
            played = humanised(played, f"{setting.seed}/{plan.section.id}/{player.instrument.name}")
            if plan.leads:
                played = _led_in(played, player, plan, style, bars, setting.metre)
            notes = clipped(
                swung(played, setting.swing, setting.metre),
                locks.played.get(player.track.id, ()),
                single=player.instrument.role is TrackRole.BASS,
            )
        if notes:
            found.append(Part(player.track.id, notes))
    others = kept_parts(plan.section, stage.players, {track.id: track for track in stage.song.tracks})
    return (*found, *others)


def _led_in(
    played: tuple[Note, ...], player: Player, plan: SectionPlan, style: Style, bars: int, metre: Metre
) -> tuple[Note, ...]:
    """What a player does before a chorus: the first time and in calm styles the band grows, every other time it stops.

    Drums never stop: their fill leads over.
    """
    drums = player.instrument.role is TrackRole.DRUMS
    stops = plan.turn % 2 == 1 and style.crash and player.instrument.free and not drums
    return stopped(played, bars, metre) if stops else built(played, bars, metre)


def _led(player: Player, tune: Sequence[Note], loudness: float, locks: Locks) -> tuple[Note, ...]:
    instrument = player.instrument
    notes = in_register(tune, instrument.centre, round((instrument.velocity + 12) * loudness))
    return clipped(notes, locks.played.get(player.track.id, ()), single=False)


def _vocal(phrases: Sequence[SungPhrase], setting: SongSetting, loudness: float, locks: Locks) -> tuple[Note, ...]:
    straight = _straightened(locks, setting)
    sung = vocal_notes(phrases, setting.metre, setting.sung_tempo, loudness, straight, spoken=setting.doubled)
    return around(swung(sung, setting.swing, setting.metre), locks.vocal)
