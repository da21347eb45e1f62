"""What the model may answer when it writes to a client."""

from __future__ import annotations

from prompts.shapes import Result, Text


class ClientMessage(Result):
    """Three short paragraphs; one is empty where there is nothing to say."""

    situation: Text
    done: Text
    next: Text
