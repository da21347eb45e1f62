"""The parts that results are made of: texts with a limit, lists with a limit, levels.

The vendor's API does not enforce lengths, so texts are trimmed here; a wrong type or an unknown key is a
ValidationError.  Each task's result is in `prompts.<task>.results`.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

from models.core.graphemes import beginning

Level = Literal["low", "medium", "high"]
"""Of risk and of confidence."""

_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")


class Result(BaseModel):
    """Base of everything that a model may answer: closed and immutable."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def storable(text: str) -> str:
    """The text without NUL and lone surrogates: JSON can spell them, but a database and UTF-8 cannot store them."""
    return _NOT_TEXT.sub("", text)


def cut_to(limit: int) -> BeforeValidator:
    """Cut a text to at most `limit` code points, without splitting a grapheme cluster."""

    def cut(value: object) -> object:
        return beginning(storable(value).strip(), limit).rstrip() if isinstance(value, str) else value

    return BeforeValidator(cut)


def first_texts(limit: int) -> BeforeValidator:
    """Keep at most `limit` texts, without the blank ones that models like to add."""

    def shorten(values: object) -> object:
        if not isinstance(values, list):
            return values
        return [value for value in values if not (isinstance(value, str) and not value.strip())][:limit]

    return BeforeValidator(shorten)


Filled = StringConstraints(min_length=1)
Line = Annotated[str, Filled, cut_to(300)]
Text = Annotated[str, cut_to(4_000)]
"""A paragraph that may be empty."""
Paragraph = Annotated[str, Filled, cut_to(4_000)]
Lines = Annotated[list[Line], first_texts(12)]
