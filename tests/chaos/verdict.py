"""Looks at everything that a run left behind, as the superuser, and says what should not be.

lost: accepted and not carried out.  twice: an effect that happened more than once.  half: a state that no
transaction of ours leaves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.people import Ledger
from tests.support.installation import Installation


@dataclass(frozen=True)
class Finding:
    """`kind` is lost, twice or half; `count` rows of it, one of them quoted in `example`."""

    kind: str
    words: str
    count: int
    example: str


_RULE = re.compile(r"^-- (lost|twice|half): (.+)\n([^;]+);", re.MULTILINE)
_RULES: list[tuple[str, str, str]] = _RULE.findall((Path(__file__).parent / "rules.sql").read_text())
assert _RULES, "rules.sql was not understood"


def look(installation: Installation, ledger: Ledger) -> list[Finding]:
    """Everything that is wrong; empty after a good run."""
    found = [_finding(installation, *rule) for rule in _RULES]
    return [finding for finding in [*found, *_against(installation, ledger)] if finding.count]


def _finding(installation: Installation, kind: str, words: str, query: str) -> Finding:
    rows = installation.sql(query)
    return Finding(kind, words, len(rows), str(dict(rows[0])) if rows else "")


def _against(installation: Installation, ledger: Ledger) -> Iterator[Finding]:
    """What people were told, against what is there."""
    for words, told, table in (
        ("a session that was answered is not there", ledger.sessions, "ai_sessions"),
        ("a message that was answered is not there", ledger.messages, "steps"),
        ("a handoff that was answered is not there", ledger.handoffs, "handoffs"),
    ):
        there = {row["id"] for row in installation.sql(f"select id::text from {table}")}
        missing = [row_id for row_id in told if row_id not in there]
        yield Finding("lost", words, len(missing), str(missing[:1]))
    yield from _more_than_told(installation, ledger)
    yield _winners(installation, ledger)


def _more_than_told(installation: Installation, ledger: Ledger) -> Iterator[Finding]:
    """A call that was sent again under its key happened once; an unanswered one may have happened."""
    for words, told, query in (
        ("a session was opened twice", len(ledger.sessions), "select count(*) from ai_sessions"),
        (
            "a message was recorded twice",
            len(ledger.messages) + len(ledger.sessions),
            "select count(*) from steps where kind = 'user_message'",
        ),
        ("a session was handed over twice", len(ledger.handoffs), "select count(*) from handoffs"),
    ):
        more = int(installation.sql(query)[0]["count"]) - told - ledger.given_up
        yield Finding("twice", words, max(0, more), f"{told} answered")


def _winners(installation: Installation, ledger: Ledger) -> Finding:
    rows = installation.sql("select id::text, claimed_by_id::text as winner from handoffs")
    in_the_books = {row["id"]: row["winner"] for row in rows}
    wrong = [
        handoff
        for handoff, winners in ledger.winners.items()
        if len(winners) > 1 or any(winner != in_the_books.get(handoff) for winner in winners)
    ]
    return Finding("twice", "a claim has a second winner", len(wrong), str(wrong[:1]))
