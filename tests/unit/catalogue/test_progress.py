"""A bar on a terminal, plain lines elsewhere."""

import io

import pytest

from hub.catalogue.progress import Progress, readable


class Terminal(io.StringIO):
    def isatty(self):
        return True


def shown(out):
    progress = Progress(out)
    progress.line("one: The model one")
    progress.start("one.onnx", 1_000_000)
    for size in range(0, 1_000_001, 1000):
        progress.have(size)
    progress.done()
    progress.line("one is installed.")
    return out.getvalue()


def test_plain_lines_where_nobody_sees_a_bar():
    assert shown(io.StringIO()).splitlines() == [
        "one: The model one",
        "  one.onnx: 1.0 MB",
        "  one.onnx: 25 %",
        "  one.onnx: 50 %",
        "  one.onnx: 75 %",
        "one is installed.",
    ]


def test_a_bar_on_a_terminal_that_is_gone_at_the_end():
    text = shown(Terminal())
    assert "[############------------]  50 %  0.5 MB of 1.0 MB" in text
    assert "[########################] 100 %  1.0 MB of 1.0 MB" in text
    assert text.endswith("\r\x1b[Kone is installed.\n")
    assert text.count("\n") == 2


@pytest.mark.parametrize(("size", "text"), [(0, "0.0 kB"), (2309, "2.3 kB"), (145_217_532, "145.2 MB")])
def test_sizes_are_readable(size, text):
    assert readable(size) == text
