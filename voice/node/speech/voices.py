"""Several synthesisers as one: the first that speaks a language does, and the next ones when it fails."""

from collections.abc import AsyncIterator, Sequence

import structlog

from voice.node.speech.errors import SpeechError
from voice.node.speech.ports import Synthesiser

log = structlog.get_logger()


class Voices:
    """Synthesisers in order of preference."""

    def __init__(self, voices: Sequence[Synthesiser]) -> None:
        self._voices = voices

    @property
    def languages(self) -> Sequence[str]:
        """What any of them speaks, in their order."""
        return list(dict.fromkeys(language for voice in self._voices for language in voice.languages))

    async def speak(self, text: str, language: str) -> AsyncIterator[bytes]:
        """Yield the speech of a clause; one that broke off is not said a second time."""
        fault = SpeechError(f"No voice speaks {language}.")
        for voice in self._voices:
            if language not in voice.languages:
                continue
            begun = False
            try:
                async for audio in voice.speak(text, language):
                    begun = True
                    yield audio
                return
            except SpeechError as error:
                if begun:
                    raise
                log.info("next_voice_speaks", language=language, error=str(error))
                fault = error
        raise fault
