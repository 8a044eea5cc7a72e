"""Pictures and tables of articles as HTML: ours are shown, others become links, nothing else gets in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.text import pictures_of, plain, to_html

ID = "01J00000000000000000000000"
OURS = f"/kb/images/{ID}"


def test_a_picture_of_ours_is_shown() -> None:
    assert to_html(f"![A chair]({OURS})") == f'<p><img src="{OURS}" alt="A chair"></p>'
    assert pictures_of(f"![a]({OURS}) and again ![b]({OURS})") == [ID]
    assert plain(f"See ![A chair]({OURS}).") == "See A chair."
    assert to_html(f"![A chair]({OURS})", pictures=False) == "<p>A chair</p>"


@pytest.mark.parametrize(
    "source",
    [
        "https://spy.example/p.png",
        "/kb/images/../../api/v1/me",
        f"{OURS}/more",
        f"https://spy.example{OURS}",
        "data:image/svg+xml;base64,PHN2Zz4=",
        "javascript:alert(1)",
        "//spy.example/p.png",
    ],
)
def test_no_other_picture_is_loaded(source: str) -> None:
    assert "<img" not in to_html(f"![words]({source})")
    assert pictures_of(f"![words]({source})") == []
    assert "words" in to_html(f"![words]({source})")


def test_what_a_picture_shows_cannot_break_out() -> None:
    html = to_html(f'![" onerror="alert(1)]({OURS} "x\\" onload=\\"y")')
    assert html.count("<img") == 1
    assert "onerror=" not in html.replace("&quot; onerror=&quot;", "")
    assert "onload" not in html


def test_tables_keep_how_columns_are_aligned() -> None:
    html = to_html("| A | B |\n| :-- | --: |\n| 1 | 2 |")
    assert '<td style="text-align:right">2</td>' in html
    assert "<td style" not in to_html('<td style="background:url(x)">')


@given(st.text(alphabet="![]()<>\"'/:kbimages0JZ \n|-", max_size=80))
def test_no_text_loads_anything_from_elsewhere(text: str) -> None:
    html = to_html(text)
    assert html.count(" src=") == html.count(' src="/kb/images/')
