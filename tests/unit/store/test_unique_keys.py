"""Who holds a unique key: never an older answer than the newest commit's."""

from hub.core.models.contacts import Address, AddressKind
from hub.core.models.conversations import Interaction, InteractionState
from hub.store.unique_keys import UniqueKey, UniqueKeys
from tests.fakes.records import address, interaction

FIELDS = ("kind", "value")
KIM = UniqueKey("acme", Address, FIELDS, (AddressKind.EMAIL, "kim@example.com"))
LEE = UniqueKey("acme", Address, FIELDS, (AddressKind.EMAIL, "lee@example.com"))


def known(holder: str, key: UniqueKey = KIM, limit: int = 10) -> UniqueKeys:
    keys = UniqueKeys(limit)
    keys.end(keys.begin(key), holder)
    return keys


def kim(id: str = "a1") -> Address:
    return address(id, "kim@example.com")


def test_knows_only_what_was_asked_for():
    keys = known("a1")
    assert (keys.get(KIM), keys.get(LEE)) == ("a1", None)


def test_that_nobody_has_it_ends_with_a_commit():
    keys = known("")
    assert keys.get(KIM) == ""
    keys.put("globex", kim())
    assert keys.get(KIM) == ""
    keys.put("acme", kim())
    assert keys.get(KIM) == "a1"


def test_who_changes_or_goes_gives_it_up():
    keys = known("a1")
    keys.put("acme", address("a1", "other@example.com"))
    assert keys.get(KIM) is None
    keys = known("a1")
    keys.drop("acme", kim())
    assert keys.get(KIM) is None


def test_it_can_pass_to_another_in_one_commit():
    keys = known("a1")
    keys.put("acme", kim("a2"))
    keys.put("acme", address("a1", "other@example.com"))
    assert keys.get(KIM) == "a2"


def test_a_read_overtaken_by_a_commit_is_not_kept():
    keys = UniqueKeys(10)
    late, slow = keys.begin(KIM), keys.begin(KIM)
    keys.put("acme", kim())
    keys.end(late, "")
    assert keys.get(KIM) is None
    keys.end(keys.begin(KIM), "a1")
    keys.drop("acme", kim())
    keys.end(slow, "a1")
    assert keys.get(KIM) is None


def test_a_commit_of_another_key_overtakes_nothing():
    keys = UniqueKeys(10)
    question = keys.begin(KIM)
    keys.put("acme", address("a9", "lee@example.com"))
    keys.end(question, "")
    assert keys.get(KIM) == ""


def test_a_read_that_failed_is_not_kept():
    keys = UniqueKeys(10)
    keys.end(keys.begin(KIM), None)
    assert keys.get(KIM) is None


def test_a_key_with_a_condition_is_held_while_it_applies():
    key = UniqueKey("acme", Interaction, ("entry_point", "address", "thread"), ("e1", "a1", ""))
    keys = known("", key)
    keys.put("acme", interaction("i1", entry_point="e1", address="a1", state=InteractionState.ACTIVE))
    assert keys.get(key) == "i1"
    keys.put("acme", interaction("i1", entry_point="e1", address="a1", state=InteractionState.ENDED))
    assert keys.get(key) is None


def test_forgets_the_oldest_and_all_when_told():
    keys = known("a1", limit=1)
    keys.end(keys.begin(LEE), "")
    assert (keys.get(KIM), keys.get(LEE)) == (None, "")
    keys.put("acme", kim())
    keys.clear()
    assert keys.get(LEE) is None
