"""What a session's text has to say about its fixes: which one it is about, and what a person recorded about it.

The copilot's proposals for an outcome are not part of the input, so no text can rest on one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from prompts.session import FixIn

Outcome = Literal["none", "proposed", "verifying", "pending", "partial", "success", "failed", "dismissed"]
"""`verifying`: applied, without a result.  `none`: the session has no fix."""

_RECORDED: dict[str, Outcome] = {
    "applied_pending": "pending",
    "applied_partial": "partial",
    "applied_success": "success",
    "applied_failed": "failed",
    "dismissed": "dismissed",
}
_PRECEDENCE: tuple[Outcome, ...] = ("success", "partial", "proposed", "failed", "dismissed")


def outcome_of(fix: FixIn | None) -> Outcome:
    """What is on record about a fix."""
    if fix is None:
        return "none"
    return _RECORDED.get(fix.status, "verifying" if fix.applied else "proposed")


def leading_fix(fixes: Sequence[FixIn]) -> FixIn | None:
    """The fix that a text about the session is about; `fixes` are oldest first.

    It is the newest applied fix without a final outcome if its verification is outstanding, because then nothing is
    final.  Otherwise it is the newest fix that worked, then one that helped in part, was only proposed, failed, or was
    dismissed.
    """
    newest_first = list(reversed(fixes))
    under_way = next((fix for fix in newest_first if outcome_of(fix) in {"verifying", "pending", "partial"}), None)
    if outcome_of(under_way) in {"verifying", "pending"}:
        return under_way
    ranked = (fix for outcome in _PRECEDENCE for fix in newest_first if outcome_of(fix) == outcome)
    return next(ranked, None)
