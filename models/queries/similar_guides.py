"""The library's guides that fit a session."""

from __future__ import annotations

from dataclasses import dataclass

from models.ai_session import AiSession
from models.queries.session_rows import SessionRow


@dataclass(frozen=True)
class SimilarGuide:
    """`score` is between 0 and 1; `why` are the words and signals that fit."""

    id: str
    title: str
    score: float
    why: list[str]


def guides_for(ai_session: AiSession | SessionRow) -> list[SimilarGuide]:
    """None, until the library can be matched with a problem."""
    return []
