"""What an operator does from the command line, mostly while the hub is stopped."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from bots.rasa.dialogues import RasaDialogues
from hub.core.batch import Batch
from hub.core.clock import SystemClock
from hub.core.config import Config
from hub.core.errors import InvalidInput, NotFound
from hub.core.ids import ulid_source
from hub.core.models.contacts import Address
from hub.core.models.erasures import Erasure
from hub.core.models.recordings import Recording
from hub.core.models.staff import Role, Staff
from hub.core.models.tenants import Tenant
from hub.core.ports import Database, Store
from hub.secrets import installation_secret
from hub.services.accounts import Accounts
from hub.services.bundle import Services, build_services
from hub.services.erasure import ErasurePlan
from hub.store.blobs import FileBlobs
from hub.store.small_blobs import StoreBlobs
from hub.store.sqlite import SqliteDatabase
from hub.store.sqlite.backup import back_up

TENANT = "main"
"""The tenant that `serve` serves; more come with the issue on tenants."""

BESIDE = ("files", "secret")
"""What lies in the data folder beside the database and belongs into a backup."""


@asynccontextmanager
async def opened(config: Config) -> AsyncIterator[SqliteDatabase]:
    """Open the database for one command; a running hub holds it, and the error says so."""
    database = await SqliteDatabase.open(Path(config.data.folder), SystemClock())
    try:
        yield database
    finally:
        await database.close()


def accounts(database: Database) -> Accounts:
    """Return the accounts of the served tenant."""
    clock = SystemClock()
    return Accounts(database.tenant(TENANT), clock, ulid_source(clock))


async def list_users(config: Config) -> list[str]:
    """Return a line for each account."""
    async with opened(config) as database:
        staff = await database.tenant(TENANT).find(Staff, order="login")
    return [
        f"{one.login:<20} {one.name:<30} {','.join(one.roles)}{'' if one.active else ' (switched off)'}"
        for one in staff
    ]


async def add_user(config: Config, login: str, name: str, roles: list[str], password: str) -> None:
    """Create an account; without roles it is an agent's."""
    known = {role.value for role in Role}
    for role in roles:
        if role not in known:
            raise InvalidInput(f"There is no role {role!r}; use one of {', '.join(sorted(known))}.")
    async with opened(config) as database:
        store = database.tenant(TENANT)
        if not await store.peek(Tenant, TENANT):
            await found_tenant(store, "My company")
        await accounts(database).create_staff(
            by="operator",
            login=login,
            name=name or login,
            password=password,
            roles=[Role(role) for role in roles] or [Role.AGENT],
        )


async def set_password(config: Config, login: str, password: str) -> None:
    """Give an account a new password; its sessions end."""
    async with opened(config) as database:
        book = accounts(database)
        staff = await book.by_login(login)
        if staff is None:
            raise NotFound(f"There is no account {login!r}. See: switchboard user list")
        await book.save_staff(staff.id, by="operator", rev=staff.rev, password=password)


def backup(config: Config, to: Path) -> None:
    """Copy database, files and secret into an empty folder, also while the hub runs.

    The database goes first: a file is durable before a record names it, so every file that the copy
    names is there to be copied.
    """
    source = Path(config.data.folder)
    if not (source / "hub.db").exists():
        raise NotFound(f"There is no database in {source}. Check data.folder in the configuration.")
    back_up(source / "hub.db", to)
    for name in BESIDE:
        _copy(source / name, to / name)


def restore(config: Config, source: Path) -> None:
    """Put a backup into the data folder, which must be empty."""
    target = Path(config.data.folder)
    if not (source / "hub.db").exists():
        raise NotFound(f"{source} has no hub.db, so it is not a backup. Give the folder that backup wrote.")
    if target.exists() and any(target.iterdir()):
        raise InvalidInput(f"{target} is not empty. Move its content away, or set another data.folder.")
    for name in ("hub.db", *BESIDE):
        _copy(source / name, target / name)


async def export(config: Config, tenant: str) -> AsyncIterator[bytes]:
    """Yield a tenant's records as JSON lines."""
    async with opened(config) as database:
        if tenant not in await database.tenants():
            raise NotFound(f"There is no tenant {tenant!r}.")
        async for line in database.export(tenant):
            yield line


async def load(config: Config, tenant: str, file: Path) -> int:
    """Store exported records under an empty tenant; return how many."""

    async def lines() -> AsyncIterator[bytes]:
        with file.open("rb") as opened_file:
            while line := await asyncio.to_thread(opened_file.readline):
                yield line

    if not await asyncio.to_thread(file.exists):
        raise NotFound(f"There is no file {file}.")
    async with opened(config) as database:
        return await database.load(tenant, lines())


@asynccontextmanager
async def _services(config: Config) -> AsyncIterator[tuple[SqliteDatabase, Services]]:
    """Build the served tenant's services for one command, while no hub runs."""
    folder = Path(config.data.folder)
    clock = SystemClock()
    secret = await asyncio.to_thread(installation_secret, folder)
    async with opened(config) as database:
        yield (
            database,
            build_services(
                database.tenant(TENANT),
                clock,
                ulid_source(clock),
                blobs=StoreBlobs(database, FileBlobs(folder / "files"), clock),
                config=config,
                secret=secret,
                dialogues=RasaDialogues(folder / "rasa"),
            ),
        )


async def erase(config: Config, contact: str, address: str, *, dry_run: bool) -> ErasurePlan:
    """Erase a person by the contact's id or by an address; return what was, or would be, erased.

    The file is written anew afterwards, so that not even unused space in it has anything of them.
    """
    async with _services(config) as (database, services):
        plan = await services.erasures.plan(contact or await _owner(services.store, address))
        if not dry_run:
            await services.erasures.ask(plan.contact, "operator")
            await services.erasures.carry_out(plan.contact)
            await database.compact()
    return plan


async def copy_person(config: Config, contact: str, address: str, to: Path) -> int:
    """Write all that is stored of a person into an empty folder, as JSON with the files; return how many."""
    if await asyncio.to_thread(lambda: to.exists() and any(to.iterdir())):
        raise InvalidInput(f"{to} is not empty. Give a folder that is, or a new one.", field="to")
    async with _services(config) as (_, services):
        copied = await services.person_copies.copy(contact or await _owner(services.store, address))
        text = msgspec.json.format(msgspec.json.encode(copied))
        await asyncio.to_thread(_write, to / "person.json", text)
        files = [file for one in copied.conversations for file in one.files]
        for file in files:
            _, data = await services.files.get(file.id)
            await asyncio.to_thread(_write, to / "files" / f"{file.id}-{file.name}", data)
        stored = [each.id for one in copied.conversations for each in one.recordings if each.file]
        for recording in stored:
            tape = await services.recordings.tape(await services.store.get(Recording, recording))
            await asyncio.to_thread(_write, to / "recordings" / f"{recording}.ogg", tape.audio)
    return len(files) + len(stored)


async def erasures(config: Config) -> list[Erasure]:
    """Return who was erased, oldest first."""
    async with _services(config) as (_, services):
        return (await services.erasures.listed())[::-1]


async def _owner(store: Store, address: str) -> str:
    """Return the contact that has an address: a mailbox, a number as +4915112345678, a visitor's id."""
    found = await store.find(Address, {"value": {address, address.lower()}}, limit=100)
    owners = sorted({one.contact for one in found})
    if not owners:
        raise NotFound(f"Nobody here has the address {address}. Give it as the contact's card shows it.")
    if len(owners) > 1:
        raise InvalidInput(f"Several contacts have it; give one with --contact: {', '.join(owners)}.")
    return owners[0]


async def found_tenant(store: Store, name: str) -> Tenant:
    """Create the served tenant's record; until there is one, the installation counts as new."""
    batch = Batch(at=SystemClock().now())
    tenant = Tenant(id=TENANT, name=name, created_at=batch.at)
    batch.save(tenant)
    stored: Tenant = (await store.commit(batch)).stored(tenant)
    return stored


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_bytes(data)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
    elif source.exists():
        shutil.copy2(source, target)
