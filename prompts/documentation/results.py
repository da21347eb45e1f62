"""What the model may answer when it writes the documentation of a session."""

from __future__ import annotations

from prompts.shapes import Lines, Result, Text


class Documentation(Result):
    """The sections that need words.  A section is empty where the session says nothing about it.

    What was done comes before what follows from it, since the model writes the fields in this order.
    """

    problem: Text
    environment: Lines
    actions: Lines
    cause: Text
    resolution: Text
    verification: Text
    next_steps: Lines
