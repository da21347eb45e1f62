"""Runs that must fail: a protection taken out, and just the faults that it protects from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tests.chaos.options import QUICK, Options, Pace

_PACE = replace(QUICK, gap=2.0)


@dataclass(frozen=True)
class Loss:
    """`kind` is what the verdict has to find when the protection is away."""

    kind: str
    faults: tuple[str, ...]
    pace: Pace


_LOSSES = {
    "sweeper": Loss("lost", ("flushall", "web"), replace(_PACE, patience=15.0)),
    "lease": Loss("lost", ("running",), replace(_PACE, patience=15.0)),
    # The model waits for the frozen worker to wake up: it has to come to its end, and too late.
    "fencing": Loss("twice", ("frozen",), replace(_PACE, worker_frozen=8.0, reply_timeout=30.0)),
}
WITHOUT = tuple(_LOSSES)


def proof(without: str, seed: int) -> Options:
    """The shortest run that the loss of this protection does not survive."""
    loss = _LOSSES[without]
    return Options(faults=4, jobs=60, seed=seed, without=without, only=loss.faults, pace=loss.pace)


def kind_of(without: str) -> str:
    return _LOSSES[without].kind
