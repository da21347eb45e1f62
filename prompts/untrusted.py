"""Neutralises text from people and machines inside a prompt, so that it cannot imitate our markers, fences or refs.

It is applied to everything except our own templates, also to engineers' messages.  `prompts.redaction` removes secrets.
"""

from __future__ import annotations

import re
from typing import Literal

from prompts.marker_tags import TAGS

Source = Literal["ticket", "log", "paste", "kb", "summary"]

FENCE_TAGS = ("untrusted", "session_state", "session_record", "conversation", "earlier_summary", "script_state")

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]")
_MARKER = re.compile(rf"\[(?=\s*(?:{'|'.join(TAGS)})\b)", re.IGNORECASE)
_FENCE = re.compile(rf"<(?=\s*/?\s*(?:{'|'.join(FENCE_TAGS)})\b)", re.IGNORECASE)
_REFS = re.compile(r"\[([CSKFAGT]\d{1,4}(?:, ?[CSKFAGT]\d{1,4}){0,7})\]")


def neutralise(text: str) -> str:
    """The text without invisible characters, marker tags and fence tags, and with refs like `[S1]` as `(S1)`.

    Applying it twice changes nothing.
    """
    return _REFS.sub(r"(\1)", without_tags(text))


def without_tags(text: str) -> str:
    """As `neutralise`, but refs stay: for what the copilot wrote, which cites."""
    text = _INVISIBLE.sub("", text)
    return _FENCE.sub("&lt;", _MARKER.sub("(", text))


def without_refs(text: str) -> str:
    """The text without refs like `[S1]`, which a reader would take for citations."""
    return _REFS.sub("", _INVISIBLE.sub("", text))


def fenced(source: Source, text: str) -> str:
    """The text as quoted material from a named source; for user messages only."""
    return f'<untrusted source="{source}">\n{neutralise(text)}\n</untrusted>'
