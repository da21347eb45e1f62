"""What the copilot needs to answer in the chat."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

from prompts.session import SessionInput, Turn


class ChatReplyInput(SessionInput):
    """A session in which an engineer waits for an answer: the last turn is an engineer's."""

    @property
    def latest_message(self) -> str:
        """Everything that engineers have written since the copilot's last answer."""
        return _joined(self._latest_turns)

    @property
    def latest_words(self) -> str:
        """The same without recorded actions and notes: what engineers said to the copilot."""
        return _joined([turn for turn in self._latest_turns if not turn.is_recorded])

    @property
    def _latest_turns(self) -> list[Turn]:
        return list(takewhile(_is_engineers, reversed(self.turns)))[::-1]

    @property
    def shows_first_images(self) -> bool:
        """Whether there are images in the messages to answer, and none in those that are answered."""
        latest = self._latest_turns
        earlier = self.turns[: len(self.turns) - len(latest)]
        return any(turn.images for turn in latest) and not any(turn.images for turn in earlier)


def _joined(turns: Iterable[Turn]) -> str:
    return "\n\n".join(turn.content for turn in turns)


def _is_engineers(turn: Turn) -> bool:
    return turn.role == "engineer"
