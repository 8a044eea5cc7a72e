"""Voice activity: whether somebody speaks in a frame."""

import webrtcvad

from voice.node.legs import RATE

AGGRESSIVENESS = 3
"""How much counts as noise, 0 to 3: a line's hiss and a keyboard must not take the word."""


class VoiceDetector:
    """Judges the frames of one leg (WebRTC's detector: 2 us a frame)."""

    def __init__(self) -> None:
        self._detector = webrtcvad.Vad(AGGRESSIVENESS)

    def is_voice(self, frame: bytes) -> bool:
        """Tell whether there is voice in a frame."""
        return bool(self._detector.is_speech(frame, RATE))
