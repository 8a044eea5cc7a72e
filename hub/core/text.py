"""Text from outside as safe HTML or as plain text; nothing else in the hub turns text into HTML.

Markdown is read without raw HTML, and the result is cleaned once more against an allow-list, so that
neither library alone is trusted. Of images only our own articles' are shown: any other would tell its
owner who reads, and becomes a link.
"""

import html
import re
from collections.abc import Mapping, Sequence
from functools import cache

import nh3
from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.token import Token

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
TAGS = frozenset(
    {"a", "blockquote", "br", "code", "del", "em", "hr", "li", "ol", "p", "pre", "s", "strong", "ul"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "table", "tbody", "td", "th", "thead", "tr"}
)
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
PICTURES = "/kb/images/"
"""Where articles' pictures are served; their id follows."""
MARKDOWN_TAGS = TAGS | {"img"}
MARKDOWN_ATTRIBUTES = ATTRIBUTES | {"img": {"src", "alt", "title"}, "td": {"style"}, "th": {"style"}}
ALIGNED = frozenset({"text-align:left", "text-align:center", "text-align:right"})
MAIL_TAGS = TAGS | {
    "b",
    "caption",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "i",
    "img",
    "small",
    "span",
    "sub",
    "sup",
    "u",
}
MAIL_ATTRIBUTES = ATTRIBUTES | {
    "img": {"src", "alt", "title", "width", "height"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align"},
}
LINK = {"a": {"target": "_blank"}}
LINK_REL = "noopener noreferrer nofollow"

_IMAGE = re.compile(r'<img(?: [a-z-]+="[^"]*")*>')
_REMOTE = re.compile(r' src="(?!cid:)')
_ALT = re.compile(r' alt="([^"]*)"')
_MARK = " data-remote="
_MARKED = re.compile(r' data-remote="([^"]*)"')
_SOURCE = re.compile(r' (src|data-remote)="([^"]*)"')
_LINK_MARKS = ("//", "@", ":")
_OURS = re.compile(r"/kb/images/([0-9A-Z]{26})")
_BLANK_LINES = re.compile(r"\n{3,}")


def to_html(text: str, format: str = "markdown", *, pictures: bool = True) -> str:
    """Return a message's text as HTML that is safe to show; all formats but "markdown" are only linked.

    Without `pictures` only their words are shown, as where nothing may be loaded.
    """
    if format != "markdown" and _is_bare(text):
        return f"<p>{html.escape(text, quote=False)}</p>"
    if format == "markdown":
        made = _markdown_cleaner().clean(_markdown().render(text)).strip()
        return made if pictures else _IMAGE.sub(_words_of, made)
    return clean_html(_linked(text)).strip()


def clean_html(source: str) -> str:
    """Return the HTML with everything removed that is not in the allow-list."""
    return _cleaner().clean(source)


def clean_mail(source: str) -> str:
    """Return a mail's HTML made safe. Only pictures that came with it keep their address (`cid:`).

    Every other picture's address becomes `data-remote`: loaded, it would tell its sender who read the mail.
    """
    cleaned = _mail_cleaner().clean(source)
    return _IMAGE.sub(lambda tag: _REMOTE.sub(' data-remote="', tag[0]), cleaned)


def remote_pictures(mail: str) -> list[str]:
    """Return the addresses of pictures that a cleaned mail does not load, in their order."""
    tags = _IMAGE.findall(mail) if _MARK in mail else []
    return [html.unescape(match[1]) for tag in tags for match in _MARKED.finditer(tag)]


def with_pictures(mail: str, sources: Mapping[str, str]) -> str:
    """Return a cleaned mail with the sources in place of the `cid:` and remote addresses they are given for.

    Sources are `data:` addresses; the other pictures stay as they are, and are not loaded.
    """

    def source(match: re.Match[str]) -> str:
        found = sources.get(html.unescape(match[2]))
        return f' src="{html.escape(found)}"' if found else match[0]

    return _IMAGE.sub(lambda tag: _SOURCE.sub(source, tag[0]), mail)


def pictures_of(markdown: str) -> list[str]:
    """Return the ids of the pictures of ours that a text shows, each once."""
    found = [
        match[1]
        for token in _markdown().parse(markdown)
        for part in token.children or []
        if part.type == "image" and (match := _OURS.fullmatch(str(part.attrGet("src"))))
    ]
    return list(dict.fromkeys(found))


def markdown_tokens(markdown: str) -> Sequence[Token]:
    """Return Markdown as its reader sees it, for whoever writes something else of it than HTML."""
    return _markdown().parse(markdown)


def plain(markdown: str) -> str:
    """Return Markdown as text a person can read without rendering: for SMS, plain mail and searching."""
    writer = _PlainWriter()
    for token in _markdown().parse(markdown):
        writer.take(token)
    return _BLANK_LINES.sub("\n\n", "\n".join(line.rstrip() for line in writer.lines)).strip()


@cache
def _cleaner() -> nh3.Cleaner:
    """Return the allow-list, made once: that takes longer than cleaning a message."""
    return nh3.Cleaner(
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        url_schemes=set(SCHEMES),
        link_rel=LINK_REL,
        set_tag_attribute_values=LINK,
    )


@cache
def _markdown_cleaner() -> nh3.Cleaner:
    """Return the allow-list for what we made of Markdown: pictures of ours, and how cells are aligned."""
    return nh3.Cleaner(
        tags=set(MARKDOWN_TAGS),
        attributes=MARKDOWN_ATTRIBUTES,
        attribute_filter=_ours_only,
        url_schemes=set(SCHEMES),
        link_rel=LINK_REL,
        set_tag_attribute_values=LINK,
    )


def _ours_only(tag: str, name: str, value: str) -> str | None:
    """Return an attribute's value, or None to remove it."""
    if name == "src":
        return value if _OURS.fullmatch(value) else None
    if name == "style":
        return value if value in ALIGNED else None
    return value


@cache
def _mail_cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(MAIL_TAGS),
        clean_content_tags={"script", "style", "title", "template", "noscript"},
        attributes=MAIL_ATTRIBUTES,
        url_schemes=set(SCHEMES) | {"cid"},
        url_relative="deny",
        link_rel=LINK_REL,
        set_tag_attribute_values=LINK,
    )


@cache
def _markdown() -> MarkdownIt:
    """Return the reader of our Markdown: CommonMark with tables and line breaks, no HTML."""
    reader = MarkdownIt("commonmark", {"html": False, "breaks": True, "linkify": True})
    reader.enable(["table", "strikethrough", "linkify"]).disable(["html_block", "html_inline"])
    reader.add_render_rule("image", _image)
    reader.linkify = _linker()
    reader.validateLink = _is_allowed  # type: ignore[method-assign]  # the hook its documentation names
    return reader


def _image(_: object, tokens: Sequence[Token], place: int, *__: object) -> str:
    """Return a picture of ours as one, and any other as a link to it."""
    token = tokens[place]
    source, words = str(token.attrGet("src")), html.escape(token.content)
    if _OURS.fullmatch(source):
        return f'<img src="{source}" alt="{words}">'
    return f'<a href="{html.escape(source)}">{words or html.escape(source)}</a>'


def _words_of(tag: re.Match[str]) -> str:
    """Return what a picture's tag says in words; it is HTML already."""
    words = _ALT.search(tag[0])
    return words[1] if words else ""


@cache
def _linker() -> LinkifyIt:
    """Return the finder of bare addresses; "report.pl" in a sentence is a file name, not a link."""
    return LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": True})


def _is_allowed(url: str) -> bool:
    if _OURS.fullmatch(url):
        return True
    scheme, colon, _ = url.partition(":")
    return bool(colon) and scheme.strip().lower() in SCHEMES


def _is_bare(text: str) -> bool:
    """Say whether a text is one line of words, as most are: escaped, it needs no cleaning."""
    return text.isprintable() and not any(mark in text for mark in _LINK_MARKS)


def _linked(text: str) -> str:
    """Return plain text as one HTML paragraph with its line breaks and its addresses as links."""
    parts: list[str] = []
    done = 0
    may_link = any(mark in text for mark in _LINK_MARKS)  # most messages have none, and looking takes long
    for match in (_linker().match(text) if may_link else None) or []:
        if _is_allowed(match.url):
            parts.append(html.escape(text[done : match.index]))
            parts.append(f'<a href="{html.escape(match.url)}">{html.escape(match.text)}</a>')
            done = match.last_index
    parts.append(html.escape(text[done:]))
    return f"<p>{'<br>'.join(''.join(parts).splitlines())}</p>"


class _PlainWriter:
    """Turns block tokens into lines: list items with their mark, table cells side by side."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.numbers: list[int | None] = []  # per open list: the next number, None for bullets
        self.mark = ""
        self.cells: list[str] | None = None

    def take(self, token: Token) -> None:
        """Write one token's part."""
        match token.type:
            case "bullet_list_open":
                self.numbers.append(None)
            case "ordered_list_open":
                self.numbers.append(int(token.attrGet("start") or 1))
            case "list_item_open":
                self._open_item()
            case "tr_open":
                self.cells = []
            case "tr_close":
                if any(cell.strip() for cell in self.cells or []):  # a row that nobody filled in says nothing
                    self.lines.append(" | ".join(self.cells or []))
                self.cells = None
            case "inline":
                self._text(_inline(token.children or []))
            case "fence" | "code_block":
                self._text(token.content.rstrip("\n"))
                self.lines.append("")
            case "bullet_list_close" | "ordered_list_close":
                self.numbers.pop()
                self._end_block()
            case "paragraph_close" | "heading_close" | "table_close":
                self._end_block()

    def _open_item(self) -> None:
        number = self.numbers[-1]
        self.mark = "- " if number is None else f"{number}. "
        self.numbers[-1] = None if number is None else number + 1

    def _text(self, text: str) -> None:
        if self.cells is not None:
            self.cells.append(text)
            return
        self.lines.append("  " * max(len(self.numbers) - 1, 0) + self.mark + text)
        self.mark = ""

    def _end_block(self) -> None:
        if not self.numbers:
            self.lines.append("")


def _inline(tokens: Sequence[Token]) -> str:
    """Return a line's text; a link whose words do not show its address has the address behind it."""
    parts: list[str] = []
    links: list[tuple[str, int]] = []
    for token in tokens:
        match token.type:
            case "text" | "code_inline":
                parts.append(token.content)
            case "softbreak" | "hardbreak":
                parts.append("\n")
            case "image":
                parts.append(token.content)
            case "link_open":
                links.append((str(token.attrGet("href") or ""), len(parts)))
            case "link_close":
                address, start = links.pop()
                shown = "".join(parts[start:])
                bare = address.removeprefix("mailto:").removeprefix("tel:")
                if bare and bare != shown:
                    parts.append(f" ({bare})")
    return "".join(parts)
