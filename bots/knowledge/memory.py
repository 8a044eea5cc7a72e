"""What the knowledge bot remembers from one turn to the next, in the slots that are kept with the talk."""

from hub.core.bots import PERSON
from hub.core.records import Value

TURNS = 3
"""So many turns about nothing a subject is remembered, then a short question stands alone again."""

QUESTION_CHARS = 300


class Topic(Value, frozen=True, kw_only=True):
    """What was talked about: the question, and the article that was told for it, if one was."""

    question: str
    article: str = ""
    title: str = ""


class Memory(Value, frozen=True, kw_only=True):
    """The topic, how many turns ago it came up, and the values of the choices on offer, in their order."""

    topic: Topic | None = None
    age: int = 0
    choices: tuple[str, ...] = ()
    offers_person: bool = False

    @staticmethod
    def of(slots: dict[str, str]) -> "Memory":
        """Read it; whatever the slots hold, something comes out."""
        age = slots.get("age", "")
        turns = int(age) if age.isdecimal() else 0
        topic = Topic(
            question=slots.get("question", ""), article=slots.get("article", ""), title=slots.get("title", "")
        )
        return Memory(
            topic=topic if topic.question and turns < TURNS else None,
            age=turns,
            choices=tuple(slots.get("choices", "").split()),
            offers_person=slots.get("offered") == PERSON,
        )

    def slots(self) -> dict[str, str]:
        """Return it as slots, empty ones left out."""
        topic = self.topic or Topic(question="")
        found = {
            "question": topic.question[:QUESTION_CHARS],
            "article": topic.article,
            "title": topic.title,
            "age": str(self.age) if self.topic and self.age else "",
            "choices": " ".join(self.choices),
            "offered": PERSON if self.offers_person else "",
        }
        return {name: value for name, value in found.items() if value}

    def later(self, *, offers_person: bool = False) -> "Memory":
        """Return what is left of it after a turn about nothing."""
        return Memory(topic=self.topic, age=self.age + 1, offers_person=offers_person)
