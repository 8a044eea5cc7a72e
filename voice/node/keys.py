"""Keys of a phone on their way to an answer: complete by number, by the end key, or because no more come."""

from voice.orders import Listen


class Keys:
    """Collects the keys of one answer."""

    def __init__(self) -> None:
        self.listen = Listen()
        self._pressed = ""

    @property
    def waiting(self) -> bool:
        """Whether an answer has begun and is not complete."""
        return bool(self._pressed)

    def press(self, key: str) -> str | None:
        """Take a key; return the answer if it is complete now. A lone end key is an answer too."""
        most = self.listen.digits or 1
        if key == self.listen.end_key and self._pressed:
            return self.take()
        self._pressed += key
        return self.take() if len(self._pressed) >= most or key == self.listen.end_key else None

    def take(self) -> str:
        """Return what was pressed, and begin anew."""
        pressed, self._pressed = self._pressed, ""
        return pressed
