"""What the player plays: a song worked out to the note, as a small immutable value that travels as JSON.

Times are ticks (`TICKS_PER_QUARTER` to a quarter note) from the start of the song; tempo turns them into seconds
only in the player, so that it can change while the music runs.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, NamedTuple

from songwright.core.song import Mix, TrackRole
from songwright.core.tempo_map import TempoMap, TempoStep
from songwright.core.timeline import Timeline, timeline
from songwright.music.touch import loosened

if TYPE_CHECKING:
    from songwright.core.song import Metre, Song, Track

__all__ = ["ClickGrid", "Score", "ScoreNote", "ScoreTrack", "SungSpan", "score"]

ROLE_GAIN_DB = {
    TrackRole.VOCAL: 0.0,
    TrackRole.HARMONY: -2.0,
    TrackRole.ACCOMPANIMENT: -2.0,
    TrackRole.BASS: -0.5,
    TrackRole.DRUMS: -2.5,
}
"""How loud each role stands beside the vocal at equal volume settings, after all instruments were levelled."""


class ScoreNote(NamedTuple):
    """A note that sounds from `start` up to `end` (ticks)."""

    start: int
    end: int
    pitch: int
    velocity: int


class SungSpan(NamedTuple):
    """What is sung from `start` up to `end` (ticks) at this tempo, in a file of `songwright.audio.voice.clips`."""

    start: int
    end: int
    tempo: float
    path: str


@dataclass(frozen=True, slots=True)
class ClickGrid:
    """The grid of the click: lengths of a bar, a beat, and a group of beats that begins with an accent, in ticks.

    A bar begins at `start`, where the grid begins to hold.
    """

    bar: int
    beat: int
    group: int
    start: int = 0

    @classmethod
    def of(cls, metre: Metre, start: int = 0) -> ClickGrid:
        """The grid of a time signature; compound metres (6/8, 9/8, 12/8) group their eighths by three."""
        compound = metre.unit >= 8 and metre.beats % 3 == 0 and metre.beats > 3
        return cls(metre.bar_ticks, metre.beat_ticks, metre.beat_ticks * 3 if compound else metre.bar_ticks, start)


@dataclass(frozen=True, slots=True)
class ScoreTrack:
    """One instrument's notes, sorted by start, with its mix; `gain_db` is the balance of its role.

    Where `sung` has a voice it sounds in the instrument's place.
    """

    id: str
    program: int
    drums: bool
    gain_db: float
    mix: Mix
    notes: tuple[ScoreNote, ...] = ()
    sung: tuple[SungSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """All tracks, the tempo in quarter notes a minute, the tick at which the song ends, and the beat grids in order.

    Where the tempo changes, `changes` are the ticks and tempi of all its steps.
    """

    tracks: tuple[ScoreTrack, ...] = ()
    tempo: float = 100.0
    end: int = 0
    grids: tuple[ClickGrid, ...] = (ClickGrid(1920, 480, 1920),)
    changes: tuple[tuple[int, float], ...] = ()

    @property
    def tempi(self) -> TempoMap:
        """The tempo from tick to tick."""
        return TempoMap([TempoStep(*change) for change in self.changes or ((0, self.tempo),)])

    def grid_at(self, tick: float) -> ClickGrid:
        """The beat grid that holds at a tick."""
        return next((grid for grid in reversed(self.grids) if grid.start <= tick), self.grids[0])

    def to_json(self) -> dict[str, Any]:
        """Plain lists and numbers for `json.dumps`; `from_json` is the way back."""
        return {
            "tempo": self.tempo,
            "end": self.end,
            "grids": [[grid.bar, grid.beat, grid.group, grid.start] for grid in self.grids],
            "changes": self.changes,
            "tracks": [
                {
                    "id": track.id,
                    "program": track.program,
                    "drums": track.drums,
                    "gain_db": track.gain_db,
                    "mix": {field.name: getattr(track.mix, field.name) for field in fields(Mix)},
                    "notes": track.notes,
                    "sung": track.sung,
                }
                for track in self.tracks
            ],
        }

    @classmethod
    def from_json(cls, data: Any) -> Score:  # noqa: ANN401 - as JSON gives it
        """Raises KeyError, TypeError or ValueError when `data` is not what `to_json` gives."""
        return cls(
            tracks=tuple(
                ScoreTrack(
                    id=str(track["id"]),
                    program=int(track["program"]),
                    drums=bool(track["drums"]),
                    gain_db=float(track["gain_db"]),
                    mix=Mix(**track["mix"]),
                    notes=tuple(ScoreNote(*note) for note in track["notes"]),
                    sung=tuple(SungSpan(*span) for span in track.get("sung", ())),
                )
                for track in data["tracks"]
            ),
            tempo=float(data["tempo"]),
            end=int(data["end"]),
            grids=tuple(ClickGrid(*grid) for grid in data["grids"]) or cls().grids,
            changes=tuple((int(tick), float(tempo)) for tick, tempo in data["changes"]),
        )


def score(song: Song) -> Score:
    """The playable score of a song; a song without music gives a score without notes."""
    line = timeline(song)
    tracks = tuple(
        _track(
            track,
            tuple(
                ScoreNote(note.start, note.end, note.pitch, note.velocity)
                for note in loosened(line.notes(track.id), track, song)
            ),
        )
        for track in song.tracks
    )
    tempi = line.tempi
    changes = () if tempi.steady and tempi.steps[0].tempo == song.tempo else tempi.steps
    return Score(tracks, song.tempo, line.end, _grids(line), tuple((step.tick, step.tempo) for step in changes))


def _grids(line: Timeline) -> tuple[ClickGrid, ...]:
    """A grid wherever the metre changes; a song without bars has its metre's."""
    found: list[ClickGrid] = []
    before = None
    for bar in line.bars:
        if bar.metre != before:
            found.append(ClickGrid.of(bar.metre, bar.start))
            before = bar.metre
    return tuple(found) or (ClickGrid.of(line.metre_at(0)),)


def _track(track: Track, notes: tuple[ScoreNote, ...]) -> ScoreTrack:
    drums = track.role is TrackRole.DRUMS
    return ScoreTrack(track.id, track.program, drums, ROLE_GAIN_DB[track.role], track.mix, notes)
