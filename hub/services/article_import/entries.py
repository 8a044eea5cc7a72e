"""What reading a file comes to."""

import re

from hub.core.models.knowledge import Audience
from hub.core.records import Value

MOST = 2_000
"""Articles that one file may hold."""

TITLE_CHARS = 200
BODY_CHARS = 50_000
QUESTIONS = 100
QUESTION_CHARS = 300
LANGUAGES = ("en", "zh")

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{2,}")


class ImportEntry(Value, frozen=True, kw_only=True):
    """An article as it would be imported; `where` names its line, page or file."""

    where: str = ""
    title: str
    body: str
    questions: list[str] = []
    language: str = "en"
    category: str = ""
    audience: Audience = Audience.CUSTOMERS


class ImportFault(Value, frozen=True, kw_only=True):
    """What could not be read: where it stands, and why, as a key with its variables."""

    where: str
    code: str
    vars: dict[str, str] = {}


class Parsed(Value, frozen=True, kw_only=True):
    """A file's articles and faults. `notes` are keys of what a person should know of all of it."""

    entries: list[ImportEntry] = []
    faults: list[ImportFault] = []
    notes: list[str] = []


class Unreadable(Exception):
    """The file as a whole cannot be read; `code` says why."""

    def __init__(self, code: str, **vars: str) -> None:
        """Take a key and its variables."""
        super().__init__(code)
        self.code = code
        self.vars = vars


class Collector:
    """Takes what readers find, one article after the other, and judges each."""

    def __init__(self) -> None:
        self.entries: list[ImportEntry] = []
        self.faults: list[ImportFault] = []
        self.notes: list[str] = []

    def add(
        self,
        where: str,
        title: str,
        body: str,
        *,
        questions: list[str] | None = None,
        language: str = "",
        category: str = "",
        audience: str = "",
    ) -> None:
        """Take an article, or note what is wrong with it."""
        title, body = " ".join(title.split()), body.strip()
        asked = [" ".join(one.split()) for one in questions or []]
        if fault := _fault(where, title, body, language, audience, asked):
            self.faults.append(fault)
            return
        if len(self.entries) >= MOST:
            raise Unreadable("too_many", count=str(MOST))
        self.entries.append(
            ImportEntry(
                where=where,
                title=title,
                body=body,
                questions=list(dict.fromkeys(one for one in asked if one)),
                language=_base(language) or language_of(f"{title} {body[:500]}"),
                category=category.strip(),
                audience=Audience(audience or "customers"),
            )
        )

    def fault(self, where: str, code: str, **vars: str) -> None:
        """Note what could not be read."""
        self.faults.append(ImportFault(where=where, code=code, vars=vars))

    def parsed(self) -> Parsed:
        """Return all of it."""
        return Parsed(entries=self.entries, faults=self.faults, notes=list(dict.fromkeys(self.notes)))


def language_of(text: str) -> str:
    """Return "zh" or "en" by the script of most of the text."""
    return "zh" if len(_HAN.findall(text)) >= max(1, len(_LATIN.findall(text))) else "en"


def _base(language: str) -> str:
    return language.strip().lower().partition("-")[0]


def _fault(
    where: str, title: str, body: str, language: str, audience: str, questions: list[str]
) -> ImportFault | None:
    if not title:
        return ImportFault(where=where, code="no_title")
    if not body:
        return ImportFault(where=where, code="no_body")
    if len(title) > TITLE_CHARS:
        return ImportFault(where=where, code="long_title", vars={"count": str(TITLE_CHARS)})
    if len(body) > BODY_CHARS:
        return ImportFault(where=where, code="long_body", vars={"count": str(BODY_CHARS)})
    if language and _base(language) not in LANGUAGES:
        return ImportFault(where=where, code="language", vars={"language": language[:20]})
    if audience and audience not in set(Audience):
        return ImportFault(where=where, code="audience", vars={"audience": audience[:20]})
    if len(questions) > QUESTIONS or any(len(one) > QUESTION_CHARS for one in questions):
        return ImportFault(
            where=where, code="questions", vars={"count": str(QUESTIONS), "chars": str(QUESTION_CHARS)}
        )
    return None
