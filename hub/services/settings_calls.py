"""What queues and entry points must satisfy as far as callers are concerned; errors name the field."""

from collections.abc import Mapping

from hub.core.errors import InvalidInput
from hub.core.models.work import Waiting
from hub.services.settings_checks import check_range

KEYS = frozenset("0123456789*#")
MOST_NEWS, LONGEST_NEWS = 20, 1000
DAY = 86_400


def check_waiting(waiting: Waiting) -> None:
    """Check what callers of a queue hear and may choose."""
    here = "waiting"
    if waiting.announce_every:
        check_range(
            waiting.announce_every, 15, 3600, f"{here}.announce_every", "The time between announcements"
        )
    check_range(waiting.resume_within, 0, DAY, f"{here}.resume_within", "The time to call again")
    check_range(waiting.tries, 1, 20, f"{here}.tries", "The number of call-backs")
    check_range(waiting.retry_after, 60, DAY, f"{here}.retry_after", "The time between call-backs")
    for language, texts in waiting.news.items():
        where = f"{here}.news.{language}"
        check_range(len(texts), 0, MOST_NEWS, where, "The number of texts")
        for index, text in enumerate(texts):
            if not text.strip() or len(text) > LONGEST_NEWS:
                raise InvalidInput(
                    f"Give a text of 1 to {LONGEST_NEWS} characters.", field=f"{where}[{index}]"
                )


def check_language_keys(keys: Mapping[str, str]) -> None:
    """Check the keys that change a call's language."""
    for key, language in keys.items():
        if key not in KEYS:
            raise InvalidInput("Give one key of a phone: 0 to 9, * or #.", field=f"language_keys.{key}")
        if not language.strip():
            raise InvalidInput("Give the language, as in zh.", field=f"language_keys.{key}")
