"""Flows: writing, publishing, taking back. What a text means only bots.flow knows; callers check it."""

from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.errors import Conflict, Duplicate, InvalidInput, NotFound, StaleRevision
from hub.core.events import EventKind
from hub.core.models.flows import Flow, FlowState, FlowVersion
from hub.core.transitions import advance
from hub.services.base import Service, retried

LONGEST = 200_000
MOST = 10_000


class Flows(Service):
    """What flow bots follow. Every save is a new version; conversations begin with the published one."""

    async def create(self, flow_id: str, by: str, *, text: str, title: dict[str, str]) -> Flow:
        """Store a new draft under a name of small letters, digits and dashes."""
        _check_name(flow_id)
        _check_text(text)
        if await self.store.peek(Flow, flow_id):
            raise Duplicate(f"There is a flow {flow_id} already. Choose another name.", existing=flow_id)
        batch = self.batch(by)
        flow = Flow(id=flow_id, title=title, text=text, author=by, created_at=batch.at, updated_at=batch.at)
        batch.save(_version(flow))
        return await self._commit(batch, flow)

    async def get(self, flow_id: str) -> Flow:
        """Return a flow as its editor sees it."""
        return await self.store.get(Flow, flow_id)

    async def all(self) -> list[Flow]:
        """Return all flows, also archived ones."""
        return await self.store.find(Flow, limit=MOST)

    async def save(self, flow_id: str, by: str, *, rev: int, text: str, title: dict[str, str]) -> Flow:
        """Store an edit as the next version; a published flow goes on with the old one.

        `rev` is the stored revision the editor began with: raises StaleRevision when somebody else
        saved since.
        """
        _check_text(text)
        flow = await self.store.get(Flow, flow_id)
        if flow.rev != rev:
            raise StaleRevision("Somebody else saved this flow since you opened it. Reload it first.")
        if flow.state is FlowState.ARCHIVED:
            raise InvalidInput("This flow is archived. Bring it back first.", field="state")
        batch = self.batch(by)
        changed = replace(
            flow, text=text, title=title, revision=flow.revision + 1, author=by, updated_at=batch.at
        )
        batch.save(_version(changed))
        return await self._commit(batch, changed)

    @retried
    async def publish(self, flow_id: str, by: str, *, revision: int) -> Flow:
        """Let new conversations begin with the newest version, which must be the one that was checked."""
        flow = await self.store.get(Flow, flow_id)
        if flow.revision != revision:
            raise Conflict("Somebody else saved this flow since you opened it. Look at it, then publish.")
        if flow.published == flow.revision:
            return flow
        batch = self.batch(by)
        published = advance(flow, FlowState.PUBLISHED, published=flow.revision, updated_at=batch.at)
        return await self._commit(batch, published)

    @retried
    async def withdraw(self, flow_id: str, by: str) -> Flow:
        """Let no new conversation begin with it, or bring an archived one back to the editors."""
        flow = await self.store.get(Flow, flow_id)
        if flow.state is FlowState.DRAFT:
            return flow
        batch = self.batch(by)
        return await self._commit(batch, advance(flow, FlowState.DRAFT, published=None, updated_at=batch.at))

    @retried
    async def archive(self, flow_id: str, by: str) -> Flow:
        """Put a flow away."""
        flow = await self.store.get(Flow, flow_id)
        if flow.state is FlowState.ARCHIVED:
            return flow
        batch = self.batch(by)
        return await self._commit(
            batch, advance(flow, FlowState.ARCHIVED, published=None, updated_at=batch.at)
        )

    async def versions(self, flow_id: str) -> list[FlowVersion]:
        """Return all saved versions, newest first."""
        await self.store.get(Flow, flow_id)
        where = {"flow": flow_id}
        return await self.store.find(FlowVersion, where, order="number", descending=True, limit=MOST)

    async def version(self, flow_id: str, number: int) -> FlowVersion:
        """Return one saved version; they never change."""
        found = await self.store.peek(FlowVersion, _version_id(flow_id, number))
        if found is None:
            raise NotFound(f"There is no version {number} of the flow {flow_id}.")
        return found

    async def _commit(self, batch: Batch, flow: Flow) -> Flow:
        data = {"state": flow.state.value, "revision": flow.revision, "published": flow.published}
        batch.save(flow)
        batch.event(EventKind.FLOW_CHANGED, flow, data=data)
        stored: Flow = (await self.store.commit(batch)).stored(flow)
        return stored


def _version_id(flow_id: str, number: int) -> str:
    return f"{flow_id}:{number}"


def _version(flow: Flow) -> FlowVersion:
    return FlowVersion(
        id=_version_id(flow.id, flow.revision),
        flow=flow.id,
        number=flow.revision,
        text=flow.text,
        author=flow.author,
        at=flow.updated_at,
    )


def _check_name(name: str) -> None:
    plain = name.replace("-", "")
    if not (name and name[0].isalpha() and plain.isascii() and plain.isalnum() and name == name.lower()):
        raise InvalidInput(
            "Name a flow with small letters, digits and dashes, such as order-status.", field="id"
        )
    if len(name) > 60:
        raise InvalidInput("The name can have 60 characters at most.", field="id")


def _check_text(text: str) -> None:
    if not text.strip():
        raise InvalidInput("The flow is empty. Begin with a title, start and steps.", field="text")
    if len(text) > LONGEST:
        raise InvalidInput(f"The flow is longer than {LONGEST} characters. Make several of it.", field="text")
