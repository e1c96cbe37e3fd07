"""Two sounds: a page read, a page not read. Both can be off; a station without a player stays silent."""

from __future__ import annotations

import array
import math
import shutil
import sys
import tempfile
import wave
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QProcess

RATE = 22_050


class Sound(StrEnum):
    """What is said by a sound."""

    READ = "read"
    NOT_READ = "not_read"


TONES = {Sound.READ: ((880, 0.08),), Sound.NOT_READ: ((330, 0.12), (247, 0.2))}


def play(sound: Sound) -> bool:
    """Play without waiting; False when this station has nothing to play it with."""
    path = _file(sound)
    if sys.platform == "win32":
        import winsound

        winsound.PlaySound(str(path), winsound.SND_FILENAME | winsound.SND_ASYNC)
        return True
    player = next((found for name in ("pw-play", "paplay", "aplay") if (found := shutil.which(name))), None)
    if player is None:
        return False
    return bool(QProcess.startDetached(player, [str(path)]))


def _file(sound: Sound) -> Path:
    path = Path(tempfile.gettempdir()) / f"kancelaria-{sound.value}.wav"
    if not path.exists():
        path.write_bytes(b"")
        with wave.open(str(path), "wb") as stream:
            stream.setnchannels(1)
            stream.setsampwidth(2)
            stream.setframerate(RATE)
            stream.writeframes(_samples(sound).tobytes())
    return path


def _samples(sound: Sound) -> array.array[int]:
    made = array.array("h")
    for pitch, seconds in TONES[sound]:
        length = int(RATE * seconds)
        for i in range(length):
            fade = min(1.0, i / 200, (length - i) / 200)
            made.append(int(9000 * fade * math.sin(2 * math.pi * pitch * i / RATE)))
    return made
