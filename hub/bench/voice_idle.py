"""A speech engine that is there and does nothing: for measuring all the rest."""

from voice.node.speech.engines.program import Pipes
from voice.node.speech.wire import Ready

if __name__ == "__main__":
    pipes = Pipes()
    pipes.send(Ready(languages=["en"]))
    for _ in pipes.jobs():
        pass
