"""What we write is a mail that others' programs read as meant: heads, both bodies, quotes, files."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTPUTF8, compat32

import pytest
from msgspec.structs import replace

from channels.base import PermanentFailure
from channels.email.compose import LONGEST_QUOTE, File, Letter, Quote, compose
from channels.email.inbound import has_mark
from hub.core.models.mail import Mail, MailAddress

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
LONG_ID = f"<{'A1b2C3' * 15}@PR0P264MB1234.FRAP264.PROD.OUTLOOK.COM>"
HEAD = Mail(
    id="m1",
    message_id="<01JDABC@example.com>",
    subject="Re: Your order",
    sender=MailAddress(address="support@example.com", name="Harbour & Pine, Support"),
    to=[MailAddress(address="anna@example.net", name="Anna Ø. Lee")],
    date=AT,
)
LETTER = Letter(mail=HEAD, subject="Re: Your order", text="It is **on its way**.\n\n- today\n- or tomorrow")


def read(letter: Letter) -> EmailMessage:
    raw = compose(letter)
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    message = message_from_bytes(raw, policy=SMTPUTF8)
    assert isinstance(message, EmailMessage)
    for part in message.walk():
        assert part.defects == []
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part
    return str(part.get_content()).replace("\r\n", "\n")


def test_the_head_says_who_writes_to_whom_about_what() -> None:
    message = read(replace(LETTER, mail=replace(HEAD, cc=[MailAddress(address="ben@example.net")])))
    assert message["From"] == '"Harbour & Pine, Support" <support@example.com>'
    assert message["To"].addresses[0].display_name == "Anna Ø. Lee"
    assert message["Cc"] == "ben@example.net"
    assert message["Subject"] == "Re: Your order"
    assert message["Date"].datetime == AT
    assert message["Message-ID"] == "<01JDABC@example.com>"
    assert message["Reply-To"] is None
    assert message["Auto-Submitted"] is None


def test_hidden_copies_stay_hidden() -> None:
    raw = compose(replace(LETTER, mail=replace(HEAD, bcc=[MailAddress(address="spy@example.org")])))
    assert b"spy" not in raw


def test_thread_heads_survive_however_long_their_names_are() -> None:
    names = [LONG_ID, "<a@b>", *(f"<{number}@example.net>" for number in range(28))]
    raw = compose(replace(LETTER, mail=replace(HEAD, in_reply_to=LONG_ID, references=names)))
    message = message_from_bytes(raw, policy=compat32)
    assert message["In-Reply-To"].strip() == LONG_ID
    assert message["References"].split() == names


def test_both_bodies_say_the_same() -> None:
    message = read(LETTER)
    assert message.get_content_type() == "multipart/alternative"
    assert body(message, "plain") == "It is on its way.\n\n- today\n- or tomorrow\n"
    page = body(message, "html")
    assert "<strong>on its way</strong>" in page
    assert "<li>today</li>" in page


@pytest.mark.parametrize(
    "text", ["您好，您的订单㐀𠮷已发货。", "mixed 混合 text", ".\n..\nFrom x\n", "x" * 5000]
)
def test_every_text_arrives_as_written(text: str) -> None:
    raw = compose(replace(LETTER, text=text, format="plain", subject=text[:200]))
    assert raw.isascii()
    message = read(replace(LETTER, text=text, format="plain", subject=text[:200]))
    assert body(message, "plain").strip() == text.strip()
    assert message["Subject"] == " ".join(text[:200].split())


def test_encoded_words_are_short_enough() -> None:
    raw = compose(replace(LETTER, subject="订单" * 100))
    words = [word for word in raw.partition(b"\r\n\r\n")[0].split() if word.startswith(b"=?")]
    assert len(words) > 2
    assert max(map(len, words)) <= 75


def test_text_cannot_write_html_or_head_lines() -> None:
    evil = "<script>x</script>\r\nBcc: spy@example.org"
    letter = replace(
        LETTER,
        text=evil,
        subject=evil,
        signature=evil,
        quote=Quote(author=evil, at=AT, text=evil),
        choices=[evil],
        mail=replace(HEAD, sender=MailAddress(address="support@example.com", name=evil)),
    )
    message = read(letter)
    assert message["Bcc"] is None
    assert "<script" not in body(message, "html")


def test_the_signature_is_set_off_as_one() -> None:
    message = read(replace(LETTER, signature="**Harbour & Pine**\nHamburg"))
    assert "\n\n-- \nHarbour & Pine\nHamburg\n" in body(message, "plain")
    assert "<strong>Harbour &amp; Pine</strong>" in body(message, "html")


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "On 2026-11-22 at 09:30 UTC, Anna wrote:"),
        ("zh-CN", "2026年11月22日 09:30（UTC），Anna 写道："),
    ],
)
def test_what_is_answered_is_quoted(language: str, line: str) -> None:
    quote = Quote(author="Anna", at=AT, text="Where is it?\n\n> older\n1 < 2")
    message = read(replace(LETTER, language=language, quote=quote))
    assert f"\n\n{line}\n> Where is it?\n>\n> > older\n> 1 < 2\n" in body(message, "plain")
    assert "<blockquote" in body(message, "html")
    assert "1 &lt; 2" in body(message, "html")


def test_a_long_quote_is_cut() -> None:
    message = read(replace(LETTER, quote=Quote(author="Anna", at=AT, text="long " * 100_000)))
    assert len(body(message, "plain")) < LONGEST_QUOTE + 500


@pytest.mark.parametrize(("language", "word"), [("en", "“agent”"), ("zh", "“人工”")])
def test_a_bot_says_that_it_is_one_and_how_to_reach_a_person(language: str, word: str) -> None:
    letter = replace(LETTER, language=language, automatic=True, by_bot=True, choices=["Delivery", "Returns"])
    message = read(replace(letter, mail=replace(HEAD, in_reply_to="<q@example.net>")))
    assert word in body(message, "plain")
    assert word in body(message, "html")
    assert "\n- Delivery\n- Returns\n" in body(message, "plain")
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert has_mark(compose(letter))
    assert not has_mark(compose(LETTER))
    assert read(letter)["Auto-Submitted"] == "auto-generated"


def test_files_come_with_their_names() -> None:
    files = [
        File(name="发票 2026.pdf", type="application/pdf", data=bytes(range(256)) * 9),
        File(name="a.txt", type="text/plain", data="grün\n".encode()),
        File(name="old.eml", type="message/rfc822", data=b"Subject: x\n\nx"),
    ]
    raw = compose(replace(LETTER, files=files))
    assert b"filename*" in raw
    message = read(replace(LETTER, files=files))
    assert message.get_content_type() == "multipart/mixed"
    got = list(message.iter_attachments())
    assert [part.get_filename() for part in got] == [file.name for file in files]
    assert [part.get_payload(decode=True) for part in got] == [file.data for file in files]
    assert got[2].get_content_type() == "application/octet-stream"


def test_answers_go_where_they_are_asked_for() -> None:
    message = read(replace(LETTER, reply_to="support+token@example.com"))
    assert message["Reply-To"] == '"Harbour & Pine, Support" <support+token@example.com>'


def test_international_addresses_are_written_as_they_must_be() -> None:
    domain = replace(HEAD, to=[MailAddress(address="anna@bücher.example", name="Anna")])
    assert b"anna@xn--bcher-kva.example" in compose(replace(LETTER, mail=domain))
    local = replace(HEAD, to=[MailAddress(address="用户@例子.example", name="用户")])
    assert "用户@xn--fsqu00a.example" in compose(replace(LETTER, mail=local)).decode()


@pytest.mark.parametrize("address", ["", "anna", "a b@example.net", "a@x\r\nBcc: y@z", "a@b>,<c@d"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(PermanentFailure, match="bad_address"):
        compose(replace(LETTER, mail=replace(HEAD, to=[MailAddress(address=address)])))
