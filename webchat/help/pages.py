"""The help centre's HTML. Whatever comes from articles, settings or readers is escaped or cleaned here."""

import html
import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from string import Template
from urllib.parse import quote, urlencode

import msgspec
from msgspec import Struct

from hub.core.text import plain, to_html
from webchat.help.shelf import LANGUAGES, POPULAR, Page, Shelf

FOLDER = Path(__file__).parent
TAGS = {"en": "en", "zh": "zh-Hans"}
"""Our languages as HTML names them."""
FEW = 8
"""So many articles of a category are listed on the first page."""

e = html.escape


class View(Struct, frozen=True, kw_only=True):
    """What every page needs; `style` and `script` are addresses.

    `origin` is where we are on the web, without a path, such as https://help.example.com.
    """

    shelf: Shelf
    language: str
    company: str
    origin: str
    style: str
    script: str

    @property
    def texts(self) -> Mapping[str, str]:
        """The help centre's own words."""
        return texts(self.language)

    @property
    def name(self) -> str:
        """What the help centre is called."""
        title = self.shelf.settings.title.get(self.language, "")
        return title or f"{self.company} · {self.texts['help']}"


@cache
def texts(language: str) -> Mapping[str, str]:
    """Return a language's catalogue."""
    return msgspec.json.decode((FOLDER / f"texts.{language}.json").read_bytes(), type=dict[str, str])


@cache
def _template() -> Template:
    return Template((FOLDER / "page.html").read_text("utf-8"))


def home(view: View) -> str:
    """Return the first page: what is read most, and every category."""
    pages = view.shelf.of(view.language)
    intro = view.shelf.settings.intro.get(view.language, "")
    by_category: dict[str, list[Page]] = {}
    for page in pages:
        by_category.setdefault(page.categories[0] if page.categories else "", []).append(page)
    popular = [view.shelf.pages[one] for one in view.shelf.popular]
    popular = [page for page in popular if page.language == view.language][:POPULAR]
    parts = [f"<h1>{e(view.name)}</h1>"]
    if intro:
        parts.append(f'<p class="intro">{e(intro)}</p>')
    if not pages:
        parts.append(f"<p>{e(view.texts['empty'])}</p>")
    if popular and len(pages) > POPULAR:
        parts.append(f"<section><h2>{e(view.texts['popular'])}</h2>{_list(popular)}</section>")
    sections = [
        _category(view, name, by_category[name]) for name in sorted(by_category, key=lambda n: (not n, n))
    ]
    parts.append(f'<div class="cards">{"".join(sections)}</div>')
    path = f"/help/{view.language}/"
    site = {"@type": "WebSite", "name": view.name, "url": view.origin + path}
    described = intro or _about(view, [name for name in sorted(by_category) if name])
    fronts = {one: f"/help/{one}/" for one in view.shelf.languages()}
    alternates = fronts if len(fronts) > 1 else {}
    return _page(view, view.name, described, path, "".join(parts), data=site, alternates=alternates)


def category(view: View, name: str) -> str | None:
    """Return the articles of a category, or None when there are none."""
    pages = [page for page in view.shelf.of(view.language) if page.categories[:1] == [name]]
    if not pages:
        return None
    body = f"{_path(view, [(name, None)])}<h1>{e(name)}</h1>{_list(pages, described=True)}"
    described = _about(view, [page.title for page in pages])
    return _page(view, f"{name} · {view.name}", described, category_path(view.language, name), body)


def results(view: View, q: str, found: Sequence[Page], *, thanks: bool = False) -> str:
    """Return what a search found; `thanks` after the reader said that it is none of that."""
    heading = view.texts["results"].format(q=q)
    if found:
        count = view.texts["resultsCount"].format(count=len(found))
        listed = f'<p class="intro">{e(count)}</p>{_list(found, described=True, q=q)}'
        listed += _none_of_these(view, q, thanks)
    else:
        listed = f"<p>{e(view.texts['nothing' if view.shelf.chat_key else 'nothingAlone'])}</p>"
    body = f"<h1>{e(heading)}</h1>{listed}"
    path = f"/help/{view.language}/search"
    return _page(view, f"{heading} · {view.name}", heading, path, body, q=q, hidden=True)


def article(view: View, page: Page, thanks: str = "", q: str = "") -> str:
    """Return an article; `thanks` is "yes" or "no" after the reader said whether it helped.

    `q` is what the reader looked for when it was found.
    """
    trail = [
        (name, category_path(view.language, name) if place == 0 else None)
        for place, name in enumerate(page.categories)
    ]
    others = view.shelf.others(page)
    date = page.updated_at.date().isoformat()
    body = (
        f'{_path(view, trail)}<article><h1>{e(page.title)}</h1><div class="text">{to_html(page.body)}</div>'
        f'<p class="meta">{e(view.texts["updated"])} <time datetime="{date}">{date}</time></p></article>'
        f"{_opinion(view, page, thanks, q)}"
    )
    answer = {"@type": "Answer", "text": plain(page.body)}
    question = {"@type": "Question", "name": page.title, "acceptedAnswer": answer}
    data = {"@type": "FAQPage", "inLanguage": TAGS[page.language], "mainEntity": [question]}
    return _page(
        view,
        f"{page.title} · {view.name}",
        page.description,
        page.path,
        body,
        data=data,
        alternates={one.language: one.path for one in (page, *others)} if others else {},
        hidden=bool(thanks or q),
    )


def missing(view: View) -> str:
    """Return the page for what is not there."""
    t = view.texts
    body = (
        f"<h1>{e(t['missing'])}</h1><p>{e(t['missingText'])}</p>"
        f'<p><a href="/help/{view.language}/">{e(t["home"])}</a></p>'
    )
    path = f"/help/{view.language}/"
    return _page(view, f"{t['missing']} · {view.name}", t["missing"], path, body, hidden=True)


def refused(view: View) -> str:
    """Return the page for who searches too often."""
    path = f"/help/{view.language}/"
    body = f"<h1>{e(view.texts['tooMany'])}</h1>"
    return _page(view, view.name, view.name, path, body, hidden=True)


def sitemap(shelf: Shelf, origin: str) -> str:
    """Return the sitemap: every page once, with its other languages."""
    fronts = {language: f"/help/{language}/" for language in shelf.languages()}
    urls = [
        f"<url><loc>{e(origin + path)}</loc>{_alternates(fronts, origin)}</url>" for path in fronts.values()
    ]
    for page in sorted(shelf.pages.values(), key=lambda one: one.path):
        links = _alternates({one.language: one.path for one in (page, *shelf.others(page))}, origin)
        changed = page.updated_at.date().isoformat()
        urls.append(f"<url><loc>{e(origin + page.path)}</loc><lastmod>{changed}</lastmod>{links}</url>")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:xhtml="http://www.w3.org/1999/xhtml">{"".join(urls)}</urlset>\n'
    )


def _alternates(paths: Mapping[str, str], origin: str) -> str:
    """Return the sitemap's links of a page to itself and its other languages, if it has any."""
    return "".join(
        f'<xhtml:link rel="alternate" hreflang="{TAGS[language]}" href="{e(origin + path)}"/>'
        for language, path in (paths.items() if len(paths) > 1 else ())
    )


def category_path(language: str, name: str) -> str:
    """Return where a category's articles are listed."""
    return f"/help/{language}/categories/{quote(name, safe='')}"


def _page(
    view: View,
    title: str,
    description: str,
    path: str,
    body: str,
    *,
    data: Mapping[str, object] | None = None,
    alternates: Mapping[str, str] | None = None,
    hidden: bool = False,
    q: str = "",
) -> str:
    language = view.language
    return _template().substitute(
        {name: e(text) for name, text in view.texts.items()},
        lang=TAGS[language],
        language=language,
        title=e(title),
        description=e(description),
        head=_head(view, path, data, alternates or {}, hidden=hidden),
        style=view.style,
        brand=e(view.name),
        languages=_languages(view, alternates or {}),
        q=e(q),
        body=body,
        ask=_ask(view),
    )


def _head(
    view: View, path: str, data: Mapping[str, object] | None, alternates: Mapping[str, str], *, hidden: bool
) -> str:
    if hidden:
        return '<meta name="robots" content="noindex">'
    lines = [f'<link rel="canonical" href="{e(view.origin + path)}">']
    lines += [
        f'<link rel="alternate" hreflang="{TAGS[language]}" href="{e(view.origin + other)}">'
        for language, other in sorted(alternates.items())
    ]
    if data:
        text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False)
        safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
        lines.append(f'<script type="application/ld+json">{safe}</script>')
    return "\n".join(lines)


def _languages(view: View, alternates: Mapping[str, str]) -> str:
    """Return links to this page, else to the first page, in the other languages there is something in."""
    links = []
    for other in view.shelf.languages():
        if other != view.language:
            path, tag = alternates.get(other, f"/help/{other}/"), TAGS[other]
            links.append(f'<a href="{e(path)}" hreflang="{tag}" lang="{tag}">{e(_name_of(other))}</a>')
    return " ".join(links)


def _name_of(language: str) -> str:
    """Return a language's own name: the others call it so."""
    return texts(next(one for one in LANGUAGES if one != language))["language"]


def _path(view: View, trail: Sequence[tuple[str, str | None]]) -> str:
    steps = [(view.texts["home"], f"/help/{view.language}/"), *trail]
    items = "".join(
        f'<li><a href="{e(to)}">{e(name)}</a></li>' if to else f"<li>{e(name)}</li>" for name, to in steps
    )
    return f'<nav class="path" aria-label="{e(view.texts["path"])}"><ol>{items}</ol></nav>'


def _category(view: View, name: str, pages: Sequence[Page]) -> str:
    heading = name or view.texts["other"]
    more = ""
    if name and len(pages) > FEW:
        text = view.texts["more"].format(category=name)
        more = f'<p><a href="{e(category_path(view.language, name))}">{e(text)}</a></p>'
    shown = pages[:FEW] if name else pages
    return f"<section><h2>{e(heading)}</h2>{_list(shown)}{more}</section>"


def _list(pages: Sequence[Page], *, described: bool = False, q: str = "") -> str:
    asked = f"?{urlencode({'q': q})}" if q else ""
    items = "".join(
        f'<li><a href="{e(page.path + asked)}">{e(page.title)}</a>'
        + (f"<p>{e(page.description)}</p>" if described else "")
        + "</li>"
        for page in pages
    )
    return f'<ul class="list">{items}</ul>'


def _about(view: View, subjects: Sequence[str]) -> str:
    """Return what a list of articles is about, for search engines."""
    few = view.texts["comma"].join(subjects[:FEW])
    return view.texts["about"].format(subjects=few) if few else view.name


def _none_of_these(view: View, q: str, thanks: bool) -> str:
    """Return the question whether the reader found it, or thanks for having said no."""
    t = view.texts
    if thanks:
        return f'<p class="helpful" role="status">{e(_thanks(view, "no"))}</p>'
    return (
        f'<form class="helpful" method="post" action="/help/{view.language}/search/opinion">'
        f'<input type="hidden" name="q" value="{e(q)}"><p id="found">{e(t["notFound"])}</p>'
        f'<button aria-describedby="found">{e(t["noneOfThese"])}</button></form>'
    )


def _opinion(view: View, page: Page, thanks: str, q: str) -> str:
    t = view.texts
    if thanks:
        return f'<p class="helpful" role="status">{e(_thanks(view, thanks))}</p>'
    asked = f'<input type="hidden" name="q" value="{e(q)}">' if q else ""
    return (
        f'<form class="helpful" method="post" action="/help/{page.language}/articles/{page.article}/opinion">'
        f'<input type="hidden" name="revision" value="{page.revision}">{asked}'
        f'<p id="helpful">{e(t["helpful"])}</p>'
        f'<button name="helpful" value="yes" aria-describedby="helpful">{e(t["yes"])}</button>'
        f'<button name="helpful" value="no" aria-describedby="helpful">{e(t["no"])}</button></form>'
    )


def _thanks(view: View, helped: str) -> str:
    """Return the thanks for an opinion; asking us is proposed where one can."""
    return view.texts["thanksNo" if helped == "no" and view.shelf.chat_key else "thanks"]


def _ask(view: View) -> str:
    if not view.shelf.chat_key:
        return ""
    t = view.texts
    return (
        f'<footer class="ask"><div class="wide"><p>{e(t["askText"])}</p>'
        f'<button type="button" data-ask hidden>{e(t["ask"])}</button>'
        f"<noscript><p>{e(t['askNoScript'])}</p></noscript></div></footer>"
        f'<script src="/chat/v1/widget.js" data-key="{e(view.shelf.chat_key)}"'
        f' data-language="{view.language}" async></script><script src="{view.script}" defer></script>'
    )
