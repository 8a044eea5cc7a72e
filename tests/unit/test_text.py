"""Markdown and plain text as safe HTML, and Markdown as plain text."""

from html.parser import HTMLParser

import pytest

from hub.core.text import ATTRIBUTES, SCHEMES, TAGS, clean_html, plain, to_html

BARE = [
    "Where is my order?",
    "1 < 2 && 3 > 2",
    "a \"b\" 'c'",
    "<b>x</b>",
    "&lt;",
    " x ",
    "čau 你好 🙂",
    "a\u00a0b",
    "",
    " ",
]
"""One line, no address: what needs no cleaning."""

# From the OWASP XSS filter evasion cheat sheet, its basic and its lesser known forms.
VECTORS = [
    "<SCRIPT SRC=https://cdn.example/xss.js></SCRIPT>",
    "javascript:/*--></title></style></textarea></script></xmp><svg/onload='+/\"`/+/onmouseover=1/+/[*/[]/+alert(42);//'>",
    "<IMG SRC=\"javascript:alert('XSS');\">",
    "<IMG SRC=JaVaScRiPt:alert('XSS')>",
    "<IMG SRC=`javascript:alert(\"RSnake says, 'XSS'\")`>",
    '<a onmouseover="alert(document.cookie)">xss link</a>',
    '<IMG """><SCRIPT>alert("XSS")</SCRIPT>">',
    "<IMG SRC=javascript:alert(String.fromCharCode(88,83,83))>",
    '<IMG SRC=# onmouseover="alert(1)">',
    '<IMG SRC=/ onerror="alert(String.fromCharCode(88,83,83))"></img>',
    '<a href="&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)">x</a>',
    '<a href="&#0000106&#0000097&#0000118&#0000097script&#0000058alert(1)">x</a>',
    '<a href="&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A&#x61lert(1)">x</a>',
    '<a href="jav\tascript:alert(1);">x</a>',
    '<a href="jav&#x09;ascript:alert(1);">x</a>',
    '<a href="jav&#x0A;ascript:alert(1);">x</a>',
    '<a href="jav&#x0D;ascript:alert(1);">x</a>',
    '<a href=" &#14;  javascript:alert(1);">x</a>',
    "<SCRIPT/XSS SRC=http://xss.example/xss.js></SCRIPT>",
    '<BODY onload!#$%&()*~+-_.,:;?@[/|\\]^`=alert("XSS")>',
    '<<SCRIPT>alert("XSS");//\\<</SCRIPT>',
    "<SCRIPT SRC=http://xss.example/xss.js?< B >",
    "<IMG SRC=\"('XSS')\"",
    "</TITLE><SCRIPT>alert('XSS');</SCRIPT>",
    '<INPUT TYPE="IMAGE" SRC="javascript:alert(1);">',
    '<BODY BACKGROUND="javascript:alert(1)">',
    '<IMG DYNSRC="javascript:alert(1)">',
    "<STYLE>li {list-style-image: url(\"javascript:alert('XSS')\");}</STYLE><UL><LI>XSS</br>",
    "<svg/onload=alert('XSS')>",
    "<IMG SRC='vbscript:msgbox(\"XSS\")'>",
    '<LINK REL="stylesheet" HREF="javascript:alert(\'XSS\');">',
    "<STYLE>@import'http://xss.example/xss.css';</STYLE>",
    '<META HTTP-EQUIV="refresh" CONTENT="0;url=javascript:alert(\'XSS\');">',
    '<META HTTP-EQUIV="refresh" CONTENT="0;url=data:text/html base64,PHNjcmlwdD4K">',
    "<IFRAME SRC=\"javascript:alert('XSS');\"></IFRAME>",
    '<IFRAME SRC=# onmouseover="alert(document.cookie)"></IFRAME>',
    "<FRAMESET><FRAME SRC=\"javascript:alert('XSS');\"></FRAMESET>",
    "<TABLE BACKGROUND=\"javascript:alert('XSS')\"><TD BACKGROUND=\"javascript:alert('XSS')\">",
    "<DIV STYLE=\"background-image: url(javascript:alert('XSS'))\">",
    "<DIV STYLE=\"width: expression(alert('XSS'));\">",
    "<!--[if gte IE 4]><SCRIPT>alert('XSS');</SCRIPT><![endif]-->",
    "<BASE HREF=\"javascript:alert('XSS');//\">",
    '<OBJECT TYPE="text/x-scriptlet" DATA="http://xss.example/scriptlet.html"></OBJECT>',
    '<EMBED SRC="data:image/svg+xml;base64,PHN2Zz4=" type="image/svg+xml"></EMBED>',
    '<XML ID="xss"><I><B><IMG SRC="javas<!-- -->cript:alert(\'XSS\')"></B></I></XML>',
    '<math><mtext></mtext><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<form><button formaction="javascript:alert(1)">x</button>',
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A;&#x61;vascript&colon;alert(1))",
    "[x](javascript&#58;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    "[x](//evil.example)",
    '[x](https://a.example/"onmouseover="alert(1))',
    '[x](https://a.example "t\\" onmouseover=alert(1) \\"")',
    '![x](https://a.example/"onerror="alert(1))',
    "![x](javascript:alert(1))",
    "<javascript:alert(1)>",
    "<data:text/html,<script>alert(1)</script>>",
    "[a]: javascript:alert(1)\n\n[a]",
    "[a](<javascript:alert(1)>)",
    "```<script>\n</code></pre><script>alert(1)</script>\n```",
    "`</code><script>alert(1)</script>`",
    "| <script>alert(1)</script> | b |\n|-|-|\n| [x](javascript:alert(1)) | <img src=x onerror=alert(1)> |",
]


class Auditor(HTMLParser):
    """Reads HTML and complains of everything that is not in the allow-list."""

    def __init__(self) -> None:
        super().__init__()
        self.complaints: list[str] = []
        self.links: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.complaints.append(f"element {tag}")
        allowed = ATTRIBUTES.get(tag, set()) | ({"rel", "target"} if tag == "a" else set())
        self.complaints += [f"attribute {name} on {tag}" for name, _ in attrs if name not in allowed]
        if tag == "a":
            self.links.append(dict(attrs))

    def handle_comment(self, data: str) -> None:
        self.complaints.append(f"comment {data}")

    def handle_decl(self, decl: str) -> None:
        self.complaints.append(f"declaration {decl}")


def audit(html: str) -> Auditor:
    """Return what an HTML reader finds in it; links must go to allowed places and nowhere else."""
    auditor = Auditor()
    auditor.feed(html)
    auditor.close()
    for link in auditor.links:
        href = link.get("href")
        if href is not None and href.split(":")[0].lower() not in SCHEMES:
            auditor.complaints.append(f"address {href}")
    return auditor


@pytest.mark.parametrize("vector", VECTORS)
@pytest.mark.parametrize("render", [to_html, lambda text: to_html(text, "plain"), clean_html])
def test_nothing_that_runs_gets_through(vector, render):
    for text in (vector, f"hello {vector} there", f"- {vector}", f"> {vector}", f"**{vector}**"):
        assert audit(render(text)).complaints == []


def test_the_auditor_sees_what_it_should():
    assert audit('<p onclick="x">a</p><script>b</script><a href="javascript:x">c</a>').complaints == [
        "attribute onclick on p",
        "element script",
        "address javascript:x",
    ]


@pytest.mark.parametrize(
    "text", ["# Deep " + "> " * 400 + "x", "[" * 3000, "*a " * 2000, "|" * 4000, "`" * 5000]
)
def test_hostile_nesting_is_rendered_quickly_and_safely(text):
    assert audit(to_html(text)).complaints == []
    plain(text)


def test_markdown_becomes_html():
    html = to_html("## Returns\n\n**Free** within *30 days*, `A1`\nsecond line\n\n- one\n- two\n\n3. three\n")
    assert html.startswith(
        "<h2>Returns</h2>\n<p><strong>Free</strong> within <em>30 days</em>, <code>A1</code><br>"
    )
    assert "<ul>\n<li>one</li>\n<li>two</li>\n</ul>" in html
    assert '<ol start="3">\n<li>three</li>\n</ol>' in html


def test_a_row_without_words_is_left_out():
    assert plain("| Size | Price |\n| - | - |\n| Small | £3 |\n| | |\n") == "Size | Price\nSmall | £3"


def test_tables_quotes_and_code():
    assert "<th>Zone</th>" in to_html("| Zone | Days |\n|---|---|\n| EU | 5 |")
    assert to_html("> said") == "<blockquote>\n<p>said</p>\n</blockquote>"
    assert to_html("```\na < b\n```") == "<pre><code>a &lt; b\n</code></pre>"


@pytest.mark.parametrize("format", ["markdown", "plain"])
def test_links_leave_in_a_new_window_without_telling_where_from(format):
    links = audit(to_html("see https://shop.example/a?b=1&c=2 or me@example.com", format)).links
    assert links == [
        {
            "href": "https://shop.example/a?b=1&c=2",
            "target": "_blank",
            "rel": "noopener noreferrer nofollow",
        },
        {"href": "mailto:me@example.com", "target": "_blank", "rel": "noopener noreferrer nofollow"},
    ]


def test_file_names_are_not_links():
    assert audit(to_html("open readme.md and run.pl")).links == []


def test_what_was_written_plain_is_shown_as_written():
    assert to_html("**a** <b>\n_c_ \\* &amp;", "plain") == ("<p>**a** &lt;b&gt;<br>_c_ \\* &amp;amp;</p>")


def test_html_from_outside_keeps_its_harmless_part():
    assert clean_html('<p style="x">a <b>b</b><script>c</script></p>') == "<p>a b</p>"


def test_plain_reads_like_text():
    markdown = (
        "# Delivery\n\n**Fast** and `safe`, see [the map](https://shop.example/map).\n"
        "Mail <help@shop.example>\n\n- one\n- two\n  1. inner\n\n"
        "| Zone | Days |\n|---|---|\n| EU | 5 |\n\n> quoted\n\n```\ncode\n```"
    )
    assert plain(markdown) == (
        "Delivery\n\nFast and safe, see the map (https://shop.example/map).\nMail help@shop.example\n\n"
        "- one\n- two\n  1. inner\n\nZone | Days\nEU | 5\n\nquoted\n\ncode"
    )


def test_plain_keeps_chinese_and_emptiness():
    assert plain("") == ""
    assert plain("**退货**：请在30天内寄回") == "退货：请在30天内寄回"


@pytest.mark.parametrize("text", [*BARE, *VECTORS])
def test_a_bare_line_looks_as_if_it_had_been_cleaned(text: str):
    shown = to_html(text, "plain")
    assert clean_html(shown) == shown
    if text in BARE:
        assert shown == to_html(f"{text}\nhttps://a.example", "plain").partition("<br>")[0] + "</p>"
