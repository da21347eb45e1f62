"""What the model may answer when it summarises older turns."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from prompts.shapes import Line, Result, first_texts

MOST_POINTS = 24


class ConversationSummary(Result):
    """The older turns in order of time, each point one statement."""

    points: Annotated[list[Line], first_texts(MOST_POINTS), Field(min_length=1)]
