"""SMS handed over by SMPP: parts one after the other, what is refused and why, what is in doubt."""

import asyncio
from datetime import timedelta
from zlib import crc32

from aiosmpplib import NPI, TON, OptionalParam, PhoneNumber, SubmitSm
from aiosmpplib.state import USER_MESSAGE_REFERENCE

from channels.base import Handed, PermanentFailure, Post, TemporaryFailure
from channels.sms.link import Link
from channels.sms.numbers import Kind, Number, normal
from channels.sms.pace import Pace
from channels.sms.pdu import UDHI, Frame
from channels.sms.session import OK, NoAnswer, NotBound, message_id, refusal
from channels.sms.text import GSM, MOST_PARTS, UCS2, encode, sms_text, split
from hub.core.clock import Clock
from hub.core.models.delivery import DispatchState
from hub.core.models.delivery import Part as SentPart
from hub.core.models.reasons import Reason, words
from hub.core.models.sms import SmsRoute

THROTTLED, QUEUE_FULL = 0x58, 0x14
TEMPORARY = frozenset({THROTTLED, QUEUE_FULL, 0x04, 0x08, 0x64})
"""Throttled, queue full, not bound (yet), system error, receiver's temporary error (5.1.3)."""
SLOW_DOWN = 1.0
TRIES_OF_A_LATER_PART = 10
NOT_BOUND_FIRST, NOT_BOUND_LONGEST = 10.0, 300.0
DOUBT = Reason("smsc_hung_up")


class SmppProvider:
    """Hands messages of one route over to whichever message centre is bound."""

    def __init__(self, route: SmsRoute, link: Link, clock: Clock) -> None:
        self._route = route
        self._link = link
        self._clock = clock
        self._pace = Pace(clock, route.per_second)
        self._window = asyncio.Semaphore(route.window)
        self._reference = int(clock.now().timestamp()) & 0xFF
        self._source = _address(normal(route.number, route.region))

    async def send(self, post: Post) -> Handed:
        """Hand over all parts. Once the first was taken there is no way back, so the rest is insisted on."""
        parts = self._parts(post)
        taken: list[SentPart] = []
        for number, message in enumerate(parts, 1):
            try:
                taken.append(
                    await self._insist(post, message, number)
                    if taken
                    else await self._submit(post, message, number)
                )
            except (TemporaryFailure, PermanentFailure) as failure:
                if not taken:
                    raise
                taken.append(_part(post, number, DispatchState.FAILED, failure.reason))
            if taken[-1].state is not DispatchState.SENT and number < len(parts):
                reason = Reason("only_parts", {"count": str(number - 1), "of": str(len(parts))})
                taken.append(_part(post, number + 1, DispatchState.FAILED, reason))
                break
        return Handed(scope=self._route.scope, parts=taken)

    async def find(self, post: Post) -> Handed | None:
        """Nobody can be asked. Its parts are named so that receipts that give our reference back tell."""
        parts = [
            _part(post, number, DispatchState.UNKNOWN, DOUBT)
            for number in range(1, len(self._parts(post)) + 1)
        ]
        return Handed(scope=self._route.scope, parts=parts)

    async def _insist(self, post: Post, message: SubmitSm, number: int) -> SentPart:
        for tried in range(1, TRIES_OF_A_LATER_PART):
            try:
                return await self._submit(post, message, number)
            except TemporaryFailure:
                await self._clock.sleep(tried)
        return await self._submit(post, message, number)

    async def _submit(self, post: Post, message: SubmitSm, number: int) -> SentPart:
        async with self._window:
            await self._pace.turn()
            try:
                answer = await self._link.submit(message)
            except NotBound as error:
                after = min(NOT_BOUND_FIRST * 2 ** min(post.dispatch.attempts - 1, 10), NOT_BOUND_LONGEST)
                raise TemporaryFailure(error.reason, after) from error
            except ValueError as error:  # of building the frame, so nothing was written
                raise PermanentFailure(Reason("not_smpp_text", detail=words(error))) from error
            except NoAnswer:
                return _part(post, number, DispatchState.UNKNOWN, DOUBT)
        return self._taken(answer)

    def _taken(self, answer: Frame) -> SentPart:
        if answer.status == OK:
            return SentPart(ref=message_id(answer), state=DispatchState.SENT)
        reason = refusal(answer.status)
        if answer.status in TEMPORARY:
            self._pace.pause(SLOW_DOWN)
            raise TemporaryFailure(reason)
        raise PermanentFailure(reason)

    def _parts(self, post: Post) -> list[SubmitSm]:
        """Build what is to be submitted, or raise PermanentFailure."""
        to = normal(post.dispatch.recipient, self._route.region)
        if to.kind is Kind.NAME:
            raise PermanentFailure(Reason("not_a_number", {"to": to.value}))
        text = sms_text(post.message.text, post.message.format, post.message.choices)
        parts = split(text, straighten=self._route.straighten)
        if parts.count > MOST_PARTS:
            vars = {"count": str(parts.count), "most": str(MOST_PARTS)}
            raise PermanentFailure(Reason("sms_too_many_parts", vars))
        if not parts.units:
            raise PermanentFailure(Reason("no_text"))
        self._reference = (self._reference + 1) & 0xFF
        try:
            return [
                self._message(post, to, parts.alphabet, text, number, parts.count)
                for number, text in enumerate(parts.texts, 1)
            ]
        except ValueError as error:
            raise PermanentFailure(Reason("not_smpp_text", detail=words(error))) from error

    def _message(self, post: Post, to: Number, alphabet: str, text: str, number: int, of: int) -> SubmitSm:
        header = bytes([5, 0, 3, self._reference, of, number]) if of > 1 else b""
        left = post.dispatch.valid_until - self._clock.now()
        message = SubmitSm(
            short_message=text,
            source=self._source,
            destination=_address(to),
            esm_class=UDHI if header else 0,
            registered_delivery=1,
            validity_period=max(left, timedelta(minutes=5)),
            encoding="" if alphabet == GSM else UCS2,
            auto_message_payload=False,
            optional_params=[OptionalParam(USER_MESSAGE_REFERENCE, reference_of(post.dispatch.id, number))],
        )
        message.set_encoded_message(header + encode(text, alphabet))
        return message


def name_of(dispatch_id: str, number: int) -> str:
    """Return what we call a part while nobody knows the message centre's name for it."""
    return f"{dispatch_id}#{number}"


def reference_of(dispatch_id: str, number: int) -> int:
    """Return a part's user_message_reference, which receipts may give back (5.3.2.17)."""
    return crc32(name_of(dispatch_id, number).encode()) & 0xFFFF


def _part(post: Post, number: int, state: DispatchState, reason: Reason) -> SentPart:
    return SentPart(ref=name_of(post.dispatch.id, number), state=state, reason=reason)


def _address(number: Number) -> PhoneNumber:
    """Return a number with its type and plan (5.2.5, 5.2.6) as operators expect them."""
    match number.kind:
        case Kind.E164:
            return PhoneNumber(number.digits, TON.INTERNATIONAL, NPI.ISDN)
        case Kind.SHORT:
            return PhoneNumber(number.digits, TON.NETWORK_SPECIFIC, NPI.UNKNOWN)
        case Kind.NAME:
            return PhoneNumber(number.value[:11], TON.ALPHANUMERIC, NPI.UNKNOWN)
