"""Calls that come in: whose number was called, who calls, whether they are let in, and the first words."""

import structlog

from hub.core.bots import FLOW
from hub.core.errors import HubError, NotAllowed, NotFound
from hub.core.models.calls import Call, CallState
from hub.core.models.contacts import Channel, EntryPoint
from hub.core.models.conversations import Conversation, Direction
from hub.core.models.tenants import Tenant
from hub.core.models.work import WorkItem
from hub.services.callers import greeted
from hub.services.calls import Incoming
from hub.services.people import current_contact
from voice.control.browsers import Browsers
from voice.control.numbers import e164, user_of
from voice.control.open_calls import OpenCalls
from voice.control.phrases import LANGUAGES, phrase
from voice.control.recordings import CallRecordings
from voice.orders import Answer, HangUp, Speak
from voice.reports import Ringing

log = structlog.get_logger()


class Arriving:
    """Takes calls of one node, or refuses them."""

    def __init__(self, calls: OpenCalls, browsers: Browsers, recordings: CallRecordings) -> None:
        self._calls = calls
        self._recordings = recordings
        self._services = calls.services
        self._store = calls.store
        self._browsers = browsers

    async def ringing(self, report: Ringing) -> None:
        """Take a call; who is blocked is told so, who dialled a number we do not have hears nothing."""
        incoming = self._browsers.incoming(report)
        try:
            incoming = incoming or await self._incoming(report)
            call = await self._services.calls.begin(incoming)
        except NotAllowed as error:
            await self._refuse(report, error)
            return
        except HubError as error:
            log.info("call_refused", call=report.call, error=error.code)
            self._calls.send(HangUp(id=f"{report.call}-no", call=report.call))
            self._browsers.begun(report.call, error)
            return
        self._calls.know(call)
        self._browsers.begun(report.call)
        await self._on_the_line(call)
        await self._services.callers.introduce(call.conversation)
        language = await self._calls.language(call)
        self._calls.send(Answer(id=f"{call.id}-answer", call=call.id, language=language))
        await self._recordings.begin(call, language)

    async def answered(self, call: Call) -> None:
        """Say the first words: the greeting, or that we are closed; a flow begins by itself."""
        entry = await self._store.get(EntryPoint, call.entry_point)
        conversation = await self._calls.conversation(call)
        language = conversation.language or entry.language
        if text := await self._greeting(call, entry, conversation, language):
            self._calls.send(Speak(id=f"{call.id}-greeting", call=call.id, text=text, language=language))
        for key, other in entry.language_keys.items():
            if other != language and other in LANGUAGES:
                hint = phrase("language_key", other, key=key)
                self._calls.speak(call, hint, other, id=f"{call.id}-language-{other}")

    async def called_back(self, call: Call) -> None:
        """Say who calls, and why, to somebody who asked to be called back and has answered now."""
        if call.direction is not Direction.OUTBOUND or call.state is not CallState.UP:
            return
        conversation = await self._calls.conversation(call)
        item = await self._store.peek(WorkItem, conversation.work_item) if conversation.work_item else None
        if item is None or item.call_back is None:
            return
        await self._services.call_backs.reached(item.id)
        tenant = await self._store.peek(Tenant, self._store.tenant)
        entry = await self._store.get(EntryPoint, call.entry_point)
        language = conversation.language or entry.language
        hello = phrase("call_back_hello", language, company=tenant.name if tenant else entry.name)
        self._calls.speak(call, hello, language, id=f"{call.id}-hello")

    async def _greeting(
        self, call: Call, entry: EntryPoint, conversation: Conversation, language: str
    ) -> str:
        """Return what is said first; who is put in a closed queue hears of it there."""
        if conversation.handler and await self._calls.outside_hours(call, entry):
            return entry.closed_text.get(language, "")
        if conversation.handler.startswith(FLOW):
            return ""
        contact = await current_contact(self._store, conversation.contact)
        return greeted(entry.greeting.get(language, ""), contact)

    async def _on_the_line(self, call: Call) -> None:
        """Note that somebody who was to be called back is there; a call-back does not wait for them twice."""
        conversation = await self._calls.conversation(call)
        if conversation.work_item:
            await self._services.call_backs.reached(conversation.work_item)

    async def _refuse(self, report: Ringing, error: NotAllowed) -> None:
        """Let a blocked caller know, and go."""
        log.info("call_refused", call=report.call, error=error.code)
        incoming = self._browsers.incoming(report)
        self._browsers.begun(report.call, error)
        if incoming is None:
            entry = await self._entry(user_of(report.called))
            language = entry.language if entry else "en"
            self._calls.send(Answer(id=f"{report.call}-answer", call=report.call, language=language))
            text = phrase("blocked", language)
            self._calls.send(
                Speak(id=f"{report.call}-blocked", call=report.call, text=text, language=language)
            )
        self._calls.send(HangUp(id=f"{report.call}-no", call=report.call, after_speech=incoming is None))

    async def _incoming(self, report: Ringing) -> Incoming:
        """Return who calls by telephone; raise NotFound for a number that we do not have.

        A browser's call has no number but its own id: one that nobody waits for any more is not taken.
        """
        entry = await self._entry(user_of(report.called))
        if entry is None or report.caller == report.call:
            raise NotFound("There is no such number, or nobody waits for this call any more.")
        return Incoming(
            id=report.call,
            node=self._calls.node,
            entry_point=entry.id,
            number=e164(user_of(report.caller)),
            remote=report.caller,
            called=report.called,
            name=report.name,
        )

    async def _entry(self, called: str) -> EntryPoint | None:
        """Find the entry point of a called number, as it was dialled or in E.164."""
        keys = {called, e164(called)} - {""}
        found = await self._store.find(EntryPoint, {"channel": Channel.VOICE, "key": keys}, limit=1)
        return found[0] if found else None
