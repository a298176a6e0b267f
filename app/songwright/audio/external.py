"""Playing on an external synthesiser: whatever goes to the built-in instruments goes to it at the same moment."""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from songwright.audio.instruments import Preset, SynthVoice
    from songwright.audio.ports import OutputPort
    from songwright.audio.score import Score

__all__ = ["External", "channels"]

_NOTE_OFF, _NOTE_ON, _CONTROL, _PROGRAM = 0x80, 0x90, 0xB0, 0xC0
_VOLUME, _PAN, _REVERB, _SOUND_OFF, _NOTES_OFF = 7, 10, 91, 120, 123
_DRUMS = 9
_CHANNELS = 16


def channels(score: Score) -> dict[str, int]:
    """The MIDI channel of each track: 9 for drums, the others in order; beyond 15 they share the last ones."""
    free = itertools.chain((c for c in range(_CHANNELS) if c != _DRUMS), itertools.repeat(_CHANNELS - 1))
    return {track.id: _DRUMS if track.drums else next(free) for track in score.tracks}


class External:
    """An open synthesiser. Messages are sent when the sound made at the same time is heard: `delay()` seconds later."""

    def __init__(self, port: OutputPort, delay: Callable[[], float]) -> None:
        self._port = port
        self._delay = delay
        self._queue: list[tuple[float, int, tuple[int, ...]]] = []
        self._order = itertools.count()
        self._changed = threading.Condition()
        self._closed = False
        self._voiced: dict[tuple[int, int], _Echoed] = {}
        self._thread = threading.Thread(target=self._run, name="midi", daemon=True)
        self._thread.start()

    def send(self, message: Sequence[int]) -> None:
        """Send a message when the sound that is being made now is heard."""
        with self._changed:
            heapq.heappush(self._queue, (time.monotonic() + self._delay(), next(self._order), tuple(message)))
            self._changed.notify()

    def prepare(self, score: Score) -> None:
        """Choose the instruments of a score's tracks, and mix them."""
        numbers = channels(score)
        for track in score.tracks:
            self.choose(numbers[track.id], track.program)
        self.mix(score)

    def choose(self, channel: int, program: int) -> None:
        """Another instrument on a channel."""
        self.send((_PROGRAM | channel, program))

    def mix(self, score: Score) -> None:
        """Set volume, pan and reverb of all tracks; what is muted, or not soloed, has no volume."""
        numbers = channels(score)
        soloed = any(track.mix.solo for track in score.tracks)
        for track in score.tracks:
            mix = track.mix
            heard = mix.solo if soloed else not mix.mute
            for control, value in ((_VOLUME, mix.volume * heard), (_PAN, mix.pan), (_REVERB, mix.reverb)):
                self.send((_CONTROL | numbers[track.id], control, value))

    def echo(self, instrument: Preset, channel: int) -> Preset:
        """The instrument, whose voices are heard on a channel of the synthesiser too."""
        key = (id(instrument), channel)
        if key not in self._voiced:
            self._voiced[key] = _Echoed(instrument, self, channel)
        return self._voiced[key]  # type: ignore[return-value]  # it has all that a player asks of one

    def quiet(self) -> None:
        """Silence all channels at once, and forget what was to be sent."""
        with self._changed:
            self._queue.clear()
            for channel in range(_CHANNELS):
                for control in (_NOTES_OFF, _SOUND_OFF):
                    self._port.send((_CONTROL | channel, control, 0))

    def close(self) -> None:
        """Silence the synthesiser and let go of it."""
        self.quiet()
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()
        self._port.close()

    def _run(self) -> None:
        with self._changed:
            while not self._closed:
                now = time.monotonic()
                if self._queue and self._queue[0][0] <= now:
                    self._port.send(heapq.heappop(self._queue)[2])
                    continue
                self._changed.wait(self._queue[0][0] - now if self._queue else None)


class _Echoed:
    """An instrument whose voices pass on to the synthesiser what they get."""

    def __init__(self, instrument: Preset, external: External, channel: int) -> None:
        self._instrument = instrument
        self._external = external
        self._channel = channel
        self.name, self.gain_db, self.rate = instrument.name, instrument.gain_db, instrument.rate

    def voice(self) -> SynthVoice:
        return _EchoedVoice(self._instrument.voice(), self._external, self._channel)


class _EchoedVoice:
    def __init__(self, voice: SynthVoice, external: External, channel: int) -> None:
        self._voice = voice
        self._external = external
        self._channel = channel

    def channel_note_on(self, channel: int, key: int, velocity: float) -> None:
        self._voice.channel_note_on(channel, key, velocity)
        self._external.send((_NOTE_ON | self._channel, key, max(1, round(velocity * 127))))

    def channel_note_off(self, channel: int, key: int) -> None:
        self._voice.channel_note_off(channel, key)
        self._external.send((_NOTE_OFF | self._channel, key, 0))

    def render(self, buffer: NDArray[Any], mix: bool = False) -> None:
        self._voice.render(buffer, mix)
