"""The quoting rules of Bash (its manual, 3.1.2 Quoting, 3.5 Shell Expansions, 3.6 Redirections)."""

from __future__ import annotations

import re
from collections.abc import Callable

from models.scripting.quoting.region import Reader, Region, RegionKind

_TOKEN = re.compile(r"\\.|\$?'|\$?\"|`|\$?\(\(|\$\(|\$\{|\$\[|[()#\n]|<<<|<<-?|\b(?:case|esac)\b", re.DOTALL)
_IN_STRING = re.compile(r"\\.|\$\(\(|\$\(|\$\{|`|\"", re.DOTALL)
_ENDS = {
    "'": re.compile(r"[^']*+'"),
    "$'": re.compile(r"(?:[^\\']|\\.)*+'", re.DOTALL),
    "`": re.compile(r"(?:[^\\`]|\\.)*+`", re.DOTALL),
}
_END_OF_LINE = re.compile(r"(?=\n)")
_DELIMITER = re.compile(r"[ \t]*((?:\\[^\n]|'[^'\n]*'|\"[^\"\\$`\n]*\"|[^\s;&|<>()'\"\\$`])+)(?=[\s;&|<>()]|\Z)")
_DELIMITER_PART = re.compile(r"\\(.)|'([^']*)'|\"([^\"]*)\"")
_BRACE = re.compile(r"\\.|'[^']*'|[{}]", re.DOTALL)
_BRACE_IN_STRING = re.compile(r"\\.|[{}]", re.DOTALL)
_DEFAULT = re.compile(r"[\w@*#?!$-]{1,200}(?:\[[^\]]{0,200}\])?:?[-=?+]")
"""`${name:-text}`: in a string, a single quote in its text is one like any other character."""

_PARENTHESIS = re.compile(r"\\.|[()]", re.DOTALL)
_BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)
_BEFORE_WORD = re.compile(r"(?:\A|[\n;&|({!]|\b(?:then|do|else|elif|if|while|until|time))[ \t]*\Z")
_BEFORE_COMMENT = " \t\n;&|()"
_CALCULATES = re.compile(r"(?:\A|[\s;&|!({]|\b(?:if|elif|while|until|for|then|do|else))\Z")
_LONGEST_BEFORE = 40


class _BashReader(Reader):
    """Also remembers the here-documents that begin behind the current line: (delimiter, whether tabs are stripped)."""

    def __init__(self, script: str) -> None:
        super().__init__(script)
        self.here_documents: list[tuple[str, bool]] = []
        self.has_open_calculation = False
        """Nothing closes a calculation that has begun: later ones are not searched for their ends."""


def regions_of(script: str) -> list[Region]:
    reader = _BashReader(script)
    while token := (_IN_STRING if reader.is_in_string else _TOKEN).search(script, reader.at):
        reader.at = token.start()
        if reader.is_in_string:
            _read_in_string(reader, token)
        else:
            _read_code(reader, token)
    return reader.finished()


def _read_in_string(reader: _BashReader, token: re.Match[str]) -> None:
    text = token[0]
    if text == "$(":
        reader.open_code(token.end())
    elif text == '"':
        reader.close_string(token.end())
    elif text == "$((":
        reader.at = _balanced(reader.script, token.end(), _PARENTHESIS, 2) or len(reader.script)
    elif text == "${":
        is_default = _DEFAULT.match(reader.script, token.end())
        tokens = _BRACE_IN_STRING if is_default else _BRACE
        reader.at = _balanced(reader.script, token.end(), tokens, 1) or len(reader.script)
    elif text == "`":
        end = _ENDS["`"].match(reader.script, token.end())
        reader.at = end.end() if end else len(reader.script)
    else:
        reader.at = token.end()


def _read_code(reader: _BashReader, token: re.Match[str]) -> None:
    text, start, script = token[0], token.start(), reader.script
    if text in _READ:
        _READ[text](reader, token)
    elif text in {"(", ")"}:
        reader.parenthesis(text)
    elif text == "$(":
        reader.at = start + 1
    elif text in {"case", "esac"}:
        reader.at = token.end()
        if _BEFORE_WORD.search(script[max(0, start - _LONGEST_BEFORE) : start]):
            reader.count_case(1 if text == "case" else -1)
    elif text[-1] == '"':
        reader.open_string(RegionKind.STRING, start, token.end())
    elif text == "#" and (start == 0 or script[start - 1] in _BEFORE_COMMENT):
        reader.take(RegionKind.COMMENT, start, _END_OF_LINE.search(script, token.end()), at_end=True)
    else:
        reader.at = token.end()


def _read_quoted(reader: _BashReader, token: re.Match[str]) -> None:
    kind = RegionKind.EXPANSION if token[0] == "`" else RegionKind.STRING
    reader.take(kind, token.start(), _ENDS[token[0]].match(reader.script, token.end()))


def _read_expansion(reader: _BashReader, token: re.Match[str]) -> None:
    _take_until(reader, RegionKind.EXPANSION, token.start(), _balanced(reader.script, token.end(), _BRACE, 1))


def _read_arithmetic(reader: _BashReader, token: re.Match[str]) -> None:
    """`$((…))`, and `((…))` where a command may begin.  Other double parentheses are subshells in subshells."""
    start, end = token.start(), None
    is_command = _CALCULATES.search(reader.script[max(0, start - _LONGEST_BEFORE) : start]) is not None
    if (token[0] == "$((" or is_command) and not reader.has_open_calculation:
        end = _balanced(reader.script, token.end(), _PARENTHESIS, 2)
        reader.has_open_calculation = end is None
    if end is None:
        reader.at = start + token[0].index("(")
        reader.parenthesis("(")
    else:
        _take_until(reader, RegionKind.ARITHMETIC, start, end)


def _read_old_arithmetic(reader: _BashReader, token: re.Match[str]) -> None:
    """`$[…]`, which Bash still reads."""
    _take_until(reader, RegionKind.ARITHMETIC, token.start(), _balanced(reader.script, token.end(), _BRACKET, 1))


def _take_until(reader: Reader, kind: RegionKind, start: int, end: int | None) -> None:
    reader.at = len(reader.script) if end is None else end
    reader.regions.append(Region(kind, start, reader.at, start if end is None else None))


def _balanced(script: str, start: int, tokens: re.Pattern[str], depth: int) -> int | None:
    """Where the last of `depth` open brackets is closed (behind it); None if it never is."""
    for token in tokens.finditer(script, start):
        if token[0] in {"(", "{", "["}:
            depth += 1
        elif token[0] in {")", "}", "]"}:
            depth -= 1
            if depth == 0:
                return token.end()
    return None


def _announce_here_document(reader: _BashReader, token: re.Match[str]) -> None:
    """Any word ends a here-document.  Where the word cannot be read, nobody knows what is text and what is code."""
    if delimiter := _DELIMITER.match(reader.script, token.end()):
        word = _DELIMITER_PART.sub(lambda part: part[1] or part[2] or part[3] or "", delimiter[1])
        reader.here_documents.append((word, token[0] == "<<-"))
        reader.at = delimiter.end()
    else:
        reader.take(RegionKind.VERBATIM, token.end(), None, at_end=True)


def _read_here_documents(reader: _BashReader, token: re.Match[str]) -> None:
    reader.at = token.end()
    for word, strips_tabs in reader.here_documents:
        tabs = r"\t*" if strips_tabs else ""
        end = re.compile(rf"^{tabs}{re.escape(word)}(?=\r?$)", re.MULTILINE).search(reader.script, reader.at)
        reader.take(RegionKind.HERE_DOCUMENT, reader.at, end)
    reader.here_documents.clear()


_READ: dict[str, Callable[[_BashReader, re.Match[str]], None]] = {
    **dict.fromkeys(_ENDS, _read_quoted),
    **dict.fromkeys(("((", "$(("), _read_arithmetic),
    **dict.fromkeys(("<<", "<<-"), _announce_here_document),
    "${": _read_expansion,
    "$[": _read_old_arithmetic,
    "\n": _read_here_documents,
}
