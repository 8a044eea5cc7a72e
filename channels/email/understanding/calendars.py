"""A meeting request (RFC 5545, 5546) in a few words."""

import re

_FOLD = re.compile(r"\r?\n[ \t]")
_LINE = re.compile(r"^([A-Za-z-]+)((?:;[^:\r\n]*)?):(.*)$")
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d{0,2}(Z?))?")
_ZONE = re.compile(r'TZID="?([^";:]+)')
_NAME = re.compile(r'CN="?([^";:]+)')
_ESCAPED = re.compile(r"\\(.)")
_SAMPLE = 200_000


def meeting(text: str) -> str:
    """Return lines such as "Summary: ...", "When: 2026-03-01 10:00 to 2026-03-01 11:00 (Europe/Berlin)"."""
    fields: dict[str, tuple[str, str]] = {}
    depth: list[str] = []
    for line in _FOLD.sub("", text[:_SAMPLE]).splitlines():
        match = _LINE.match(line[:4000])
        if not match:
            continue
        name, options, value = match[1].upper(), match[2], match[3].strip()
        if name == "BEGIN":
            depth.append(value.upper())
        elif name == "END" and depth:
            depth.pop()
        elif depth[-1:] in (["VEVENT"], ["VTODO"]) or name == "METHOD":
            fields.setdefault(name, (options, value))
    shown = {
        "Method": _plain(fields.get("METHOD", ("", ""))[1]).lower(),
        "Summary": _plain(fields.get("SUMMARY", ("", ""))[1]),
        "When": _when(fields),
        "Where": _plain(fields.get("LOCATION", ("", ""))[1]),
        "Organizer": _person(*fields.get("ORGANIZER", ("", ""))),
    }
    return "\n".join(f"{name}: {value}" for name, value in shown.items() if value)


def _plain(value: str) -> str:
    return " ".join(_ESCAPED.sub(lambda match: " " if match[1] in "nN" else match[1], value).split())[:500]


def _when(fields: dict[str, tuple[str, str]]) -> str:
    options, start = fields.get("DTSTART", ("", ""))
    moments = [_moment(value) for value in (start, fields.get("DTEND", ("", ""))[1])]
    zone = "UTC" if start.endswith("Z") else (found[1] if (found := _ZONE.search(options)) else "")
    shown = " to ".join(moment for moment in moments if moment)
    return f"{shown} ({zone})" if shown and zone else shown


def _moment(value: str) -> str:
    match = _STAMP.match(value)
    if not match:
        return ""
    date = f"{match[1]}-{match[2]}-{match[3]}"
    return f"{date} {match[4]}:{match[5]}" if match[4] else date


def _person(options: str, value: str) -> str:
    name = _NAME.search(options)
    address = re.sub("^mailto:", "", value, flags=re.IGNORECASE)
    return f"{name[1]} <{address}>" if name else address
