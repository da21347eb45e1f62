"""Answers with a table as CSV (RFC 4180), line by line, so that a long one needs no more memory than a short one."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from flask import Response

MEDIA_TYPE = "text/csv"
_LINES_AT_ONCE = 200
# Full-width signs too, which a spreadsheet in an East Asian language reads as the plain ones.
_FORMULA = re.compile(r"[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")

Cell = str | int | float | None


def csv_response(header: Sequence[str], rows: Iterable[Sequence[Cell]], *, name: str) -> Response:
    """A download called `name`.csv.  `rows` may be an iterator, which is read while the answer is being sent.

    An iterator that reads from the database must not count on the transaction of the request, which has ended by then.
    """
    response = Response(_encoded(header, rows), content_type=f"{MEDIA_TYPE}; charset=utf-8")
    safe_name = re.sub(r"[^A-Za-z0-9._-]+", "-", name)
    response.headers["Content-Disposition"] = f'attachment; filename="{safe_name}.csv"'
    return response


def without_formula(cell: Cell) -> Cell:
    """The cell with a leading `'` where a spreadsheet would run its text as a formula."""
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def _encoded(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    lines = chain([header], rows)
    while some := list(islice(lines, _LINES_AT_ONCE)):
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerows([without_formula(cell) for cell in line] for line in some)
        yield text.getvalue()
