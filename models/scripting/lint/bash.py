"""Finds the commands of a Bash script in its parse tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tree_sitter import Node

from models.scripting.languages import ScriptLanguage
from models.scripting.lint.commands import DEFINES, Command, plain_name
from models.scripting.lint.trees import Visit, text_of, visits_in, visits_of

_SKIPPED = frozenset({"command_name", "variable_assignment", "comment", "file_redirect", "herestring_redirect"})
# Commands that run another command, which their arguments name.  Each has the list of its options that take a value.
_WRAPPERS = {
    "sudo": ("-u", "-g", "-h", "-p", "-C", "-D", "--user", "--group", "--host", "--chdir"),
    "doas": ("-u", "-C"),
    "env": ("-u", "-C", "-S"),
    "nice": ("-n",),
    "ionice": ("-c", "-n", "-p"),
    "timeout": ("-s", "-k"),
    "xargs": ("-I", "-n", "-P", "-L", "-d", "-a", "-s", "-E"),
    "parallel": ("-j", "-I", "-a", "-n"),
    "flock": ("-w", "-E"),
    "pkexec": ("--user",),
    "systemd-run": ("-u", "-p", "-H", "-M"),
    "stdbuf": ("-i", "-o", "-e"),
    "nohup": (),
    "time": (),
    "exec": ("-a",),
    "command": (),
    "builtin": (),
    "busybox": (),
    "setsid": (),
    "chroot": (),
    "watch": ("-n",),
}
_TAKES_A_WORD_FIRST = frozenset({"timeout", "chroot", "flock"})
_FOR_MANY = frozenset({"xargs", "parallel"})


def commands_of(script: str) -> Iterator[Command]:
    """Every command, including those in loops, functions and substitutions.

    A redirection that overwrites a file is returned as a command named `>`, so that the rules can judge it.
    """
    for visit in visits_in(ScriptLanguage.BASH, script):
        node = visit.node
        if node.type == "command":
            yield _unwrapped(_command(visit))
        elif node.type == "file_redirect" and any(part.type in {">", ">|", "&>"} for part in node.children):
            yield Command(
                language=ScriptLanguage.BASH, row=visit.row, name=">", words=(_word(node.named_children[-1]),)
            )
        elif node.type == "file_redirect" and any(part.type in {">>", "&>>"} for part in node.children):
            yield Command(
                language=ScriptLanguage.BASH, row=visit.row, name=">>", words=(_word(node.named_children[-1]),)
            )
        elif node.type == "function_definition":
            yield from _function(visit)


def _function(visit: Visit) -> Iterator[Command]:
    node = visit.node
    if name := node.child_by_field_name("name"):
        yield Command(language=ScriptLanguage.BASH, row=visit.row, name=DEFINES + text_of(name).lower())
    if _calls_itself_in_a_pipe(node):
        yield Command(language=ScriptLanguage.BASH, row=visit.row, name="fork-bomb")


def _command(visit: Visit) -> Command:
    return replace(_bare(visit.node), row=visit.row, reads_from=_before(visit), stdin=_here_document(visit))


def _bare(node: Node) -> Command:
    """The command's name and arguments, without its here-document and without the commands that feed it."""
    name = node.child_by_field_name("name")
    words = tuple(_word(part) for part in node.named_children if part.type not in _SKIPPED)
    return Command(language=ScriptLanguage.BASH, name=plain_name(_word(name)) if name else "", words=words)


def _unwrapped(command: Command) -> Command:
    """The command without its wrappers: `rm -rf /x` for `sudo -u root rm -rf /x`."""
    while command.name in _WRAPPERS and (inner := _inner(command)):
        command = inner
    return command


def _inner(command: Command) -> Command | None:
    """The command that a wrapper runs; None if the wrapper names none."""
    words = list(command.words)
    with_value = _WRAPPERS[command.name]
    while words and (words[0].startswith("-") or _is_assignment(words[0])):
        option = words.pop(0)
        if option in with_value and words:
            words.pop(0)
    if command.name in _TAKES_A_WORD_FIRST and words:
        words.pop(0)
    if not words:
        return None
    name, arguments = plain_name(words[0]), words[1:]
    if name == "rm" and command.name in _FOR_MANY:
        # These wrappers run `rm` on many files, which is as dangerous as `rm -r`.
        arguments.append("-r")
    return replace(command, name=name, words=tuple(arguments))


def _is_assignment(word: str) -> bool:
    return "=" in word and word.split("=", maxsplit=1)[0].isidentifier()


def _word(node: Node) -> str:
    text = text_of(node)
    if node.type in {"raw_string", "string", "ansi_c_string"}:
        return text.lstrip("$")[1:-1]
    if node.type == "concatenation":
        return "".join(_word(part) for part in node.named_children)
    return text.replace("\\", "") if node.type == "word" else text


def _before(visit: Visit) -> str | None:
    """The command whose output this one reads."""
    at = visit.parent if visit.parent and visit.parent_type == "redirected_statement" else visit
    before = at.before
    if at.parent_type != "pipeline" or before is None:
        return None
    if before.type == "redirected_statement" and before.named_children:
        before = before.named_children[0]
    return _unwrapped(_bare(before)).name if before.type == "command" else ""


def _here_document(visit: Visit) -> str:
    """Text that the command reads from the script itself: a here-document, or a here-string."""
    parts = list(visit.node.named_children)
    if visit.parent and visit.parent_type == "redirected_statement":
        parts += visit.parent.node.named_children
    bodies = [body for part in parts if part.type == "heredoc_redirect" for body in part.named_children]
    strings = [part.named_children[0] for part in parts if part.type == "herestring_redirect" and part.named_children]
    return "\n".join([*(text_of(body) for body in bodies if body.type == "heredoc_body"), *map(_word, strings)])


def _calls_itself_in_a_pipe(function: Node) -> bool:
    """Whether the function is a fork bomb such as `:(){ :|:& };:`, which pipes itself into itself."""
    name = function.child_by_field_name("name")
    pipes = (visit.node for visit in visits_of(function) if visit.node.type == "pipeline")
    return name is not None and any(
        [text_of(part) for part in pipe.named_children].count(text_of(name)) > 1 for pipe in pipes
    )
