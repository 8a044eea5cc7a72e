"""The index: what is put in answers at once, what is taken out no more."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bots.knowledge.index import Entry, Index


def entry(
    article: str, title: str, body: str = "x", questions: tuple[str, ...] = (), revision: int = 1
) -> Entry:
    return Entry(article=article, revision=revision, title=title, body=body, questions=list(questions))


def found(index: Index, question: str) -> list[str]:
    return [one.entry.article for one in index.search(question)]


def test_an_empty_index_finds_nothing():
    assert found(Index(), "anything at all") == []


def test_put_answers_at_once_and_remove_ends_it():
    index = Index()
    index.put(entry("a", "Opening hours"))
    index.put(entry("b", "Warranty"))
    assert found(index, "guarantee") == ["b"]
    index.remove("b")
    assert found(index, "guarantee") == []
    assert "b" not in index
    assert len(index) == 1


def test_a_new_revision_replaces_the_old_one():
    index = Index()
    index.put(entry("a", "Parking"))
    index.put(entry("a", "Bicycles", revision=2))
    assert found(index, "parking") == []
    assert [(one.entry.article, one.entry.revision) for one in index.search("bicycle")] == [("a", 2)]
    assert len(index) == 1


def test_removing_the_unknown_is_nothing():
    index = Index()
    index.remove("nobody")
    assert len(index) == 0


def test_questions_and_title_weigh_more_than_the_body():
    index = Index()
    index.put(entry("body", "Lamps", "Some lamps have a battery. More about lamps, bulbs and shades here."))
    index.put(entry("question", "Power", "About power.", ("Which battery fits?",)))
    assert found(index, "which battery fits my lamp") == ["question", "body"]


def test_a_slip_of_the_keys_is_forgiven():
    index = Index()
    index.put(entry("a", "Assembly instructions"))
    index.put(entry("b", "Upholstery"))
    assert found(index, "uphlostery") == ["b"]


def test_the_passage_is_the_one_that_answers():
    index = Index()
    index.put(entry("a", "Delivery", "Parcels take two days.\n\n## Islands\n\nFerries run on Mondays."))
    [one] = index.search("delivery to islands by ferry")
    assert one.passage.heading == "Islands"
    assert index.passage("a", "how long do parcels take").text == "Parcels take two days."


def test_evidence_lies_between_nothing_and_all():
    index = Index()
    index.put(entry("a", "Refund", questions=("When do I get my refund?",)))
    for question in ("When do I get my refund?", "refund of zebras on the moon", "退款 refund"):
        [one] = index.search(question)
        for value in (one.coverage, one.closeness, one.substance, one.breadth):
            assert 0 <= value <= 1


WORDS = st.sampled_from(["sofa", "lamp", "refund", "deliver", "clean", "退货", "运费", "沙发怎么洗", "the"])
TEXT = st.lists(WORDS, max_size=6).map(" ".join)
STEP = st.tuples(st.sampled_from("abcd"), st.one_of(st.none(), st.tuples(TEXT, TEXT)))


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(STEP, max_size=15), question=TEXT)
def test_changes_leave_the_same_index_as_starting_over(steps, question):
    changed = Index()
    alive: dict[str, Entry] = {}
    for article, content in steps:
        if content is None:
            changed.remove(article)
            alive.pop(article, None)
        else:
            alive[article] = entry(article, content[0], content[1], (content[1],))
            changed.put(alive[article])
    fresh = Index()
    for one in alive.values():
        fresh.put(one)
    assert changed.search(question) == fresh.search(question)
    assert changed.restored("推货 云费 杀法") == fresh.restored("推货 云费 杀法")
