"""Bytes to text: labels as they are meant in practice, and a guess where there is none or it is wrong."""

import codecs
import re
from encodings.aliases import aliases

from channels.email.understanding.guess import guess

_CODECS: dict[str, tuple[str, ...]] = {
    "gb2312": ("gb18030",),
    "gbk": ("gb18030",),
    "big5": ("big5hkscs", "cp950"),
    "cp950": ("big5hkscs", "cp950"),
    "big5hkscs": ("big5hkscs", "cp950"),
    "euc_kr": ("cp949",),
    "shift_jis": ("cp932", "shift_jis_2004"),
    "euc_jp": ("euc_jp", "euc_jis_2004"),
    "iso2022_jp": ("iso2022_jp", "iso2022_jp_ext"),
    "latin_1": ("cp1252",),
    "iso8859_9": ("cp1254",),
    "iso8859_11": ("cp874",),
    "tis_620": ("cp874",),
    "utf_8": ("utf_8",),
}
"""What senders really mean by a label, most likely first; other labels mean what they say."""

_LABELS = {
    "x_gbk": "gbk",
    "gb_2312": "gb2312",
    "euc_cn": "gb2312",
    "gb18030_2005": "gb18030",
    "gb18030_2000": "gb18030",
    "x_big5": "big5",
    "big5_eten": "big5",
    "x_sjis": "shift_jis",
    "x_euc_jp": "euc_jp",
    "windows_949": "cp949",
    "x_windows_949": "cp949",
    "ks_c_5601": "euc_kr",
    "windows_874": "cp874",
    "x_mac_roman": "mac_roman",
    "koi8_ru": "koi8_u",
    "iso_8859_8_i": "iso8859_8",
    "iso_8859_6_i": "iso8859_6",
    "iso_8859_8_e": "iso8859_8",
    "unicode_1_1_utf_7": "utf_7",
    "unicode": "utf_16",
    "utf8mb4": "utf_8",
    "cp65001": "utf_8",
    "utf_8_sig": "utf_8",
}
_KNOWN = frozenset(aliases.values()) - {
    *("ascii", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"),
    *("base64_codec", "bz2_codec", "hex_codec", "quopri_codec", "rot_13", "uu_codec", "zlib_codec"),
}
"""Only these are looked up: a label is a stranger's, and Python imports what it looks up."""

_STATEFUL = ("iso2022", "hz", "utf_7", "utf_16", "utf_32")
_WESTERN = ("latin_1", "cp1252", "cp1250", "iso8859")
_NOT_NAME = re.compile(r"[^a-z0-9]+")
_SURROGATES = re.compile("[\ud800-\udfff]")
_NEC_ROW = (b"\x1b$B", b"\x1b$(Q")
"""Signs such as ① are no part of ISO-2022-JP; announced as JIS X 0213 they can be read."""
MOST_BROKEN = 0.1
"""A text with a larger share of unreadable characters has the wrong label."""


def codec_of(label: str) -> str:
    """Return the name of Python's codec for a charset label, or "" for labels that say nothing."""
    name = _NOT_NAME.sub("_", label[:40].lower().strip(" \"'")).strip("_")
    name = _LABELS.get(name) or aliases.get(name) or name
    if name.startswith(("windows_125", "x_cp125", "win_125", "windows125")):
        name = "cp125" + name[-1]
    return name if name in _KNOWN else ""


def decode(data: bytes, label: str = "") -> tuple[str, str]:
    """Return the text and the codec it was read with; never fails, unreadable bytes become U+FFFD."""
    codec = codec_of(label)
    if data.isascii() and not codec.startswith(_STATEFUL) and b"\x1b" not in data:
        return _tidy(data.decode("ascii")), codec or "ascii"
    text, used = _decode(data, codec)
    if _SURROGATES.search(text):
        text = _SURROGATES.sub("\ufffd", text)
    return _tidy(text), used


def _tidy(text: str) -> str:
    return text.replace("\x00", "").removeprefix("\ufeff")


def _decode(data: bytes, codec: str) -> tuple[str, str]:
    if codec and not (codec.startswith(_WESTERN) and _is_utf8(data)):
        for name in _CODECS.get(codec, (codec,)):
            text = _strictly(data, name)
            if text is not None and not _really_utf8(data, name):
                return text, name
    if codec == "iso2022_jp":
        return data.replace(*_NEC_ROW).decode("iso2022_jp_2004", "replace"), codec
    text = _strictly(data, "utf_8")
    if text is not None:
        return text, "utf_8"
    if codec:
        name = _CODECS.get(codec, (codec,))[0]
        text = data.decode(name, "replace")
        if text.count("\ufffd") <= max(2, MOST_BROKEN * (len(data) - len(data.translate(None, _HIGH)))):
            return text, name
    name = guess(data)
    return data.decode(name, "replace"), name


_HIGH = bytes(range(128, 256))


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return codecs.decode(data, name)
    except (UnicodeError, ValueError):
        return None


def _is_utf8(data: bytes) -> bool:
    """Say whether the bytes are UTF-8: text in another charset hardly ever is, by chance."""
    return _strictly(data, "utf_8") is not None


def _really_utf8(data: bytes, name: str) -> bool:
    """Say whether a text labelled as Chinese is UTF-8 all the same: long enough that chance is excluded."""
    if name not in ("gb18030", "big5hkscs", "cp950"):
        return False
    text = _strictly(data, "utf_8")
    return text is not None and sum(char >= "\u2e80" for char in text[:200]) >= 2
