"""winmail.dat and the rich text in it, where it is broken; whole ones are in the corpus."""

import struct

import pytest

from channels.email.understanding import tnef
from channels.email.understanding.mapi import properties
from channels.email.understanding.rtf import decompressed, read_rtf

# From MS-OXRTFCP, 4.1: the text, packed by its own example compressor.
EXAMPLE = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)


def test_the_example_of_the_standard_is_unpacked() -> None:
    assert decompressed(EXAMPLE) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert read_rtf(decompressed(EXAMPLE)).text == "hello world"


def test_a_reference_may_reach_into_what_it_writes() -> None:
    packed = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
    assert decompressed(packed) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


@pytest.mark.parametrize("cut", range(0, len(EXAMPLE), 3))
def test_cut_rich_text_gives_what_is_there(cut: int) -> None:
    assert b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n".startswith(decompressed(EXAMPLE[:cut]))


@pytest.mark.parametrize("data", [b"", b"\x78\x9f\x3e", b"PK\x03\x04" + bytes(20)])
def test_what_is_no_tnef_is_refused(data: bytes) -> None:
    with pytest.raises(tnef.NotTnef, match="signature"):
        tnef.read(data)


def test_a_stream_that_breaks_off_says_so() -> None:
    data = struct.pack("<IHBII", tnef.SIGNATURE, 1, 2, 0x0006800F, 1000) + b"short"
    assert tnef.read(data).is_cut


def test_properties_are_read_up_to_the_broken_one() -> None:
    good = struct.pack("<HHIIII", 0x0003, 0x0E21, 7, 0x3707001F, 1, 4) + "ab".encode("utf-16-le")
    bad = struct.pack("<HHI", 0x0BAD, 0x1234, 9)
    assert properties(struct.pack("<I", 3) + good + bad, "") == {0x3707: "ab"}


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (b"{\\rtf1 a\\'e4\\'f6b}", "aäöb"),
        (b"{\\rtf1\\ansicpg936 \\'c4\\'e3\\'ba\\'c3}", "你好"),
        (b"{\\rtf1\\uc2 \\u20320 xx\\u22909\\'ba\\'c3!}", "你好!"),
        (b"{\\rtf1\\uc0\\u-10179 \\u-8694 }", "\U0001f60a"),
        (b"{\\rtf1 a{\\*\\unknown hidden}{\\fonttbl{\\f0 Arial;}}b\\par\\tab c\\{\\}}", "ab\n\tc{}"),
        (b"{\\rtf1 }}}}} a", " a"),
        (b"no rich text", ""),
    ],
)
def test_rich_text_reads(source: bytes, text: str) -> None:
    assert read_rtf(source).text == text


def test_text_has_no_zero_characters() -> None:
    assert read_rtf(b"{\\rtf1 a\\'00\\u0?b}").text == "ab"
    text = "a\0b".encode("utf-16-le")
    assert properties(struct.pack("<IHHII", 1, 0x1F, 0x1000, 1, len(text)) + text, "") == {0x1000: "ab"}
