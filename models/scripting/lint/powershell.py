"""Finds the commands of a PowerShell script in its parse tree, resolves aliases and completes shortened parameters.

Like PowerShell, it accepts any beginning of a parameter's name that is unique for the cmdlet (about_Command_Syntax),
and PowerShell's own aliases (about_Aliases).
"""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from models.scripting.languages import ScriptLanguage
from models.scripting.lint.commands import DEFINES, REPEATED, Command, plain_name
from models.scripting.lint.trees import Visit, text_of, visits_in

ALIASES = {
    **dict.fromkeys(("ri", "rm", "rmdir", "rd", "del", "erase"), "remove-item"),
    **dict.fromkeys(("gci", "ls", "dir"), "get-childitem"),
    **dict.fromkeys(("iwr", "curl", "wget"), "invoke-webrequest"),
    **dict.fromkeys(("saps", "start"), "start-process"),
    "iex": "invoke-expression",
    "irm": "invoke-restmethod",
    "icm": "invoke-command",
    "rp": "remove-itemproperty",
    "rsn": "remove-pssession",
    "rwmi": "remove-wmiobject",
    "rcim": "remove-ciminstance",
    "clc": "clear-content",
    "cli": "clear-item",
    "mi": "move-item",
    "ogv": "out-gridview",
}
_COMMON = ("whatif", "confirm", "verbose", "erroraction")
PARAMETERS = {
    "remove-item": ("path", "literalpath", "filter", "include", "exclude", "recurse", "force", "credential", "stream"),
    "set-executionpolicy": ("executionpolicy", "scope", "force"),
    "start-process": ("filepath", "argumentlist", "verb", "wait", "nonewwindow", "windowstyle", "credential"),
    "restart-computer": ("computername", "force", "wait", "timeout", "delay", "credential"),
    "search-mailbox": ("identity", "searchquery", "deletecontent", "targetmailbox", "targetfolder", "force"),
}
_LOOPS = frozenset({"foreach_statement", "for_statement", "while_statement", "do_statement"})
_OTHERS = frozenset({"redirection", "function_statement", "left_assignment_expression"})
_LOOPING = frozenset({"foreach-object", "foreach", "%"})
_STRINGS = frozenset({"string_literal", "expandable_string_literal", "verbatim_string_characters"})
# Pasted commands contain these characters, and PowerShell treats them as the plain ones (about_Quoting_Rules).
_TYPOGRAPHIC = str.maketrans({**dict.fromkeys("\u2013\u2014\u2015", "-"), **dict.fromkeys("\u201c\u201d\u201e", '"')})
METHOD = "method:"
"""The prefix of a command's name that marks a call of a .NET method."""


def commands_of(script: str) -> Iterator[Command]:
    """Every command, including those in script blocks, and every method call as a command `method:name`."""
    for visit in visits_in(ScriptLanguage.POWERSHELL, script.translate(_TYPOGRAPHIC)):
        if visit.node.type == "command":
            yield _command(visit)
        elif visit.node.type == "invokation_expression":
            yield from _method(visit)
        elif visit.node.type in _OTHERS:
            yield from _other(visit)


def _other(visit: Visit) -> Iterator[Command]:
    """A redirection to a file, the definition of a function, or an assignment to a property of an object."""
    node = visit.node
    name, words = "", tuple[str, ...]()
    if node.type == "redirection" and (target := _first(node, "redirected_file_name")):
        name, words = ">", (text_of(target),)
    elif node.type == "function_statement" and (function := _first(node, "function_name")):
        name = DEFINES + text_of(function).lower()
    elif node.type == "left_assignment_expression" and "." in text_of(node):
        name = "property="
    if name:
        yield Command(language=ScriptLanguage.POWERSHELL, row=visit.row, name=name, words=words)


def _command(visit: Visit) -> Command:
    name = _name(visit.node)
    reads_from = _before(visit)
    words = _words(visit.node, name)
    if reads_from is not None or _is_in_loop(visit):
        words = (*words, REPEATED)
    return Command(language=ScriptLanguage.POWERSHELL, row=visit.row, name=name, words=words, reads_from=reads_from)


def _name(node: Node) -> str:
    named = node.child_by_field_name("command_name") or _first(node, "command_name", "command_name_expr")
    name = plain_name(text_of(named).replace("`", "")) if named else ""
    return ALIASES.get(name, name)


def _first(node: Node, *types: str) -> Node | None:
    return next((part for part in node.named_children if part.type in types), None)


def _words(node: Node, name: str) -> tuple[str, ...]:
    """The arguments; a switch that is turned off (`-Recurse:$false`) becomes `-off:recurse`."""
    elements = _first(node, "command_elements")
    words: list[str] = []
    is_switched = False
    for part in elements.named_children if elements else ():
        if part.type == "command_parameter":
            words.append(_completed(name, text_of(part)))
            is_switched = False
        elif part.type == "command_argument_sep":
            is_switched = is_switched or text_of(part) == ":"
        else:
            values = list(_values(part))
            if is_switched and [value.lower() for value in values] == ["$false"]:
                words[-1] = f"-off:{words[-1].lstrip('-')}"
            else:
                words.extend(values)
            is_switched = False
    return tuple(words)


def _completed(name: str, parameter: str) -> str:
    given = parameter.lower().lstrip("-").rstrip(":")
    if "-" not in name:
        # It is a program, not a cmdlet, so PowerShell passes its options on unchanged.
        return f"-{given}"
    fitting = [known for known in (*PARAMETERS.get(name, ()), *_COMMON) if known.startswith(given)]
    return f"-{fitting[0] if given and len(fitting) == 1 else given}"


def _values(node: Node) -> Iterator[str]:
    """The elements of an argument, with quotes removed from strings."""
    parts = [part for part in node.named_children if part.type == "unary_expression"] or [node]
    for part in parts:
        text = text_of(part)
        is_string = part.named_child_count == 1 and part.named_children[0].type in _STRINGS
        yield text[1:-1] if is_string and text[:1] in "'\"" else text


def _before(visit: Visit) -> str | None:
    """The command whose output this one reads; empty if an expression produces the output."""
    if visit.before is None or visit.parent_type != "pipeline_chain":
        return None
    return _name(visit.before) if visit.before.type == "command" else ""


def _is_in_loop(visit: Visit) -> bool:
    at = visit.parent
    while at is not None:
        if at.node.type in _LOOPS:
            return True
        if at.node.type == "command" and _name(at.node) in _LOOPING:
            return True
        at = at.parent
    return False


def _method(visit: Visit) -> Iterator[Command]:
    node = visit.node
    member = _first(node, "member_name")
    if member:
        on = text_of(node.named_children[0]).lower()
        yield Command(
            language=ScriptLanguage.POWERSHELL, row=visit.row, name=METHOD + text_of(member).lower(), words=(on,)
        )
