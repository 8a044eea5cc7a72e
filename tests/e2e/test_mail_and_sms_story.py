"""Mail and SMS as customers and agents live them: a real mail server, a message centre, a real browser."""

from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import aiosmtplib
import pytest
from playwright.async_api import Page, expect

from hub.core.free_port import free_port
from tests.e2e.clients import DeskAgent
from tests.e2e.desk_pages import PASSWORD, Site, accept, be, reply
from tests.e2e.patience import until
from tests.fakes.smsc import Smsc
from tests.integration.email.peers import read_mail
from tests.integration.email.postfix import CUSTOMERS, OWN_DOMAIN, Postfix

HELP = f"help@{OWN_DOMAIN}"
ANNA = f"anna@{CUSTOMERS}"
OUR_NUMBER = "+4930100200"
LONG = "您好，您的订单已经从我们的仓库发出，预计两到四个工作日内送达。" * 3 + "如有任何问题，请随时回复"


@pytest.fixture
async def postfix() -> AsyncIterator[tuple[Postfix, int]]:
    door = free_port()
    async with Postfix({OWN_DOMAIN: f"smtp:[127.0.0.1]:{door}"}) as running:
        yield running, door


@pytest.fixture
async def smsc() -> AsyncIterator[Smsc]:
    centre = Smsc()
    await centre.start()
    yield centre
    await centre.stop()


async def made(admin: DeskAgent, kind: str, **values: Any) -> str:
    """Set something up as an administrator's browser does; return its id."""
    return str((await admin.call("POST", f"/settings/{kind}", values))["id"])


async def write(postfix: Postfix, subject: str, text: str, answers: EmailMessage | None = None) -> None:
    """Anna writes a mail, or answers one, with her own mail program."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"Anna Berg <{ANNA}>", HELP, subject
    mail["Message-ID"] = f"<{abs(hash((subject, text)))}@{CUSTOMERS}>"
    if answers:
        mail["In-Reply-To"] = mail["References"] = str(answers["Message-ID"])
    mail.set_content(text)
    await aiosmtplib.send(mail, hostname="127.0.0.1", port=postfix.port, start_tls=False)


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@pytest.mark.timeout(240)
async def test_a_mail_is_drafted_edited_sent_and_answered_in_one_thread(
    tmp_path: Path, postfix: tuple[Postfix, int]
) -> None:
    server, door = postfix
    env = {"SWITCHBOARD_EMAIL_SMTP_LISTEN": f"127.0.0.1:{door}"}
    async with Site.open(tmp_path, env=env) as site:
        async with DeskAgent.signed_in(site.hub.url, "admin", PASSWORD) as admin:
            entry = await made(
                admin,
                "entry-points",
                channel="email",
                key=HELP,
                name="Help desk",
                queue="service",
                bot="knowledge",
            )
            smtp = {"host": "127.0.0.1", "port": server.port, "security": "none"}
            await made(admin, "mailboxes", entry_point=entry, address=HELP, name="Harbour", smtp=smtp)
        ada = await site.signed_in("ada")
        await be(ada, "Available")

        await write(server, "Delivery", "How long does delivery take?\n")
        await accept(ada)
        await ada.get_by_test_id("draft-use").click()
        composer = ada.get_by_test_id("composer")
        await expect(composer).to_contain_text("2 to 4 working days")
        await composer.press("End")
        await composer.press_sequentially(" Yours left today.")
        await ada.get_by_test_id("send").click()

        async def came() -> list[bytes]:
            return server.mails("anna")

        (raw,) = await until("Ada's answer", came)
        answer = read_mail(raw)
        assert "2 to 4 working days" in text_of(answer)
        assert "Yours left today." in text_of(answer)
        assert answer["Subject"] == "Re: Delivery"
        assert HELP in answer["From"]
        gone = ada.get_by_test_id("posted-sent").or_(ada.get_by_test_id("posted-delivered"))
        await expect(gone).to_be_visible()

        await site.hub.kill()
        await site.hub.start()
        await write(server, "Re: Delivery", "Thank you, that is quick!\n", answers=answer)
        timeline = ada.get_by_test_id("timeline")
        await expect(timeline.get_by_text("Thank you, that is quick!")).to_be_visible(timeout=60_000)
        await expect(timeline.get_by_text("Yours left today.")).to_have_count(1)
        assert len(server.mails("anna")) == 1


async def receipts(smsc: Smsc) -> None:
    """The message centre reports each part as delivered."""
    for sms in list(smsc.submitted):
        assert await smsc.receipt(sms.id, "DELIVRD") == 0


async def be_asked_by_sms(smsc: Smsc, page: Page) -> None:
    assert await smsc.deliver("我要人工服务", to=OUR_NUMBER.lstrip("+")) == 0
    await accept(page)


@pytest.mark.timeout(240)
async def test_a_long_chinese_sms_goes_out_in_two_parts_and_is_answered(tmp_path: Path, smsc: Smsc) -> None:
    text = LONG[:105]
    assert len(text) == 105
    async with Site.open(tmp_path) as site:
        async with DeskAgent.signed_in(site.hub.url, "admin", PASSWORD) as admin:
            entry = await made(
                admin,
                "entry-points",
                channel="sms",
                key=OUR_NUMBER,
                name="SMS",
                queue="service",
                bot="knowledge",
            )
            centre = {"host": "127.0.0.1", "port": smsc.port, "system_id": "harbour"}
            await made(
                admin,
                "sms-routes",
                entry_point=entry,
                number=OUR_NUMBER,
                smscs=[centre],
                secret=smsc.password,
            )
        await smsc.until(lambda: smsc.binds > 0)
        ada = await site.signed_in("ada")
        await be(ada, "Available")
        await be_asked_by_sms(smsc, ada)
        said_by_bot = len(smsc.submitted)

        await reply(ada, text)
        await smsc.until(lambda: len(smsc.submitted) == said_by_bot + 2)
        parts = smsc.submitted[said_by_bot:]
        assert "".join(sms.text for sms in sorted(parts, key=lambda sms: sms.part[1])) == text
        await receipts(smsc)
        await expect(ada.get_by_test_id("posted-delivered").last).to_be_visible()

        assert await smsc.deliver("好的，谢谢", to=OUR_NUMBER.lstrip("+")) == 0
        await expect(ada.get_by_test_id("timeline").get_by_text("好的，谢谢")).to_be_visible()
