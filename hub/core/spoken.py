"""An article or message as it is said on the phone: no signs, no layout, sentences that end."""

from collections.abc import Sequence

from markdown_it.token import Token

from hub.core.number_words import chinese, english_ordinal
from hub.core.spoken_words import spoken_words
from hub.core.text import markdown_tokens

_ENDS = (".", "!", "?", "。", "！", "？", "…")
_SOFT = (",", ";", ":", "，", "；", "：", "、")


def spoken(markdown: str, language: str = "en") -> str:
    """Return Markdown as a person would read it to a caller, one line for each breath.

    Links are their words, items of numbered lists are counted, tables are read row by row with the
    names of their columns; pictures and rules are silent.
    """
    speaker = _Speaker(language)
    for token in markdown_tokens(markdown):
        speaker.take(token)
    return "\n".join(speaker.lines)


class _Speaker:
    """Turns block tokens into sentences."""

    def __init__(self, language: str) -> None:
        self.lines: list[str] = []
        self._chinese = language == "zh"
        self._language = language
        self._numbers: list[int | None] = []
        self._lead = ""
        self._names: list[str] = []
        self._cells: list[str] | None = None
        self._in_head = False

    def take(self, token: Token) -> None:
        """Say one token's part."""
        match token.type:
            case "bullet_list_open":
                self._numbers.append(None)
            case "ordered_list_open":
                self._numbers.append(int(token.attrGet("start") or 1))
            case "bullet_list_close" | "ordered_list_close":
                self._numbers.pop()
            case "list_item_open":
                self._open_item()
            case "thead_open" | "thead_close":
                self._in_head = token.type == "thead_open"
            case "tr_open":
                self._cells = []
            case "tr_close":
                self._close_row()
            case "inline":
                self._say(_words(token.children or []))
            case "fence" | "code_block":
                self._say(token.content)

    def _open_item(self) -> None:
        number = self._numbers[-1]
        if number is not None:
            self._lead = (
                f"第{chinese(number)}，" if self._chinese else f"{english_ordinal(number)}, ".capitalize()
            )
            self._numbers[-1] = number + 1

    def _close_row(self) -> None:
        cells, self._cells = self._cells or [], None
        if self._in_head:
            self._names = cells
            return
        joint, colon = ("，", "：") if self._chinese else (", ", ": ")
        names = [*self._names, *[""] * len(cells)]
        said = [
            f"{name}{colon}{cell}" if name else cell for name, cell in zip(names, cells, strict=False) if cell
        ]
        self._sentence(joint.join(said))

    def _say(self, text: str) -> None:
        if self._cells is not None:
            self._cells.append(spoken_words(text, self._language))
            return
        for line in text.splitlines():
            self._sentence(self._lead + spoken_words(line, self._language))
            self._lead = ""

    def _sentence(self, text: str) -> None:
        text = text.strip()
        if not text:
            return
        if text.endswith(_SOFT) and not text.endswith((":", "：")):
            text = text[:-1]
        ended = text.endswith((*_ENDS, ":", "："))
        self.lines.append(text if ended else text + ("。" if self._chinese else "."))


def _words(tokens: Sequence[Token]) -> str:
    """Return a line's words; of a link those that are shown, of a picture none."""
    parts: list[str] = []
    for token in tokens:
        if token.type in ("text", "code_inline"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
    return "".join(parts)
