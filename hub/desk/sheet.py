"""Tables as CSV files that spreadsheets open as they are, and never run."""

import csv
import io
from collections.abc import Iterable, Sequence

_RUN = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"
"""Without it some spreadsheets read UTF-8 as something else."""


def csv_file(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a CSV file with a row of heads; what a spreadsheet would take for a formula is quoted."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(heads)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return (BOM + text.getvalue()).encode()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_RUN) else text
