"""What is recorded of one call: the call itself, and a message that the caller leaves."""

import asyncio
from base64 import b64decode
from collections import deque
from datetime import datetime
from functools import partial
from typing import Protocol

from hub.core.tape import Line
from voice.node.leaving import MessageTaker
from voice.node.playback import Utterance
from voice.node.reporting import Tell
from voice.node.room import Seat
from voice.node.speech.ports import Recogniser
from voice.node.spool import Spool
from voice.node.tape import Tape
from voice.node.turns import Signal
from voice.orders import PauseRecording, Record, TakeMessage
from voice.reports import Recorded

BEFORE = 0.3
"""Seconds that a turn is older than its noticing."""
SECOND = 32_000
"""Bytes of a second of audio in the node."""

TapingOrders = Record | PauseRecording | TakeMessage


class Ears(Protocol):
    """Who listens to the caller: in which language."""

    language: str


class Taping:
    """The tapes of one call. Its hooks are called by the call; none of them blocks or raises."""

    def __init__(
        self,
        spool: Spool,
        seat: Seat,
        recogniser: Recogniser,
        ear: Ears,
        tasks: asyncio.TaskGroup,
        tell: Tell,
    ) -> None:
        self._spool = spool
        self._seat = seat
        self._recogniser = recogniser
        self._ear = ear
        self._tasks = tasks
        self._tell = tell
        self._tape: Tape | None = None
        self._recording = ""
        self._message: MessageTaker | None = None
        self._begun = 0.0
        self._turns: deque[tuple[float, float]] = deque()

    @property
    def taking(self) -> bool:
        """Whether a message is being left: nobody else listens meanwhile."""
        return self._message is not None

    def order(self, order: TapingOrders) -> None:
        """Do what the hub says; what is recorded already is not begun again."""
        match order:
            case Record() if self._tape is None:
                self._recording = order.recording
                self._tape = self._spool.tape(order.recording, b64decode(order.key), self._failed)
            case PauseRecording() if self._tape:
                self._tape.pause(on=order.on)
            case TakeMessage() if self._message is None:
                tape = partial(self._spool.tape, order.recording, b64decode(order.key), lambda fault: None)
                self._message = MessageTaker(order, tape, self._seat.playback, self._left)

    def tick(self) -> None:
        """Record a frame; after the room's tick."""
        if self._tape:
            self._tape.take(self._seat.heard, self._seat.said)
        if self._message:
            self._message.tick(self._seat.heard)

    def press(self, key: str) -> bool:
        """Take the caller's key; say whether it was for us."""
        if self._message is None:
            return False
        self._message.press(key)
        return True

    # --- when what was said --------------------------------------------------------------------------

    def turn(self, signal: Signal) -> None:
        """Notice when the caller begins to speak and ends."""
        if self._tape is None:
            return
        if signal is Signal.BEGUN:
            self._begun = max(self._tape.seconds - BEFORE, 0.0)
        elif signal is Signal.ENDED:
            self._turns.append((self._begun, self._tape.seconds))

    def heard(self, at: datetime | None) -> None:
        """Note when it was said what was reported at that time; None: nothing was understood of the turn.

        Turns come in their order.
        """
        turn = self._turns.popleft() if self._turns else None
        if self._tape and turn and at:
            self._tape.note(Line(begun=turn[0], ended=turn[1], at=at))

    def spoken(self, utterance: Utterance) -> None:
        """Note when something of ours was said that is over now."""
        played = sum(clause.played for clause in utterance.clauses) / SECOND
        if self._tape and played:
            now = self._tape.seconds
            self._tape.note(Line(begun=max(round(now - played, 2), 0.0), ended=now, order=utterance.order))

    # --- ends ----------------------------------------------------------------------------------------

    def end(self) -> None:
        """Close what is recorded: the call is over."""
        if self._message:
            self._message.end()
        if self._tape:
            self._close(self._tape)
            if not self._tape.fault:
                self._tell_recorded(self._tape, self._recording)

    def _close(self, tape: Tape) -> None:
        self._tasks.create_task(self._spool.close(tape))

    def _failed(self, fault: str) -> None:
        """Tell that the rest of the call is not recorded; what there is, is delivered."""
        if self._tape:
            self._close(self._tape)
            self._tell_recorded(self._tape, self._recording, fault=fault)

    def _left(self, taker: MessageTaker) -> None:
        """The message is over: have it written down."""
        self._message = None
        if taker.tape and taker.is_empty:
            taker.tape.discard()
        elif taker.tape:
            self._close(taker.tape)
        self._tasks.create_task(self._write_down(taker))

    async def _write_down(self, taker: MessageTaker) -> None:
        if taker.tape is None or taker.is_empty:
            self._tell(Recorded, recording=taker.recording, seconds=0.0)
            return
        text = await taker.written(self._recogniser, self._ear.language)
        self._tell_recorded(taker.tape, taker.recording, text=text, fault=taker.tape.fault)

    def _tell_recorded(self, tape: Tape, recording: str, *, text: str = "", fault: str = "") -> None:
        self._tell(
            Recorded, recording=recording, seconds=tape.seconds, text=text, pauses=tape.pauses, fault=fault
        )
