from hub.core.models.contacts import Contact
from hub.store.cache import RecordCache
from tests.fakes.records import contact

KEY = ("acme", Contact, "k1")


def test_gives_back_what_was_put_for_the_same_tenant_only():
    cache = RecordCache(10)
    cache.put("acme", contact(rev=1))
    assert cache.get("acme", Contact, "k1") == contact(rev=1)
    assert cache.get("globex", Contact, "k1") is None


def test_forgets_the_least_recently_used():
    cache = RecordCache(2)
    for id in ("k1", "k2"):
        cache.put("acme", contact(id))
    cache.get("acme", Contact, "k1")
    cache.put("acme", contact("k3"))
    assert [id for id in ("k1", "k2", "k3") if cache.get("acme", Contact, id)] == ["k1", "k3"]


def test_keeps_what_was_read():
    cache = RecordCache(2)
    cache.begin(KEY)
    cache.end(KEY, contact(rev=1))
    assert cache.get("acme", Contact, "k1") == contact(rev=1)


def test_a_read_overtaken_by_a_commit_puts_nothing_back():
    cache = RecordCache(1)
    cache.begin(KEY)
    cache.put("acme", contact(rev=2))
    cache.put("acme", contact("k2"))  # pushes the new one out again
    cache.end(KEY, contact(rev=1))
    assert cache.get("acme", Contact, "k1") is None


def test_a_read_overtaken_by_a_deletion_puts_nothing_back():
    cache = RecordCache(2)
    cache.begin(KEY)
    cache.begin(KEY)
    cache.drop("acme", contact(rev=1))
    cache.end(KEY, contact(rev=1))
    cache.end(KEY, contact(rev=1))
    assert cache.get("acme", Contact, "k1") is None


def test_reads_after_the_overtaken_ones_are_kept_again():
    cache = RecordCache(2)
    cache.begin(KEY)
    cache.drop("acme", contact(rev=1))
    cache.end(KEY, None)
    cache.begin(KEY)
    cache.end(KEY, contact(rev=1))
    assert cache.get("acme", Contact, "k1") == contact(rev=1)
