"""The guide is enough: an answer comes to customers by nothing but the names it says, in each language."""

from pathlib import Path

import pytest
from msgspec import Struct
from playwright.async_api import Locator, Page, expect

from tests.e2e.axe import violations
from tests.e2e.clients import DeskAgent
from tests.e2e.desk_pages import PASSWORD, Site

Guide = dict[str, list[str]]
"""By section, what the guide names in it, in its order."""


class Story(Struct, frozen=True):
    """What is written, asked, and said of an article that is published."""

    language: str
    title: str
    wrong: str
    right: str
    questions: tuple[str, str]
    live: str


STORIES = (
    Story(
        "en",
        "Lost umbrellas",
        "We keep umbrellas for a week.",
        "We keep umbrellas for a month.",
        ("Where is my umbrella?", "Did anybody find an umbrella?"),
        "Customers get this text",
    ),
    Story(
        "zh",
        "遗失的雨伞",
        "雨伞保留一周。",
        "雨伞保留一个月。",
        ("我的雨伞丢在店里了怎么办？", "有人捡到雨伞吗？"),
        "客户看到的就是这段文字",
    ),
)


async def read(page: Page) -> Guide:
    """Open each section and note the names in it."""
    await expect(page.get_by_test_id("guide")).to_be_visible()
    found: Guide = {}
    for control in await page.get_by_test_id("guide").locator("[data-testid^=guide-]").all():
        if await control.get_attribute("aria-expanded") == "false":
            await control.click()
        section = (await control.get_attribute("data-testid") or "").removeprefix("guide-")
        panel = page.locator(f"#{await control.get_attribute('aria-controls')}")
        await expect(panel).to_be_visible()
        found[section] = await panel.locator("strong").all_inner_texts()
    return found


def button(scope: Page | Locator, name: str) -> Locator:
    return scope.get_by_role("button", name=name, exact=True)


async def confirm(page: Page, name: str, comment: str) -> None:
    """Press a step's button, say something in its dialog, and press it again there."""
    await button(page, name).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("textbox").fill(comment)
    await button(dialog, name).click()
    await expect(dialog).to_have_count(0)


async def write(page: Page, guide: Guide, story: Story) -> None:
    new, title, answer, questions, add, category, _, _, save = guide["write"]
    await page.get_by_role("link", name=new, exact=True).click()
    await page.get_by_role("textbox", name=title, exact=True).fill(story.title)
    await page.get_by_role("textbox", name=answer, exact=True).fill(story.wrong)
    await button(page, add).click()
    await page.keyboard.type(story.questions[0])
    await page.keyboard.press("Enter")
    await page.keyboard.type(story.questions[1])
    await expect(page.get_by_role("textbox", name=questions)).to_have_count(2)
    await page.get_by_label(category, exact=True).and_(page.locator("input")).fill("Finds")
    await button(page, save).click()


async def open_what_waits(page: Page, knowledge: str, for_you: str, title: str) -> None:
    """Find it by the number beside the place, and in the list above the articles."""
    place = page.get_by_role("navigation").first.get_by_role("link", name=knowledge)
    await expect(place.get_by_test_id("count")).to_contain_text(for_you)
    await place.click()
    await page.get_by_role("region", name=for_you).get_by_role("link").filter(has_text=title).first.click()


@pytest.mark.timeout(240)
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.language)
async def test_an_answer_comes_to_customers_by_what_the_guide_says(tmp_path: Path, story: Story) -> None:
    async with Site.open(tmp_path) as site:
        for login in ("eva", "kai"):
            async with DeskAgent.signed_in(site.hub.url, login, PASSWORD) as account:
                await account.call("PATCH", "/me", {"language": story.language})
        eva, kai = await site.signed_in("eva"), await site.signed_in("kai")
        await site.goto(eva, "/knowledge")
        guide = await read(eva)
        assert await violations(eva) == []
        submit, for_you, knowledge, discussion, _, save, resolve, _ = guide["send"]
        _, preview, revisions, approve, request_changes, _, _ = guide["review"]
        publish = guide["publish"][0]

        await write(eva, guide, story)
        await eva.get_by_role("tab", name=preview, exact=True).click()
        await confirm(eva, submit, "?")

        await open_what_waits(kai, knowledge, for_you, story.title)
        await kai.get_by_role("tab", name=revisions, exact=True).click()
        await confirm(kai, request_changes, story.right)

        await open_what_waits(eva, knowledge, for_you, story.title)
        await expect(eva.get_by_test_id("next-step")).to_contain_text(story.right)
        await eva.get_by_role("tab", name=discussion).click()
        await button(eva, resolve).click()
        await eva.get_by_role("tab").first.click()
        await eva.get_by_role("textbox", name=guide["write"][2], exact=True).fill(story.right)
        await button(eva, save).click()
        await confirm(eva, submit, "!")

        await open_what_waits(kai, knowledge, for_you, story.title)
        await confirm(kai, approve, ".")
        await button(kai, publish).click()
        await expect(kai.get_by_test_id("next-step")).to_contain_text(
            "Customers" if story.language == "en" else "客户"
        )

        customer = await site.customer("Joan", language=story.language)
        await customer.send(story.questions[0])
        await customer.until("an answer", lambda one: any(story.right in str(line) for line in one.view))


@pytest.mark.timeout(120)
async def test_what_is_not_saved_is_not_lost_by_leaving(tmp_path: Path) -> None:
    async with Site.open(tmp_path) as site:
        eva = await site.signed_in("eva")
        await site.goto(eva, "/knowledge/new")
        title = eva.get_by_test_id("article-title")
        await title.fill("Lost umbrellas")
        await eva.get_by_test_id("articles").get_by_role("link").first.click()
        await eva.get_by_test_id("stay").click()
        await expect(title).to_have_value("Lost umbrellas")
        await eva.get_by_test_id("articles").get_by_role("link").first.click()
        await eva.get_by_test_id("leave").click()
        await expect(eva.get_by_test_id("next-step")).to_be_visible()
        await expect(title).not_to_have_value("Lost umbrellas")
