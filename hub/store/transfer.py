"""The lines of an export: JSON objects, one record or event each, the same from every engine.

The first line names format and tenant, the last one counts, so that a cut-off file is noticed.
"""

from collections.abc import Iterable, Iterator

import msgspec
from msgspec import Struct

from hub.core.errors import InvalidInput
from hub.core.events import Event
from hub.core.records import Record
from hub.store.codec import decode
from hub.store.kinds import BY_NAME

FORMAT = 1
EVENT = "event"


class _Line(Struct, omit_defaults=True):
    """Any line: the first has `format`, the last `end`, the others `kind` and `record`."""

    format: int = 0
    tenant: str = ""
    kind: str = ""
    record: msgspec.Raw = msgspec.Raw()
    end: int = -1


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(_Line)


def first_line(tenant: str) -> bytes:
    """Return the line that opens an export."""
    return _encoder.encode({"format": FORMAT, "tenant": tenant}) + b"\n"


def record_line(kind: str, body: str) -> bytes:
    """Return the line of a record or event whose JSON is known."""
    return b'{"kind":"%s","record":%s}\n' % (kind.encode(), body.encode())


def last_line(count: int) -> bytes:
    """Return the line that closes an export."""
    return _encoder.encode({"end": count}) + b"\n"


def read_lines(lines: Iterable[bytes]) -> Iterator[Record | Event]:
    """Yield what the lines hold; raise InvalidInput naming the line that is wrong."""
    count, ended = 0, False
    for number, text in enumerate(lines, start=1):
        try:
            line = _decoder.decode(text)
            if number == 1:
                _check_first(line)
            elif line.end >= 0:
                ended = line.end == count
            else:
                yield _read(line)
                count += 1
        except (msgspec.MsgspecError, KeyError) as error:
            raise InvalidInput(f"Line {number} of the export cannot be read: {error}.") from error
    if not ended:
        raise InvalidInput(f"The export is cut off after {count} records: export again.")


def _check_first(line: _Line) -> None:
    if line.format != FORMAT:
        raise InvalidInput(f"This is not an export of format {FORMAT}: its first line does not say so.")


def _read(line: _Line) -> Record | Event:
    if line.kind == EVENT:
        return decode(Event, bytes(line.record))
    return decode(BY_NAME[line.kind].type, bytes(line.record))
