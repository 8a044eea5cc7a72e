"""A call: a caller with a bot, with music, or with people; does what the hub says, tells it what happens."""

import asyncio
from collections.abc import Callable
from typing import Any

import structlog

from hub.core.clock import Clock
from voice.node.ear import Ear
from voice.node.flow_watch import FlowWatch
from voice.node.keys import Keys
from voice.node.legs import Doors, Down, Key, Leg, LegError, OnHold, Up
from voice.node.mouth import Mouth
from voice.node.parties import Parties
from voice.node.playback import Utterance
from voice.node.room import Room
from voice.node.speech.ports import Recogniser, Synthesiser, Understood
from voice.node.spool import Spool
from voice.node.stages import Stages
from voice.node.taping import Taping
from voice.node.transcript import Transcript
from voice.node.turns import Signal
from voice.orders import (
    Answer,
    Dial,
    Dialpad,
    HangUp,
    Hold,
    Join,
    Leave,
    Mute,
    Orders,
    Part,
    PauseRecording,
    Record,
    Speak,
    TakeMessage,
    Transcribe,
    Transfer,
    Wait,
)
from voice.reports import (
    Answered,
    Cause,
    Ended,
    Heard,
    Nothing,
    NotTransferred,
    Pressed,
    Report,
    Silent,
    Spoken,
)

log = structlog.get_logger()

NEXT_KEY_WITHIN = 3.0


class Call:
    """One caller's call: `run` lasts as long, STEPS move a frame, `order` does what the hub says.

    Its tasks run in `tasks`, a group of its own, which ends soon after it. With `rings_for` it is a call of
    ours: the caller is whom we call, and has so many seconds to answer.
    """

    def __init__(
        self,
        id: str,
        leg: Leg,
        recogniser: Recogniser,
        synthesiser: Synthesiser,
        doors: Doors,
        clock: Clock,
        report: Callable[[Report], None],
        tasks: asyncio.TaskGroup,
        spool: Spool,
        rings_for: float = 0.0,
        transcribes: bool = True,
    ) -> None:
        self.id = id
        self._leg = leg
        self._clock = clock
        self._report = report
        self._tasks = tasks
        self._rings_for = rings_for
        self._room = Room()
        self._seat = self._room.sit(leg)
        self._seat.ringing = bool(rings_for)
        stages = Stages(clock, id)
        self._mouth = Mouth(self._seat.playback, synthesiser, tasks, self._spoken, stages)
        self._ear = Ear(recogniser, self._understood, stages)
        self._keys = Keys()
        self._flow = FlowWatch()
        self._parties = Parties(self._room, self._seat, doors, tasks, clock, self._tell, self._people_talk)
        self._taping = Taping(spool, self._seat, recogniser, self._ear, tasks, self._tell)
        self._transcript = Transcript(recogniser, tasks, lambda: self._ear.language, self._tell)
        self._transcribes = transcribes
        self._key_timer: asyncio.Task[None] | None = None
        self._up = False
        self._over = False
        self._ends_after_speech = False

    @property
    def legs(self) -> int:
        """How many lines are in it."""
        return len(self._room.seats)

    async def run(self) -> None:
        """Follow the call until it is over. Whatever happens, its end is told, and nobody is left in it."""
        helping = [self._tasks.create_task(self._ear.run())]
        if self._rings_for:
            helping.append(self._tasks.create_task(self._give_up()))
        try:
            await self._follow()
        finally:
            for task in helping:
                task.cancel()
            await self._end(Cause.FAILED)

    async def _follow(self) -> None:
        async for event in self._leg.events():
            match event:
                case Up():
                    self._up, self._seat.ringing = True, False
                    self._tell(Answered)
                case Key():
                    self._press(event.key)
                case OnHold():
                    self._seat.away = event.held
                case Down():
                    await self._end(event.cause)

    async def _give_up(self) -> None:
        await self._clock.sleep(self._rings_for)
        if self._seat.ringing:
            await self._leg.hang_up(Cause.NO_ANSWER)

    async def _end(self, cause: Cause) -> None:
        if self._over:
            return
        self._over, self._up = True, False
        self._mouth.stop()
        if self._key_timer:
            self._key_timer.cancel()
        self._taping.end()
        self._transcript.end()
        self._tell(Ended, cause=cause)
        await self._parties.end()

    # --- every 20 ms ---------------------------------------------------------------------------------

    def hear(self) -> None:
        """Take a frame from everybody."""
        if self._flows:
            self._room.hear()

    def say(self) -> None:
        """Let everybody hear a frame."""
        if self._flows:
            self._room.say()

    def watch(self) -> None:
        """See what was said and heard, and who has the word."""
        if not self._flows:
            return
        self._mouth.tick()
        here = [self._seat, *self._parties.here] if self._up else self._parties.here
        for party, on in self._flow.look(here):
            self._tell(Silent, party=party, on=on)
        talking = self._parties.talking
        self._transcript.tick(here if talking else [])
        if self._up:
            self._taping.tick()
        if self._up and not (talking or self._taping.taking):
            for signal in self._ear.take(self._seat.heard, ours=self._mouth.speaking, said=self._seat.played):
                self._act(signal)
        if self._ends_after_speech and not self._mouth.speaking:
            self._ends_after_speech = False
            self._tasks.create_task(self._leg.hang_up())

    @property
    def _flows(self) -> bool:
        """Whether there is audio to be moved."""
        return self._up or self._parties.connected

    def _act(self, signal: Signal) -> None:
        self._taping.turn(signal)
        match signal:
            case Signal.PAUSE:
                self._take_back()
                self._seat.playback.paused = True
            case Signal.RESUME:
                self._seat.playback.resume()
            case Signal.STOP:
                self._hush()
            case Signal.SILENT:
                self._tell(Nothing, understood=True)

    def _hush(self) -> None:
        """Stop what is being said, also what is on its way to the caller."""
        self._take_back()
        self._mouth.stop()

    def _take_back(self) -> None:
        """Let the caller not hear what is on its way to them; while it is held, nothing of it is."""
        playback = self._seat.playback
        if playback.active and not playback.whole and not playback.paused:
            playback.take_back(self._leg.clear())

    # --- orders --------------------------------------------------------------------------------------

    async def order(self, order: Orders) -> None:
        """Do what the hub says; a call that is over does nothing more."""
        if self._over:
            return
        match order:
            case Answer():
                self._ear.language = order.language
                await self._leg.answer()
            case Speak():
                self._keys.listen = order.listen
                self._mouth.say(order.id, order.text, order.language, whole=order.whole)
                self._ear.expect(order.listen, order.language)
            case Wait():
                self._parties.wait(on=order.music)
            case HangUp():
                await self._hang_up(order)
            case Transfer():
                self._tasks.create_task(self._transfer(order.uri))
            case Join() | Dial() | Leave() | Part() | Mute() | Hold() | Dialpad():
                await self._parties.order(order)
            case Record() | PauseRecording() | TakeMessage():
                if isinstance(order, PauseRecording):
                    self._transcript.pause(on=order.on)
                self._taping.order(order)
            case Transcribe():
                self._transcript.switch(on=order.on and self._transcribes)

    async def _hang_up(self, order: HangUp) -> None:
        if order.after_speech and self._mouth.speaking:
            self._ends_after_speech = True
        else:
            await self._leg.hang_up()

    async def _transfer(self, uri: str) -> None:
        try:
            await self._leg.transfer(uri)
        except LegError as error:
            self._tell(NotTransferred, cause=error.cause)

    def _people_talk(self) -> None:
        """The bot is silent, and listens no more."""
        self._ear.rest()
        self._mouth.stop()

    # --- what the caller does ------------------------------------------------------------------------

    def _understood(self, said: Understood) -> None:
        if text := said.text.strip():
            heard = self._tell(Heard, text=text, language=self._ear.language, confidence=said.confidence)
            self._taping.heard(heard.at)
        else:
            self._taping.heard(None)
            self._tell(Nothing, understood=False)

    def _spoken(self, utterance: Utterance) -> None:
        self._taping.spoken(utterance)
        self._tell(Spoken, order=utterance.order, text=utterance.heard(), complete=utterance.complete)

    def _press(self, key: str) -> None:
        if self._taping.press(key):
            return
        if not self._parties.talking:
            self._hush()
        if self._key_timer:
            self._key_timer.cancel()
        complete = self._keys.press(key)
        if complete is not None:
            self._tell(Pressed, keys=complete)
        else:
            self._key_timer = self._tasks.create_task(self._no_more_keys())

    async def _no_more_keys(self) -> None:
        await self._clock.sleep(NEXT_KEY_WITHIN)
        self._tell(Pressed, keys=self._keys.take())

    def _tell(self, kind: type[Report], **what: Any) -> Report:
        report = kind(call=self.id, at=self._clock.now(), **what)
        self._report(report)
        return report


STEPS = (Call.hear, Call.say, Call.watch)
"""What is done every 20 ms: each step for all calls before the next, so that its code stays in the caches."""
