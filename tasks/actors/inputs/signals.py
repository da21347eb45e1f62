"""The codes of a session with their meanings, as the assistant's input."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from models.library import Signal
from models.session_signals import SessionSignal, signals_among
from tasks.integrations.assistant import MeaningIn, SignalIn, Turn

MOST = 12
MOST_MEANINGS = 4


def signals_in(turns: Iterable[Turn], facts: Iterable[str]) -> list[SignalIn]:
    """Those of people's messages, their files and the facts; what the copilot wrote is no evidence of a code."""
    found = signals_among([*_texts(turns), *(("", fact) for fact in facts)])
    return [_signal(one) for one in found[:MOST]]


def _texts(turns: Iterable[Turn]) -> Iterator[tuple[str, str]]:
    for turn in turns:
        if turn.role == "engineer" and not turn.is_summary:
            ref = f"S{turn.index}" if turn.index else ""
            yield ref, turn.content
            yield from ((ref, log.text) for log in turn.logs)


def _signal(one: SessionSignal[str]) -> SignalIn:
    means = [_meaning(signal) for signal in one.signals[:MOST_MEANINGS]]
    return SignalIn(ref=one.written[0], means=means, steps=[ref for ref in one.where if ref])


def _meaning(signal: Signal) -> MeaningIn:
    return MeaningIn(code=signal.code, family=signal.label, meaning=signal.meaning, first_check=signal.first_check)
