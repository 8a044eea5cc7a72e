"""Reading the two files an evaluation takes; whatever is wrong in them is named by file and line."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from bots.knowledge.passages import rows
from bots.knowledge.retrieval.ports import Passage
from hub.core.errors import InvalidInput
from hub.core.records import Value

T = TypeVar("T")


class ArticleLine(Value, frozen=True, kw_only=True):
    """One line of the articles file; other members are passed over."""

    id: str
    title: str
    body: str = ""
    questions: list[str] = []
    language: str = ""


class QuestionLine(Value, frozen=True, kw_only=True):
    """One line of the questions file; `article` is null where the base has no answer."""

    text: str
    article: str | None


def read_articles(path: Path) -> list[ArticleLine]:
    """Return the articles; InvalidInput names the line that cannot be used."""
    found: list[ArticleLine] = []
    seen: dict[str, int] = {}
    for number, line in _lines(path, ArticleLine):
        if not line.id.strip() or not (line.title.strip() or line.questions or line.body.strip()):
            raise InvalidInput(f"{path}, line {number}: an article needs an id and some text.")
        if line.id in seen:
            raise InvalidInput(f"{path}, line {number}: the id {line.id!r} is that of line {seen[line.id]}.")
        seen[line.id] = number
        found.append(line)
    if not found:
        raise InvalidInput(f"{path}: there are no articles in it.")
    return found


def read_questions(path: Path, articles: list[ArticleLine]) -> list[QuestionLine]:
    """Return the questions; InvalidInput names the line that cannot be used."""
    known = {article.id for article in articles}
    found: list[QuestionLine] = []
    for number, line in _lines(path, QuestionLine):
        if not line.text.strip():
            raise InvalidInput(f"{path}, line {number}: the question has no text.")
        if line.article is not None and line.article not in known:
            raise InvalidInput(f"{path}, line {number}: there is no article {line.article!r}.")
        found.append(line)
    if not found:
        raise InvalidInput(f"{path}: there are no questions in it.")
    return found


def passages_of(article: ArticleLine) -> list[Passage]:
    """Return what of an article is searched: its title, its questions, the parts of its body."""
    return rows(article.id, article.title, article.questions, article.body, article.language)


def _lines(path: Path, kind: type[T]) -> Iterator[tuple[int, T]]:
    decoder = msgspec.json.Decoder(kind)
    try:
        with path.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                if not line.strip():
                    continue
                try:
                    yield number, decoder.decode(line.removeprefix(b"\xef\xbb\xbf"))
                except (msgspec.DecodeError, UnicodeDecodeError) as error:
                    raise InvalidInput(f"{path}, line {number}: {error}.") from None
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror}.") from None
