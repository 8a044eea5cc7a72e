"""Frames and receipts from anybody: read, or refused as malformed; nothing else."""

from struct import pack

import pytest
from aiosmpplib import NPI, TON, DeliverSm, OptionalParam, PhoneNumber
from hypothesis import example, given
from hypothesis import strategies as st

from channels.sms.pdu import Concat, Delivered, Malformed, Tag, read_deliver, read_text
from channels.sms.receipts import read_receipt
from hub.core.models.delivery import DispatchState
from hub.core.models.reasons import Reason


def deliver(data: bytes = b"hello", *, esm: int = 0, coding: int = 0, tags: bytes = b"") -> bytes:
    head = b"\0\x01\x014915112345678\0\x01\x014930100\0" + bytes([esm, 0, 0]) + b"\0\0"
    return head + bytes([0, 0, coding, 0, len(data)]) + data + tags


@given(body=st.binary(max_size=400))
@example(body=b"")
@example(body=deliver(b"\xff", esm=0x40))
def test_any_octets_are_read_or_malformed(body):
    try:
        found = read_deliver(body)
    except Malformed:
        return
    assert isinstance(read_text(found.data, found.coding), str)
    read_receipt(found)


@given(data=st.binary(max_size=140), coding=st.integers(0, 255))
def test_user_data_of_any_coding_becomes_text(data, coding):
    read_text(data, coding).encode()


def test_it_reads_what_another_implementation_writes():
    sent = DeliverSm(
        short_message="你好",
        source=PhoneNumber("4915112345678", TON.INTERNATIONAL, NPI.ISDN),
        destination=PhoneNumber("4930100"),
        encoding="ucs2",
        optional_params=[OptionalParam(0x001E, "id-1"), OptionalParam(0x0427, 2)],
    )
    found = read_deliver(sent.pdu()[16:])
    assert (found.source, found.source_is_international, found.destination) == (
        "4915112345678",
        True,
        "4930100",
    )
    assert read_text(found.data, found.coding) == "你好"
    assert found.string(Tag.RECEIPTED_MESSAGE_ID) == "id-1"
    assert found.number(Tag.MESSAGE_STATE) == 2


@pytest.mark.parametrize(
    ("header", "concat"),
    [
        (b"\x05\x00\x03\x4d\x02\x01", Concat(77, 2, 1)),
        (b"\x06\x08\x04\x01\x2c\x03\x02", Concat(300, 3, 2)),
        (b"\x0b\x05\x04\x0b\x84\x23\xf0\x00\x03\x4d\x02\x01", Concat(77, 2, 1)),  # behind port numbers
        (b"\x06\x05\x04\x0b\x84\x23\xf0", None),
        (b"\x05\x00\x03\x4d\x01\x01", None),  # of one
        (b"\x05\x00\x03\x4d\x02\x03", None),  # the third of two
        (b"\x05\x00\x03\x4d\x00\x00", None),
    ],
)
def test_user_data_headers(header, concat):
    found = read_deliver(deliver(header + b"text", esm=0x40))
    assert (found.concat, found.data) == (concat, b"text")


@pytest.mark.parametrize(
    ("data", "coding", "text"),
    [
        (b"\x00 5\x1be", 0, "@ 5€"),
        (b"caf\xe9", 3, "café"),
        ("привет".encode("iso8859-5"), 6, "привет"),
        ("你好".encode("utf-16-be"), 8, "你好"),
        ("你好".encode("utf-16-be"), 0x18, "你好"),  # with a class
        (b"\x00\xff", 4, "[00 ff]"),
        (b"\x00\xff", 0xF5, "[00 ff]"),
        (b"hi", 0xF1, "hi"),
    ],
)
def test_codings(data, coding, text):
    assert read_text(data, coding) == text


def receipt(text: bytes, tags: bytes = b"") -> Delivered:
    return read_deliver(deliver(text, esm=4, tags=tags))


@pytest.mark.parametrize(
    ("stat", "state"),
    [
        ("DELIVRD", DispatchState.DELIVERED),
        ("delivered", DispatchState.DELIVERED),
        ("ENROUTE", DispatchState.BUFFERED),
        ("ACCEPTED", DispatchState.BUFFERED),
        ("EXPIRED", DispatchState.FAILED),
        ("UNDELIVERABLE", DispatchState.FAILED),
        ("REJECTD", DispatchState.FAILED),
        ("UNKNOWN", None),
        ("", None),
    ],
)
def test_states_in_many_spellings(stat, state):
    assert read_receipt(receipt(f"id:7 stat:{stat} err:000".encode())).state is state


def test_a_receipts_text_is_not_read_as_its_fields():
    found = read_receipt(
        receipt(b"id:Ab_9 sub:001 dlvrd:000 stat:UNDELIV err:013 Text:id:6 stat:DELIVRD err:1")
    )
    assert (found.ids, found.state) == (["Ab_9"], DispatchState.FAILED)
    assert found.reason == Reason("sms_number_bars", detail="UNDELIV 013")


def test_parameters_count_more_than_the_text():
    tags = pack("!HH", 0x1E, 3) + b"tag" + pack("!HHB", 0x427, 1, 5) + pack("!HHBH", 0x423, 3, 3, 6)
    found = read_receipt(receipt(b"id:text stat:DELIVRD err:000", tags))
    assert (found.ids, found.state) == (["tag", "text"], DispatchState.FAILED)
    assert found.reason == Reason("sms_phone_off", detail="UNDELIV 006")
