"""A message centre on loopback that misbehaves when told to. It reads what it gets with aiosmpplib."""

import asyncio
from collections.abc import Callable
from itertools import count
from struct import pack

from aiosmpplib import BindTransceiver, SmppCommand, SubmitSm
from aiosmpplib.protocol import SmppMessage
from msgspec import Struct

HEADER = 16
ROK, THROTTLED, QUEUE_FULL, INVALID_DESTINATION, WRONG_PASSWORD = 0x00, 0x58, 0x14, 0x0B, 0x0E
RECEIPT = 0x04
DROP = -1
"""Instead of a status: take the SMS, then break the connection off without an answer."""
HOLD = -2
"""Take the SMS, and never answer."""


class Submitted(Struct, frozen=True, kw_only=True):
    """An SMS that was handed to the message centre. `text` is without its header."""

    to: str
    source: str
    text: str
    coding: int
    esm_class: int
    octets: bytes
    reference: int | None
    part: tuple[int, int, int]  # reference, number, of
    id: str
    validity: str


class Smsc:
    """Takes binds and SMS; `decide` says with which status, by default 0."""

    def __init__(self, password: str = "pw", first_id: int = 100) -> None:
        self.port = 0
        self.password = password
        self.submitted: list[Submitted] = []
        self.binds = 0
        self.decide: Callable[[Submitted], int] = lambda sms: ROK
        self.before_answer: list[tuple[str, str]] = []  # (stat, err): receipts sent before the answer
        self.echo_reference = False
        self.news = asyncio.Condition()
        self._ids = count(first_id)
        self._sequence = count(1)
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._answers: dict[int, asyncio.Future[int]] = {}
        self._references: dict[str, int | None] = {}

    async def start(self) -> None:
        """Listen; after `stop` at the same port again."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Hang up on everybody and listen no more."""
        if self._server:
            self._server.close()
            self.hang_up()
            await self._server.wait_closed()
            self._server = None

    def hang_up(self) -> None:
        """Break all connections off."""
        for writer in list(self._writers):
            writer.transport.abort()
        for answer in self._answers.values():
            if not answer.done():
                answer.cancel()

    @property
    def is_bound(self) -> bool:
        """Say whether anybody is there to hand an SMS over to."""
        return bool(self._writers)

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until something holds, looked at whenever anything happened here."""
        async with asyncio.timeout(60), self.news:
            await self.news.wait_for(true)

    async def deliver(
        self,
        data: bytes | str,
        *,
        source: str = "4915112345678",
        to: str = "4930100",
        coding: int = 0,
        esm_class: int = 0,
        tags: bytes = b"",
    ) -> int:
        """Hand over an SMS; return the status it was answered with. A str is sent as UCS-2."""
        if isinstance(data, str):
            data, coding = data.encode("utf-16-be"), 8
        body = b"\0\x01\x01" + source.encode() + b"\0\x01\x01" + to.encode() + b"\0"
        body += bytes([esm_class, 0, 0]) + b"\0\0" + bytes([0, 0, coding, 0, len(data)]) + data + tags
        return await self.send(body)

    async def send(self, body: bytes) -> int:
        """Hand over a deliver_sm with any body. Raises ConnectionError if the connection ends unanswered."""
        sequence = next(self._sequence)
        answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._answers[sequence] = answer
        writer = next(iter(self._writers))
        writer.write(pack("!IIII", HEADER + len(body), SmppCommand.DELIVER_SM, 0, sequence) + body)
        async with asyncio.timeout(60):
            return await answer

    async def receipt(self, id: str, stat: str, err: str = "000") -> int:
        """Report on an SMS."""
        sms = next((one for one in self.submitted if one.id == id), None)
        text = (
            f"id:{id} sub:001 dlvrd:001 submit date:261121212012 done date:2611212121 stat:{stat} err:{err}"
        )
        reference = self._references.get(id)
        echoed = self.echo_reference and reference is not None
        tags = pack("!HHH", 0x0204, 2, reference) if echoed else b""
        source = sms.to if sms else "4915112345678"
        return await self.deliver(f"{text} text:x".encode(), source=source, esm_class=RECEIPT, tags=tags)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readexactly(HEADER)
                header = SmppMessage.parse_header(head)
                pdu = head + await reader.readexactly(header.pdu_length - HEADER)
                await self._handle(writer, header, pdu)
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            self._writers.discard(writer)
            writer.close()
            self._give_up()
            await self._tell()

    def _give_up(self) -> None:
        """Once nobody is bound any more, no answer comes."""
        for answer in [] if self._writers else self._answers.values():
            if not answer.done():
                answer.set_exception(ConnectionResetError("The connection ended before the answer."))

    async def _handle(self, writer, header, pdu: bytes) -> None:
        command, sequence = header.smpp_command, header.sequence_num
        if command == SmppCommand.BIND_TRANSCEIVER:
            bind = BindTransceiver.from_pdu(pdu, header)
            status = ROK if bind.password == self.password else WRONG_PASSWORD
            self._answer(writer, command, sequence, status, b"FAKE\0")
            if status == ROK:
                self.binds += 1
                self._writers.add(writer)
        elif command == SmppCommand.SUBMIT_SM:
            await self._submit(writer, header, pdu)
        elif command == SmppCommand.DELIVER_SM_RESP:
            answer = self._answers.pop(sequence)
            if not answer.done():
                answer.set_result(int(header.command_status))
        elif command in (SmppCommand.ENQUIRE_LINK, SmppCommand.UNBIND):
            self._answer(writer, command, sequence)
        await self._tell()

    async def _submit(self, writer, header, pdu: bytes) -> None:
        read = SubmitSm.from_pdu(pdu, header, "gsm0338")
        reference, number, of = read.get_segmentation_data()
        umr = next((one.value for one in read.optional_params if one.tag == 0x0204), None)
        sms = Submitted(
            to=read.destination.number,
            source=read.source.number,
            text=read.short_message,
            coding=8 if read.encoding == "ucs2" else 0,
            esm_class=read.esm_class,
            octets=pdu,
            reference=umr,
            part=(reference, number, of),
            id=str(next(self._ids)),
            validity=str(read.validity_period),
        )
        status = self.decide(sms)
        if status in (ROK, DROP, HOLD):
            self.submitted.append(sms)
            self._references[sms.id] = umr
        if status == DROP:
            writer.transport.abort()
        if status in (DROP, HOLD):
            return
        for stat, err in self.before_answer if status == ROK else []:
            async with asyncio.TaskGroup() as group:  # the answer to the receipt is read by this very task
                group.create_task(self._early(sms.id, stat, err))
        body = sms.id.encode() + b"\0" if status == ROK else b""
        self._answer(writer, header.smpp_command, header.sequence_num, status, body)

    async def _early(self, id: str, stat: str, err: str) -> None:
        text = f"id:{id} sub:001 dlvrd:001 submit date:2611212120 done date:2611212121 stat:{stat} err:{err}"
        body = b"\0\x01\x01" + b"49\0" + b"\x01\x01" + b"49\0" + bytes([RECEIPT, 0, 0]) + b"\0\0"
        data = text.encode()
        sequence = next(self._sequence)
        self._answers[sequence] = asyncio.get_running_loop().create_future()
        writer = next(iter(self._writers))
        body += bytes([0, 0, 0, 0, len(data)]) + data
        writer.write(pack("!IIII", HEADER + len(body), SmppCommand.DELIVER_SM, 0, sequence) + body)

    def _answer(self, writer, command, sequence: int, status: int = ROK, body: bytes = b"") -> None:
        writer.write(pack("!IIII", HEADER + len(body), int(command) | 0x80000000, status, sequence) + body)

    async def _tell(self) -> None:
        async with self.news:
            self.news.notify_all()
