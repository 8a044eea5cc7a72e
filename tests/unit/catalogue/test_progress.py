"""A bar on a terminal, plain lines elsewhere."""

import io

import pytest

from hub.catalogue.progress import Progress, readable


class Terminal(io.StringIO):
    def isatty(self):
        return True


def shown(out, columns=120):
    progress = Progress(out, lambda: columns)
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


@pytest.mark.parametrize("columns", [60, 80])
def test_a_bar_never_wraps(columns):
    shots = [shot for shot in shown(Terminal(), columns).split("\r\x1b[K") if " MB of " in shot]
    assert len(shots) > 900
    assert max(len(shot) for shot in shots) < columns
    progress = Progress(out := Terminal(), lambda: columns)
    progress.start("vosk-model-small-en-us-0.15.zip" * 2, 41_000_000)
    progress.have(20_500_000)
    assert len(out.getvalue().split("\x1b[K")[-1]) < columns
    assert "…" in out.getvalue()


@pytest.mark.parametrize(("size", "text"), [(0, "0.0 kB"), (2309, "2.3 kB"), (145_217_532, "145.2 MB")])
def test_sizes_are_readable(size, text):
    assert readable(size) == text
