"""Reads the value of a literal back from a rendered script, with a real parser of the language."""

from __future__ import annotations

import ast
import re
from decimal import Decimal

from tree_sitter import Node

from models.scripting.languages import ScriptLanguage
from models.scripting.lint.grammars import parse

TEMPLATES = {
    ScriptLanguage.POWERSHELL: "Write-Output -InputObject {{name}} -NoEnumerate\nWrite-Output 'end'",
    ScriptLanguage.BASH: "printf %s {{name}} end\nexit 0",
    ScriptLanguage.PYTHON: "show({{name}}, end=1)\nquit(0)",
    ScriptLanguage.BATCH: "call :show {{name}} end",
}


def value_in(language: ScriptLanguage, script: str) -> object:
    """The value that stands where the template has its placeholder.  Fails if anything else of the script differs."""
    before, after = TEMPLATES[language].split("{{name}}")
    assert script.startswith(before) and script.endswith(after), script
    start, end = len(before), len(script) - len(after)
    if language is ScriptLanguage.PYTHON:
        return _python_value(script)
    if language is ScriptLanguage.BATCH:
        return _batch_value(script[start:end])
    tree = parse(language, script)
    assert tree is not None and not tree.root_node.has_error, script
    place = len(script[:start].encode()), len(script[:end].encode())
    read = _powershell_value if language is ScriptLanguage.POWERSHELL else _bash_value
    return read(tree.root_node, *place)


def _covering(node: Node, start: int, end: int) -> Node:
    """The innermost node that has exactly these bytes."""
    found = None
    waiting = [node]
    while waiting:
        at = waiting.pop()
        if at.start_byte <= start and at.end_byte >= end:
            found = at if (at.start_byte, at.end_byte) == (start, end) else found
            waiting.extend(at.children)
    assert found is not None, "the literal is no part of its own"
    return found


def _powershell_value(root: Node, start: int, end: int) -> object:
    assert [node.type for node in root.named_children] == ["statement_list"]
    assert len(root.named_children[0].named_children) == 2, "the value has become a statement"
    node = _covering(root, start, end)
    text = (node.text or b"").decode()
    if node.type == "verbatim_string_characters":
        return re.sub("([\u2018\u2019\u201a\u201b'])\\1", r"\1", text[1:-1])
    if text in {"$true", "$false"}:
        return text == "$true"
    return Decimal(text.strip("()"))


def _bash_value(root: Node, start: int, end: int) -> object:
    commands = [node for node in root.named_children if node.type == "command"]
    assert len(commands) == len(root.named_children) == 2, "the value has become a command"
    words = [node for node in commands[0].named_children if node.type != "command_name"]
    assert len(words) == 3, "the value has become several words"
    assert (words[1].start_byte, words[1].end_byte) == (start, end)
    return "".join(_bash_text(part) for part in (words[1].children if words[1].type == "concatenation" else [words[1]]))


def _bash_text(node: Node) -> str:
    text = (node.text or b"").decode()
    if node.type == "raw_string":
        return text[1:-1]
    assert re.fullmatch(r"(?:\\'|-?[\d.]+|true|false)+", text), text
    return text.replace("\\", "")


def _python_value(script: str) -> object:
    call, last = ast.parse(script).body
    assert isinstance(call, ast.Expr) and isinstance(call.value, ast.Call) and isinstance(last, ast.Expr)
    assert len(call.value.args) == 1 and len(call.value.keywords) == 1
    value = ast.literal_eval(call.value.args[0])
    return Decimal(str(value)) if type(value) in {int, float} else value


def _batch_value(literal: str) -> str:
    """cmd keeps everything between two quotes as it is, if it has none of the characters that it replaces or reads."""
    inner = literal.removeprefix('"').removesuffix('"')
    assert len(literal) - len(inner) in {0, 2}
    assert not set('%!^&|<>"\r\n\0') & set(inner) and not inner.endswith("\\")
    assert len(literal) > len(inner) or re.fullmatch(r"-?\d+(?:\.\d+)?", inner)
    return inner
