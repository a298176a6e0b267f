"""The window's hold on the process that sings: tells it what is to be sung, and the player what has been.

Nothing waits for it. What is not sung yet is played by its instrument; each phrase changes over as soon as it is there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from songwright.audio.process import sing_command
from songwright.core.song import Song
from songwright.ui.latest import Latest, Work
from songwright.ui.notices import Level, Until
from songwright.ui.services import Services

if TYPE_CHECKING:
    from songwright.audio.score import Score, SungSpan
    from songwright.audio.voice.cue import Cue
    from songwright.audio.voice.messages import Sing
    from songwright.ui.child_process import QtChild

__all__ = ["Voices"]

CAST_MS = 250
"""Milliseconds after the last change of singer or tempo until the song is sung again."""
IDLE_MS = 700
"""Milliseconds that a song is left in peace before the first of it is sung, unless it is to be heard at once."""
GATHER_MS = 60
"""Milliseconds in which finished phrases are gathered before the player gets them."""
_NAMED = 5  # of the words that are hummed; there may be a whole song of them


class Voices(QObject):
    """What is sung in the song that is played."""

    sung = Signal(str, tuple)
    """(track id, spans): all that is ready on a track that is sung, or nothing on one that no longer is."""
    progressed = Signal(int, int)
    """(phrases that are ready, phrases)."""

    def __init__(
        self,
        services: Services,
        playhead: Callable[[], float],
        parent: QObject | None = None,
        *,
        command: Sequence[str] = (),
    ) -> None:
        """`playhead` is the tick that is heard now; `command` starts another singer than usual."""
        super().__init__(parent)
        self._services = services
        self._playhead = playhead
        self._song: Song | None = None
        self._casting = Latest(services.jobs, self._cast, self._recast, pause_ms=CAST_MS, parent=self)
        self._command = command or sing_command()
        self._child: QtChild | None = None
        self._cues: tuple[Cue, ...] = ()
        self._files: dict[str, Path] = {}
        self._fresh: set[str] = set()
        self._died = False
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(self._ask)
        self._gather = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._gather.timeout.connect(self._tell)

    @property
    def ready(self) -> tuple[int, int]:
        """(phrases that are ready, phrases)."""
        return sum(cue.name in self._files for cue in self._cues), len(self._cues)

    @property
    def tracks(self) -> frozenset[str]:
        """Ids of the tracks that are sung, ready or not."""
        return frozenset(cue.track for cue in self._cues)

    def with_voices(self, score: Score, wanted: tuple[Cue, ...]) -> Score:
        """The score with what is sung already; the rest is sung from the playhead on, then from the start."""
        self._want(wanted)
        spans = self._spans()
        tracks = (replace(track, sung=spans.get(track.id, ())) for track in score.tracks)
        return replace(score, tracks=tuple(tracks))

    def recast(self, song: Song) -> None:
        """Sing a song whose notes the player has again, at another tempo or by others, when that rests for a moment."""
        self._song = song
        self._casting.ask()

    def _cast(self) -> Work | None:
        song, lexicon = self._song, self._services.lexicon
        if song is None:
            return None

        def cast() -> tuple[Cue, ...]:
            from songwright.audio.voice.cue import cues  # on the thread that works them out

            return cues(song, lexicon())

        return cast

    def _recast(self, wanted: tuple[Cue, ...]) -> None:
        before = {cue.track for cue in self._cues}
        self._want(wanted)
        spans = self._spans()
        for track in sorted(before | set(spans)):
            self.sung.emit(track, spans.get(track, ()))

    def close_down(self) -> None:
        """End the process."""
        for waiting in (self._gather, self._casting, self._idle):
            waiting.stop()
        if self._child is not None:
            self._child.close()

    def _want(self, wanted: tuple[Cue, ...]) -> None:
        self._cues = wanted
        self._files = {name: path for name, path in self._files.items() if path.is_file()}
        if self._missing() and not self._idle.isActive():
            self._idle.start(0 if self._child is not None and self._child.running else IDLE_MS)
        self.progressed.emit(*self.ready)

    def hurry(self) -> None:
        """The song is about to be heard: let what is missing be sung now, and say what will only be hummed."""
        self._tell_hummed()
        if self._idle.isActive():
            self._idle.start(0)

    def _tell_hummed(self) -> None:
        """Name the words that nobody can sing here, once for each song."""
        from songwright.lyrics.diction import hummed_words  # it says every word: nothing that a window begins with

        song, lexicon = self._services.session.song, self._services.lexicon
        if self._cues:
            self._services.jobs.run(lambda: hummed_words(song, lexicon()), self._show_hummed)

    def _show_hummed(self, words: tuple[str, ...]) -> None:
        if words:
            shown = ", ".join(f"“{word}”" for word in words[:_NAMED]) + (" …" if len(words) > _NAMED else "")
            told = self.tr("The voice sings English; it hums {words}.").format(words=shown)
            self._services.notices.show(told, key="hummed", once=True, until=Until.OPENED)

    def _ask(self) -> None:
        from songwright.audio.voice.messages import Sing  # see `_singer`

        missing, tick = self._missing(), self._playhead()
        if missing:
            self._singer().tell(Sing(tuple(sorted(missing, key=lambda cue: (cue.end <= tick, cue.start)))))

    def _singer(self) -> QtChild:
        """The process that sings; it and its messages are there from the first song on, not from the start."""
        if self._child is None:
            # Imported when used, here and below: the window starts without it (tests/test_start.py).
            from songwright.audio.voice.messages import SingReport
            from songwright.host.child.client import MessageClient
            from songwright.ui.child_process import QtChild

            client = MessageClient(SingReport, opening=self._opening)
            self._child = QtChild(client, self._command, name="voice", parent=self)
            self._child.happened.connect(self._hear)
        return self._child

    def _missing(self) -> list[Cue]:
        """What is not sung yet, each sound once."""
        return list({cue.name: cue for cue in self._cues if cue.name not in self._files}.values())

    def _opening(self) -> tuple[Sing, ...]:
        """What a singer that takes the place of one that died has to do."""
        from songwright.audio.voice.messages import Sing  # see `_singer`

        return (Sing(tuple(self._missing())),) if self._died else ()

    def _spans(self) -> dict[str, tuple[SungSpan, ...]]:
        from songwright.audio.score import SungSpan  # see `_singer`

        found: dict[str, list[SungSpan]] = defaultdict(list)
        for cue in self._cues:
            found[cue.track] += (
                [SungSpan(cue.start, cue.end, cue.tempo, str(self._files[cue.name]))] if cue.name in self._files else []
            )
        return {track: tuple(spans) for track, spans in found.items()}

    def _hear(self, event: object) -> None:
        from songwright.audio.voice.messages import CannotSing, SungCue  # see `_singer`
        from songwright.host.child.client import Death

        notices = self._services.notices
        match event:
            case SungCue(name, path):
                self._files[name] = path
                self._fresh |= {cue.track for cue in self._cues if cue.name == name}
                if not self._gather.isActive():
                    self._gather.start()
            case CannotSing(message, detail):
                notices.show(message, Level.WARNING, detail=detail, key="voice")
            case Death(again=True):
                self._died = True
            case Death():
                message = self.tr("The singer stopped unexpectedly; instruments play the tune, and the song is safe.")
                notices.show(message, Level.WARNING, detail=event.detail, key="voice")
            case _:
                pass

    def _tell(self) -> None:
        spans, fresh = self._spans(), self._fresh
        self._fresh = set()
        for track in sorted(fresh & set(spans)):
            self.sung.emit(track, spans[track])
        self.progressed.emit(*self.ready)
