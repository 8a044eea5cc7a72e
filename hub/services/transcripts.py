"""How often conversations may be asked for by e-mail: whoever asks may name anybody's address."""

from datetime import datetime, timedelta

from hub.core.errors import TooMany
from hub.core.models.integrations import AttemptState, Outgoing
from hub.core.ports import Store

OF_ONE = 3
IN_ALL = 200
WITHIN = timedelta(hours=1)
LOOKED_AT = 100


async def check_not_too_often(store: Store, conversation: str, at: datetime) -> None:
    """Raise TooMany if this conversation, or all together, were asked for so often within an hour."""
    since = at - WITHIN
    same = await store.find(Outgoing, {"conversation": conversation}, descending=True, limit=LOOKED_AT)
    if sum(one.created_at > since for one in same) >= OF_ONE:
        raise TooMany("You have asked for this several times. Try again in an hour.", retry_after=3600)
    wanted = 0
    for state in AttemptState:
        where = {"state": state}
        wanted += len(await store.find(Outgoing, where, order="created_at", above=since, limit=IN_ALL))
    if wanted >= IN_ALL:
        raise TooMany("Too many conversations are asked for. Try again in an hour.", retry_after=3600)
