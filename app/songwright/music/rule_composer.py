"""Setting a song to music by rules: form first, then one section after another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from songwright.core.errors import SongwrightError
from songwright.core.language import said
from songwright.core.song import Music, Song
from songwright.lyrics.lexicon import Lexicon
from songwright.lyrics.syllables import Syllable, syllabify
from songwright.music.band import hire
from songwright.music.form import SectionPlan, framed, plan_sections
from songwright.music.layout import Ground, pickup_room
from songwright.music.locks import Hold, NoRoomError, edits_locked, edits_released, section_locks
from songwright.music.request import VOICES, Composer, ComposeRequest, Voice, Watch
from songwright.music.section import Rhythms, Stage, rhythm_sources, set_instrumental, set_section
from songwright.music.setting import SongSetting, choose_setting
from songwright.music.shape import with_lift
from songwright.music.sources import Taste
from songwright.music.strophic import for_all_verses
from songwright.music.styles import USUAL_PACE, Styles, load_styles
from songwright.music.sung_phrase import SungPhrase

__all__ = ["VOICES", "ComposeRequest", "Composer", "RuleComposer", "Voice"]


class RuleComposer:
    """A `Composer` that works by rules and tables alone."""

    def __init__(
        self,
        lexicon: Lexicon,
        styles: Styles | None = None,
        *,
        split: Callable[[str, Lexicon], Sequence[Syllable]] = syllabify,
        taste: Taste | None = None,
    ) -> None:
        """Compose with a lexicon's stresses, in the styles that ship unless others are given.

        `taste` is where learned models take over from the rules.
        """
        self._lexicon = lexicon
        self._styles = styles if styles is not None else load_styles()
        self._split = split
        self._taste = taste if taste is not None else Taste()

    @property
    def styles(self) -> Styles:
        """The styles that this composer knows."""
        return self._styles

    def compose(self, song: Song, request: ComposeRequest, watch: Watch | None = None) -> Song:
        """Set the song to music; see `Composer.compose`."""
        before = song
        fresh = all(section.music is None for section in song.sections)
        if request.keep_edits:
            song = edits_locked(song)
        try:
            plans, stage = self._staged(song, request)
            music = _set_all(plans, stage, watch or Watch())
        except NoRoomError:
            # A stranger's file may sing fewer words than it shows; what is wholly locked is never refused for that.
            plans, stage = self._staged(song, request, finished=True)
            music = _set_all(plans, stage, watch or Watch())
        setting, song = stage.setting, stage.song
        sections = tuple(
            replace(section, music=music.get(section.id, _repeated_music(section.music))) for section in song.sections
        )
        if request.lift:
            sections = with_lift(sections, stage.players)
        composed = replace(
            song,
            style=setting.style.id,
            key=setting.key,
            metre=setting.metre,
            tempo=setting.tempo,
            seed=setting.seed,
            sections=sections,
            looseness=_looseness(song, setting, request, fresh=fresh),
        )
        return edits_released(composed, before) if request.keep_edits else composed

    def compose_part(self, song: Song, request: ComposeRequest, section_id: str, hold: Hold) -> Music:
        """The music of one section of `song` with all that `hold` does not free as it was.

        Style, key, metre and tempo are the song's own; `request` gives seed, voice and dials. Raises KeyError for no
        section, SongwrightError when it cannot be done.
        """
        song.section(section_id)
        own = replace(
            request, style=song.style, key=song.key, metre=song.metre, tempo=song.tempo, intro=None, ending=False
        )
        try:
            return self._part(song, own, section_id, hold, finished=False)
        except NoRoomError:
            return self._part(song, own, section_id, hold, finished=True)

    def _part(self, song: Song, request: ComposeRequest, section_id: str, hold: Hold, *, finished: bool) -> Music:
        plans, stage = self._staged(song, request, hold, framing=False, finished=finished)
        plan = next((plan for plan in plans if plan.section.id == section_id), None)
        if plan is None:
            raise SongwrightError(
                said(
                    "This section repeats another one. Select the bars in the section that it repeats, or "
                    "unlink it first."
                ),
                detail=section_id,
            )
        locks = section_locks(song, plan.section, plan.syllables, hold)
        if plan.phrases:
            return set_section(plan, stage, rhythm_sources(plan.role, stage), (), locks)[1]
        others = {section.id: section.music for section in song.sections if section.music is not None}
        return set_instrumental(plan, plans, stage, others, locks)

    def _staged(
        self,
        song: Song,
        request: ComposeRequest,
        hold: Hold | None = None,
        *,
        framing: bool = True,
        finished: bool = False,
    ) -> tuple[tuple[SectionPlan, ...], Stage]:
        """A plan for every section and what all of them share; the song gets its frame and its band."""
        setting = choose_setting(song, request, self._styles)
        if framing:
            song = framed(song, request, setting.style)
        lexicon = self._lexicon
        plans = plan_sections(
            song, request, setting.style, lambda text: self._split(text, lexicon), hold, finished=finished
        )
        hired, players = hire(song, setting.style)
        if not framing:
            known = {track.id for track in song.tracks}
            hired, players = song, tuple(player for player in players if player.track.id in known)
        ground = Ground(setting.metre, setting.sung_tempo, setting.line_bars, setting.style.pace / USUAL_PACE)
        tail = max(pickup_room(plan.phrases[0], ground) for plan in plans if plan.phrases)
        return plans, Stage(hired, setting, ground, players, tail, self._taste)


def _looseness(song: Song, setting: SongSetting, request: ComposeRequest, *, fresh: bool) -> float:
    """How far the players stray: as the style has it when the song is set for the first time, else as before."""
    if request.tight:
        return 0.0
    return setting.style.looseness if fresh else song.looseness


def _repeated_music(music: Music | None) -> Music | None:
    """A repeating section shares the other's music, unless something in music of its own is locked."""
    if music is None:
        return None
    locked = any(chord.locked for chord in music.chords) or any(
        note.locked for part in music.parts for note in part.notes
    )
    return music if locked else None


def _set_all(plans: Sequence[SectionPlan], stage: Stage, watch: Watch) -> Mapping[str, Music]:
    tunes: dict[int, tuple[SungPhrase, ...]] = {}
    searches: dict[str, Rhythms] = {}
    music: dict[str, Music] = {}
    for index, plan in enumerate(plans):
        watch.report(index / len(plans))
        if plan.phrases:
            if stage.setting.style.strophic and plan.model is None:
                verses = [plan.phrases, *(later.phrases for later in plans if later.model == index)]
                plan = replace(plan, phrases=for_all_verses(verses))
            model = tunes.get(plan.model, ()) if plan.model is not None else ()
            if plan.role not in searches:
                searches[plan.role] = rhythm_sources(plan.role, stage)
            tunes[index], music[plan.section.id] = set_section(plan, stage, searches[plan.role], model)
    for plan in plans:
        if not plan.phrases:
            music[plan.section.id] = set_instrumental(plan, plans, stage, music)
    watch.report(1.0)
    return music
