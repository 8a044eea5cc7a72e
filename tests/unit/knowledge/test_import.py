"""What becomes of files, good and bad ones; and that exports come back as they went."""

import io
import json
import zipfile
from typing import Any

import pytest

from hub.core.models.knowledge import Article, Audience
from hub.services.article_export import as_jsonl, as_markdown
from hub.services.article_import.documents import UNPACKED, read
from hub.services.article_import.entries import ImportEntry, Parsed, Unreadable
from hub.services.article_import.imports import ArticleImports
from hub.services.article_import.reading import FileReader
from hub.services.knowledge import Knowledge
from tests.fakes.world import World
from tests.unit.knowledge.files import archive, docx, pdf


def facts(parsed: Parsed) -> list[tuple[str, str]]:
    return [(one.title, one.body) for one in parsed.entries]


def faults(parsed: Parsed) -> list[tuple[str, str]]:
    return [(one.where, one.code) for one in parsed.faults]


def test_markdown_with_front_matter():
    text = (
        '---\ntitle: "Delivery: times"\nlanguage: en-GB\ncategory: Orders/Delivery\naudience: staff\n'
        "questions:\n  - When is it here?\n  - 'How long?'\n---\nTwo *days*.\n\n## Abroad\n\nFive.\n"
    )
    (entry,) = read("a.md", text.encode()).entries
    assert (entry.title, entry.body) == ("Delivery: times", "Two *days*.\n\n## Abroad\n\nFive.")
    assert entry.questions == ["When is it here?", "How long?"]
    assert (entry.language, entry.category, entry.audience) == ("en", "Orders/Delivery", Audience.STAFF)


def test_markdown_with_several_headings_is_several_articles():
    text = "# One\n\nfirst\n\n```\n# no heading\n```\n\n# 二\n\n第二篇\n"
    parsed = read("faq.md", text.encode())
    assert [(one.where, one.title, one.language) for one in parsed.entries] == [
        ("faq.md:1", "One", "en"),
        ("faq.md:9", "二", "zh"),
    ]
    assert "# no heading" in parsed.entries[0].body


def test_html_becomes_markdown_without_what_stands_around_it():
    page = """<html><head><title>Shop</title><script>bad()</script></head><body><nav>Home</nav><main>
    <h1>Returns</h1><p>You have <b>30 days</b>. <img src="x"></p><ul><li>One</li><li>Two</li></ul>
    <table><tr><th>A</th></tr><tr><td>1</td></tr></table></main><footer>(c)</footer></body></html>"""
    (entry,) = read("r.html", page.encode()).entries
    assert entry.title == "Returns"
    assert "**30 days**" in entry.body
    assert "- One" in entry.body
    assert "| A |" in entry.body
    for gone in ("bad()", "Home", "(c)", "img", "Shop"):
        assert gone not in entry.body


def test_csv_of_questions_and_answers():
    text = (
        'Question;Answer;Variants;Category\nWhen?;"Two\ndays";How long?|Is it quick?;Delivery\n;no title;;\n'
    )
    parsed = read("f.csv", text.encode())
    (entry,) = parsed.entries
    assert (entry.title, entry.body, entry.category) == ("When?", "Two\ndays", "Delivery")
    assert entry.questions == ["How long?", "Is it quick?"]
    assert faults(parsed) == [("f.csv:4", "no_title")]


def test_csv_without_a_row_of_names_and_in_a_chinese_encoding():
    parsed = read("f.csv", "怎么退货,三十天内可以退货\n怎么付款,支付宝\n".encode("gb18030"))
    assert facts(parsed) == [("怎么退货", "三十天内可以退货"), ("怎么付款", "支付宝")]
    assert parsed.entries[0].language == "zh"


def test_bad_lines_are_named_and_the_others_go_on():
    lines = [
        json.dumps({"title": "One", "body": "first", "questions": ["a?"]}),
        "{broken",
        json.dumps({"body": "no title"}),
        json.dumps(["a list"]),
        json.dumps({"title": "T", "body": "x" * 60_000}),
        json.dumps({"title": "Deutsch", "body": "hallo", "language": "de"}),
        "",
        json.dumps({"title": "Two", "body": "second", "audience": "staff"}),
    ]
    parsed = read("a.jsonl", "\n".join(lines).encode())
    assert facts(parsed) == [("One", "first"), ("Two", "second")]
    assert faults(parsed) == [
        ("a.jsonl:2", "json"),
        ("a.jsonl:3", "json"),
        ("a.jsonl:4", "json"),
        ("a.jsonl:5", "long_body"),
        ("a.jsonl:6", "language"),
    ]


def test_a_word_document_is_cut_at_its_headings():
    data = docx(("Heading1", "Delivery"), ("", "Two days."), ("Heading1", "Returns"), ("", "30 days."))
    parsed = read("faq.docx", data)
    assert facts(parsed) == [("Delivery", "Two days."), ("Returns", "30 days.")]
    assert parsed.notes == ["no_pictures"]


def test_a_pdf_gives_its_text_and_says_that_this_is_all():
    parsed = read("Delivery.pdf", pdf("It takes two days."))
    assert facts(parsed) == [("Delivery", "It takes two days.")]
    assert parsed.notes == ["text_only"]


def test_an_archive_gives_all_its_files_and_names_the_bad_ones():
    data = archive(
        {
            "en/a.md": "# A\n\nalpha",
            "b.pdf": b"%PDF-nonsense",
            "c.exe": b"MZ",
            "inner.zip": archive({"d.md": "# D\n\nx"}),
        }
    )
    parsed = read("all.zip", data)
    assert facts(parsed) == [("A", "alpha")]
    assert [where for where, _ in faults(parsed)] == ["b.pdf"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.exe", b"MZ", "unknown"),
        ("a", b"x", "unknown"),
        ("a.docx", b"no zip", "damaged"),
        ("a.zip", archive({"big.md": b"\0" * (UNPACKED + 1)}), "too_large"),
        ("a.docx", archive({"word/document.xml": b" " * (UNPACKED + 1)}), "too_large"),
        ("a.zip", archive({"a.txt": "nothing to read"}), "nothing"),
        ("a.jsonl", b"\n" * 10, "nothing"),
        ("a.csv", b"", "nothing"),
    ],
)
def test_files_that_cannot_be_read_say_why(name: str, data: bytes, code: str):
    with pytest.raises(Unreadable) as caught:
        read(name, data)
    assert caught.value.code == code


def test_more_articles_than_a_file_may_have():
    lines = "\n".join(json.dumps({"title": f"T{n}", "body": "x"}) for n in range(2_001))
    with pytest.raises(Unreadable):
        read("a.jsonl", lines.encode())


@pytest.mark.parametrize("name", ["deep.html", "bomb.pdf", "deep.jsonl"])
async def test_hostile_files_are_a_fault_of_the_file(name: str):
    data = {
        "deep.html": b"<div>" * 20_000,
        "bomb.pdf": b"%PDF-1.4\n" + b"1 0 obj << /Kids [1 0 R] >> endobj\n" * 50_000,
        "deep.jsonl": b"[" * 500_000,
    }[name]
    parsed = await FileReader().read(name, data)
    assert parsed.entries == []
    assert parsed.faults


async def test_a_file_that_takes_too_long_is_given_up():
    parsed = await FileReader(seconds=0).read("a.md", b"# A\n\nx")
    assert faults(parsed) == [("a.md", "too_slow")]


@pytest.fixture
def imports(world: World, knowledge: Knowledge) -> ArticleImports:
    return ArticleImports(world.store, world.clock, world.ids, knowledge)


async def test_a_preview_names_what_is_there_already_and_stores_nothing(world, imports, knowledge):
    known = await knowledge.create("eve", title="Delivery", body="Two days.", questions=["When is it here?"])
    lines = [
        {"title": "delivery?", "body": "Two days."},
        {"title": "New", "body": "x", "questions": ["when is it here"]},
        {"title": "Gift cards", "body": "y"},
        {"title": "Gift cards", "body": "z"},
        {"title": "Delivery", "body": "两天", "language": "zh"},
    ]
    data = "\n".join(json.dumps(line) for line in lines).encode()
    preview = await imports.preview("a.jsonl", data)
    same = preview.same
    assert (same[0].article, same[0].exact) == (known.id, True)
    assert (same[1].article, same[1].exact) == (known.id, False)
    assert (same[2], same[3].where, same[4]) == (None, "a.jsonl:3", None)
    assert len(await world.store.find(Article)) == 1


async def test_what_was_chosen_becomes_drafts_and_what_is_wrong_is_named(world, imports):
    good = ImportEntry(
        where="a:1", title="Delivery", body="Two days.", questions=["When?"], category="Orders"
    )
    bad = ImportEntry(where="a:2", title="x" * 300, body="y")
    done = await imports.take([good, bad], "eve")
    (made,) = await world.store.find(Article)
    assert done.articles == [made.id]
    assert (made.questions, made.category, made.published) == (["When?"], "Orders", None)
    assert [one.where for one in done.faults] == ["a:2"]


@pytest.mark.parametrize("form", ["jsonl", "markdown"])
async def test_what_is_exported_comes_back_as_it_went(world, imports, knowledge, form):
    odd = '--- # "quoted": yes\n\n- a\n\n```\n# code\n```\n\n| a |\n| - |\n| 1 |'
    written: list[dict[str, Any]] = [
        {"title": 'Delivery: "times" / 50%', "body": odd, "questions": ['Who says "when"?', "a: b"]},
        {"title": "退货", "body": "三十天", "language": "zh", "category": "订单/退货"},
        {"title": "Rules", "body": "# Heading\n\nInside", "audience": Audience.STAFF},
    ]
    before = [await knowledge.create("eve", **fields) for fields in written]
    data = as_jsonl(before) if form == "jsonl" else as_markdown(before)
    name = "out.jsonl" if form == "jsonl" else "out.zip"
    if form == "markdown":
        assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    parsed = read(name, data)
    assert parsed.faults == []

    def key(one: Article | ImportEntry) -> tuple[object, ...]:
        return (one.title, one.body, tuple(one.questions), one.language, one.category, one.audience)

    assert sorted(map(key, parsed.entries)) == sorted(map(key, before))
