"""Voice activity: whether somebody speaks in a frame."""

from math import sqrt

import webrtcvad

from voice.node.echo import EchoGuard, power_of
from voice.node.legs import RATE, SILENT

AGGRESSIVENESS = 3
"""How much counts as noise, 0 to 3: a line's hiss and a keyboard must not take the word."""
BELOW = 0.03
"""Of the loudness of this voice, below which a frame is its end: the detector goes on for 100 ms."""
FADING = 0.98
"""Of what is known of the voice's loudness, in a frame: a third of it is left after a second."""


class VoiceDetector:
    """Judges the frames of one leg (WebRTC's detector: 2 us a frame; loudness: 4 us)."""

    def __init__(self) -> None:
        self._detector = webrtcvad.Vad(AGGRESSIVENESS)
        self._loudness = 0.0
        self._echo = EchoGuard()

    def is_voice(self, frame: bytes, said: bytes = SILENT) -> bool:
        """Tell whether there is a voice in a frame that is not our own: `said` is what went out meanwhile."""
        voice = self._detector.is_speech(frame, RATE)
        loudness = sqrt(power_of(frame)) if voice else 0.0
        if self._echo.is_echo(frame, said, loudness) or not voice:
            self._loudness *= FADING
            return False
        self._loudness = max(loudness, self._loudness * FADING)
        return loudness > BELOW * self._loudness
