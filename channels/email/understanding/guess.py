"""Which charset unlabelled bytes are in, judged by how plausible the text would be."""

from functools import cache

SAMPLE = 4096
ENOUGH = 0.7
"""The share of everyday characters from which a reading is believed."""
_BOMS = ((b"\xef\xbb\xbf", "utf_8_sig"), (b"\xff\xfe", "utf_16"), (b"\xfe\xff", "utf_16"))
_ESCAPES = (
    *((b"\x1b$B", "iso2022_jp"), (b"\x1b$@", "iso2022_jp"), (b"\x1b(J", "iso2022_jp")),
    *((b"\x1b$)C", "iso2022_kr"), (b"\x1b$(D", "iso2022_jp_ext")),
)


def guess(data: bytes) -> str:
    """Return the codec the bytes are most likely in; windows-1252 when nothing speaks for another."""
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return codec
    for escape, codec in _ESCAPES:
        if escape in data[:SAMPLE]:
            return codec
    sample = data[:SAMPLE]
    if _reads(sample, "utf_8") is not None:
        return "utf_8"
    wide = _wide(sample)
    if wide > 0:
        return "utf_16_le" if wide == 1 else "utf_16_be"
    scores = {codec: _score(sample, codec) for codec in ("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949")}
    best = max(scores, key=lambda codec: scores[codec])
    return best if scores[best] >= ENOUGH else _single_byte(sample)


def _reads(sample: bytes, codec: str) -> str | None:
    """Return the sample as text if it reads without error; its cut end is forgiven."""
    for cut in range(4 if len(sample) >= SAMPLE else 1):
        try:
            return sample[: len(sample) - cut].decode(codec)
        except (UnicodeError, ValueError):
            continue
    return None


def _wide(sample: bytes) -> int:
    """Return 1 for UTF-16 little-endian, 2 for big-endian, by where the zero bytes are; 0 for neither."""
    if sample.count(0) * 4 < len(sample):
        return 0
    return 1 if sample[1::2].count(0) >= sample[::2].count(0) else 2


def _score(sample: bytes, codec: str) -> float:
    """Return the share of everyday characters among those beyond ASCII, were the sample in this codec."""
    text = _reads(sample, codec)
    high = [char for char in text or "" if char > "\x7f"]
    if not high:
        return 0.0
    score = sum(char in _everyday(codec) for char in high) / len(high)
    if codec in ("cp932", "euc_jp"):
        kana = sum("\u3041" <= char <= "\u30fe" for char in high) / len(high)
        return score + 0.1 if kana >= 0.2 else 0.0
    if codec == "cp949":
        spaced = sample.count(b" ") * 8 >= len(high) >= 6
        return score + 0.05 if spaced and score >= 0.95 else 0.0
    return score


_EVERYDAY: dict[str, tuple[tuple[int, int, int], ...]] = {
    "gb18030": ((0xA1, 0xA1, 0xA1), (0xA3, 0xA3, 0xA1), (0xB0, 0xD7, 0xA1)),
    "big5hkscs": ((0xA1, 0xA3, 0x40), (0xA4, 0xC6, 0x40)),
    "cp932": ((0x81, 0x83, 0x40), (0x88, 0x98, 0x40)),
    "euc_jp": ((0xA1, 0xA1, 0xA1), (0xA4, 0xA5, 0xA1), (0xB0, 0xCF, 0xA1)),
    "cp949": ((0xB0, 0xC8, 0xA1),),
}
"""Per codec the rows its everyday characters are in: first and last lead byte, first trail byte."""


@cache
def _everyday(codec: str) -> frozenset[str]:
    chars = [
        bytes((lead, trail)).decode(codec, "ignore")
        for first, last, start in _EVERYDAY[codec]
        for lead in range(first, last + 1)
        for trail in range(start, 0xFF)
    ]
    return frozenset(char for char in chars if len(char) == 1)


def _single_byte(sample: bytes) -> str:
    """Tell Cyrillic, whose letters stand in runs, mostly small, from Western, where accents stand alone."""
    high = [byte >= 0xC0 for byte in sample]
    count = sum(high)
    runs = sum(one and other for one, other in zip(high, high[1:], strict=False))
    if count < 4 or runs < 0.6 * count:
        return "cp1252"
    small = sum(byte >= 0xE0 for byte in sample)
    return "cp1251" if small * 2 > count else "koi8_r"
