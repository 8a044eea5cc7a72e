"""Utterances at a recogniser that has no partials: which of them is to be understood next."""

from msgspec import Struct, field

from voice.node.speech.wire import Ask, Audio, Drop, Finish, Hear, ToEngine


class Utterance(Struct):
    """One that goes on. `upto` is how much of it is asked for (bytes), None if nothing is."""

    hear: Hear
    audio: bytearray = field(default_factory=bytearray)
    upto: int | None = None
    asked: int = 0  # by which Ask; 0: it is over


class Desk:
    """Takes what comes in. Callers who wait come first, the one who has waited longest before others."""

    def __init__(self) -> None:
        self._open: dict[int, Utterance] = {}
        self._waiting: dict[int, Utterance] = {}  # in the order they were asked for

    def take(self, job: ToEngine) -> None:
        """Take a message; those for an utterance that is not open any more are forgotten."""
        if isinstance(job, Hear):
            self._open[job.id] = Utterance(job)
        elif one := self._open.get(job.id):
            self._note(one, job)

    def _note(self, one: Utterance, job: ToEngine) -> None:
        match job:
            case Audio():
                one.audio += job.audio
            case Ask() | Finish():
                one.upto = len(one.audio)
                one.asked = job.number if isinstance(job, Ask) else 0
                self._waiting.setdefault(job.id, one)
            case Drop():
                self._open.pop(job.id)
                self._waiting.pop(job.id, None)

    @property
    def has_work(self) -> bool:
        """Whether anything is asked for."""
        return bool(self._waiting)

    def next(self) -> tuple[Utterance, bytes]:
        """Take out what is to be understood next, and its audio."""
        urgent = (number for number, one in self._waiting.items() if one.hear.urgent)
        number = next(urgent, None) or next(iter(self._waiting))
        one = self._waiting.pop(number)
        if one.asked == 0:
            self._open.pop(number)
        return one, bytes(one.audio[: one.upto])
