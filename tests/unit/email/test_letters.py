"""What goes into a mail of ours, gathered from what is stored."""

from email import message_from_bytes, policy

import pytest

from channels.base import Post
from channels.email.letters import Letters
from hub.core.models.conversations import Conversation, Message
from hub.core.models.delivery import Dispatch
from hub.services.posting import Envelope
from tests.fakes.mail import MailOffice, letter


@pytest.mark.parametrize("quotes", [True, False])
async def test_the_mail_that_is_answered_is_quoted_unless_its_author_wants_not(
    office: MailOffice, quotes: bool
) -> None:
    got = await office.got(letter("Where is my chair?"))
    sent = await office.answer(got, "On its way.", Envelope(quotes=quotes))
    store = office.store
    post = Post(
        message=await store.get(Message, sent.id),
        conversation=await store.get(Conversation, sent.conversation),
        dispatch=await store.get(Dispatch, sent.id),
        mail=sent,
    )
    raw = await Letters(store, office.services.files, office.tokens).write(post, office.box)
    body = message_from_bytes(raw, policy=policy.default).get_body(("plain",))
    assert body is not None
    assert "On its way." in body.get_content()
    assert ("> Where is my chair?" in body.get_content()) is quotes
    assert sent.in_reply_to == "<m1@example.net>"
