"""A mail's HTML: what may be shown of it, and as which text it reads."""

import pytest

from channels.email.understanding.html_balance import MOST_TAGS, balanced
from channels.email.understanding.html_text import text_of
from hub.core.text import clean_mail


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<p>a<img src='cid:x'>", '<p>a<img src="cid:x"></p>'),
        ("<img src='https://t.example/x.gif' alt=x>", '<img data-remote="https://t.example/x.gif" alt="x">'),
        ("<img src='data:image/png;base64,AA'>", "<img>"),
        ("<img src='//t.example/x'>", "<img>"),
        ("<img alt='<img src=\"http://x\">'>", '<img alt="&lt;img src=&quot;http://x&quot;&gt;">'),
        ("<a href='javascript:x()'>a</a>", '<a target="_blank" rel="noopener noreferrer nofollow">a</a>'),
        ("<div style='x' class='y' id='z' onclick='w'>a</div>", "<div>a</div>"),
        ("<title>t</title><style>s</style><script>c</script>a", "a"),
    ],
)
def test_what_is_shown(source: str, shown: str) -> None:
    assert clean_mail(source) == shown


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("a<br>b<br><br>c", "a\nb\n\nc"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>c", "> a\n>\n> > b\n\nc"),
        ("<pre>a\n  b\n</pre>c", "a\n  b\n\nc"),
        ("<a href='https://x.example/'>x.example</a>", "x.example"),
        ("<a href='https://x.example/long'>here</a>", "here (https://x.example/long)"),
        ("<img src='cid:x' alt='A  chair'>", "[A chair]"),
        ("a &lt;b&gt; &amp;amp;", "a <b> &amp;"),
        ("<h1>T</h1>a<hr>b", "T\n\na\n--------------------\nb"),
    ],
)
def test_how_it_reads(source: str, text: str) -> None:
    assert text_of(clean_mail(source)) == text


def test_large_html_reads_the_same_when_balanced() -> None:
    source = (
        "<p>a <b>b</b><ul><li>c<li>d</ul><table><tr><td>e<td>f</table><img src='cid:x' alt='g&quot;h'></p>"
        * 300
    )
    assert source.count("<") > MOST_TAGS
    assert text_of(clean_mail(balanced(source))) == text_of(clean_mail(source))


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>",
        "<b><p>",
        "<table><div>",
        "<table><tr>x",
        "<div><!--</div>-->",
        "<p title='</p>'>",
        "<a><table>",
    ]
    + ["".join(f"<font size={number}><p>" for number in range(500))],
)
def test_hostile_html_stays_small(hostile: str) -> None:
    source = hostile * (200_000 // len(hostile))
    assert len(clean_mail(balanced(source))) < 5 * len(source)
