"""Regular expressions that people enter, matched by RE2: its time grows with the text and the pattern, never faster.

Python's `re` takes years for some patterns.  The `regex` package can stop a match, but not the compilation of nested
repetitions, which takes all memory.  RE2 has neither look-around nor back-references; a pattern with them is refused.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

LONGEST_PATTERN = 200
_MEMORY = 1 << 20
"""Bytes for a compiled pattern; a larger one is refused, which also limits the time of a match to about 0.1 s."""


class PatternUnusable(ValueError):
    """The pattern cannot be used; the message is for the person who wrote it."""


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> Any:
    import re2  # noqa: PLC0415 -- only parameters with a pattern need the library

    if len(pattern) > LONGEST_PATTERN:
        raise PatternUnusable(f"A pattern has at most {LONGEST_PATTERN} characters.")
    options = re2.Options()
    options.max_mem, options.log_errors = _MEMORY, False
    try:
        return re2.compile(pattern, options)
    except (re2.error, UnicodeEncodeError) as error:
        why = (
            error.args[0].decode(errors="replace") if error.args and isinstance(error.args[0], bytes) else "unreadable"
        )
        raise PatternUnusable(f"The pattern is not a regular expression of RE2: {why}.") from error


def check_pattern(pattern: str) -> None:
    """Raises PatternUnusable if no value can be compared with the pattern."""
    _compiled(pattern)


def fits(pattern: str, value: str) -> bool:
    """Whether the whole value matches.  Raises PatternUnusable."""
    return _compiled(pattern).fullmatch(value) is not None
