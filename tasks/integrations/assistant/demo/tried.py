"""What has been tried in a session: its fixes, its attempts, and what engineers say they did.

What has been tried is not suggested again, however it is worded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Self

from models.attempt_likeness import has_most, is_same_attempt, stems_of
from models.library import load_guides
from prompts.session import FixIn, SessionInput
from tasks.integrations.assistant.demo.outcomes import says_it_was_tried, sentences_of

_TURN_CHARACTERS = 4_000
FAILED = frozenset({"did_not_work", "partly"})
WITH_RESULT = FAILED | {"worked", "dismissed", "done", None}


@dataclass(frozen=True)
class Tried:
    """What was tried: titles from the guides, other titles, and the word stems of sentences."""

    known: frozenset[str]
    titles: tuple[str, ...]
    sentences: tuple[frozenset[str], ...]

    @classmethod
    def by(cls, session: SessionInput, fixes: Iterable[FixIn], *, ended: Collection[str | None] = WITH_RESULT) -> Self:
        """What was tried according to these fixes, the attempts with an outcome in `ended`, and what people say."""
        titles = [fix.title for fix in fixes]
        titles += [attempt.what for attempt in session.attempts if attempt.outcome in ended]
        own = {title.casefold() for title in titles} & _titles_of_guides()
        foreign = tuple(title for title in titles if title.casefold() not in own)
        return cls(frozenset(own), foreign, tuple(stems_of(sentence) for sentence in _sentences_about_tries(session)))

    def has(self, title: str) -> bool:
        """Whether a guide's fix with this title was tried, under this title or in similar words."""
        stems = stems_of(title)
        return (
            title.casefold() in self.known
            or any(is_same_attempt(title, other) for other in self.titles)
            or any(has_most(stems & said, stems) for said in self.sentences)
        )


def is_the_same(title: str, other: str) -> bool:
    """Whether two titles share most words of the shorter one."""
    return is_same_attempt(title, other)


@cache
def _titles_of_guides() -> frozenset[str]:
    return frozenset(fix.title.casefold() for guide in load_guides().values() for fix in guide.fixes)


def _sentences_about_tries(session: SessionInput) -> list[str]:
    """Sentences in which engineers say that they tried something."""
    spoken = [session.problem, *(turn.content for turn in session.turns if turn.role == "engineer")]
    sentences = [one for text in spoken for one in sentences_of(text[:_TURN_CHARACTERS])]
    return [sentence for sentence in dict.fromkeys(sentences) if says_it_was_tried(sentence)]
