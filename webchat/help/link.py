"""Where the chat finds the help centre."""

from hub.core.models.help_centre import HELP_CENTRE, HelpCentre
from hub.core.ports import Store
from webchat.help.shelf import LANGUAGES


async def help_path(store: Store, language: str) -> str:
    """Return the help centre's path in a language, or in our first one; empty while it is switched off."""
    settings = await store.peek(HelpCentre, HELP_CENTRE)
    if settings is None or not settings.active:
        return ""
    spoken = language.split("-")[0].lower()
    return f"/help/{spoken if spoken in LANGUAGES else LANGUAGES[0]}"
