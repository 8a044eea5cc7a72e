"""A bound connection to one message centre (SMPP 3.4, as a transceiver).

aiosmpplib builds what we send. Its own ESME is not used: it answers a deliver_sm one at a time and never
with an error, ends the connection on statuses or receipts it cannot read, knows neither a window nor TLS,
and cannot say whether a request whose connection broke had been written.
"""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from datetime import datetime
from itertools import count

import structlog
from aiosmpplib import BindTransceiver, SmppCommandStatus, SubmitSm

from channels.sms.pdu import ANSWER, Command, Frame, Malformed, frame, read_frame, read_string
from hub.core.clock import Clock
from hub.core.models.reasons import Reason, words
from hub.core.models.sms import Smsc

log = structlog.get_logger()

CONNECT_WITHIN = 10.0
ANSWER_WITHIN = 30.0
ENQUIRE_EVERY = 30.0
UNBIND_WITHIN = 3.0
AT_ONCE = 64
"""Messages of the message centre that are being stored at the same time; more wait in the connection."""
CLOSED = Reason("closed")
OK = 0x00
INVALID_COMMAND = 0x03
TEMPORARY_ERROR = 0x64  # ESME_RX_T_APPN: the message centre tries again
LARGEST_SEQUENCE = 0x7FFFFFFF

Deliver = Callable[[Frame], Awaitable[int]]
"""Takes a deliver_sm; returns the status to answer it with."""


class NotBound(Exception):
    """There is no connection, and nothing was written."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.code)
        self.reason = reason


class NoAnswer(Exception):
    """The request was written, and the connection ended before its answer came."""


class Session:
    """One connection. `run` it; it ends by itself when the connection does."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        clock: Clock,
        deliver: Deliver,
        confirmed: Callable[[datetime], Awaitable[None]],
    ) -> None:
        """Take the bound connection; `confirmed` is told up to when our answers have surely arrived."""
        self._reader = reader
        self._writer = writer
        self._clock = clock
        self._deliver = deliver
        self._confirmed = confirmed
        self._sequence = count(2)  # bind was 1
        self._waiting: dict[int, asyncio.Future[Frame]] = {}
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._end: Reason | None = None

    @property
    def is_open(self) -> bool:
        """Say whether requests can be written."""
        return not self._end and not self._writer.is_closing()

    @property
    def in_flight(self) -> int:
        """Return how many requests wait for their answer."""
        return len(self._waiting)

    async def run(self) -> Reason:
        """Serve the connection until it ends; return why it did."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._read(group))
                group.create_task(self._enquire())
        except* (OSError, EOFError, Malformed, NoAnswer, NotBound) as errors:
            self._end = self._end or _why(errors)
        finally:
            self._close()
        return self._end or CLOSED

    async def submit(self, message: SubmitSm) -> Frame:
        """Hand over one SMS; return its answer. Raises NotBound or NoAnswer."""
        sequence = self._next()
        message.sequence_num = sequence
        return await self._request(sequence, message.pdu())

    async def unbind(self) -> None:
        """Say good-bye and close."""
        if self.is_open:
            self._end = Reason("we_unbound")
            sequence = self._next()
            try:
                async with asyncio.timeout(UNBIND_WITHIN):
                    await self._write(sequence, frame(Command.UNBIND, sequence))
            except (TimeoutError, NoAnswer, OSError):
                pass
        self._close()

    async def _request(self, sequence: int, data: bytes) -> Frame:
        if not self.is_open:
            raise NotBound(self._end or CLOSED)
        try:
            async with asyncio.timeout(ANSWER_WITHIN):
                return await self._write(sequence, data)
        except TimeoutError:
            self._end = Reason("smsc_silent", {"seconds": f"{ANSWER_WITHIN:.0f}"})
            self._close()
            raise NoAnswer from None
        except OSError as error:
            raise NoAnswer from error

    async def _write(self, sequence: int, data: bytes) -> Frame:
        answer: asyncio.Future[Frame] = asyncio.get_running_loop().create_future()
        self._waiting[sequence] = answer
        try:
            self._writer.write(data)
            await self._writer.drain()
            return await answer
        finally:
            self._waiting.pop(sequence, None)

    def _next(self) -> int:
        sequence = next(self._sequence)
        if sequence >= LARGEST_SEQUENCE:
            self._sequence = count(1)
        return sequence

    async def _read(self, group: asyncio.TaskGroup) -> None:
        while True:
            got = await read_frame(self._reader)
            if got.command & ANSWER:
                self._answered(got)
            elif got.command == Command.DELIVER_SM:
                await self._slots.acquire()
                group.create_task(self._take(got))
            elif got.command == Command.ENQUIRE_LINK:
                self._writer.write(frame(got.command | ANSWER, got.sequence))
            elif got.command == Command.UNBIND:
                self._writer.write(frame(got.command | ANSWER, got.sequence))
                raise NotBound(Reason("unbound"))
            elif got.command != Command.ALERT_NOTIFICATION:
                self._writer.write(frame(Command.NACK, got.sequence, INVALID_COMMAND))

    def _answered(self, got: Frame) -> None:
        answer = self._waiting.get(got.sequence)
        if answer and not answer.done():
            answer.set_result(got)
        elif got.command != Command.NACK:
            log.warning("smsc_answered_nothing", command=hex(got.command), status=hex(got.status))

    async def _take(self, got: Frame) -> None:
        """Have a message stored, then answer it: what is not answered comes again."""
        try:
            status = await self._deliver(got)
        except Exception:
            log.exception("sms_not_taken")
            status = TEMPORARY_ERROR
        finally:
            self._slots.release()
        if not self._writer.is_closing():
            # deliver_sm_resp has a message_id that is empty (4.6.2).
            self._writer.write(frame(Command.DELIVER_SM | ANSWER, got.sequence, status, b"\0"))
            await self._writer.drain()

    async def _enquire(self) -> None:
        while True:
            await self._clock.sleep(ENQUIRE_EVERY)
            asked = self._clock.now()
            sequence = self._next()
            await self._request(sequence, frame(Command.ENQUIRE_LINK, sequence))
            await self._confirmed(asked)

    def _close(self) -> None:
        self._end = self._end or CLOSED
        self._writer.close()
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(NoAnswer(self._end))


async def bind(
    smsc: Smsc,
    password: str,
    clock: Clock,
    deliver: Deliver,
    confirmed: Callable[[datetime], Awaitable[None]],
) -> Session:
    """Connect and bind; raise NotBound with the reason."""
    host = {"host": f"{smsc.host}:{smsc.port}"}
    try:
        async with asyncio.timeout(CONNECT_WITHIN):
            reader, writer = await asyncio.open_connection(
                smsc.host, smsc.port, ssl=ssl.create_default_context() if smsc.tls else None
            )
    except TimeoutError:
        raise NotBound(Reason("silent", host)) from None
    except ssl.SSLError as error:
        raise NotBound(Reason("no_tls", host, words(error.reason or error))) from error
    except OSError as error:
        raise NotBound(Reason("unreachable", host, words(error.strerror or error))) from error
    try:
        async with asyncio.timeout(CONNECT_WITHIN):
            status = await _bind(reader, writer, smsc, password)
    except ValueError as error:
        writer.close()
        raise NotBound(Reason("bad_settings", host, words(error))) from error
    except (TimeoutError, OSError, EOFError, Malformed) as error:
        writer.close()
        raise NotBound(Reason("not_smpp", host)) from error
    except BaseException:
        writer.close()
        raise
    if status:
        writer.close()
        raise NotBound(Reason(_REFUSED.get(status, "bind_refused"), host, status_words(status)))
    return Session(reader, writer, clock, deliver, confirmed)


async def _bind(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, smsc: Smsc, password: str) -> int:
    request = BindTransceiver(
        sequence_num=1, system_id=smsc.system_id, password=password, system_type=smsc.system_type
    )
    writer.write(request.pdu())
    await writer.drain()
    while True:
        got = await read_frame(reader)
        if got.command in (Command.BIND_TRANSCEIVER | ANSWER, Command.NACK):
            return got.status or (INVALID_COMMAND if got.command == Command.NACK else OK)


_REFUSED = {
    0x05: "already_bound",
    0x0E: "wrong_password",
    0x0F: "unknown_system_id",
    0x53: "wrong_system_type",
}


def message_id(answer: Frame) -> str:
    """Return what the message centre calls the SMS that it took."""
    return read_string(answer.body)[0].strip()


def status_words(status: int) -> str:
    """Return a command_status as the standard names it (5.1.3); operators have own ones above 0x400."""
    try:
        return f"{SmppCommandStatus(status).description} (0x{status:08x})"
    except ValueError:
        return f"0x{status:08x}"


def refusal(status: int) -> Reason:
    """Return why the message centre does not take an SMS."""
    own = status not in {known.value for known in SmppCommandStatus}
    return Reason("smsc_refused_own" if own else "smsc_refused", detail=status_words(status))


def _why(errors: BaseExceptionGroup[BaseException]) -> Reason:
    first: BaseException = errors
    while isinstance(first, BaseExceptionGroup):
        first = first.exceptions[0]
    if isinstance(first, NotBound):
        return first.reason
    if isinstance(first, EOFError):
        return Reason("smsc_closed")
    if isinstance(first, Malformed):
        return Reason("smsc_malformed", detail=words(first))
    return Reason("lost", detail=words(first))
