"""`make bench`: figures against peers in one run.

make bench ARGS="--only 1,9"    the groups in which these figures are
make bench-full                 longer slices, a hundred times the data
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench import analytics, calls, jobs, lists, reads, screens, start, stream, sync, texts, tickets, writes
from tests.bench.place import Place, a_place
from tests.bench.table import HEAD, Figure

GROUPS: dict[tuple[str, ...], Callable[[Place], Iterator[Figure]]] = {
    ("1", "2", "3", "4", "5", "6"): stream.measure,
    ("9", "9a", "9b", "9c", "10", "10a", "10b"): jobs.measure,
    ("12", "13", "15", "17"): reads.measure,
    ("14", "17"): analytics.measure,
    ("7", "8", "11"): writes.measure,
    ("16",): lists.measure,
    ("18",): start.measure,
    ("19", "20"): calls.measure,
    ("22",): screens.measure,
    ("23",): texts.measure,
    ("24", "17"): tickets.measure,
    ("25",): sync.measure,
}


def main() -> int:
    """0 once everything was measured: a missed goal is told, not a failure, for machines differ."""
    given = _arguments()
    wanted = set(given.only.split(",")) if given.only else None
    groups = [measure for numbers, measure in GROUPS.items() if wanted is None or wanted & set(numbers)]
    began, figures = time.monotonic(), []
    with (
        tempfile.TemporaryDirectory(prefix="flowpilot-bench-", ignore_cleanup_errors=True) as folder,
        a_place(Path(folder), is_full=given.full) as place,
    ):
        for measure in groups:
            for figure in measure(place):
                _say(figure.row())
                figures.append(figure)
    figures.sort(key=lambda figure: float(figure.number.rstrip("abc")))
    _say("\n".join(["", HEAD, *(figure.row() for figure in figures)]))
    missed = [figure.number for figure in figures if figure.is_reached is False]
    _say(f"\n{time.monotonic() - began:.0f} s; missed: {', '.join(missed) or 'none'}")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench ARGS=…")
    parser.add_argument("--only", help="figures by number, with commas; their whole group is measured")
    parser.add_argument("--full", action="store_true", help="longer slices, a hundred times the data")
    return parser.parse_args()


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
