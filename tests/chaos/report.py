"""A run as a table: what broke, what came of it, and the limits that it is held to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.chaos.faults import KINDS
from tests.chaos.storm import Outcome

AFTER_KILL_SECONDS = 15.0
AFTER_FLUSH_SECONDS = 60.0


def table(outcome: Outcome) -> str:
    return "\n".join(_lines(outcome))


def _lines(outcome: Outcome) -> Iterator[str]:
    options = outcome.options
    without = f", without {options.without}" if options.without else ""
    yield f"chaos: seed {options.seed}, {sum(outcome.faults.values())} faults{without}, {outcome.seconds:.0f} s"
    yield ""
    for name, times in sorted(outcome.faults.items(), key=lambda item: -item[1]):
        yield f"  {KINDS[name].words:<70}{times:>8}"
    yield f"  {'of these, at another moment than meant':<70}{outcome.missed:>8}"
    yield ""
    for words, figure, limit in _figures(outcome):
        yield f"  {words:<70}{figure:>8}  {limit}"
    for finding in outcome.findings:
        yield f"  {finding.kind}: {finding.words}: {finding.count}, such as {finding.example}"


def _figures(outcome: Outcome) -> Iterator[tuple[str, str, str]]:
    ledger = outcome.ledger
    yield "jobs", f"{outcome.jobs:,}", ""
    yield "calls of the model", f"{outcome.calls:,}", ""
    yield "processes started again", f"{outcome.restarts:,}", ""
    yield "requests sent again, their answer lost or a 5xx", f"{ledger.asked_again:,}", ""
    yield "answers 500 where 503 is meant", f"{ledger.bare_500:,}", ""
    yield "requests never answered", f"{ledger.given_up:,}", ""
    for kind, words in (("lost", "lost"), ("twice", "effects twice"), ("half", "half states")):
        count = sum(finding.count for finding in outcome.findings if finding.kind == kind)
        yield words, f"{count:,}", "limit 0"
    if stormy := outcome.after_kill_in_storm:
        words = f"a job after its worker was killed in all this, p50 and p99 of {len(stormy)}"
        yield words, f"{quantile(stormy, 0.5):.1f} s", f"{quantile(stormy, 0.99):.1f} s"
    if calm := outcome.after_kill:
        words = f"a job after its worker alone was killed, p50 of {len(calm)}"
        yield words, f"{quantile(calm, 0.5):.1f} s", ""
        yield "a job after its worker alone was killed, p99", *_held(quantile(calm, 0.99), AFTER_KILL_SECONDS)
    if outcome.after_flush is not None:
        words = f"{outcome.options.queued:,} queued jobs after FLUSHALL, all done"
        yield words, *_held(outcome.after_flush, AFTER_FLUSH_SECONDS)


def _held(seconds: float, limit: float) -> tuple[str, str]:
    """A duration and whether it keeps its limit; a run fails by what is lost, never by the clock of a busy machine."""
    return f"{seconds:.1f} s", f"limit {limit:.0f} s" + ("" if seconds <= limit else ", MISSED")


def quantile(values: Sequence[float], share: float) -> float:
    """The value below or at which `share` of the sorted `values` lie."""
    return values[min(len(values) - 1, int(share * len(values)))]
