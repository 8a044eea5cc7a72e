"""Accessibility by axe-core: the rules of WCAG 2.0 to 2.2, levels A and AA."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.async_api import Page

SOURCE = Path(__file__).parents[2] / "hub/desk/ui/node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@cache
def _source() -> str:
    return SOURCE.read_text()


async def violations(page: Page) -> list[str]:
    """Return each violation with the first elements it was found at."""
    if not await page.evaluate("typeof axe === 'object'"):
        await page.evaluate(_source())  # not a script tag: the content security policy would refuse it
    # Half-way through an animation colours are between two, which is nobody's fault. A cursor never stops.
    await page.evaluate(
        "Promise.all(document.getAnimations()"
        ".filter(each => Number.isFinite(each.effect.getComputedTiming().endTime))"
        ".map(each => each.finished.catch(() => 0)))"
    )
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    found: dict[str, Any] = await page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{one['id']}: {one['help']}: "
        + "; ".join(f"{node['target']} {node['html'][:160]}" for node in one["nodes"][:4])
        for one in found["violations"]
    ]
