"""A flow's texts: in the customer's language, with values filled in as people read them."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from typing import Any

from bots.flow.expressions import ExpressionError, Functions, evaluate, parse
from bots.flow.functions import text_of
from bots.flow.model import VariableSpec
from bots.language import spoken
from hub.core.models.data import FieldType

PLACEHOLDER = re.compile(r"{{(.*?)}}", re.DOTALL)
MASK = "••••"
PHRASES: Mapping[str, Mapping[str, str]] = tomllib.loads(
    (files("bots.flow") / "phrases.toml").read_text("utf-8")
)
LONGEST = 8000
"""Characters of what is said at once."""

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~!])")
_LINE_START = re.compile(r"^(\s*\d*)([-+=.)])(?=\s|$|[-+=])", re.MULTILINE)


def phrase(key: str, language: str, values: Mapping[str, str] | None = None) -> str:
    """Return one of our own phrases."""
    text = PHRASES[spoken(language)][key]
    for name, value in (values or {}).items():
        text = text.replace(f"{{{name}}}", value)
    return text


def in_language(texts: Mapping[str, str], language: str) -> str:
    """Return the text of the language, or of its family, or else the first there is."""
    primary = language.partition("-")[0]
    for one in (language, primary, "en"):
        if texts.get(one):
            return texts[one]
    return next((text for text in texts.values() if text), "")


def placeholders(text: str) -> list[tuple[str, int]]:
    """Return the expressions in a text, with their places."""
    return [(match[1], match.start(1)) for match in PLACEHOLDER.finditer(text)]


class Filler:
    """Fills values into texts of one language."""

    def __init__(
        self,
        variables: Mapping[str, Any],
        specs: Mapping[str, VariableSpec],
        functions: Functions,
        language: str,
    ) -> None:
        """Take the variables and what is declared of them."""
        self._variables = variables
        self._specs = specs
        self._functions = functions
        self._language = language

    def markdown(self, texts: Mapping[str, str]) -> str:
        """Return a text to be read; values are shown as they are and never taken for Markdown."""
        return self._filled(in_language(texts, self._language), escape=True)[:LONGEST]

    def plain(self, texts: Mapping[str, str]) -> str:
        """Return a text without markup, for SMS and subjects."""
        return self._filled(in_language(texts, self._language), escape=False)[:LONGEST]

    def template(self, text: str) -> str:
        """Return a text for machines: values as they are."""
        return PLACEHOLDER.sub(lambda match: text_of(self.value(match[1])), text)

    def value(self, expression: Any) -> Any:
        """Return the value of an expression; a plain number or truth value is itself."""
        if not isinstance(expression, str):
            return expression
        return evaluate(parse(expression.strip()), self._variables, self._functions)

    def _filled(self, text: str, *, escape: bool) -> str:
        def fill(match: re.Match[str]) -> str:
            expression = match[1].strip()
            spec = self._specs.get(expression)
            try:
                value = self.value(expression)
            except ExpressionError:
                return ""
            if spec and spec.secret and value is not None:
                return MASK
            shown = self.shown(value, spec)
            return escaped(shown) if escape else shown

        return PLACEHOLDER.sub(fill, text)

    def shown(self, value: Any, spec: VariableSpec | None) -> str:
        """Return a value as people of the language read it."""
        return shown(value, spec, self._language)


def shown(value: Any, spec: VariableSpec | None, language: str) -> str:
    """Return a value as people read it: dates, amounts, yes and no, the labels of choices."""
    kind = spec.kind if spec else None
    if isinstance(value, bool):
        return phrase("yes" if value else "no", language)
    if spec and kind is FieldType.CHOICE:
        option = next((one for one in spec.choices if one.value == value), None)
        return in_language(option.label, language) if option else text_of(value)
    if kind is FieldType.DATE and isinstance(value, str):
        return _date(value, language)
    if spec and kind is FieldType.AMOUNT and isinstance(value, int | float):
        return f"{value:.2f} {spec.unit}".rstrip()
    return text_of(value)[:2000]


def escaped(text: str) -> str:
    """Return a text with nothing in it taken as Markdown; lines stay lines."""
    return _LINE_START.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", text)) if text else ""


def _date(value: str, language: str) -> str:
    try:
        day = date.fromisoformat(value[:10])
    except ValueError:
        return value
    if spoken(language) == "zh":
        return f"{day.year}年{day.month}月{day.day}日（周{'一二三四五六日'[day.weekday()]}）"
    return f"{_DAYS[day.weekday()]}, {day.day} {_MONTHS[day.month - 1]} {day.year}"
