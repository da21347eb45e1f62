"""Tables as CSV: what is a formula in a spreadsheet stays text, and nothing else is changed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice

from web.edge.csv import Cell, csv_response

ROWS: list[list[Cell]] = [
    ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\tx", "\uff1d1+1"],
    ['a "quoted", one', "two\r\nlines", "Žofie", None, -1, 0.5],
    ["a=b", " =1", "", "'", 7, "x"],
]


def test_formulas_are_text_and_the_rest_is_as_given() -> None:
    response = csv_response(["a", "b", "c", "d", "e", "=f"], ROWS, name="a b/c")
    assert response.content_type == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="a-b-c.csv"'
    text = response.get_data(as_text=True)
    assert text.endswith("\r\n")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["a", "b", "c", "d", "e", "'=f"],
        ["'=HYPERLINK(1)", "'+1", "'-1", "'@SUM(A1)", "'\tx", "'\uff1d1+1"],
        ['a "quoted", one', "two\r\nlines", "Žofie", "", "-1", "0.5"],
        ["a=b", " =1", "", "'", "7", "x"],
    ]


def test_a_table_without_end_is_sent_as_it_is_read() -> None:
    def rows() -> Iterator[list[Cell]]:
        number = 0
        while True:
            yield [number]
            number += 1

    sent = islice(csv_response(["n"], rows(), name="n").response, 2)
    assert "".join(str(part) for part in sent).split("\r\n")[:3] == ["n", "0", "1"]
