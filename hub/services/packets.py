"""What bots collected of a person: taken out when the person is erased. Figures of reports stay."""

from msgspec.structs import replace

from hub.core.models.conversations import Conversation, Interaction
from hub.core.models.traces import TurnTrace
from hub.services.base import Service, retried

MOST = 100_000


class Packets(Service):
    """Data packets, bots' memories, and traces of their turns."""

    @retried
    async def forget(self, contact_id: str, by: str) -> int:
        """Erase what bots collected in all conversations of a contact; return in how many they had."""
        conversations = await self.store.find(Conversation, {"contact": contact_id}, limit=MOST)
        batch = self.batch(by)
        touched = set()
        for conversation in conversations:
            if conversation.data:
                batch.save(replace(conversation, data=[]))
                touched.add(conversation.id)
            for trace in await self.store.find(TurnTrace, {"conversation": conversation.id}, limit=MOST):
                batch.delete(trace)
                touched.add(conversation.id)
        for interaction in await self.store.find(Interaction, {"contact": contact_id}, limit=MOST):
            if interaction.memory:
                batch.save(replace(interaction, memory=None))
                touched.add(interaction.conversation)
        if touched:
            await self.store.commit(batch)
        return len(touched)
