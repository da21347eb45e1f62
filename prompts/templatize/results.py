"""What the model may answer when it proposes the parameters of a script."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from models.scripting.limits import LONGEST_PURPOSE, LONGEST_TITLE
from prompts.shapes import Result, cut_to

Kind = Literal["text", "number", "boolean", "choice", "host", "address", "user", "path", "secret"]
_Value = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]


class ReplacedValue(Result):
    """A value of the script, exactly as it is written there but without quotation marks, and its parameter."""

    text: _Value
    name: Annotated[str, StringConstraints(min_length=1), cut_to(50)]
    label: Annotated[str, cut_to(80)]
    type: Kind
    help: Annotated[str, cut_to(300)] | None


class TemplateNotes(Result):
    """The values come first, since the model writes the fields in this order."""

    values: list[ReplacedValue]
    title: Annotated[str, StringConstraints(min_length=1), cut_to(LONGEST_TITLE)]
    purpose: Annotated[str, cut_to(LONGEST_PURPOSE)]
