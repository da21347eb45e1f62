"""What the model may answer when it writes a case."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from prompts.shapes import Lines, Result, Text, cut_to

Title = Annotated[str, StringConstraints(min_length=1), cut_to(120)]
Kind = Annotated[str, cut_to(120)]
Short = Annotated[str, cut_to(1_200)]
Problem = Annotated[str, StringConstraints(min_length=1), cut_to(1_200)]


class CaseNotes(Result):
    """Evidence comes before conclusions, since the model writes the fields in this order.

    `fix` is empty if nothing solved the problem; `client_kind` is null unless the session says it.
    """

    signals: Lines
    tried: Lines
    problem: Problem
    client_kind: Kind | None
    cause: Short
    fix: Text
    verification: Short | None
    title: Title
