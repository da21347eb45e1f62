"""A text made to stall the rules takes time in proportion to its length.

The patterns are judged by their structure, which bounds the steps that a search takes at each position of a text, and
the longest texts are then really searched.  Work that grows with the square of the text would take hours.
"""

from __future__ import annotations

import math
import re._constants as signs
import re._parser as parser
from collections.abc import Iterator
from typing import Any

import pytest

from models.core.redaction import contacts, find_secrets
from models.core.redaction.finding import RULES
from models.core.redaction.rule import NamedRule

LONGEST = 200_000
MOST_CHARACTERS = 45_000
MOST_WAYS = 8_000
"""Of the rules that look for an option in the 300 characters after a tool; most rules have one or two."""


def _patterns() -> Iterator[str]:
    for rule in (*RULES, *contacts.RULES):
        if isinstance(rule, NamedRule):
            yield rule.name.pattern
            yield from (pattern.pattern for pattern, _ in rule.values)
        else:
            yield rule.pattern.pattern


PATTERNS = sorted(set(_patterns()))


def _ways(items: Any, *, is_last: bool = True) -> float:
    """In how many ways a sequence of parsed items can match from one position, of which all may have to be tried."""
    parsed = list(items)
    last = len(parsed) - 1
    return math.prod(_ways_of(*item, is_last=is_last and index == last) for index, item in enumerate(parsed))


def _ways_of(operation: Any, argument: Any, *, is_last: bool) -> float:
    """One for a possessive repeat, which gives nothing back, and for one at the end, after which nothing can fail."""
    if operation in (signs.MAX_REPEAT, signs.MIN_REPEAT):
        least, most, inner = argument
        return 1 if is_last else (int(most) - least + 1) * _ways(inner, is_last=False)
    if operation is signs.BRANCH:
        return max(_ways(branch, is_last=is_last) for branch in argument[1])
    if operation is signs.SUBPATTERN:
        return _ways(argument[-1], is_last=is_last)
    return 1


def _length(items: Any, *, is_last: bool = True) -> float:
    """How many characters a sequence can take; infinite where something without a limit is followed by more."""
    parsed = list(items)
    last = len(parsed) - 1
    return sum(_length_of(*item, is_last=is_last and index == last) for index, item in enumerate(parsed))


def _length_of(operation: Any, argument: Any, *, is_last: bool) -> float:
    if operation in (signs.MAX_REPEAT, signs.MIN_REPEAT, signs.POSSESSIVE_REPEAT):
        _, most, inner = argument
        if most is signs.MAXREPEAT:
            return 0 if is_last else math.inf
        return int(most) * _length(inner, is_last=False)
    if operation is signs.BRANCH:
        return max(_length(branch, is_last=is_last) for branch in argument[1])
    if operation is signs.SUBPATTERN:
        return _length(argument[-1], is_last=is_last)
    return 0 if operation in (signs.AT, signs.ASSERT, signs.ASSERT_NOT) else 1


def test_a_pattern_takes_a_bounded_number_of_steps_at_each_position() -> None:
    # The body of a private key has no limit; it ends at the next "-----", where the next search begins.
    limited = {pattern: parser.parse(pattern) for pattern in PATTERNS if "PRIVATE" not in pattern}
    assert [pattern for pattern, items in limited.items() if _length(items) > MOST_CHARACTERS] == []
    assert [pattern for pattern, items in limited.items() if _ways(items) > MOST_WAYS] == []


PIECES = [
    *(
        "a.",
        "A-",
        "aA1",
        "www.",
        "http://a.",
        "https://a:b",
        "a@a.",
        "-w",
        "(",
        "1 ",
        "111111-",
        "+1 ",
        "\n ",
        "\u200b",
    ),
    *("password ", "password=", 'password="', "password=\u201c", 'password=\\"', "password=a,", "password\n", "a,b;c&"),
    *("password for a ", "password (", "token is ", "pw=", "<password>\n", "name='password' ", "| password |", "\\"),
    *("psexec ", "psexec -p ", "mysql -", "net user ", "net use ", "echo a ", "echo 'a' | ", "curl -u ", "'a' |", "'"),
    *("enable secret ", "username a ", "key 7 ", "set a ", "snmp-server ", "user a / ", "recovery codes: 1234 "),
    *("eyJaaaaaaaa.", "-eyJaaaaaaaaa", "sk-", "SG.aaaaaaaaaaaaaaaa.", "00", "$1$", "[password-1 redacted]", ":::"),
    "securestring=",
    *("-----BEGIN PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0B", "otpauth://a?"),
    "gh" + "p_" + "a" * 60 + "A1\n",
]


@pytest.mark.timeout(120)
@pytest.mark.parametrize("piece", PIECES)
def test_the_longest_message_is_searched(piece: str) -> None:
    find_secrets(piece * (LONGEST // len(piece)), contacts_too=True)
