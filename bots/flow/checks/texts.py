"""Texts, placeholders and expressions: languages that are missing, names that are not there."""

import re
from collections.abc import Iterable
from typing import Any

from bots.flow import model
from bots.flow.checks.base import Checks
from bots.flow.expressions import ExpressionSyntaxError, calls, names, parse
from bots.flow.functions import FUNCTIONS
from bots.flow.problems import Flaw, flaw, unknown
from bots.flow.source import Path
from bots.flow.texts import placeholders

BUILT_IN = frozenset({"today", "now", "channel", "language", "contact"})
_SECRET = re.compile(r"secret\.([a-z][a-z0-9_]*)")
_KEY = re.compile(r"[0-9]{1,4}")


class TextChecks(Checks):
    """Checks what is said, and what is computed for it."""

    def check_variable(self, name: str, path: Path) -> None:
        """Check that a variable is declared."""
        if name not in self.flow.variables:
            self.wrong(path, unknown("variable_unknown", name, self.flow.variables))

    def check_text(self, texts: dict[str, str], path: Path, *, required: bool = True) -> None:
        """Check a text in all languages."""
        if not texts and required and path[-1] == "text" and self._may_be_empty(path):
            return
        if texts or required:
            for language in self.flow.languages:
                if not texts.get(language, "").strip():
                    self.wrong(path, flaw("text_missing", language=language))
        for language, text in texts.items():
            if language not in self.flow.languages:
                self.wrong((*path, language), unknown("language_unknown", language, self.flow.languages))
            self.check_template(text, (*path, language))

    def check_template(self, text: str, path: Path, *, secrets: bool = False) -> None:
        """Check the placeholders of a text; `secrets` may stand in it or not."""
        for expression, _ in placeholders(text):
            secret = _SECRET.fullmatch(expression.strip())
            if secret and secrets:
                known = self.around.secrets
                if known is not None and secret[1] not in known:
                    self.wrong(path, unknown("no_secret", secret[1], known))
                continue
            if secret:
                self.wrong(path, flaw("secret_shown"))
                continue
            self.check_expression(expression, path)
        if text.count("{{") != len(placeholders(text)):
            self.wrong(path, flaw("braces_open"))

    def check_expression(self, value: Any, path: Path, known: Iterable[str] | None = None) -> None:
        """Check an expression; `known` are its variables, if not those of the flow."""
        if not isinstance(value, str):
            return
        try:
            node = parse(value.strip())
        except ExpressionSyntaxError as error:
            self.wrong(path, error.flaw(value.strip()))
            return
        variables = {*self.flow.variables, *BUILT_IN} if known is None else {*known}
        for name, _ in names(node):
            if name not in variables:
                self.wrong(path, unknown("no_variable", name, sorted(variables)))
        for name, given, _ in calls(node):
            if name not in FUNCTIONS:
                self.wrong(path, unknown("no_function", name, FUNCTIONS))
            elif not FUNCTIONS[name][1] <= given <= FUNCTIONS[name][2]:
                self.wrong(path, _arguments(name, FUNCTIONS[name][1], FUNCTIONS[name][2]))

    def check_options(self, options: list[Any], path: Path) -> None:
        """Check the labels and keys of choices."""
        keys = [option.key or str(place) for place, option in enumerate(options, 1)]
        for index, option in enumerate(options):
            self.check_text(option.label, (*path, index, "label"))
            if option.key and not _KEY.fullmatch(option.key):
                self.wrong((*path, index, "key"), flaw("key_digits"))
            if keys.count(keys[index]) > 1 and keys.index(keys[index]) != index:
                self.wrong((*path, index), flaw("key_taken", name=keys[index]))

    def _may_be_empty(self, path: Path) -> bool:
        step = self.flow.steps.get(str(path[1])) if len(path) > 1 else None
        return isinstance(step, model.AskKnowledge) and step.question is not None


def _arguments(name: str, least: int, most: int) -> Flaw:
    if least == most:
        return flaw("arguments", name=name, least=least)
    return flaw("arguments_range", name=name, least=least, most=most)
