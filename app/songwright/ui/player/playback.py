"""The window's hold on the sound process: starts it, keeps it posted, listens to it, and starts it again when it dies.

Nothing here waits: commands are queued in the pipe, reports arrive as events.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from songwright.audio.play_clock import PlayClock
from songwright.core.language import language
from songwright.core.song import TICKS_PER_QUARTER, Mix, Song, Track, TrackRole
from songwright.ui.jobs import Job
from songwright.ui.notices import Level
from songwright.ui.player import player_protocol as say
from songwright.ui.player.player_child import PlayerChild
from songwright.ui.player.voices import Voices
from songwright.ui.services import Services

if TYPE_CHECKING:
    from songwright.audio.score import Score, SungSpan
    from songwright.audio.voice.cue import Cue

__all__ = ["Playback"]

LOAD_DELAY = 40
"""Milliseconds in which edits are gathered before the score is sent again."""
QUIET_DB = -48.0


class Playback(QObject):
    """Play, stop, loop and mix, by messages to `songwright.audio.device`."""

    reported = Signal()
    """Position or motion have been heard of."""
    levels_reported = Signal(dict)
    """Track id -> level 0-1."""
    midi_ports_listed = Signal(tuple, tuple)
    """Names of the external synthesisers and of the keyboards."""
    devices_listed = Signal(tuple)
    """Names of the devices that sound can come out of."""

    def __init__(
        self,
        services: Services,
        parent: QObject | None = None,
        *,
        command: Sequence[str] | None = None,
        singers: Sequence[str] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._now = clock
        self._clock = PlayClock()
        self._player = PlayerChild(command, clock, self)
        self._player.happened.connect(self._take)
        self.voices = Voices(services, lambda: self.tick, self, command=singers)
        self.voices.sung.connect(self._sung)
        self._without_voices = False
        self._song: Song | None = None
        self._sent: Song | None = None
        self._count_in = False
        self._play_at: tuple[int | None, bool] | None = None
        """Where to play from once the score has been sent, and whether a bar is counted in."""
        self._scoring: Job | None = None
        self._given_up = False
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(LOAD_DELAY)
        self._gather.timeout.connect(self._load)

    # What is known --------------------------------------------------------------------------------------------

    @property
    def client(self) -> say.AudioClient:
        """What is known of the player's process: its status, its device, its drop-outs."""
        return self._player.client

    @property
    def playing(self) -> bool:
        """Whether it plays or counts in."""
        if not self._player.made:
            return False
        return self.client.status.state in (say.PlayerState.PLAYING, say.PlayerState.COUNTING)

    def position(self, now: float) -> float:
        """The tick that is heard at time `now`."""
        return self._clock.position(now)

    @property
    def tick(self) -> float:
        """The tick that is heard now."""
        return self.position(self._now())

    @property
    def running(self) -> bool:
        """Whether the sound process runs."""
        return self._player.running

    @property
    def silence(self) -> str:
        """Why nothing can be heard, as a sentence; empty while it can, or nothing is known yet."""
        device = self.client.device if self._player.made else None
        return "" if device is None or device.audible else device.message

    # What is asked for ----------------------------------------------------------------------------------------

    def show_song(self, song: Song) -> None:
        """Play this state of the song from now on; a change of the mix or the tempo takes no new score."""
        self._song = song
        if not any(section.music is not None for section in song.sections):
            self._gather.stop()
            return
        if not self._ensure() or self._gather.isActive() or self._scoring is not None:
            return
        if self._sent is None or not self._tell_differences(self._sent, song):
            self._gather.start()

    def show_words(self, song: Song) -> None:
        """Other words to the same notes: no new score, but what changed is sung again when that rests for a moment."""
        if self._sent is not self._song or not self.running:
            self.show_song(song)
            return
        self._song = self._sent = song
        self.voices.recast(song)

    def play(self, tick: int | None = None, *, count_in: bool | None = None) -> None:
        """Play from a tick, or on from where it is; counted in when asked to, or (None) when that is switched on."""
        if self._song is None or not self._ensure():
            return
        self.voices.hurry()
        self._play_at = (tick, self._count_in if count_in is None else count_in)
        if self._gather.isActive() or self._sent is None:
            self._load()
        else:
            self._play_now()

    def _play_now(self) -> None:
        if self._play_at is not None:
            (tick, count_in), self._play_at = self._play_at, None
            self._player.tell(say.Play(tick, int(count_in)))

    def pause(self) -> None:
        """Stand still."""
        self._play_at = None
        self._player.tell(say.Pause())

    def stop(self) -> None:
        """Stop and go back to the start."""
        self._play_at = None
        if self._player.made:
            self._player.tell(say.StopPlaying())
            self._player.tell(say.Seek(0))

    def seek(self, tick: int) -> None:
        """Go on from another place."""
        self._clock.heard(tick, playing=self._clock.playing, at=self._now(), rate=self._rate())
        self._player.tell(say.Seek(tick))

    def set_loop(self, loop: tuple[int, int] | None) -> None:
        """Play a range again and again, or no longer."""
        self._clock.set_loop(loop)
        self._player.keep("loop", lambda: say.SetLoop(loop))

    def set_click(self, on: bool) -> None:
        """Let the beat be heard, or not."""
        self._player.keep("click", lambda: say.SetClick(on))

    def set_count_in(self, on: bool) -> None:
        """Count one bar in before playing, or not."""
        self._count_in = on

    def leave_voices_out(self, on: bool) -> None:
        """Play all that is sung silently, for somebody who sings it; the song itself is as it was."""
        self._without_voices = on
        self._silence_voices()

    def _silence_voices(self) -> None:
        for track in self._song.tracks if self._song is not None else ():
            if track.id in self.voices.tracks:
                self._player.tell(say.SetMix(track.id, self._mix(track)))

    def _mix(self, track: Track) -> Mix:
        """A track's mix as it is to be heard."""
        silent = self._without_voices and track.id in self.voices.tracks
        return replace(track.mix, mute=True, solo=False) if silent else track.mix

    def set_volume(self, volume: int) -> None:
        """Master volume, 0-127; 100 changes nothing."""
        self._player.keep("volume", lambda: say.SetVolume(volume))

    def play_clip(self, path: Path | None) -> None:
        """Play a recording, beside whatever else sounds; None ends it."""
        if path is None or self._ensure():
            self._player.tell(say.PlayClip(path))

    def panic(self) -> None:
        """Stop, and silence everything that hangs."""
        self._play_at = None
        self._player.tell(say.Panic())

    def set_device(self, name: str) -> None:
        """Play on another device; empty for the system's default."""
        self._player.keep("device", lambda: say.SetDevice(name))

    def set_midi_output(self, name: str) -> None:
        """Play on an external synthesiser too; empty for none."""
        self._player.keep("MIDI output", lambda: say.SetMidiOutput(name))

    def list_midi_ports(self) -> None:
        """Ask which MIDI ports there are; `midi_ports_listed` answers."""
        if self._ensure():
            self._player.tell(say.ListMidiPorts())

    def list_devices(self) -> None:
        """Ask which devices there are; `devices_listed` answers."""
        if self._ensure():
            self._player.tell(say.ListDevices())

    def set_soundfont(self, path: Path | None) -> None:
        """Play with another SoundFont; None is the built-in one."""
        self._player.keep("SoundFont", lambda: say.SetSoundFont(path))

    def sound(self, pitch: int, track: Track | None = None) -> None:
        """Let one note be heard, on the singer's instrument unless another is given."""
        if self._song is None or self.playing or not self.running:
            return
        chosen = track or next((t for t in self._song.tracks if t.role is TrackRole.VOCAL), None)
        program = 0 if chosen is None else chosen.program
        drums = chosen is not None and chosen.role is TrackRole.DRUMS
        self._player.tell(say.Audition((pitch,), program, drums, velocity=84, seconds=0.45))

    def strike(self, pitch: int, velocity: int) -> None:
        """Let a note of a keyboard be heard on the singer's instrument, also while the song plays."""
        if self._song is not None and self.running:
            singer = next((track for track in self._song.tracks if track.role is TrackRole.VOCAL), None)
            program = 0 if singer is None else singer.program
            self._player.tell(say.Audition((pitch,), program, velocity=velocity, seconds=0.4))

    def close_down(self) -> None:
        """End the sound process; it ends by itself when its input does."""
        self._gather.stop()
        self._given_up = True
        self.voices.close_down()
        self._player.close()

    # Telling --------------------------------------------------------------------------------------------------

    def _load(self) -> None:
        """Work the score out on a worker thread (tens of milliseconds for a long song), then send it."""
        self._gather.stop()
        song = self._song
        if song is None or not self.running:
            return
        if self._scoring is not None:
            self._scoring.cancel()
        lexicon = self._services.lexicon

        def made() -> tuple[Score, tuple[Cue, ...]]:
            from songwright.audio.score import score  # on the thread that works it out, when something is to be heard
            from songwright.audio.voice.cue import cues

            return score(song), cues(song, lexicon())

        self._scoring = self._services.jobs.run(made, lambda ready: self._loaded(song, *ready))

    def _loaded(self, song: Song, made: Score, wanted: tuple[Cue, ...]) -> None:
        self._scoring = None
        if not self.running:
            return
        with self._player.speaking() as client:
            client.load(self.voices.with_voices(made, wanted))
        self._sent = song
        if self._without_voices:
            self._silence_voices()
        if self._play_at is not None:
            self.voices.hurry()
        if self._song is not None and song is not self._song:
            self.show_song(self._song)
        if not self._gather.isActive():
            self._play_now()

    def _sung(self, track: str, spans: tuple[SungSpan, ...]) -> None:
        self._player.tell(say.SetVoice(track, spans))

    def _tell_differences(self, before: Song, after: Song) -> bool:
        """Send what changed when it is the mix, the instruments or the tempo only; False when it is more."""
        same_tracks = [(t.id, t.role) for t in before.tracks] == [(t.id, t.role) for t in after.tracks]
        if not same_tracks or before.sections != after.sections or before.metre != after.metre:
            return False
        for old, new in zip(before.tracks, after.tracks, strict=True):
            if old.mix != new.mix:
                self._player.tell(say.SetMix(new.id, self._mix(new)))
            if old.program != new.program:
                self._player.tell(say.SetProgram(new.id, new.program))
        if before.tempo != after.tempo:
            self._player.tell(say.SetTempo(after.tempo))
        if before.tempo != after.tempo or [t.singing for t in before.tracks] != [t.singing for t in after.tracks]:
            self.voices.recast(after)
        self._sent = after
        return True

    # The process ----------------------------------------------------------------------------------------------

    def _ensure(self) -> bool:
        """Start the process if it is not there; False when it died too often to be worth it."""
        if self.running:
            return True
        if self._given_up:
            return False
        self._sent = None
        self._player.start()
        return self.running

    def _take(self, event: say.AudioEvent) -> None:
        notices = self._services.notices
        match event:
            case say.PlayerStatus():
                moving = event.state is say.PlayerState.PLAYING
                rate = event.tempo / 60.0 * TICKS_PER_QUARTER
                self._clock.heard(event.tick, playing=moving, at=self._now(), rate=rate)
                self.reported.emit()
                self.levels_reported.emit({track: _meter(peak) for track, peak in event.track_peaks.items()})
            case say.DeviceOpened(message=""):
                notices.withdraw("sound")
            case say.DeviceOpened():
                # The child speaks English only: what it says without values is said in the window's language here.
                told = language().text(event.message)
                notices.show(told, Level.WARNING, detail=event.detail, key="sound", once=not event.audible)
            case say.MidiPortsListed():
                self.midi_ports_listed.emit(event.outputs, event.inputs)
            case say.DevicesListed():
                self.devices_listed.emit(event.names)
            case say.PlayerNotice():
                told = language().text(event.message)
                notices.show(told, Level.ERROR, detail=event.detail, key="sound-error")
            case say.PlayerFailed():
                self._died(event)
            case _:
                pass

    def _rate(self) -> float:
        return self.client.status.tempo / 60.0 * TICKS_PER_QUARTER

    def _died(self, failed: say.PlayerFailed) -> None:
        if self._scoring is not None:
            self._scoring.cancel()
            self._scoring = None
        self._play_at = self._sent = None
        self._clock.heard(self._clock.position(self._now()), playing=False, at=self._now(), rate=self._rate())
        self.reported.emit()
        self.levels_reported.emit({})
        self._given_up = not failed.restartable
        again = (self.tr("Try Again"), self._try_again) if self._given_up else None
        level = Level.ERROR if self._given_up else Level.WARNING
        self._services.notices.show(failed.message, level, detail=failed.detail, key="sound-died", action=again)
        self._restart()

    def _try_again(self) -> None:
        self._given_up = False
        self._services.notices.withdraw("sound-died")
        with self._player.speaking() as client:
            client.try_again()
        self._restart()

    def _restart(self) -> None:
        if self._song is not None:
            self.show_song(self._song)


def _meter(peak: float) -> float:
    """How far a meter goes up for a peak (1 is full scale): even steps of decibels from `QUIET_DB`."""
    if peak <= 0:
        return 0.0
    return min(1.0, max(0.0, 1 - 20 * math.log10(peak) / QUIET_DB))
