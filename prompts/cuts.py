"""What is missing of a session in the prompt that was sent."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from prompts.session import Input


class CutTurn(Input):
    """A message that was sent in part: its beginning, its error lines and its end."""

    step_id: str
    lines_omitted: int


class Cut(Input):
    """`in_part`: recent messages of which a part was sent.  The numbers count earlier messages."""

    in_part: list[CutTurn] = Field(default_factory=list)
    shortened: int = 0
    """Sent as their first and last words, because no summary covers them yet."""
    summarised: int = 0
    omitted: int = 0
    images: int = 0
    """Images that the copilot only knows by their names."""

    def with_more(self, *, summarised: int = 0, omitted: int = 0, images: int = 0) -> Cut:
        more = {"summarised": summarised, "omitted": omitted, "images": images}
        return self.model_copy(update={name: getattr(self, name) + number for name, number in more.items()})

    def as_data(self) -> dict[str, Any] | None:
        """Plain JSON without what is zero or empty; None if nothing is missing."""
        return {name: value for name, value in self.model_dump().items() if value} or None
