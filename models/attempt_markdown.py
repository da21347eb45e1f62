"""Renders the attempt ledger as Markdown for documents: the same rows in the same order as on the screens."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

from models.attempt import Attempt, AttemptOutcome, Evidence
from models.core.markdown import escaped

NOTHING = "Nothing was tried and recorded."
SHOWN, SAID = "Shown", "Said so, no output on record"
WORDS: dict[AttemptOutcome | None, str] = {
    AttemptOutcome.WORKED: "worked",
    AttemptOutcome.DID_NOT_WORK: "did not work",
    AttemptOutcome.PARTLY: "partly worked",
    AttemptOutcome.PENDING: "waiting to verify",
    AttemptOutcome.VERIFYING: "being verified, no outcome yet",
    AttemptOutcome.DISMISSED: "dismissed",
    AttemptOutcome.DONE: "done",
    None: "recorded",
}
_FENCE = re.compile(r"`{3,}")


def ledger_as_markdown(attempts: Sequence[Attempt], *, redact: Callable[[str], str] = str) -> str:
    r"""The ledger as an ordered list; without attempts, one sentence that says so.  It ends without a line break.

        1. **Restart the VSS writer**: did not work (Sam Keller, 28 Nov 2026, 10:31 UTC)
           State 9 again at once.
           *Shown* on FS01, 10:33 UTC:
           ```text
           Writer name: 'FSRM Writer' … State: [9] Failed
           ```
        2. **Reboot FS01**: worked (Sam Keller, 28 Nov 2026, 10:40 UTC)
           *Said so, no output on record.*

    Evidence is a code block with the word "Shown"; a result without evidence says "Said so".  Titles, notes and names
    are escaped, so that nothing in them becomes markup.  Titles and notes are as people wrote them, so a caller whose
    text leaves the account passes `redact`.
    """
    return "\n".join(_item(attempt.redacted(redact)) for attempt in attempts) or NOTHING


def _item(attempt: Attempt) -> str:
    head = f"{attempt.n}. "
    first, *rest = _lines(attempt)
    indent = " " * len(head)
    return "\n".join([head + first, *(f"{indent}{line}".rstrip() for line in rest)])


def _lines(attempt: Attempt) -> Iterable[str]:
    yield f"**{escaped(attempt.title)}**: {WORDS[attempt.outcome]} ({_when(attempt)})"
    if attempt.notes:
        yield from _paragraph(escaped(attempt.notes))
    if attempt.script_words:
        yield from _paragraph(escaped(attempt.script_words))
    if attempt.is_only_said:
        yield from _paragraph(f"*{SAID}.*")
    for piece in attempt.evidence:
        yield from _shown(piece)


def _paragraph(text: str) -> tuple[str, str]:
    return "", text


def _when(attempt: Attempt) -> str:
    time = f"{attempt.at.astimezone(UTC):%-d %b %Y}, {_clock(attempt.at)}"
    return f"{escaped(attempt.by.name)}, {time}" if attempt.by else time


def _clock(at: datetime) -> str:
    return f"{at.astimezone(UTC):%H:%M} UTC"


def _shown(piece: Evidence) -> Iterable[str]:
    where = f" on {escaped(piece.machine)}" if piece.machine else ""
    longest = max((len(run) for run in _FENCE.findall(piece.excerpt)), default=2)
    fence = "`" * (longest + 1)
    yield from _paragraph(f"*{SHOWN}*{where}, {_clock(piece.at)}:")
    yield from ("", f"{fence}text", *piece.excerpt.split("\n"), fence)
