"""Three short, soft sounds, made here, for an officer who wants them.

The Qt that we ship has no sound, so a player of the system is used when there is one; without it
the desk beeps as the system does, and where that is silent too the desk stays silent.
"""

import io
import math
import shutil
import struct
import wave
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QProcess, Slot
from PySide6.QtWidgets import QApplication

from ui.link_news import HubNews
from ui.prepared import PreparedCase

RATE_HZ: Final = 16_000
_LOUDNESS: Final = 0.2
_FADE_S: Final = 0.012  # without it a tone begins and ends with a click
_PLAYERS: Final = (("pw-play",), ("paplay",), ("aplay", "-q"), ("afplay",))


class Sound(Enum):
    """What the desk may sound for: tones of so many hertz and seconds."""

    NEW_CASE = ((660.0, 0.09),)
    HUB_LOST = ((440.0, 0.16), (330.0, 0.22))
    REFUSED = ((220.0, 0.12),)


def wav_of(sound: Sound) -> bytes:
    """Return a sound as a WAV file: one channel, 16 bits, `RATE_HZ`."""
    samples: list[int] = []
    for tone_hz, length_s in sound.value:
        count = round(length_s * RATE_HZ)
        fade = round(_FADE_S * RATE_HZ)
        for number in range(count):
            swell = min(1.0, number / fade, (count - number) / fade)
            wave_now = math.sin(2 * math.pi * tone_hz * number / RATE_HZ)
            samples.append(round(32767 * _LOUDNESS * swell * wave_now))
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE_HZ)
        out.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return file.getvalue()


def player() -> tuple[str, ...] | None:
    """Return the command that plays a WAV file on this machine, or None."""
    return next((known for known in _PLAYERS if shutil.which(known[0])), None)


class Sounds(QObject):
    """Sounds when it is asked to, and when the desk says that something happened.

    Parameters
    ----------
    folder : Path
        Where the sounds are written once, off the Qt thread.
    run : callable
        Runs a piece of work off the Qt thread, such as `Jobs.run`.
    """

    def __init__(
        self, folder: Path, run: Callable[[Callable[[], None]], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self.on = False
        self._folder, self._run = folder, run
        self._player: tuple[str, ...] | None = None
        self._is_made = False
        self._silent = False

    def set_on(self, on: bool) -> None:  # noqa: FBT001 - a setting
        """Sound from now on, or not."""
        self.on = on
        if on and not self._is_made:
            self._is_made = True
            self._run(self._make)

    def play(self, sound: Sound) -> None:
        """Sound, if the officer wants it; never waits."""
        if not self.on:
            return
        if self._player is None:
            QApplication.beep()
            return
        program, *options = self._player
        QProcess.startDetached(program, [*options, str(self._file(sound))])

    @Slot(object)
    def on_case(self, _case: PreparedCase) -> None:
        """Hear that a case has opened."""
        self.play(Sound.NEW_CASE)

    @Slot(object)
    def on_refused(self, obstacle: object) -> None:
        """Hear that a key was pressed in vain."""
        if obstacle is not None:
            self.play(Sound.REFUSED)

    @Slot(object)
    def on_news(self, news: object) -> None:
        """Hear whether the hub answers; its silence sounds once."""
        if isinstance(news, HubNews):
            silent = news.silent_since is not None
            if silent and not self._silent:
                self.play(Sound.HUB_LOST)
            self._silent = silent

    def _make(self) -> None:
        found = player()
        if found is None:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        for sound in Sound:
            self._file(sound).write_bytes(wav_of(sound))
        self._player = found  # set last: what is not there yet is not played

    def _file(self, sound: Sound) -> Path:
        return self._folder / f"{sound.name.lower()}.wav"
