"""Names of folders on the wire."""

import pytest

from channels.email.modified_utf7 import encoded, quoted


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("INBOX", "INBOX"),
        ("客服", "&W6JnDQ-"),
        ("R&D", "R&-D"),
        ("Entwürfe/2026", "Entw&APw-rfe/2026"),
        ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),  # RFC 3501, 5.1.3
        ("😀", "&2D3eAA-"),
    ],
)
def test_folders_are_named_as_the_standard_says(name: str, wire: str) -> None:
    assert encoded(name) == wire


def test_quotes_are_escaped() -> None:
    assert quoted('a"b\\c') == '"a\\"b\\\\c"'
