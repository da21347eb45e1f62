"""The values that are written out in a script: quoted texts without variables, whole words, and numbers.

Each may be replaced as a whole by a placeholder.  Left out are comments, texts in which the language puts variables,
parts of words, and what is no value: names of commands, keys, patterns of operators.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

from models.scripting.languages import ScriptLanguage

LONGEST_BODY = 100_000


@dataclass(frozen=True)
class Literal:
    """A value and its place in the body, in code points, with its quotes.

    `name`: the variable or argument that it is the value of.  `is_assigned`: it is all that a variable is set to.
    """

    start: int
    end: int
    value: str
    name: str | None = None
    is_assigned: bool = False
    is_number: bool = False
    is_quoted: bool = False


_PLACEHOLDER = r"\{\{\w+\}\}"
_NUMBER = r"\d+(?:\.\d+)?"
_BARE = r"[A-Za-z0-9_\\/][A-Za-z0-9_.@:\\/+-]*"

_POWERSHELL = re.compile(
    rf"""(?P<skip><\#.*?\#>|(?<![^\s;{{}}()|])\#[^\n]*|@'\n.*?\n'@|@"\n.*?\n"@|{_PLACEHOLDER})"""
    r"""|'(?P<single>(?:[^'\n]|'')*)'"""
    r"""|(?P<dynamic>"(?:[^"`]|`.|"")*?")"""
    rf"""|(?P<variable>\$\{{[^}}]*\}}|\$[\w:]+|\[[A-Za-z][\w.]*\](?:::\w+)?)"""
    rf"""|(?P<number>(?<![\w.$-]){_NUMBER}(?![\w.]))"""
    rf"""|(?P<bare>{_BARE})""",
    re.DOTALL | re.VERBOSE,
)
_BASH = re.compile(
    rf"""(?P<skip>(?<![^\s;(])\#[^\n]*|<<-?\s*['"]?(?P<tag>\w+)['"]?\n.*?\n\s*(?P=tag)(?=\n|\Z)|{_PLACEHOLDER})"""
    r"""|(?:(?<![^\s=(])'(?P<single>[^'\n]*)')"""
    r"""|(?P<dynamic>\$?"(?:[^"\\]|\\.)*"|\$?'[^']*'|\$\([^)]*\)|`[^`]*`|\$\{[^}]*\}|\$\w+)"""
    rf"""|(?P<number>(?<![\w.$/-]){_NUMBER}(?![\w./-]))"""
    rf"""|(?P<bare>{_BARE})""",
    re.DOTALL | re.VERBOSE,
)
_BATCH = re.compile(
    rf"""(?P<skip>^[ \t]*(?:@?rem\b|::)[^\n]*|{_PLACEHOLDER}|%[^%\s]*%|%~?\w)"""
    rf"""|(?P<number>(?<![\w.:/-]){_NUMBER}(?![\w./-]))"""
    rf"""|(?P<bare>{_BARE})""",
    re.DOTALL | re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
_BEFORE = {
    ScriptLanguage.POWERSHELL: re.compile(
        r"(?P<assigned>\$(?P<variable>\w+)\s*=\s*)\Z|(?<![\w-])-(?P<argument>[A-Za-z]\w*)(?:[ \t]+|:)\Z"
        r"|(?P<open>[\s,(;=]|^)\Z"
    ),
    ScriptLanguage.BASH: re.compile(
        r"(?P<assigned>(?:^|[\s;])(?:export |readonly |local )?(?P<variable>[A-Za-z_]\w*)=)\Z"
        r"|(?:^|\s)--?(?P<argument>[A-Za-z][\w-]*)[ \t]+\Z|(?P<open>[ \t(]|^)\Z"
    ),
    ScriptLanguage.BATCH: re.compile(
        r"(?P<assigned>^[ \t]*@?set[ \t]+\"?(?P<variable>\w+)=)\Z|(?:^|\s)/(?P<argument>[A-Za-z]\w*)[ \t]+\Z"
        r"|(?P<open>[ \t]|^)\Z",
        re.IGNORECASE | re.MULTILINE,
    ),
}
_AFTER = {
    ScriptLanguage.POWERSHELL: re.compile(r"[\s,);}|\]]|\Z"),
    ScriptLanguage.BASH: re.compile(r"[\s;)|&]|\Z"),
    ScriptLanguage.BATCH: re.compile(r"[\s&|)\"]|\Z"),
}
_SCANNERS = {
    ScriptLanguage.POWERSHELL: _POWERSHELL,
    ScriptLanguage.BASH: _BASH,
    ScriptLanguage.BATCH: _BATCH,
}
_OPERATORS = frozenset(
    [
        "match",
        "notmatch",
        "cmatch",
        "imatch",
        "replace",
        "creplace",
        "split",
        "join",
        "f",
        "like",
        "notlike",
        "is",
        "as",
    ]
)
_COMPARISONS = frozenset(["eq", "ne", "ceq", "ieq", "gt", "lt", "ge", "le", "contains", "in", "notin", "and", "or"])
_CONTEXT = 120
_STARTS_COMMAND = re.compile(r"(?:^|[|;&({=]|\b(?:then|do|else|in|call|if|while)\b)[ \t]*\Z", re.MULTILINE)


def literals_of(language: ScriptLanguage, body: str) -> list[Literal]:
    """The values of a script in their order; none of one that is too long or, in Python, cannot be read."""
    if len(body) > LONGEST_BODY:
        return []
    return list(_of_python(body) if language == ScriptLanguage.PYTHON else _scanned(language, body))


def _scanned(language: ScriptLanguage, body: str) -> Iterator[Literal]:
    for match in _SCANNERS[language].finditer(body):
        kind = match.lastgroup
        groups = match.groupdict()
        if kind in ("skip", "variable", "tag"):
            continue
        value = _text_of(language, groups, match.group())
        if value is None or not _AFTER[language].match(body, match.end()):
            continue
        found = _placed(language, body, match.start(), match.end(), value, is_number=groups.get("number") is not None)
        if found and not (groups.get("bare") is not None and _is_command(body, found)):
            yield found


def _text_of(language: ScriptLanguage, groups: dict[str, str | None], whole: str) -> str | None:
    """The value as a person would type it; None for a text in which the language puts something."""
    if (single := groups.get("single")) is not None:
        return single.replace("''", "'") if language == ScriptLanguage.POWERSHELL else single
    if groups.get("dynamic") is None:
        return whole
    inner = whole[1:-1]
    if not whole.startswith('"') or re.search(r"[$`\\\n]" if language == ScriptLanguage.BASH else r"[$`\n]", inner):
        return None
    return inner.replace('""', '"')


def _placed(
    language: ScriptLanguage, body: str, start: int, end: int, value: str, *, is_number: bool
) -> Literal | None:
    """The literal with what it is the value of; None where it is part of a word or no value."""
    before = _BEFORE[language].search(body[max(0, start - _CONTEXT) : start])
    if before is None:
        return None
    groups = before.groupdict()
    argument = groups.get("argument")
    if argument and argument.lower() in _OPERATORS:
        return None
    argument = None if argument and argument.lower() in _COMPARISONS else argument
    if language == ScriptLanguage.POWERSHELL and re.match(r"[ \t]*=(?!=)", body[end : end + 20]):
        return None  # the key of a hash table
    if language == ScriptLanguage.BATCH and groups.get("assigned") and not is_number and '"' not in before.group():
        return None  # the quotes of a literal would become part of the variable
    is_assigned = bool(groups.get("assigned")) and _ends_statement(language, body, end)
    return Literal(
        start,
        end,
        value,
        name=groups.get("variable") or argument,
        is_assigned=is_assigned,
        is_number=is_number,
        is_quoted=body[start] in "'\"",
    )


def _ends_statement(language: ScriptLanguage, body: str, end: int) -> bool:
    return re.match(r"[ \t]*(?:\"?[ \t]*$|[;#&])", body[end : end + _CONTEXT], re.MULTILINE) is not None


def _is_command(body: str, found: Literal) -> bool:
    """Whether a bare word stands where a command does, so that it is no value."""
    return not found.is_assigned and bool(_STARTS_COMMAND.search(body[max(0, found.start - _CONTEXT) : found.start]))


def _of_python(body: str) -> Iterator[Literal]:
    """Plain strings and numbers; not docstrings, f-strings, bytes and keys of dictionaries."""
    starts = [0]
    for line in body.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    try:
        tokens = [
            token
            for token in tokenize.generate_tokens(io.StringIO(body).readline)
            if token.type not in (tokenize.COMMENT, tokenize.NL)
        ]
    except (tokenize.TokenError, SyntaxError):
        return
    for at, token in enumerate(tokens[1:-1], start=1):
        if token.type not in (tokenize.STRING, tokenize.NUMBER) or token.start[0] >= len(starts):
            continue
        value = _python_value(token)
        before, after = tokens[at - 1], tokens[at + 1]
        if value is None or before.type in _NO_VALUE_AFTER or before.string in "[{}." or after.string == ":":
            continue
        named = before.string == "=" and at > 1 and tokens[at - 2].type == tokenize.NAME
        ends = after.type in (tokenize.NEWLINE, tokenize.ENDMARKER)
        yield Literal(
            starts[token.start[0] - 1] + token.start[1],
            starts[token.end[0] - 1] + token.end[1],
            value,
            name=tokens[at - 2].string if named else None,
            is_assigned=named and ends,
            is_number=token.type == tokenize.NUMBER,
            is_quoted=token.type == tokenize.STRING,
        )


_NO_VALUE_AFTER = (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.STRING, tokenize.ENCODING)


def _python_value(token: tokenize.TokenInfo) -> str | None:
    if token.type == tokenize.NUMBER:
        return token.string if re.fullmatch(_NUMBER, token.string) else None
    plain = re.fullmatch(r"""(?P<quote>['"])(?P<text>[^'"\\\n]*)(?P=quote)""", token.string)
    raw = re.fullmatch(r"""[rR](?P<quote>['"])(?P<text>[^'"\n]*)(?P=quote)""", token.string)
    return (plain or raw)["text"] if plain or raw else None  # type: ignore[index]
