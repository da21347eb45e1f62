"""Keeps credentials out of what a PSA says: some repeat the request in their errors, and people read these."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote, quote_plus

SHORTEST = 4
"""Characters.  What is shorter stands in many words by chance."""
_DEEPEST = 20
_NO_SECRETS = frozenset({"company_id", "tenant"})
"""Credentials that people may read."""
_HEADER = re.compile(r"\b(basic|bearer)\s+[\w+/=.~-]{16,}", re.IGNORECASE)


class Secrets:
    """The credentials of a connection, and what was made from them."""

    def __init__(self, credentials: Iterable[tuple[str, str]]) -> None:
        self._forms: set[str] = set()
        for name, value in credentials:
            if name not in _NO_SECRETS:
                self._learn(value.strip())

    def learn_header(self, value: str) -> None:
        """The whole value, and what follows its scheme, such as a token."""
        self._learn(value)
        self._learn(value.partition(" ")[2])

    def hide(self, text: str) -> str:
        for form in sorted(self._forms, key=len, reverse=True):
            text = text.replace(form, "…")
        return _HEADER.sub(r"\1 …", text)

    def hide_in(self, content: Any, *, depth: int = 0) -> Any:
        """In all texts of parsed JSON.  What is deeper than any message is left out."""
        if isinstance(content, str):
            return self.hide(content)
        if not isinstance(content, dict | list):
            return content
        if depth == _DEEPEST:
            return None
        if isinstance(content, list):
            return [self.hide_in(one, depth=depth + 1) for one in content]
        return {self.hide(name): self.hide_in(value, depth=depth + 1) for name, value in content.items()}

    def _learn(self, value: str) -> None:
        if len(value) >= SHORTEST:
            self._forms.update(_forms(value))


def _forms(value: str) -> Iterator[str]:
    """As it may be written in an address, a page or a text within JSON."""
    yield from (value, quote(value, safe=""), quote_plus(value), html.escape(value), json.dumps(value)[1:-1])
