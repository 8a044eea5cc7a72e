"""The widget's message catalogues: the same keys and the same blanks in every language, all of them used."""

import ast
import json
import re
from pathlib import Path

SOURCES = Path(__file__).parents[3] / "webchat/widget/src"
FROM_SERVER = ("notice.", "call.notice.", "done.")


def catalogue(language: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((SOURCES / f"i18n/{language}.json").read_text("utf-8"))
    return found


def blanks(texts: dict[str, str]) -> dict[str, set[str]]:
    return {key: set(re.findall(r"\{(\w+)\}", text)) for key, text in texts.items()}


def test_both_languages_say_the_same_things():
    assert blanks(catalogue("en")) == blanks(catalogue("zh"))
    assert all(text.strip() for language in ("en", "zh") for text in catalogue(language).values())


def test_every_text_is_used():
    code = "".join(path.read_text("utf-8") for path in SOURCES.rglob("*.ts"))
    mine = [key for key in catalogue("en") if not key.startswith(FROM_SERVER)]
    assert [key for key in mine if f'"{key}"' not in code] == []


def system_lines() -> list[tuple[str, bool]]:
    """Return the keys of the system lines that services write, and whether only staff see them."""
    found = []
    for path in (SOURCES.parents[2] / "hub/services").glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "plan_notice":
                keys = [one.value for one in call.args if isinstance(one, ast.Constant)]
                internal = any(keyword.arg == "internal" for keyword in call.keywords)
                found += [(str(key), internal) for key in keys]
    return found


def test_every_system_line_the_hub_writes_has_words():
    written = system_lines()
    shown = {f"notice.{key}" for key, internal in written if not internal}
    assert shown
    assert shown <= catalogue("en").keys()
    desk = json.loads((SOURCES.parents[2] / "hub/desk/ui/src/i18n/en.json").read_text("utf-8"))
    assert {f"notice.{key}" for key, _ in written} <= desk.keys()
