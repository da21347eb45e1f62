"""Finds the ticket number and the client that a first message mentions, so that the session can be linked to them.

Pastes are not searched, because they are full of numbers and names.  Every pattern is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from models.pastes import split

_SHORTEST_CLIENT = 3
_SEEN = 4_000
"""The number of characters that are searched for the names of clients, of which there may be a thousand."""
_NUMBER = r"(?:[A-Z]{1,4}-?)?\d{3,10}(?:\.\d{3,6})?"
_TICKET = re.compile(
    rf"(?<![\w&#/.-])(?:#|(?i:ticket|case|incident|request)s?(?: (?i:no\.?|nr\.?|number|id))?[ :]{{0,2}}#?)({_NUMBER})"
    r"(?![\w#%/-]|[.,]\d)"
)
_NOT_A_TICKET = re.compile(
    r"(?:error|event|id|code|line|port|room|step|page|item|bug|issue|pr|version|build|rule|vlan|disk|unit|extension|ext"
    r"|suite|colou?r)\.?[ :]{1,2}$",
    re.IGNORECASE,
)
_WORD_BEFORE = 16


def ticket_in(message: str) -> str | None:
    """The first ticket number in the message (`#52010`, `ticket 52010`), without its `#`."""
    for line in split(message).own_lines:
        for match in _TICKET.finditer(line):
            if not _NOT_A_TICKET.search(line[max(0, match.start() - _WORD_BEFORE) : match.start()]):
                return match[1]
    return None


def client_in(message: str, clients: Iterable[str]) -> str | None:
    """The longest of these names that occurs as a whole word in the beginning of the message (`_SEEN` characters)."""
    text = _folded(" ".join(split(message).own_lines))[:_SEEN]
    starts = _word_starts(text)
    named = [name for name in clients if len(name) >= _SHORTEST_CLIENT and _mentions(text, _folded(name), starts)]
    return max(named, key=len, default=None)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _word_starts(text: str) -> dict[str, list[int]]:
    """The positions at which a word starts, by the characters there.  A name is looked for only at these positions."""
    starts: dict[str, list[int]] = {}
    for position in range(len(text)):
        if not text[position - 1 : position].isalnum():
            starts.setdefault(text[position : position + _SHORTEST_CLIENT], []).append(position)
    return starts


def _mentions(text: str, name: str, starts: dict[str, list[int]]) -> bool:
    """Whether `name` occurs in `text` and no letter or digit follows it."""
    positions = starts.get(name[:_SHORTEST_CLIENT], [])
    return any(
        text.startswith(name, at) and not text[at + len(name) : at + len(name) + 1].isalnum() for at in positions
    )
