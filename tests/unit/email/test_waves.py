"""Which mails of a catch-up may be taken in at the same time."""

from channels.email.imap import waves
from tests.fakes.mail import EVE, KIM, LEE, MailOffice, letter


async def test_an_answer_waits_for_the_mail_that_it_answers(office: MailOffice) -> None:
    mails = [
        letter(id="<a@x>", sender=KIM),
        letter(id="<b@x>", sender=LEE),
        letter(id="<c@x>", sender=EVE, answers="<b@x>"),
        letter(id="<d@x>", sender="dan@example.net"),
        letter(id="<e@x>", sender=KIM),
        letter(id="<f@x>", sender=KIM),
        b"",
    ]
    prepared = [await office.receiver.prepare(raw, office.box) for raw in mails]
    found = [
        [mail.inbound.mail.message_id for mail in wave if mail.inbound and mail.inbound.mail]
        for wave in waves(prepared)
    ]
    assert found == [["<a@x>", "<b@x>"], ["<c@x>", "<d@x>", "<e@x>"], ["<f@x>"]]
