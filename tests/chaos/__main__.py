"""`make chaos`: breaks a whole FlowPilot at random and says what came of it.

make chaos ARGS="--faults 200 --jobs 1000 --seed 7"
make chaos ARGS="--without sweeper"     a protection taken out: the run must fail
make chaos ARGS=--prove                 each protection taken out in turn
make chaos ARGS=--told                  mail, Slack and Teams out of order, and Redis flushed; without ARGS, at the end
make chaos ARGS="--tickets 1000"        so many write-ups to each PSA, which lose answers; without ARGS, 30 at the end
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.chaos import addresses, tickets
from tests.chaos.faults import KINDS
from tests.chaos.options import QUICK, Options, Pace
from tests.chaos.prove import WITHOUT, kind_of, proof
from tests.chaos.report import table
from tests.chaos.storm import Outcome, run
from tests.chaos.streams import measure
from tests.chaos.told import play as play_told

USUAL_TICKETS = 30


def main() -> int:
    given = _arguments()
    special = {
        "streams": _streams,
        "addresses": lambda: _addresses(given.addresses),
        "told": lambda: _told(with_stories=given.logs),
        "tickets": lambda: _tickets(given.tickets, with_stories=given.logs),
        "prove": lambda: _prove(given.seed),
    }
    for name, play in special.items():
        if getattr(given, name):
            return play()
    return _storm(given)


def _storm(given: argparse.Namespace) -> int:
    options = Options(
        faults=given.faults,
        jobs=given.jobs,
        seed=given.seed,
        without=given.without or "",
        kills=given.kills,
        queued=given.queued,
        only=tuple(given.only or ()),
        pace=QUICK if given.quick else Pace(),
    )
    outcome = _run(options)
    _say(table(outcome))
    if given.logs:
        _say("\n".join([*outcome.diary, *outcome.stories]))
    is_whole = not (given.only or given.without)
    if not is_whole:
        return 0 if outcome.is_good else 1
    others = (_told(with_stories=given.logs), _tickets(USUAL_TICKETS, with_stories=given.logs))
    return max(0 if outcome.is_good else 1, *others)


def _streams() -> int:
    with tempfile.TemporaryDirectory(prefix="flowpilot-chaos-", ignore_cleanup_errors=True) as folder:
        for line in measure(Path(folder)):
            _say(line)
    return 0


def _addresses(deliveries: int) -> int:
    """Succeeds when the bad addresses do not hold up the good ones."""
    with tempfile.TemporaryDirectory(prefix="flowpilot-chaos-", ignore_cleanup_errors=True) as folder:
        measured = addresses.Measured()
        for line in addresses.measure(Path(folder), measured, deliveries=deliveries):
            _say(line)
    return int(measured.factor > addresses.LIMIT)


def _told(*, with_stories: bool) -> int:
    """Succeeds when everyone was told once."""
    with tempfile.TemporaryDirectory(prefix="flowpilot-chaos-", ignore_cleanup_errors=True) as folder:
        told = play_told(Path(folder))
    _say("mail down, Slack 500, Teams gone, Redis flushed:")
    for line in told.lines:
        _say(f"  {line}")
    for problem in told.problems:
        _say(f"  WRONG: {problem}")
    if with_stories:
        _say("\n".join(told.stories))
    _say(f"everyone told once: {'no' if told.problems else 'yes'}")
    return 1 if told.problems else 0


def _tickets(pushes: int, *, with_stories: bool) -> int:
    """Succeeds when each ticket has one note."""
    with tempfile.TemporaryDirectory(prefix="flowpilot-chaos-", ignore_cleanup_errors=True) as folder:
        posted = tickets.play(Path(folder), pushes=pushes)
    for line in posted.lines:
        _say(line)
    for problem in posted.problems:
        _say(f"  WRONG: {problem}")
    if with_stories:
        _say("\n".join(posted.stories))
    _say(f"one note for each push: {'no' if posted.problems else 'yes'}")
    return 1 if posted.problems else 0


def _prove(seed: int) -> int:
    """Succeeds when each run without a protection failed, in the way that it protects from."""
    return max(_prove_one(without, seed) for without in WITHOUT)


def _prove_one(without: str, seed: int) -> int:
    outcome = _run(proof(without, seed))
    was_noticed = kind_of(without) in {finding.kind for finding in outcome.findings}
    _say(f"without {without}: {'noticed' if was_noticed else 'NOT noticed'} ({outcome.seconds:.0f} s)")
    for finding in outcome.findings:
        _say(f"  {finding.kind}: {finding.words}: {finding.count}")
    return 0 if was_noticed else 1


def _run(options: Options) -> Outcome:
    with tempfile.TemporaryDirectory(prefix="flowpilot-chaos-", ignore_cleanup_errors=True) as folder:
        return run(options, Path(folder))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make chaos ARGS=…")
    parser.add_argument("--faults", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=10, help="workers killed alone afterwards; 0: leave out")
    parser.add_argument("--queued", type=int, default=1_000, help="jobs that wait when Redis is flushed; 0: leave out")
    parser.add_argument("--without", choices=WITHOUT, help="take a protection out; the run must fail")
    parser.add_argument("--only", action="append", choices=sorted(KINDS), help="this kind of fault; may be repeated")
    parser.add_argument("--quick", action="store_true", help="short leases and waits, as in the suite")
    parser.add_argument("--prove", action="store_true", help="take each protection out in turn")
    parser.add_argument("--streams", action="store_true", help="a thousand open streams, a hundred of them frozen")
    parser.add_argument("--told", action="store_true", help="mail, Slack and Teams out of order, and Redis flushed")
    parser.add_argument("--tickets", type=int, help="so many write-ups to each PSA, which lose answers")
    parser.add_argument("--addresses", type=int, help="so many mails to fifty addresses, two of which always fail")
    parser.add_argument("--logs", action="store_true", help="what happened when, and the end of each process's log")
    return parser.parse_args()


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
