"""The demo company's flows."""

import asyncio
from importlib.resources import files
from pathlib import Path

from bots.flow.parse import parse
from hub.core.models.flows import Flow
from hub.services.bundle import Services


def demo_flows() -> dict[str, str]:
    """Return the texts of the demo's flows by their names."""
    folder = Path(str(files("hub.demo") / "flows"))
    return {path.stem: path.read_text("utf-8") for path in sorted(folder.glob("*.yaml"))}


async def seed_flows(services: Services) -> None:
    """Publish the demo's flows; what is there already is left alone. A test checks that they work."""
    for name, text in (await asyncio.to_thread(demo_flows)).items():
        if await services.store.peek(Flow, name):
            continue
        await services.flows.create(name, "demo", text=text, title=parse(text).value["title"])
        await services.flows.publish(name, "demo", revision=1)
