"""Several recognisers as one: the first that knows a language hears, and the next ones when it is gone."""

from collections.abc import Sequence

import structlog

from voice.node.speech.errors import SpeechError
from voice.node.speech.ports import Abilities, Hearing, Recogniser

log = structlog.get_logger()


class Recognisers:
    """Recognisers in order of preference."""

    def __init__(self, recognisers: Sequence[Recogniser]) -> None:
        self._recognisers = recognisers

    @property
    def abilities(self) -> Abilities:
        """What any of them can do."""
        all_ = [one.abilities for one in self._recognisers]
        return Abilities(
            languages=list(dict.fromkeys(language for one in all_ for language in one.languages)),
            partials=any(one.partials for one in all_),
            words=any(one.words for one in all_),
        )

    async def hear(self, language: str, words: Sequence[str] = (), *, urgent: bool = True) -> Hearing:
        """Begin an utterance."""
        fault = SpeechError(f"No recogniser knows {language}.")
        for recogniser in self._recognisers:
            if language not in recogniser.abilities.languages:
                continue
            try:
                return await recogniser.hear(language, words, urgent=urgent)
            except SpeechError as error:
                log.info("next_recogniser_hears", language=language, error=str(error))
                fault = error
        raise fault
