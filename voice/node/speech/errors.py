"""What can be wrong with speech."""


class SpeechError(Exception):
    """An engine is gone, has too much to do, or does not speak the language. Says which."""
