"""A mail as its sender designed it: a page of its own, in which nothing runs but what tells its height.

The page is shown in a frame. Its policy puts it into a sandbox, that is an origin of its own, also when
somebody opens it directly. The only script is ours, allowed by its hash; it runs before anything of the
mail is read, so nothing in the mail can get in its way. It tells one number to the desk around it.
"""

import asyncio
import base64
import hashlib
from collections.abc import Mapping

from hub.core.errors import NotFound
from hub.core.models.conversations import Attachment, Message
from hub.core.models.mail import Mail
from hub.core.text import remote_pictures, with_pictures
from hub.desk.endpoint import Page
from hub.services.files import Files
from hub.services.pictures import LARGEST_TOGETHER, SHOWN, Pictures, data_address

_SCRIPT = """
const page = document.currentScript.parentElement;
const tell = () => parent.postMessage({ mailHeight: Math.ceil(page.getBoundingClientRect().height) }, "*");
new ResizeObserver(tell).observe(page);
"""
_STYLE = """
body { margin: 0; font: 14px/1.5 system-ui, sans-serif; color: #1b1e24; background: #fff }
body > div { padding: 12px; overflow: auto hidden; overflow-wrap: anywhere }
img { max-width: 100%; height: auto }
img[data-remote] { padding: 2px 6px; border: 1px dashed #8a8f99; color: #5a6270 }
td, th { vertical-align: top }
blockquote { margin: 8px 0; padding-left: 10px; border-left: 3px solid #c6cbd4 }
"""
_HASH = base64.b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode()
POLICY = "; ".join(
    (
        "default-src 'none'",
        "img-src data:",
        "style-src 'unsafe-inline'",
        f"script-src 'sha256-{_HASH}'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox",
    )
)
_PAGE = (
    '<!doctype html><html><head><meta charset="utf-8"><title>.</title>'
    '<base target="_blank"><style>{style}</style></head>'
    "<body><div><script>{script}</script>{mail}</div></body></html>"
)


async def mail_page(files: Files, message: Message, mail: Mail, pictures: Pictures | None = None) -> Page:
    """Return a mail's page; `pictures` fetches those from the internet, which its sender may notice."""
    if not mail.html:
        raise NotFound("This mail has no other looks than its text.")
    sources = dict(await pictures.fetch(remote_pictures(mail.html))) if pictures else {}
    sources |= await _enclosed(files, message.attachments, mail.html)
    return Page(html=await asyncio.to_thread(_page, mail.html, sources), policy=POLICY)


def _page(html: str, sources: Mapping[str, str]) -> str:
    return _PAGE.format(style=_STYLE, script=_SCRIPT, mail=with_pictures(html, sources))


def is_in_page(file: Attachment, html: str) -> bool:
    """Say whether a file is a picture within the mail's page."""
    return file.type in SHOWN and f'"cid:{file.file}"' in html


async def _enclosed(files: Files, attachments: list[Attachment], html: str) -> dict[str, str]:
    """Return the pictures that came with the mail, as many as a page may hold."""
    found: dict[str, str] = {}
    left = LARGEST_TOGETHER
    for one in attachments:
        if is_in_page(one, html) and one.size <= left:
            left -= one.size
            _, data = await files.get(one.file)
            found[f"cid:{one.file}"] = await asyncio.to_thread(data_address, data)
    return found
