"""Cleaned HTML as text that reads as it looks: paragraphs, lists, tables, and quotes with "> "."""

import html
import re

_TOKEN = re.compile(r'<(/?)([a-z0-9]+)((?: [a-z-]+="[^"]*")*) ?/?>|([^<]+)|<')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BLANK_LINES = re.compile(r"(?:\n *){3,}")
_PARAGRAPHS = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "dl", "table"}
)
_LINES = frozenset({"div", "tr", "li", "dt", "dd", "center", "caption", "thead", "tbody", "tfoot"})
DEEPEST_QUOTE = 8


def text_of(cleaned: str) -> str:
    """Return the text of HTML that `hub.core.text.clean_mail` returned."""
    writer = _Writer()
    for token in _TOKEN.finditer(cleaned):
        if token[4] is not None:
            writer.write(html.unescape(token[4]))
        elif token[2]:
            writer.tag(token[2], token[3], closes=bool(token[1]))
    writer.end_line()
    lines = "\n".join(writer.lines)
    return _BLANK_LINES.sub("\n\n", lines).strip("\n")


class _Writer:
    """Gathers lines; keeps how deep in quotes it is and whether spaces count."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.quotes = 0
        self.verbatim = 0
        self.links: list[tuple[str, int]] = []

    def write(self, text: str) -> None:
        """Add text to the line."""
        if self.verbatim:
            first, *others = text.split("\n")
            self.line.append(first)
            for line in others:
                self.end_line(always=True)
                self.line.append(line)
            return
        text = _SPACE.sub(" ", text)
        if not self.line:
            text = text.lstrip(" ")
        elif self.line[-1].endswith(" "):
            text = text.removeprefix(" ")
        if text:
            self.line.append(text)

    def tag(self, name: str, attributes: str, closes: bool) -> None:
        """Open or close an element."""
        if name in _PARAGRAPHS:
            self.end_line()
            if name == "blockquote" and closes:
                self.quotes = max(0, self.quotes - 1)
            self.blank_line()
        elif name in _LINES:
            self.end_line()
        match name:
            case "blockquote" if not closes:
                self.quotes += 1
            case "pre":
                self.verbatim = max(0, self.verbatim + (-1 if closes else 1))
            case "br":
                self.end_line(always=True)
            case "li" if not closes:
                self.line.append("- ")
            case "td" | "th" if not closes and self.line:
                self.write(" ")
            case "hr":
                self.end_line()
                self.lines.append(self.prefix() + "-" * 20)
            case "img":
                self.image(dict(_ATTRIBUTE.findall(attributes)))
            case "a" if closes:
                self.close_link()
            case "a":
                self.links.append(
                    (html.unescape(dict(_ATTRIBUTE.findall(attributes)).get("href", "")), len(self.line))
                )

    def image(self, attributes: dict[str, str]) -> None:
        """Write what a picture shows, if its sender says so."""
        if alt := " ".join(html.unescape(attributes.get("alt", "")).split()):
            self.write(f"[{alt}]")

    def close_link(self) -> None:
        """Write where a link leads, unless its words say it."""
        if not self.links:
            return
        address, start = self.links.pop()
        shown = "".join(self.line[start:]).strip() if start <= len(self.line) else ""
        bare = address.removeprefix("mailto:").removeprefix("tel:")
        if bare and shown and bare.rstrip("/") not in (shown, "http://" + shown, "https://" + shown):
            self.line.append(f" ({bare})")

    def prefix(self) -> str:
        """Return what a line begins with in quotes."""
        return "> " * min(self.quotes, DEEPEST_QUOTE)

    def end_line(self, always: bool = False) -> None:
        """Finish the line; an empty one counts only where the sender broke it."""
        text = "".join(self.line).replace("\u00a0", " ").rstrip()
        self.line.clear()
        if text or always:
            self.lines.append((self.prefix() + text).rstrip())

    def blank_line(self) -> None:
        """Leave a line between paragraphs."""
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append(self.prefix().rstrip())
        elif self.lines and len(self.lines[-1]) > len(self.prefix()):
            self.lines[-1] = self.prefix().rstrip()  # the quote above ends here
