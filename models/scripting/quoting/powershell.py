"""The quoting rules of PowerShell (about_Quoting_Rules, about_Parsing, about_Comments)."""

from __future__ import annotations

import re

from models.scripting.quoting.region import Reader, Region, RegionKind

SINGLE = "'\u2018\u2019\u201a\u201b"
"""The characters that PowerShell reads as a single quote; any of them ends what any of them began."""

DOUBLE = '"\u201c\u201d\u201e'

_TOKEN = re.compile(rf"`.|<#|#|@?[{SINGLE}]|@?[{DOUBLE}]|\$\{{|[()]|(?<!\S)--%(?!\S)", re.DOTALL)
_IN_STRING = re.compile(rf"`.|\$\(|[{DOUBLE}]{{1,2}}", re.DOTALL)
_IN_HERE_STRING = re.compile(rf"`.|\$\(|\n[{DOUBLE}]@", re.DOTALL)
_REST_IS_BLANK = re.compile(r"[ \t]*\r?\n")
_END_OF_COMMENT = re.compile("#>")
_END_OF_LINE = re.compile(r"(?=\r?\n)")
_LEAVES_VERBATIM = re.compile(r"[^\r\n]*?(?:\||&&)")
_CHANGES_READING = re.compile(rf"[^\r\n]*?[{SINGLE}{DOUBLE}`<>@(){{}}]")
_END_OF_STRING = re.compile(rf"(?:[^{SINGLE}]|[{SINGLE}]{{2}})*+[{SINGLE}]")
_END_OF_HERE_STRING = re.compile(rf"\n[{SINGLE}]@")
_END_OF_NAME = re.compile(r"\}")
_BEFORE_COMMENT = "(){}[];|&,=+*/"


def regions_of(script: str) -> list[Region]:
    reader = Reader(script)
    while (token := _next(reader)) is not None:
        if reader.is_in_string:
            _read_in_string(reader, token)
        else:
            _read_code(reader, token)
    return reader.finished()


def _next(reader: Reader) -> re.Match[str] | None:
    pattern = _TOKEN
    if reader.is_in_string:
        pattern = _IN_HERE_STRING if reader.string_kind is RegionKind.HERE_DOCUMENT else _IN_STRING
    token = pattern.search(reader.script, reader.at)
    if token:
        reader.at = token.start()
    return token


def _read_in_string(reader: Reader, token: re.Match[str]) -> None:
    text = token[0]
    if text == "$(":
        reader.open_code(token.end())
    elif text[0] == "`" or (len(text) == 2 and text[0] in DOUBLE):
        reader.at = token.end()
    else:
        reader.close_string(token.end())


def _read_code(reader: Reader, token: re.Match[str]) -> None:
    text, start, script = token[0], token.start(), reader.script
    is_here = text[0] == "@" and _REST_IS_BLANK.match(script, token.end()) is not None
    if text in {"(", ")"}:
        reader.parenthesis(text)
    elif text == "<#":
        reader.take(RegionKind.COMMENT, start, _END_OF_COMMENT.search(script, token.end()))
    elif text[-1] in SINGLE and is_here:
        reader.take(RegionKind.HERE_DOCUMENT, start, _END_OF_HERE_STRING.search(script, token.end()))
    elif text[-1] in DOUBLE and is_here:
        reader.open_string(RegionKind.HERE_DOCUMENT, start, token.end())
    elif text[-1] in SINGLE:
        reader.take(RegionKind.STRING, token.end() - 1, _END_OF_STRING.match(script, token.end()))
    elif text[-1] in DOUBLE:
        reader.open_string(RegionKind.STRING, token.end() - 1, token.end())
    elif text == "${":
        reader.take(RegionKind.EXPANSION, start, _END_OF_NAME.search(script, token.end()))
    elif text == "--%":
        # A pipe ends it, but not in quotes, of which every program has its own.
        is_unclear = _LEAVES_VERBATIM.match(script, token.end())
        end = None if is_unclear else _END_OF_LINE.search(script, token.end())
        reader.take(RegionKind.VERBATIM, start, end, at_end=True)
    elif text == "#":
        _read_hash(reader, start)
    else:
        reader.at = token.end()


def _read_hash(reader: Reader, start: int) -> None:
    """A comment, or a character of a word: `a#b` is one word of a command, and `$a#b` in an expression is none.

    Where that matters for what follows, nobody knows what is text and what is code.
    """
    script = reader.script
    if start == 0 or script[start - 1].isspace() or script[start - 1] in _BEFORE_COMMENT:
        reader.take(RegionKind.COMMENT, start, _END_OF_LINE.search(script, start), at_end=True)
    elif _CHANGES_READING.match(script, start):
        reader.take(RegionKind.VERBATIM, start, None, at_end=True)
    else:
        reader.at = start + 1
