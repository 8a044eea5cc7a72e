"""Whether an SMS may be sent now: opt-outs, quiet hours, how much one number gets, and in which order."""

from datetime import datetime, timedelta

import structlog

from channels.base import (
    Handed,
    NotYet,
    PermanentFailure,
    Post,
    Provider,
    SendFailure,
    TemporaryFailure,
)
from hub.core.errors import HubError
from hub.core.hours import next_opening
from hub.core.models.conversations import AuthorKind, Direction, Message
from hub.core.models.delivery import Dispatch, DispatchState
from hub.core.models.reasons import Reason
from hub.core.models.sms import SmsRoute
from hub.core.models.work import Calendar
from hub.services.bundle import Services

log = structlog.get_logger()

ANSWER_WITHIN = timedelta(hours=1)
"""Who wrote so recently gets an answer also in quiet hours."""
HOUR = timedelta(hours=1)
LOOKED_AT = 1000
RECENT = 50
SOON = timedelta(seconds=1)


class Guard:
    """A provider that asks the rules before it lets another one send.

    It counts on its deliverer, which gives it the SMS to one number one at a time.
    """

    def __init__(self, services: Services, route: SmsRoute, provider: Provider) -> None:
        self._store = services.store
        self._opt_outs = services.opt_outs
        self._clock = services.clock
        self._route = route
        self._provider = provider

    async def send(self, post: Post) -> Handed:
        """Send if the rules let it; raises PermanentFailure or NotYet if they do not."""
        if post.message.author.kind is not AuthorKind.SYSTEM:  # else it confirms that we stop
            await self._safely_check(post)
        return await self._provider.send(post)

    async def find(self, post: Post) -> Handed | None:
        """Ask the provider; no rule is in the way of that."""
        return await self._provider.find(post)

    async def _safely_check(self, post: Post) -> None:
        """Check; should that break, nothing was handed over yet, which the deliverer cannot know."""
        try:
            await self._check(post)
        except (NotYet, SendFailure, HubError):
            raise
        except Exception as error:
            log.exception("sms_rules_broke", route=self._route.id)
            raise TemporaryFailure(Reason("rules_broke")) from error

    async def _check(self, post: Post) -> None:
        number = post.dispatch.recipient
        if await self._opt_outs.find(self._route.id, number):
            raise PermanentFailure(Reason("opted_out"))
        now = self._clock.now()
        await self._check_hours(post, now)
        limit = min(self._route.per_number_per_hour + RECENT, LOOKED_AT)
        others = await self._store.find(
            Dispatch, {"recipient": number}, order="created_at", descending=True, limit=limit
        )
        ours = [one for one in others if one.entry_point == post.dispatch.entry_point]
        self._check_order(post.dispatch, ours, now)
        self._check_rate(post.dispatch, ours, now)

    async def _check_hours(self, post: Post, now: datetime) -> None:
        calendar_id = self._route.quiet_calendar
        calendar = await self._store.peek(Calendar, calendar_id) if calendar_id else None
        if calendar is None or (opens := next_opening(calendar, now)) == now:
            return
        if await self._is_answer(post, now):
            return
        if opens is None:
            raise PermanentFailure(Reason("always_quiet", {"calendar": calendar.name}))
        raise NotYet(Reason("quiet_hours", {"calendar": calendar.name}), opens)

    async def _is_answer(self, post: Post, now: datetime) -> bool:
        """Say whether the customer wrote a moment ago; scheduled SMS answer nobody."""
        recent = await self._store.find(
            Message, {"conversation": post.conversation.id}, order="seq", descending=True, limit=RECENT
        )
        theirs = (one.at for one in recent if one.direction is Direction.INBOUND)
        return any(now - at <= ANSWER_WITHIN for at in theirs)

    def _check_rate(self, dispatch: Dispatch, ours: list[Dispatch], now: datetime) -> None:
        limit = self._route.per_number_per_hour
        times = sorted(
            one.sent_at for one in ours if one.id != dispatch.id and one.sent_at and one.sent_at > now - HOUR
        )
        if len(times) >= limit:
            vars = {"count": str(len(times)), "most": str(limit)}
            raise NotYet(Reason("too_many_an_hour", vars), times[-limit] + HOUR + SOON)

    def _check_order(self, dispatch: Dispatch, ours: list[Dispatch], now: datetime) -> None:
        """Let what was written earlier go first, unless it is scheduled for later.

        All wait for the first of them: once it went they go at once, one after the other.
        """
        for one in reversed(ours):
            if (one.created_at, one.id) >= (dispatch.created_at, dispatch.id):
                return
            waits = one.attempts or one.reason  # it had its turn before, and is not scheduled for later
            if one.state is DispatchState.PENDING and (waits or one.due_at <= now):
                raise NotYet(Reason("earlier_first"), max(one.due_at, now) + SOON)
