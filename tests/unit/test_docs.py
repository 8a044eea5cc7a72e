"""The documentation is true: it names every option, command and event, and draws the real state machines."""

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest

from channels.deliverer import Deliverer
from hub.cli import parser
from hub.core.clock import SystemClock
from hub.core.config import Config
from hub.core.events import WEBHOOK_EVENTS, EventKind
from hub.core.models.contacts import Channel, EntryPoint
from hub.core.models.conversations import Author, AuthorKind, Message
from hub.core.models.sms import SmsRoute
from hub.core.permissions import SCOPES, Permission
from hub.core.transitions import TABLES
from hub.services.webhook_sender import signature
from tests.fakes.world import World
from webchat.tokens import Identity, read_identity

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
WIDGET = ROOT / "webchat" / "widget" / "src"


def options() -> list[str]:
    config = Config()
    return [
        f"{section}.{option}"
        for section in Config.__struct_fields__
        for option in getattr(config, section).__struct_fields__
    ]


def commands() -> list[str]:
    (action,) = (action for action in parser()._actions if action.metavar == "COMMAND")
    assert isinstance(action.choices, dict)
    return list(action.choices)


def diagram(name: str, table: object) -> str:
    """Draw a transition table as docs/states.md has it."""
    assert isinstance(table, dict)
    rows = [f"    {state.value} --> {to.value}" for state, onward in table.items() for to in sorted(onward)]
    ends = [f"    {state.value} --> [*]" for state, onward in table.items() if not onward]
    return "\n".join(["```mermaid", "stateDiagram-v2", *rows, *ends, "```"])


@pytest.mark.parametrize("option", options())
def test_every_option_is_documented_with_its_default(option: str) -> None:
    text = (DOCS / "configuration.md").read_text("utf-8")
    section, name = option.split(".")
    default = getattr(getattr(Config(), section), name)
    row = re.search(rf"^\| `{option}` \| `([^`]*)` \|", text, re.MULTILINE)
    assert row, f"docs/configuration.md has no row for {option}"
    assert row[1] == (str(default).lower() if isinstance(default, bool) else str(default) or '""')


@pytest.mark.parametrize("command", commands())
def test_every_command_is_documented(command: str) -> None:
    assert f"switchboard {command}" in (DOCS / "operation.md").read_text("utf-8")


@pytest.mark.parametrize("kind", EventKind)
def test_every_event_is_documented(kind: EventKind) -> None:
    text = (DOCS / "events.md").read_text("utf-8")
    row = re.search(rf"^\| `{re.escape(kind)}` \| (yes|no) \|", text, re.MULTILINE)
    assert row, f"docs/events.md has no row for {kind}"
    assert (row[1] == "yes") == (kind in WEBHOOK_EVENTS)


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
def test_state_machines_are_drawn_as_they_are(kind: type) -> None:
    _, table = TABLES[kind]
    text = (DOCS / "states.md").read_text("utf-8")
    assert f"## {kind.__name__}\n" in text
    assert diagram(kind.__name__, table) in text


def test_links_between_pages_lead_somewhere() -> None:
    broken = []
    for page in [ROOT / "README.md", *DOCS.glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", page.read_text("utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page.name}: {target}")
    assert broken == []


def everything() -> str:
    return "\n".join(page.read_text("utf-8") for page in [ROOT / "README.md", *DOCS.glob("*.md")])


def python_blocks() -> dict[str, str]:
    """Return the Python code of all pages by page and number."""
    return {
        f"{page.name}-{number}": code
        for page in [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]
        for number, code in enumerate(re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL))
    }


def functions_of(page: str) -> dict[str, Any]:
    """Run the page's Python code and return what it defines."""
    names: dict[str, Any] = {"__name__": "docs"}
    for block, code in python_blocks().items():
        if block.startswith(f"{page}-"):
            exec(compile(code, block, "exec"), names)  # noqa: S102  # our own examples, to show they work
    return names


@pytest.mark.parametrize("command", ["make run", "make test"])
def test_the_readme_names_the_two_commands(command: str) -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert command.removeprefix("make ") in targets
    assert f"\n{command}\n" in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("command", commands())
def test_the_readme_names_every_command(command: str) -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    table = text.partition("## Operation")[2].partition("\n## ")[0]
    assert re.search(rf"`(switchboard )?{re.escape(command)}`", table)


def test_make_targets_in_the_docs_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)", everything())) <= targets


@pytest.mark.parametrize("scope", Permission)
def test_every_scope_is_documented(scope: str) -> None:
    assert re.search(rf"^\| `{scope}` \| \S", (DOCS / "api.md").read_text("utf-8"), re.MULTILINE)


def test_no_other_scopes_are_documented() -> None:
    assert set(re.findall(r"^\| `([a-z]+:[a-z]+)` \|", (DOCS / "api.md").read_text("utf-8"), re.M)) == SCOPES


def test_every_webhook_header_is_documented() -> None:
    source = (ROOT / "hub" / "services" / "webhook_sender.py").read_text("utf-8")
    headers = set(re.findall(r'"(X-[A-Za-z-]+)"', source))
    assert headers
    text = (DOCS / "api.md").read_text("utf-8")
    assert {header for header in headers if f"\n{header}: " not in text} == set()


def test_every_attribute_of_the_widget_is_documented() -> None:
    script = (WIDGET / "widget.ts").read_text("utf-8")
    attributes = set(re.findall(r'dataset\["(\w+)"\]', script))
    assert {"key", "language", "identity"} <= attributes
    documented = re.findall(r"^\| `data-([a-z-]+)` \|", (DOCS / "widget.md").read_text("utf-8"), re.MULTILINE)
    assert set(documented) == attributes


def test_every_function_and_event_of_the_widget_is_documented() -> None:
    text = (DOCS / "widget.md").read_text("utf-8")
    script = (WIDGET / "widget.ts").read_text("utf-8")
    functions = re.findall(r"^    (\w+): \(", script, re.MULTILINE)
    sources = "".join(source.read_text("utf-8") for source in WIDGET.rglob("*.ts"))
    events = re.findall(r'new CustomEvent\("([^"]+)"', sources)
    assert "open" in functions
    assert "switchboard:ready" in events
    assert [name for name in functions if f"`Switchboard.{name}(" not in text] == []
    assert [name for name in events if f"| `{name}` |" not in text] == []


def test_every_css_property_of_the_widget_is_documented_with_its_default() -> None:
    style = (WIDGET / "styles.css").read_text("utf-8")
    defaults = dict(re.findall(r"var\((--sb-[a-z-]+), ([^,)]+)\)", style))
    used = set(re.findall(r"var\((--sb-[a-z-]+)", style))
    rows = re.findall(r"^\| (`--sb-[^|]+) \| (.+?) \|", (DOCS / "widget.md").read_text("utf-8"), re.MULTILINE)
    documented = {name: default for names, default in rows for name in re.findall(r"`(--sb-[a-z-]+)`", names)}
    assert used
    assert set(documented) == used
    assert {name: documented[name] for name in defaults} == {k: f"`{v}`" for k, v in defaults.items()}


@pytest.mark.parametrize("block", python_blocks())
def test_python_in_the_docs_compiles(block: str) -> None:
    compile(python_blocks()[block], block, "exec")


@pytest.mark.parametrize("page", ["README.md", "api.md"])
def test_the_documented_check_of_a_webhook_accepts_what_we_sign(page: str) -> None:
    is_genuine = functions_of(page)["is_genuine"]
    now = int(SystemClock().now().timestamp())
    body = '{"text":"Wo ist mein Stuhl? 我的椅子"}'
    header = f"t={now},v1={signature('the secret', now, body)}"
    old = f"t={now - 600},v1={signature('the secret', now - 600, body)}"
    assert is_genuine("the secret", header, body.encode())
    assert not is_genuine("the secret", header, body.encode() + b" ")
    assert not is_genuine("another secret", header, body.encode())
    assert not is_genuine("the secret", old, body.encode())


@pytest.mark.parametrize("page", ["README.md", "widget.md"])
def test_the_documented_identity_is_believed(page: str) -> None:
    identity = functions_of(page)["identity"]
    secret = "a secret of at least 32 characters"
    known = read_identity(identity(secret, "c-42", "王芳", "wang@example.com"), secret, SystemClock().now())
    assert known == Identity(subject="c-42", name="王芳", email="wang@example.com")


async def test_the_documented_channel_takes_and_sends(tmp_path: Path) -> None:
    take = (await asyncio.to_thread(functions_of, "README.md"))["take"]
    provider = (await asyncio.to_thread(functions_of, "channels.md"))["Provider"]
    sent: list[tuple[str, str]] = []

    async def call(address: str, text: str, key: str) -> str:
        sent.append((address, text))
        return key

    async with await World.open(tmp_path) as world:
        entry = EntryPoint(
            id="sms-support",
            channel=Channel.SMS,
            key="+4930100",
            name="SMS",
            queue="support",
            bot="knowledge",
        )
        await world.save(entry)
        await world.save(SmsRoute(id="operator", entry_point=entry.id, number=entry.key))
        for _ in range(2):
            await take(world.intake, "+4915112345678", "m1", "Where is my order?", world.clock.now())
        (message,) = await world.store.find(Message)
        await world.outbox.reply(
            message.conversation,
            by=Author(kind=AuthorKind.BOT, id="bot:knowledge"),
            text="On its **way**.",
            client_id="r1",
        )
        out = Deliverer(world.store, world.deliveries, world.clock, entry.id, provider(call))
        while await out.step():
            pass
        assert not await out.step()
    assert sent == [("+4915112345678", "On its way.")]


def test_paths_in_the_docs_exist() -> None:
    named = set(
        re.findall(r"`((?:hub|webchat|bots|routing|channels|voice|tests|docs|\.ci)/[\w./-]*)`", everything())
    )
    assert named
    assert sorted(path for path in named if not (ROOT / path).exists()) == []


@pytest.mark.parametrize("image", sorted((DOCS / "images").iterdir()), ids=lambda image: image.name)
def test_pictures_are_small_and_shown(image: Path) -> None:
    assert image.stat().st_size <= 300_000
    assert f"images/{image.name})" in everything()
