"""Marks of the library's guides that a problem fits, beside the codes of a case.

Two problems that lead to the same guide are alike, however differently people tell them.
"""

from __future__ import annotations

from models.library.matching import Match, rank_text

MARK = "guide:"
_MOST = 2
_LEAST = 0.03
"""The least probability of a guide by which problems are compared."""


def marks_of(matches: list[Match]) -> list[str]:
    """A word for each of the guides, best first, at most two; unlikely ones are left out."""
    return [f"{MARK}{match.guide.id}" for match in matches[:_MOST] if match.probability >= _LEAST]


def guide_marks(text: str) -> list[str]:
    """The marks of the guides that the text fits."""
    return marks_of(rank_text(text))
