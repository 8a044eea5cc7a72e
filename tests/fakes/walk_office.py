"""What supervisors and administrators do in a random walk: one random step each."""

from hub.core.models.staff import PresenceState, Staff
from hub.core.models.work import WorkState
from hub.services.settings_kinds import KINDS
from tests.fakes import walk_company as company
from tests.fakes.walk_people import Scene


class Supervisors:
    """Supervisors, who may put any item anywhere, beyond anyone's capacity too."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    async def assign(self) -> None:
        fold, draw = self._scene.fold, self._scene.draw
        if fold.open_items:
            item = draw.choice(list(fold.open_items.values()))
            await self._scene.site.work.assign(item.id, draw.choice(company.AGENTS), "sue")

    async def requeue(self) -> None:
        fold, draw = self._scene.fold, self._scene.draw
        states = (WorkState.ASSIGNED, WorkState.OFFERED, WorkState.PARKED, WorkState.QUEUED)
        items = fold.in_state(draw.choice(states))
        if items:
            await self._scene.site.work.requeue(draw.choice(items).id, "sue")

    async def presence(self) -> None:
        draw = self._scene.draw
        state = draw.choice((PresenceState.AVAILABLE, PresenceState.AWAY))
        await self._scene.site.agents.set_presence(draw.choice(company.AGENTS), state, "told", by="sue")


class Administrators:
    """Administrators, who change the set-up while everybody works."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    async def staff(self) -> None:
        """Somebody learns or forgets a skill, serves other queues, carries more or less, is switched off."""
        draw, site = self._scene.draw, self._scene.site
        person = await site.store.get(Staff, draw.choice(company.AGENTS))
        changes = draw.choice(
            (
                {"skills": company.skills(draw)},
                {"queues": company.queues(draw)},
                {"capacity": company.capacity(draw)},
                {"active": draw.random() < 0.8},
            )
        )
        await site.accounts.save_staff(person.id, by="root", rev=person.rev, **changes)

    async def queue(self) -> None:
        draw, settings = self._scene.draw, self._scene.site.settings
        queue = await settings.get("queues", draw.choice(company.QUEUES))
        await settings.put("queues", company.changed_queue(draw, queue), "root")

    async def hours(self) -> None:
        draw, settings = self._scene.draw, self._scene.site.settings
        calendar = await settings.get(KINDS["calendars"].name, "office")
        await settings.put("calendars", company.changed_hours(draw, calendar), "root")
