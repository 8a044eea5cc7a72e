"""What the knowledge bot remembers from one turn to the next, in the slots that are kept with the talk."""

from hub.core.bots import PERSON
from hub.core.records import Value

TURNS = 3
"""So many turns about nothing a subject is remembered, then a short question stands alone again."""

PLACES = ("", "_2", "_3")
"""Ends of the names of the slots that hold the topics of one message."""

QUESTION_CHARS = 300


class Topic(Value, frozen=True, kw_only=True):
    """What was talked about: the question, and the article that was told for it, if one was."""

    question: str
    article: str = ""
    title: str = ""


class Memory(Value, frozen=True, kw_only=True):
    """The topics of one message, last first, and how many turns ago they came up; what is on offer.

    `choices` are the values of the choices, in their order.
    """

    topics: tuple[Topic, ...] = ()
    age: int = 0
    choices: tuple[str, ...] = ()
    offers_person: bool = False

    @staticmethod
    def of(slots: dict[str, str]) -> "Memory":
        """Read it; whatever the slots hold, something comes out."""
        age = slots.get("age", "")
        turns = int(age) if age.isdecimal() and len(age) < 4 else 0
        topics = [
            Topic(
                question=slots[f"question{place}"],
                article=slots.get(f"article{place}", ""),
                title=slots.get(f"title{place}", ""),
            )
            for place in PLACES
            if slots.get(f"question{place}")
        ]
        return Memory(
            topics=tuple(topics) if turns < TURNS else (),
            age=turns,
            choices=tuple(slots.get("choices", "").split()),
            offers_person=slots.get("offered") == PERSON,
        )

    @property
    def question(self) -> str:
        """The last question, "" where none is remembered."""
        return self.topics[0].question if self.topics else ""

    def slots(self) -> dict[str, str]:
        """Return it as slots, empty ones left out."""
        found = {
            "age": str(self.age) if self.topics and self.age else "",
            "choices": " ".join(self.choices),
            "offered": PERSON if self.offers_person else "",
        }
        for place, topic in zip(PLACES, self.topics, strict=False):
            found |= {
                f"question{place}": topic.question[:QUESTION_CHARS],
                f"article{place}": topic.article,
                f"title{place}": topic.title,
            }
        return {name: value for name, value in found.items() if value}

    def later(self, *, offers_person: bool = False) -> "Memory":
        """Return what is left of it after a turn about nothing."""
        return Memory(topics=self.topics, age=self.age + 1, offers_person=offers_person)
