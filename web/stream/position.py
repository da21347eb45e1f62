"""Positions in an account's replay stream.  Browsers see them as the SSE id."""

from __future__ import annotations

import re
from typing import NamedTuple, Self

# A Redis stream id is two unsigned 64-bit numbers.
_FORM = re.compile(r"([0-9]{1,19})-([0-9]{1,19})", re.ASCII)


class Position(NamedTuple):
    """Ordered as Redis orders its stream ids."""

    milliseconds: int
    sequence: int

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """None for text that is not a position, such as another server's id or an invented header."""
        match = _FORM.fullmatch(text)
        return cls(int(match[1]), int(match[2])) if match else None

    def __str__(self) -> str:
        return f"{self.milliseconds}-{self.sequence}"
