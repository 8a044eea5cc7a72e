"""The help centre's settings, and what readers say of its articles."""

from hub.core.errors import InvalidInput
from hub.core.events import EventKind
from hub.core.models.contacts import Channel, EntryPoint
from hub.core.models.gaps import GapReason
from hub.core.models.help_centre import HELP_CENTRE, HelpCentre, PageOpinion
from hub.services.audit import plan_audit
from hub.services.base import Service
from hub.services.help_searches import plan_searched

TITLE_CHARS = 80
INTRO_CHARS = 300


class HelpCentres(Service):
    """One tenant's help centre."""

    async def get(self) -> HelpCentre:
        """Return the settings; off until somebody switches it on."""
        return await self.store.peek(HelpCentre, HELP_CENTRE) or HelpCentre(id=HELP_CENTRE)

    async def set(self, wanted: HelpCentre, by: str) -> HelpCentre:
        """Store the settings over those they were read from."""
        await self._check(wanted)
        batch = self.batch(by)
        before = await self.store.peek(HelpCentre, HELP_CENTRE)
        action = "changed" if before else "created"
        plan_audit(batch, self.ids, action, "help_centre", HELP_CENTRE, before=before, after=wanted)
        batch.save(wanted)
        batch.event(EventKind.SETTINGS_CHANGED, wanted, data={"kind": "help_centre"})
        stored: HelpCentre = (await self.store.commit(batch)).stored(wanted)
        return stored

    async def opinion(self, article: str, revision: int, helpful: bool) -> None:
        """Store what a reader said of an article."""
        batch = self.batch("reader")
        batch.save(
            PageOpinion(id=self.ids(), article=article, revision=revision, helpful=helpful, at=batch.at)
        )
        await self.store.commit(batch)

    async def searched(
        self, text: str, language: str, reason: GapReason, article: str = "", revision: int = 0
    ) -> None:
        """Note what a reader looked for in vain; `article` did not help, if one was read."""
        batch = self.batch("reader")
        plan_searched(batch, self.ids, text, language, reason, article, revision)
        if batch.saves:
            await self.store.commit(batch)

    async def _check(self, wanted: HelpCentre) -> None:
        for field, texts, most in (
            ("title", wanted.title, TITLE_CHARS),
            ("intro", wanted.intro, INTRO_CHARS),
        ):
            if any(len(text) > most for text in texts.values()):
                raise InvalidInput(f"This may have {most} characters at most.", field=field)
        if wanted.entry_point:
            entry = await self.store.peek(EntryPoint, wanted.entry_point)
            if entry is None or entry.channel is not Channel.CHAT:
                raise InvalidInput("Choose an entry point for web chat.", field="entry_point")
