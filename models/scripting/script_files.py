"""A script as a file: the code under a comment that says what FlowPilot knows of it.

    # FlowPilot script, format 1
    # When this file is imported, FlowPilot reads the lines down to the end mark.
    # title: "Clear a print queue"
    # parameters: [{"name": "PrinterName", ...}]
    # end of FlowPilot's lines

Each value is JSON, in pieces if it is long, because cmd cuts lines.  A shebang stays the first line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from models.scripting.languages import ScriptLanguage

ENDINGS = {
    ScriptLanguage.POWERSHELL: ".ps1",
    ScriptLanguage.BASH: ".sh",
    ScriptLanguage.BATCH: ".cmd",
    ScriptLanguage.PYTHON: ".py",
}
LANGUAGES = {ending: language for language, ending in ENDINGS.items()} | {".bat": ScriptLanguage.BATCH}

FIELDS = ("title", "purpose", "risk", "tags", "parameters")
_MARKS = dict.fromkeys(ScriptLanguage, "# ") | {ScriptLanguage.BATCH: ":: "}
_BEGINS, _ENDS = "FlowPilot script, format 1", "end of FlowPilot's lines"
_ABOUT = "When this file is imported, FlowPilot reads the lines down to the end mark."
_MORE = "  + "
_PIECE = 400
_MOST_LINES = 1_000
_FIELD = re.compile(r"(?P<name>[a-z]+): (?P<value>.*)")


class HeaderBroken(ValueError):
    """The file begins as one of ours and its header cannot be read."""


def encoded(language: ScriptLanguage, body: str, about: Mapping[str, Any]) -> bytes:
    """The file's content.  `about` has the FIELDS, as JSON takes them."""
    shebang, rest = _without_shebang(body)
    text = shebang + "".join(f"{line}\n" for line in _header(language, about)) + rest
    if language in (ScriptLanguage.POWERSHELL, ScriptLanguage.BATCH):
        text = text.replace("\n", "\r\n")
    # Windows PowerShell reads a file without this mark in the code page of the machine; cmd would run the mark.
    is_marked = language == ScriptLanguage.POWERSHELL and not text.isascii()
    return text.encode("utf-8-sig" if is_marked else "utf-8")


def read(language: ScriptLanguage, text: str) -> tuple[str, dict[str, Any]]:
    """The code and what its header says, which nobody has checked; empty for a file that is not one of ours.

    Raises HeaderBroken.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    shebang, rest = _without_shebang(text)
    mark = _MARKS[language]
    if not rest.startswith(mark + _BEGINS + "\n"):
        return text, {}
    lines = rest.split("\n", _MOST_LINES)
    try:
        end = lines.index(mark + _ENDS, 0, _MOST_LINES)
    except ValueError as error:
        raise HeaderBroken from error
    body = "\n".join(lines[end + 1 :])
    return shebang + body, _values([line.removeprefix(mark) for line in lines[1:end]])


def _without_shebang(text: str) -> tuple[str, str]:
    if not text.startswith("#!"):
        return "", text
    first, line_end, rest = text.partition("\n")
    return (first + line_end, rest) if line_end else ("", text)


def _header(language: ScriptLanguage, about: Mapping[str, Any]) -> Iterator[str]:
    mark = _MARKS[language]
    yield mark + _BEGINS
    yield mark + _ABOUT
    for name in FIELDS:
        spelt = _spelt(about[name], is_batch=language == ScriptLanguage.BATCH)
        yield f"{mark}{name}: {spelt[:_PIECE]}"
        for start in range(_PIECE, len(spelt), _PIECE):
            yield f"{mark}{_MORE}{spelt[start : start + _PIECE]}"
    yield mark + _ENDS


def _spelt(value: Any, *, is_batch: bool) -> str:
    """JSON on one line.  What could end the line, or mean something to cmd even in a comment, is written as a code."""
    text = json.dumps(value, ensure_ascii=is_batch)
    return "".join(one if one.isprintable() and not (is_batch and one in "%^") else _coded(one) for one in text)


def _coded(character: str) -> str:
    """Of a character inside a JSON string; those that JSON uses itself are printable and none of these."""
    return json.dumps(character)[1:-1] if ord(character) > 0x7F else f"\\u{ord(character):04x}"


def _values(lines: list[str]) -> dict[str, Any]:
    spelt: dict[str, str] = {}
    name = ""
    for line in lines:
        field = _FIELD.fullmatch(line)
        if line.startswith(_MORE) and name:
            spelt[name] += line.removeprefix(_MORE)
        elif field and field["name"] in FIELDS:
            name = field["name"]
            spelt[name] = field["value"]
        else:
            name = ""
    try:
        return {name: json.loads(value) for name, value in spelt.items()}
    except (ValueError, RecursionError) as error:
        raise HeaderBroken from error
