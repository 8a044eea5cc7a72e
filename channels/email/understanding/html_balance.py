"""Very large HTML made simple before it is cleaned: every element closed, few levels, known tags only.

An HTML parser has to repair what is not closed or stands in a wrong place, and its work can grow with the
square of the text; a stranger could keep it busy for minutes. What comes out of here needs no repair.
This is no protection against scripts: `hub.core.text.clean_mail` is, and takes it from here.
"""

import html
import re

from hub.core.text import MAIL_ATTRIBUTES, MAIL_TAGS

MOST_TAGS = 1000
"""HTML with fewer tags is taken as it is: however bad, it is soon repaired."""
DEEPEST = 60
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:-]{0,30})")
_ATTRIBUTE = re.compile(r"""[\s/]*([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
_END = re.compile(r"[\s/]*>")
_HIDDEN = frozenset(
    {"script", "style", "title", "template", "noscript", "textarea", "xmp", "iframe", "noembed", "noframes"}
)
_EMPTY = frozenset({"br", "hr", "img"})
_ALONE = frozenset({"p", "li", "td", "th", "tr", "dt", "dd"})
"""Elements that end where the next of their kind begins."""
_ROWS = frozenset({"table", "thead", "tbody", "tr"})
_CELLS = frozenset({"td", "th", "caption"})


def balanced(source: str) -> str:
    """Return the HTML as it is if it has few tags, else in its simple form, in time linear to its length."""
    return source if source.count("<") <= MOST_TAGS else _Balancer(source).run()


class _Balancer:
    """Reads once from left to right; `stack` has the elements that are open in what was written."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.out: list[str] = []
        self.stack: list[str] = []

    def run(self) -> str:
        """Return the simple form."""
        at = 0
        while (found := self.source.find("<", at)) >= 0:
            self.text(self.source[at:found])
            at = self.markup(found)
        self.text(self.source[at:])
        self.close_to(0)
        return "".join(self.out)

    def markup(self, at: int) -> int:
        """Take what begins with "<" here; return where it ends."""
        tag = _TAG.match(self.source, at)
        if tag is None:
            if self.source.startswith("<!--", at):
                return self.after("-->", at + 4)
            if self.source.startswith(("<!", "<?", "</"), at):
                return self.after(">", at + 2)
            self.text("&lt;")
            return at + 1
        name = tag[1].lower()
        if self.source[at + 1] == "/":
            self.close(name)
            return self.after(">", tag.end())
        attributes, end = self.attributes(tag.end())
        if name in _HIDDEN:
            closing = re.compile(f"</{name}", re.IGNORECASE).search(self.source, end)
            return self.after(">", closing.end()) if closing else len(self.source)
        if name in MAIL_TAGS:
            self.open(name, attributes)
        return end

    def after(self, mark: str, at: int) -> int:
        """Return where the mark ends; without one the rest is nothing, as in every browser."""
        found = self.source.find(mark, at)
        return len(self.source) if found < 0 else found + len(mark)

    def attributes(self, at: int) -> tuple[dict[str, str], int]:
        """Return a tag's attributes and where the tag ends."""
        found: dict[str, str] = {}
        while not (end := _END.match(self.source, at)):
            match = _ATTRIBUTE.match(self.source, at)
            if match is None:  # a quote that stands alone, or the end
                if at >= len(self.source):
                    return found, at
                at += 1
                continue
            value = next((group for group in match.groups()[1:] if group is not None), "")
            found.setdefault(match[1].lower(), value)
            at = match.end()
        return found, end.end()

    def open(self, name: str, attributes: dict[str, str]) -> None:
        """Write an element's start; what is nested too deeply goes without its element."""
        if self.stack and self.stack[-1] == name and name in _ALONE:
            self.close_to(len(self.stack) - 1)
        if name not in _ROWS and name not in _CELLS:
            self.cell()
        if name not in _EMPTY:
            if len(self.stack) >= DEEPEST:
                return
            self.stack.append(name)
        allowed = MAIL_ATTRIBUTES.get(name, ())
        kept = "".join(
            f' {key}="{html.escape(html.unescape(value))}"'
            for key, value in attributes.items()
            if key in allowed
        )
        self.out.append(f"<{name}{kept}>")

    def close(self, name: str) -> None:
        """Close an element and what is open within it; ignore the end of one that is not open."""
        for depth in range(len(self.stack) - 1, -1, -1):
            if self.stack[depth] == name:
                self.close_to(depth)
                return
            if self.stack[depth] == "table":
                return

    def close_to(self, depth: int) -> None:
        """Close all but so many elements."""
        while len(self.stack) > depth:
            self.out.append(f"</{self.stack.pop()}>")

    def text(self, text: str) -> None:
        """Write text."""
        if text and not text.isspace():
            self.cell()
        self.out.append(text.replace(">", "&gt;"))

    def cell(self) -> None:
        """Open a cell where text stands in a table outside of one."""
        if self.stack and self.stack[-1] in _ROWS:
            missing = ["td"] if self.stack[-1] == "tr" else ["tr", "td"]
            self.stack += missing
            self.out += [f"<{name}>" for name in missing]
