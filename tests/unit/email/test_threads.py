"""Which conversation a mail joins, and which it must not."""

import pytest

from hub.core.models.conversations import Conversation, ConversationState, InteractionState, Message
from hub.core.models.mail import Mail, MailAddress
from hub.core.models.work import WorkItem, WorkState
from hub.services.posting import Envelope
from tests.fakes.mail import EVE, LEE, SUPPORT, MailOffice, letter


async def test_a_reply_joins_by_in_reply_to(office: MailOffice) -> None:
    first = await office.got(letter())
    sent = await office.answer(first)
    again = await office.got(letter("Thank you", id="<m2@example.net>", answers=sent.message_id))
    assert again.conversation.id == first.conversation.id
    assert again.interaction.id == first.interaction.id
    assert sent.in_reply_to == "<m1@example.net>"


async def test_a_reply_joins_by_references_only(office: MailOffice) -> None:
    first = await office.got(letter())
    sent = await office.answer(first)
    refs = f"<unknown@example.net> {sent.message_id} <other@example.net>"
    again = await office.got(letter("Thank you", id="<m2@example.net>", references=refs))
    assert again.conversation.id == first.conversation.id


async def test_a_reply_joins_by_the_token_in_the_address(office: MailOffice) -> None:
    first = await office.got(letter())
    to = office.tokens.address(SUPPORT, first.conversation.id)
    again = await office.got(letter("Thank you", id="<m2@example.net>", to=to))
    assert again.conversation.id == first.conversation.id


async def test_a_reply_joins_by_the_token_in_the_envelope(office: MailOffice) -> None:
    first = await office.got(letter())
    to = office.tokens.address(SUPPORT, first.conversation.id)
    again = await office.got(letter("Thank you", id="<m2@example.net>"), recipients=[to])
    assert again.conversation.id == first.conversation.id


async def test_a_reply_joins_by_the_token_in_the_subject(office: MailOffice) -> None:
    first = await office.got(letter())
    subject = office.tokens.subject("Re: My order", first.conversation.id)
    again = await office.got(letter("Thank you", id="<m2@example.net>", subject=subject))
    assert again.conversation.id == first.conversation.id


async def test_a_forged_token_says_nothing(office: MailOffice) -> None:
    first = await office.got(letter())
    token = office.tokens.token(first.conversation.id)
    forged = token[:-1] + ("a" if token[-1] != "a" else "b")
    again = await office.got(letter("Hm", id="<m2@example.net>", to=f"support+{forged}@shop.example"))
    assert again.conversation.id != first.conversation.id


async def test_the_same_subject_alone_joins_nothing(office: MailOffice) -> None:
    first = await office.got(letter())
    again = await office.got(letter("Another one", id="<m2@example.net>", subject="Re: My order"))
    assert again.conversation.id != first.conversation.id
    assert again.interaction.id != first.interaction.id
    assert again.conversation.contact == first.conversation.contact


@pytest.mark.parametrize("how", ["id", "token"])
async def test_a_stranger_who_quotes_an_id_does_not_join(office: MailOffice, how: str) -> None:
    first = await office.got(letter())
    sent = await office.answer(first)
    to = office.tokens.address(SUPPORT, first.conversation.id) if how == "token" else SUPPORT
    answers = sent.message_id if how == "id" else ""
    strange = await office.got(letter("Me too", sender=EVE, id="<e1@evil>", answers=answers, to=to))
    assert strange.conversation.id != first.conversation.id
    assert "refers_elsewhere" in await office.notices(strange.conversation.id)
    assert "refers_elsewhere" not in await office.notices(first.conversation.id)
    [notice] = [
        one
        for one in await office.store.find(Message, {"conversation": strange.conversation.id})
        if one.notice == "refers_elsewhere"
    ]
    assert notice.direction == "internal"
    assert notice.notice_vars == {"conversation": first.conversation.id}


async def test_no_bot_answers_a_stranger_who_quotes_an_id(office: MailOffice) -> None:
    """A machine that answers each mail from a new address would go on for ever."""
    first = await office.got(letter())
    assert first.conversation.handler == "knowledge"
    sent = await office.answer(first)
    strange = await office.got(letter("Ticket 2", sender=EVE, id="<e1@evil>", answers=sent.message_id))
    assert strange.conversation.handler == ""
    assert strange.conversation.work_state is WorkState.QUEUED


async def test_somebody_in_copy_joins(office: MailOffice) -> None:
    first = await office.got(letter(cc=LEE))
    sent = await office.answer(first, envelope=Envelope(cc=[MailAddress(address=LEE)]))
    joined = await office.got(letter("I agree", sender=LEE, id="<l1@x>", answers=sent.message_id))
    assert joined.conversation.id == first.conversation.id
    assert joined.message.author.id != first.conversation.contact
    back = await office.got(letter("Good", id="<m3@x>", answers="<l1@x>"))
    assert (back.conversation.id, back.interaction.id) == (first.conversation.id, first.interaction.id)


async def test_mails_follow_merges_as_deep_as_they_go(office: MailOffice) -> None:
    world = office.world
    first = await office.got(letter(cc=LEE))
    second = await office.got(letter("Second", id="<m2@x>"))
    third = await office.got(letter("Third", id="<m3@x>"))
    await world.conversations.merge(first.conversation.id, second.conversation.id, "ann")
    await world.conversations.merge(second.conversation.id, third.conversation.id, "ann")
    own = await office.got(letter("More", id="<m4@x>", answers="<m1@example.net>"))
    assert own.conversation.id == third.conversation.id
    copied = await office.got(letter("I agree", sender=LEE, id="<l1@x>", answers="<m1@example.net>"))
    assert copied.conversation.id == third.conversation.id


async def test_an_answer_after_a_merge_is_to_the_newest_mail_of_either(office: MailOffice) -> None:
    first = await office.got(letter())
    second = await office.got(letter("Second", id="<m2@x>"))
    await office.world.conversations.merge(second.conversation.id, first.conversation.id, "ann")
    assert (await office.answer(first)).in_reply_to == "<m2@x>"


async def test_a_resolved_conversation_opens_again(office: MailOffice) -> None:
    first = await office.got(letter(), office.sales)
    sent = await office.answer(first)
    item = await office.store.get(WorkItem, (await _now(office, first.conversation.id)).work_item or "")
    await office.world.work.resolve(item.id, "ann")
    assert (await _now(office, first.conversation.id)).state is ConversationState.RESOLVED
    again = await office.got(letter("Not yet", id="<m2@x>", answers=sent.message_id), office.sales)
    assert again.conversation.id == first.conversation.id
    assert again.conversation.state is ConversationState.OPEN
    assert again.conversation.work_item


async def test_two_mails_of_one_sender_are_two_conversations(office: MailOffice) -> None:
    one = await office.got(letter())
    two = await office.got(letter("Something else", id="<m2@x>", subject="Invoice"))
    assert one.conversation.id != two.conversation.id
    assert one.interaction.state is two.interaction.state is InteractionState.ACTIVE
    assert one.conversation.contact == two.conversation.contact


async def test_the_same_mail_by_two_routes_is_stored_once(office: MailOffice) -> None:
    one = await office.got(b"Received: from a by b\r\n" + letter(cc="sales@shop.example"))
    two = await office.got(b"Received: from c by d\r\n" + letter(cc="sales@shop.example"), office.sales)
    assert two.duplicate
    assert two.message.id == one.message.id
    assert await office.store.count(Message) == 1
    assert await office.store.count(Mail) == 1


async def test_another_mail_under_the_same_id_is_another_mail(office: MailOffice) -> None:
    one = await office.got(letter())
    two = await office.got(letter("Quite another text."))
    assert not two.duplicate
    assert two.message.id != one.message.id


async def test_a_reply_to_another_of_our_mailboxes_joins(office: MailOffice) -> None:
    first = await office.got(letter())
    again = await office.got(letter("To sales", id="<m2@x>", answers="<m1@example.net>"), office.sales)
    assert again.conversation.id == first.conversation.id
    assert again.interaction.id != first.interaction.id
    assert again.conversation.entry_point == "sales"


async def test_a_parked_conversation_comes_back_with_an_answer(office: MailOffice) -> None:
    first = await office.got(letter(), office.sales)
    sent = await office.answer(first)
    item_id = (await _now(office, first.conversation.id)).work_item or ""
    await office.world.work.park(item_id, "ann", None)
    again = await office.got(letter("Here", id="<m2@x>", answers=sent.message_id), office.sales)
    assert again.conversation.work_state is WorkState.QUEUED


async def _now(office: MailOffice, id: str) -> Conversation:
    return await office.store.get(Conversation, id)
