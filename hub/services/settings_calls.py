"""What queues and entry points must satisfy as far as callers are concerned; errors name the field."""

import re
from collections.abc import Mapping

from hub.core.addresses import is_phone_number
from hub.core.errors import InvalidInput
from hub.core.models.staff import Staff
from hub.core.models.work import Waiting
from hub.services.settings_checks import check_range

OWN_PHONE = "phone:"
"""Telephones that are registered with us are named so, by their user."""
_PHONE_USER = re.compile(r"phone:[A-Za-z0-9._-]{1,64}")
LONGEST_NUMBER = 20
KEYS = frozenset("0123456789*#")
MOST_NEWS, LONGEST_NEWS = 20, 1000
DAY = 86_400


def check_number(number: str, field: str) -> None:
    """Check a telephone number that may be left empty."""
    if number and not is_phone_number(number):
        raise InvalidInput("Write the number in full, as +442079460100.", field=field)


def check_announcement(texts: Mapping[str, str], field: str) -> None:
    """Check what callers hear before an agent talks."""
    for language, text in texts.items():
        if not text.strip() or len(text) > LONGEST_NEWS:
            raise InvalidInput(f"Give a text of 1 to {LONGEST_NEWS} characters.", field=f"{field}.{language}")


def check_telephones(staff: Staff) -> None:
    """Check the number callers are told, and the telephone of one's own."""
    if len(staff.number) > LONGEST_NUMBER:
        raise InvalidInput(f"A number has {LONGEST_NUMBER} characters at most.", field="number")
    if not staff.phone.startswith(OWN_PHONE):
        check_number(staff.phone, "phone")
    elif not _PHONE_USER.fullmatch(staff.phone):
        raise InvalidInput("Write phone: and the telephone's user, as phone:ada.", field="phone")


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
            if len(text) > LONGEST_NEWS:
                raise InvalidInput(
                    f"A text has {LONGEST_NEWS} characters at most.", field=f"{where}[{index}]"
                )


def check_language_keys(keys: Mapping[str, str]) -> None:
    """Check the keys that change a call's language."""
    for key, language in keys.items():
        if key not in KEYS:
            raise InvalidInput("Give one key of a phone: 0 to 9, * or #.", field=f"language_keys.{key}")
        if not language.strip():
            raise InvalidInput("Give the language, as in zh.", field=f"language_keys.{key}")
