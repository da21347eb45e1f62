"""What a reply of the script builder may say about its script: the body of its marker."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from models.scripting.limits import LONGEST_PURPOSE, LONGEST_TITLE
from models.scripting.parameters import MOST_PARAMETERS
from prompts.shapes import cut_to

Title = Annotated[str, cut_to(LONGEST_TITLE)]
Purpose = Annotated[str, cut_to(LONGEST_PURPOSE)]


def _first_mappings(values: object) -> object:
    if not isinstance(values, list):
        return values
    return [value for value in values if isinstance(value, dict) and isinstance(value.get("name"), str)][
        :MOST_PARAMETERS
    ]


class ScriptBody(BaseModel):
    """The marker after the code block.  What a parameter's type does not allow is corrected by code, not refused."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    title: Title = ""
    purpose: Purpose = ""
    language: str | None = None
    parameters: Annotated[list[dict[str, Any]], BeforeValidator(_first_mappings)] = []
