"""The song in the bars as something to change: what is picked, what is done to it, and the field for chords.

What the pointer, keys and menus do is put together in `bars_view`, and goes through these methods.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
)
from PySide6.QtWidgets import QWidget

from songwright.core.roll import Pick, PlacedChord, Roll
from songwright.core.song import Chord, Song
from songwright.music.note_edits import COARSE_GRID, Picks, in_scale, scale_step
from songwright.music.note_entry import NewNote, NoteEntryError, with_note
from songwright.music.written_music import Spelling, read_chord
from songwright.ui.bars.bars_canvas import BarsCanvas
from songwright.ui.bars.chord_field import ChordField
from songwright.ui.bars.describe import describe_note
from songwright.ui.bars.look import Look
from songwright.ui.bars.paint_head import chord_label_rect

__all__ = ["EditableBars"]


class EditableBars(BarsCanvas):
    """A song's bars with notes that can be picked and changed. It asks for edits; the pane carries them out."""

    edited = Signal(str, object, object)
    """(label, song, merge key or None): a change the user made."""
    seek_asked = Signal(int)
    play_asked = Signal(int)
    loop_asked = Signal(object)
    """(start, end) in ticks, or None to have no loop."""
    chord_typed = Signal(object, str)
    """(PlacedChord or (owner, start), text): a chord symbol to be obeyed."""
    note_chosen = Signal(object)
    """The PlacedNote that now has the focus, or None."""
    ideas_wanted = Signal(str, int)
    """(owner, start): a chord is about to be typed there; `offer_chords` shows what would suit."""
    numerals_asked = Signal(bool)
    """Chords are to be written as Roman numerals, or as symbols."""
    command_asked = Signal(str)
    """A command of the window, by its id, for what is chosen here."""
    turn_asked = Signal(int)
    """A tick from which tempo, metre or key are to be others."""
    refused = Signal(str)
    """Why a change was not made: a sentence."""
    sounded = Signal(int)
    """A pitch to let the user hear."""

    def __init__(self, song: Song, spelling: Spelling, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(song, spelling, look, parent)
        self.grid = COARSE_GRID
        """Ticks to which notes are moved, written and put."""
        self._chord_at = 0
        self._chord_place = ("", 0)
        self.stepped_from = 0
        """Tick of the note that the arrow keys reached last: where linked sections share notes, it tells which."""
        self.yields_escape = False
        """Whether something is going on that Escape stops first."""
        self.chord_field = ChordField(self, lambda text: read_chord(text, self.roll.key_at(self._chord_at)))
        self.chord_field.advanced.connect(self._edit_next_chord)
        self.setObjectName("bars")
        self.setAccessibleName(self.tr("Bars"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)

    def lane_track(self, at: QPointF) -> str | None:
        """The track whose outline is at a height."""
        geometry = self.scene.geometry
        shown = self.scene.lanes[: geometry.lanes]
        for index, track in enumerate(shown):
            if geometry.lane_top(index) <= at.y() < geometry.lane_top(index) + geometry.lane_height:
                return track
        return None

    # Picking ----------------------------------------------------------------------------------------------------

    def pick(self, picks: Picks, focus: Pick | None = None) -> None:
        """Choose notes; `focus` is the one that keys start from."""
        self.scene.picks = picks
        if focus not in picks and len(picks) == 1:
            (focus,) = picks
        self.scene.focus = focus
        placed = self.focused_note()
        if placed is not None:
            self._announce(describe_note(self.scene, placed))
        self.note_chosen.emit(placed)
        self.viewport().update()

    def selectAll(self) -> None:
        """Pick every note of the large lane; the window's "Select All" looks for this name."""
        if self.scene.track is not None:
            self.pick(frozenset(note.pick for note in self.roll.all_notes(self.scene.track)), self.scene.focus)

    def choose_syllable(self, line: str, syllable: int) -> None:
        """Pick the note that sings a syllable and bring it into sight."""
        note = self.roll.note_of_syllable(line, syllable, int(self.scene.playhead))
        if note is not None:
            self.scene.picks, self.scene.focus = frozenset({note.pick}), note.pick
            self.reveal(note.start)
            self.viewport().update()

    # Changing ---------------------------------------------------------------------------------------------------

    def change(self, label: str, result: tuple[Song, Picks], merge: str | None = None) -> None:
        """Make an edit of the picked notes known; says so when locks kept some or all of them from it."""
        song, picks = result
        # Locking and unlocking go ahead whatever is locked; in every other edit locked notes stay picked and the same.
        if any(pick.note.locked for pick in self.scene.picks) and not _changes_locks(self.scene.picks, picks):
            self.refused.emit(self.tr("Locked notes stay as they are. Press K to unlock them first."))
        if song == self.song:
            return
        index = [pick.note.start for pick in self.scene.picks]
        focus = self.scene.focus
        self.scene.picks = picks
        if focus is not None and focus not in picks:
            near = sorted(picks, key=lambda pick: abs(pick.note.start - focus.note.start))
            self.scene.focus = near[0] if near and index else None
        self.edited.emit(label, song, merge)
        placed = self.focused_note()
        if placed is not None:
            self._announce(describe_note(self.scene, placed))

    def add_note(self, tick: int, pitch: int, *, length: int | None = None) -> None:
        """Write a note of the large lane at a tick of the song; in the sung line it gets its syllable."""
        track, span = self.scene.track, self.roll.span_at(min(max(0, tick), self.roll.end - 1))
        if track is None or span is None:
            return
        beat = self.roll.beat_at(tick)
        new = NewNote(span.owner, track, tick - span.start, pitch, length or beat)
        try:
            song, picks = with_note(self.song, new, self.roll.syllables)
        except NoteEntryError as error:
            self.refused.emit(error.message)
            return
        self.scene.picks, self.scene.focus = picks, next(iter(picks))
        self.stepped_from = tick
        self.edited.emit(self.tr("Add Note"), song, None)
        self.pick(picks, next(iter(picks)))
        self.sounded.emit(pitch)

    def add_note_at(self, at: QPointF, *, chromatic: bool) -> None:
        """Write a note where the pointer is: on the grid, and in the scale unless `chromatic`."""
        geometry = self.scene.geometry
        tick = self.roll.floored(geometry.tick(at.x()), self.grid)
        key = self.roll.key_at(tick)
        pitch = min(127, max(0, geometry.pitch(at.y())))
        if not chromatic and not in_scale(key, pitch):
            pitch = scale_step(key, pitch, -1)
        self.add_note(tick, pitch)

    def draft(self, song: Song, picks: Picks) -> None:
        """Show what a drag would do, without doing it."""
        self.scene.roll = Roll(song, self._spelling.syllables, self.scene.roll)
        self.scene.picks = picks
        geometry = self.scene.geometry
        pitches = [pick.note.pitch for pick in picks]
        low, high = min([geometry.low, *pitches]), max([geometry.high, *pitches])
        if (low, high) != (geometry.low, geometry.high):
            self.scene.geometry = replace(geometry, low=low, high=high)
            self._place()
        self.viewport().update()

    def edit_chord(self, owner: str, start: int, placed: PlacedChord | None, absolute: int) -> None:
        """Open the field for a chord symbol at a place."""
        self.reveal(absolute)
        self._chord_at = absolute
        text = "" if placed is None else self._spelling.typed_chord(placed.chord, self.roll.key_at(absolute))
        at = chord_label_rect(self.scene, absolute, text or "Gmaj7")
        self.chord_field.open(at.toAlignedRect(), text, lambda typed: self.chord_typed.emit((owner, start), typed))
        self._chord_place = (owner, start)
        self.ideas_wanted.emit(owner, start)

    def offer_chords(self, owner: str, start: int, chords: Sequence[Chord]) -> None:
        """Show chords that would suit a place, if it is still the one that is edited."""
        if self._chord_place == (owner, start):
            self.chord_field.offer(
                [self._spelling.typed_chord(chord, self.roll.key_at(self._chord_at)) for chord in chords]
            )

    def edit_chord_at(self, tick: int) -> None:
        """Edit the chord that starts in the beat of a tick, or write one there."""
        span = self.roll.span_at(min(tick, self.roll.end - 1))
        if span is None:
            return
        beat = self.roll.beat_at(tick)
        start = self.roll.floored(tick, beat)
        placed = next((c for c in self.roll.chords(start, start + beat - 1) if start <= c.start < start + beat), None)
        if placed is not None:
            start = placed.start
        self.edit_chord(span.owner, start - span.start, placed, start)

    def _edit_next_chord(self, direction: int) -> None:
        """Go on to the next chord, or to the next bar where none comes before it."""
        lead_in, here = self.roll.timeline.lead_in, self.roll.bar_at(self._chord_at)
        if direction > 0:
            bar_line = here.end
            later = (c.start for c in self.roll.chords(self._chord_at + 1, bar_line) if c.start > self._chord_at)
            target = min([*later, bar_line])
        else:
            bar_line = here.start if self._chord_at > here.start else self.roll.bar_at(here.start - 1).start
            earlier = (c.start for c in self.roll.chords(bar_line, self._chord_at) if c.start < self._chord_at)
            target = max([*earlier, bar_line])
        if lead_in <= target < self.roll.end:
            self.edit_chord_at(target)

    def _announce(self, text: str) -> None:
        self.setAccessibleDescription(text)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))


def _changes_locks(before: Picks, after: Picks) -> bool:
    return sum(pick.note.locked for pick in before) != sum(pick.note.locked for pick in after)
