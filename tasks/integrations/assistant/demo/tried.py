"""What has been tried in a session: its fixes, its attempts, and what engineers say they did.

What has been tried is not suggested again, however it is worded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Self

from prompts.session import FixIn, SessionInput
from tasks.integrations.assistant.demo.outcomes import says_it_was_tried, sentences_of
from tasks.integrations.assistant.demo.playbooks import load_playbooks
from tasks.integrations.assistant.demo.retrieval import words_of

_SAME_SHARE = 0.6
_SAME_WORDS = 2
_TURN_CHARACTERS = 4_000
FAILED = frozenset({"did_not_work", "partly"})
WITH_RESULT = FAILED | {"worked", "dismissed", "done", None}


@dataclass(frozen=True)
class Tried:
    """What was tried: titles from the playbooks, and the word stems of other titles and of sentences."""

    known: frozenset[str]
    titles: tuple[frozenset[str], ...]
    sentences: tuple[frozenset[str], ...]

    @classmethod
    def by(cls, session: SessionInput, fixes: Iterable[FixIn], *, ended: Collection[str | None] = WITH_RESULT) -> Self:
        """What was tried according to these fixes, the attempts with an outcome in `ended`, and what people say."""
        titles = [fix.title for fix in fixes]
        titles += [attempt.what for attempt in session.attempts if attempt.outcome in ended]
        own = {title.casefold() for title in titles} & _titles_of_playbooks()
        foreign = tuple(_stems(title) for title in titles if title.casefold() not in own)
        return cls(frozenset(own), foreign, tuple(_stems(sentence) for sentence in _sentences_about_tries(session)))

    def has(self, title: str) -> bool:
        """Whether a playbook's fix with this title was tried, under this title or in similar words."""
        stems = _stems(title)
        return (
            title.casefold() in self.known
            or any(_covers(stems, other) for other in self.titles)
            or any(_share(stems & said, stems) for said in self.sentences)
        )


def is_the_same(title: str, other: str) -> bool:
    """Whether two titles share most words of the shorter one."""
    return _covers(_stems(title), _stems(other))


def _covers(one: frozenset[str], other: frozenset[str]) -> bool:
    return one == other or _share(one & other, min(one, other, key=len))


def _share(common: frozenset[str], of: frozenset[str]) -> bool:
    return len(common) >= _SAME_WORDS and len(common) >= _SAME_SHARE * len(of)


def _stems(text: str) -> frozenset[str]:
    return frozenset(words_of(text.replace("\u2019", "'").replace("'s", "")))


@cache
def _titles_of_playbooks() -> frozenset[str]:
    return frozenset(fix.title.casefold() for playbook in load_playbooks() for fix in playbook.fixes)


def _sentences_about_tries(session: SessionInput) -> list[str]:
    """Sentences in which engineers say that they tried something."""
    spoken = [session.problem, *(turn.content for turn in session.turns if turn.role == "engineer")]
    sentences = [one for text in spoken for one in sentences_of(text[:_TURN_CHARACTERS])]
    return [sentence for sentence in dict.fromkeys(sentences) if says_it_was_tried(sentence)]
