"""Decoding what widgets say."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.errors import InvalidInput
from webchat.commands import Hello, Send, claimed_id, decode

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def test_commands_have_sensible_defaults():
    assert decode('{"type": "hello"}') == Hello()
    assert decode('{"type": "send", "id": "01H", "text": "hi"}') == Send(id="01H", text="hi")


@pytest.mark.parametrize("language", ["en", "zh-CN", "pt-BR", "zh-Hans-CN", ""])
def test_languages_are_accepted(language: str):
    decode(msgspec.json.encode({"type": "language", "language": language}).decode())


@pytest.mark.parametrize("language", ["english!", "../en", "e", "<script>"])
def test_what_is_no_language_is_refused(language: str):
    with pytest.raises(InvalidInput) as refused:
        decode(msgspec.json.encode({"type": "language", "language": language}).decode())
    assert refused.value.field == "language"


@given(st.text() | JSON.map(lambda value: msgspec.json.encode(value).decode()))
def test_whatever_comes_is_a_command_or_a_clear_refusal(frame: str):
    refused = refusal(frame)
    assert refused is None or refused.message
    assert claimed_id(frame) is None or len(claimed_id(frame) or "") <= 64


@given(st.dictionaries(st.sampled_from(["id", "text", "files", "value", "extra"]), JSON))
def test_a_bad_send_names_one_of_its_fields(fields: dict[str, object]):
    frame = msgspec.json.encode({"type": "send", **fields}).decode()
    refused = refusal(frame)
    assert refused is None or refused.field.split("[")[0] in {"id", "text", "files", "value", "extra"}


def refusal(frame: str) -> InvalidInput | None:
    """The error a frame is refused with, if it is."""
    try:
        decode(frame)
    except InvalidInput as error:
        return error
    return None
