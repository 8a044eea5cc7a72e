"""The small language of conditions and computed values in flows.

    amount * 1.19 > 100 and not (country in ["DE", "AT"])

Values are JSON: null, true, numbers, 'text', lists, objects. Names are variables; `order.items[0].name`
reaches into them, and what is not there is null. There are no loops and no powers, and sizes are bounded,
so every expression ends soon. Nothing in it can reach Python.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct

from bots.flow.problems import Flaw

LONGEST = 2000
"""Characters of an expression."""
DEEPEST = 40
LONGEST_TEXT = 20_000
"""Characters of a text that an expression makes."""
LARGEST = 1e15
"""Numbers beyond this are an error: they are no amounts of anything, and floats lose whole units there."""

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[^\W\d]\w*)|(?P<text>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
    r"|(?P<mark>==|!=|<=|>=|[-+*/%<>()\[\],.]))"
)
_WORDS = {"true": True, "false": False, "null": None}
_OPERATORS = frozenset({"and", "or", "not", "in"})
_ESCAPE = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t"}


class ExpressionError(Exception):
    """What is wrong with an expression, or with the values it met; `at` is the place in its text, from 0."""

    def __init__(self, message: str, at: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.at = at


class ExpressionSyntaxError(ExpressionError):
    """The text is no expression; `code` says why, `word` is what is wrong or missing there."""

    def __init__(self, code: str, at: int = 0, word: str = "", hint: str = "") -> None:
        super().__init__(f"{code.replace('_', ' ')} {word}".rstrip(), at)
        self.code = code
        self.word = word
        self.hint = hint

    def flaw(self, expression: str) -> Flaw:
        """Return it as a problem of the flow that has the expression."""
        said = {"expression": expression, "at": str(self.at + 1), "word": self.word, "limit": str(LONGEST)}
        return Flaw(code=f"expression_{self.code}", vars=said, hint=self.hint)


class Node(Struct, frozen=True):
    """A part of an expression: what it does, with which parts, or its constant."""

    op: str
    parts: tuple["Node", ...] = ()
    value: Any = None
    at: int = 0


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """Read an expression; raise ExpressionSyntaxError that says what was expected where."""
    if len(text) > LONGEST:
        raise ExpressionSyntaxError("too_long")
    return _Parser(text).whole()


def names(node: Node) -> Iterator[tuple[str, int]]:
    """Yield the variables an expression mentions, with their places."""
    if node.op == "name":
        yield node.value, node.at
    for part in node.parts:
        yield from names(part)


def calls(node: Node) -> Iterator[tuple[str, int, int]]:
    """Yield the functions an expression calls, with the number of arguments and their places."""
    if node.op == "call":
        yield node.value, len(node.parts), node.at
    for part in node.parts:
        yield from calls(part)


Functions = Mapping[str, Callable[..., Any]]


def evaluate(node: Node, variables: Mapping[str, Any], functions: Functions) -> Any:
    """Return the value; raise ExpressionError for values that do not fit together."""
    match node.op:
        case "constant":
            return node.value
        case "name":
            return variables.get(node.value)
        case "and" | "or":
            left = evaluate(node.parts[0], variables, functions)
            if truth(left) is (node.op == "or"):
                return left
            return evaluate(node.parts[1], variables, functions)
        case "if":
            condition, yes, no = node.parts
            chosen = yes if truth(evaluate(condition, variables, functions)) else no
            return evaluate(chosen, variables, functions)
        case "list":
            return [evaluate(part, variables, functions) for part in node.parts]
    values = [evaluate(part, variables, functions) for part in node.parts]
    if node.op == "call":
        return _called(node, values, functions)
    return _bounded(_OPERATIONS[node.op](node, *values), node)


def truth(value: Any) -> bool:
    """Say whether a value counts as true: not null, false, 0, nor empty."""
    return bool(value)


def _called(node: Node, values: list[Any], functions: Functions) -> Any:
    function = functions.get(node.value)
    if function is None:
        raise ExpressionError(f"there is no function {node.value}", node.at)
    try:
        return _bounded(function(*values), node)
    except ExpressionError as error:
        raise ExpressionError(f"{node.value}: {error.message}", node.at) from None
    except (TypeError, ValueError, OverflowError, ArithmeticError, AttributeError, LookupError):
        raise ExpressionError(f"{node.value} cannot be applied to these values", node.at) from None


def _bounded(value: Any, node: Node) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool) and not abs(value) <= LARGEST:
        raise ExpressionError("the number is too large", node.at)
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        raise ExpressionError("the text is too long", node.at)
    return value


def is_number(value: Any) -> bool:
    """Say whether a value is a number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _plus(node: Node, left: Any, right: Any) -> Any:
    if is_number(left) and is_number(right):
        return left + right
    if isinstance(left, str) and isinstance(right, str):
        return left + right
    raise ExpressionError("+ adds two numbers or joins two texts; use text(x) to make a text", node.at)


def _arithmetic(symbol: str, apply: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    def run(node: Node, left: Any, right: Any) -> Any:
        if not (is_number(left) and is_number(right)):
            raise ExpressionError(f"{symbol} needs two numbers", node.at)
        if symbol in "/%" and right == 0:
            raise ExpressionError("division by zero", node.at)
        return apply(left, right)

    return run


def _compared(symbol: str, apply: Callable[[Any, Any], bool]) -> Callable[..., Any]:
    def run(node: Node, left: Any, right: Any) -> bool:
        both = (is_number(left) and is_number(right)) or (isinstance(left, str) and isinstance(right, str))
        if left is None or right is None:
            return False  # nothing is neither more nor less
        if not both:
            raise ExpressionError(f"{symbol} compares two numbers or two texts", node.at)
        return apply(left, right)

    return run


def _in(node: Node, left: Any, right: Any) -> bool:
    if isinstance(right, str) and isinstance(left, str):
        return left in right
    if isinstance(right, list):
        return any(_equal(left, one) for one in right)
    if isinstance(right, dict):
        return left in right
    if right is None:
        return False
    raise ExpressionError("in looks into a list, an object or a text", node.at)


def _equal(left: Any, right: Any) -> bool:
    if isinstance(left, bool) is not isinstance(right, bool):
        return False  # 1 is not true
    return bool(left == right)


def _reached(node: Node, left: Any, key: Any) -> Any:
    if isinstance(left, dict):
        return left.get(key if isinstance(key, str) else str(key))
    if isinstance(left, list | str) and isinstance(key, int) and not isinstance(key, bool):
        return left[key] if -len(left) <= key < len(left) else None
    return None


def _negated(node: Node, value: Any) -> Any:
    if not is_number(value):
        raise ExpressionError("- needs a number", node.at)
    return -value


_OPERATIONS: Mapping[str, Callable[..., Any]] = {
    "+": _plus,
    "-": _arithmetic("-", lambda a, b: a - b),
    "*": _arithmetic("*", lambda a, b: a * b),
    "/": _arithmetic("/", lambda a, b: a / b),
    "%": _arithmetic("%", lambda a, b: a % b),
    "<": _compared("<", lambda a, b: a < b),
    "<=": _compared("<=", lambda a, b: a <= b),
    ">": _compared(">", lambda a, b: a > b),
    ">=": _compared(">=", lambda a, b: a >= b),
    "==": lambda node, a, b: _equal(a, b),
    "!=": lambda node, a, b: not _equal(a, b),
    "in": _in,
    "not in": lambda node, a, b: not _in(node, a, b),
    "not": lambda node, a: not truth(a),
    "minus": _negated,
    "reach": _reached,
}
_BINDING = {"or": 1, "and": 2, "in": 4, "not": 4, "+": 5, "-": 5, "*": 6, "/": 6, "%": 6}
_BINDING |= dict.fromkeys(("==", "!=", "<", "<=", ">", ">="), 4)


class _Parser:
    """Precedence climbing over the tokens of one expression."""

    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._place = 0
        self._depth = 0

    def whole(self) -> Node:
        node = self._expression(0)
        kind, word, at = self._next()
        if kind != "end":
            raise ExpressionSyntaxError("unexpected", at, word)
        return node

    def _expression(self, least: int) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ExpressionSyntaxError("too_deep", self._peek()[2])
        left = self._operand()
        while True:
            kind, word, at = self._peek()
            binding = _BINDING.get(word, 0) if kind in {"mark", "operator"} else 0
            if binding <= least:
                break
            self._next()
            if word == "not":
                self._expect("in")
                word = "not in"
            left = Node(word, (left, self._expression(binding)), at=at)
        self._depth -= 1
        return left

    def _operand(self) -> Node:
        kind, word, at = self._next()
        if kind == "operator" and word == "not":
            return Node("not", (self._expression(3),), at=at)
        if kind == "mark" and word == "-":
            return Node("minus", (self._expression(7),), at=at)
        return self._reaching(self._primary(kind, word, at))

    def _primary(self, kind: str, word: str, at: int) -> Node:
        if kind == "number":
            return Node("constant", value=float(word) if "." in word else int(word), at=at)
        if kind == "text":
            return Node("constant", value=_ESCAPE.sub(_unescaped, word[1:-1]), at=at)
        if kind == "name":
            if word in _WORDS:
                return Node("constant", value=_WORDS[word], at=at)
            if self._peek()[1] == "(" and self._peek()[0] == "mark":
                self._next()
                return _call(word, self._until(")"), at)
            return Node("name", value=word, at=at)
        if kind == "mark" and word == "(":
            inner = self._expression(0)
            self._expect(")")
            return inner
        if kind == "mark" and word == "[":
            return Node("list", self._until("]"), at=at)
        raise ExpressionSyntaxError("ends" if kind == "end" else "unexpected", at, word)

    def _reaching(self, node: Node) -> Node:
        depth = 0
        while self._peek()[0] == "mark" and self._peek()[1] in {".", "["}:
            _, mark, at = self._next()
            depth += 1
            if depth > DEEPEST:
                raise ExpressionSyntaxError("too_deep", at)
            if mark == ".":
                kind, name, where = self._next()
                if kind not in {"name", "operator"}:
                    raise ExpressionSyntaxError("point", where)
                key = Node("constant", value=name, at=where)
            else:
                key = self._expression(0)
                self._expect("]")
            node = Node("reach", (node, key), at=at)
        return node

    def _until(self, mark: str) -> tuple[Node, ...]:
        parts: list[Node] = []
        while self._peek()[1] != mark or self._peek()[0] != "mark":
            if parts:
                self._expect(",")
            parts.append(self._expression(0))
        self._next()
        return tuple(parts)

    def _expect(self, wanted: str) -> None:
        _, word, at = self._next()
        if word != wanted:
            raise ExpressionSyntaxError("lacks", at, wanted)

    def _peek(self) -> tuple[str, str, int]:
        return self._tokens[self._place]

    def _next(self) -> tuple[str, str, int]:
        word = self._tokens[self._place]
        if word[0] != "end":
            self._place += 1
        return word


def _call(name: str, arguments: tuple[Node, ...], at: int) -> Node:
    if name != "if":
        return Node("call", arguments, value=name, at=at)
    if len(arguments) != 3:
        raise ExpressionSyntaxError("if", at)
    return Node("if", arguments, at=at)


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    place = 0
    end = len(text.rstrip())
    while place < end:
        match = _TOKEN.match(text, place)
        if not match or match.lastgroup is None:
            at = place + len(text[place:]) - len(text[place:].lstrip())
            raise ExpressionSyntaxError("sign", at, text[at], "equals" if text[at] == "=" else "")
        kind, word = match.lastgroup, match[match.lastgroup]
        if kind == "name" and word in _OPERATORS:
            kind = "operator"
        yield kind, word, match.start(match.lastgroup)
        place = match.end()
    yield "end", "", end


def _unescaped(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[1], match[1])
