"""Finds the calls of a Python script in its tree, by the names that its imports give them.

A call is a command: `shutil.rmtree(path)` is `shutil.rmtree` with the word `$path`.  Values that are constants, or
names for constants, are known; of everything else only the name is.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from models.scripting.languages import ScriptLanguage
from models.scripting.lint.commands import DEFINES, REPEATED, Command
from models.scripting.pythons import parsed

__all__ = ["DEFINES", "commands_of"]

_LOOPS = (ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)
_MOST_LINES = 1_000
_DEEPEST_NAME = 20
COMPUTED = "?computed"
"""The name of a call whose function only the running script knows by its name."""


def commands_of(script: str) -> Iterator[Command]:
    """Every call, in the order of the tree.  A script with a mistake is read line by line, as far as lines parse."""
    try:
        yield from _calls(parsed(script), rows_before=0)
    except SyntaxError:
        for row, line in enumerate(script.splitlines()[:_MOST_LINES]):
            try:
                tree = parsed(line.strip())
            except SyntaxError:
                continue
            yield from _calls(tree, rows_before=row)


def _calls(tree: ast.Module, *, rows_before: int) -> Iterator[Command]:
    names = _Names(tree)
    waiting: list[tuple[ast.AST, bool]] = [(tree, False)]
    while waiting:
        node, is_repeated = waiting.pop()
        if isinstance(node, ast.Call):
            yield _command(node, names, rows_before, is_repeated=is_repeated)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            row = rows_before + node.lineno
            yield Command(language=ScriptLanguage.PYTHON, row=row, name=DEFINES + node.name.lower())
        inside = is_repeated or isinstance(node, _LOOPS)
        waiting.extend((child, inside) for child in reversed(list(ast.iter_child_nodes(node))))


class _Names:
    """What the names of a script stand for: imported modules and functions, and constants."""

    def __init__(self, tree: ast.Module) -> None:
        self.imported: dict[str, str] = {}
        self.constants: defaultdict[str, list[ast.expr]] = defaultdict(list)
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    self.imported[alias.asname or alias.name.split(".")[0]] = (
                        alias.name if alias.asname else alias.name.split(".")[0]
                    )
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    self.imported[alias.asname or alias.name] = f"{node.module or ''}.{alias.name}"
            elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Attribute):
                self._renamed(node.targets, node.value)
            elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant | ast.List | ast.Tuple):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        self.constants[target.id].append(node.value)

    def _renamed(self, targets: list[ast.expr], value: ast.Attribute) -> None:
        """`remove = shutil.rmtree` gives the function another name."""
        for target in targets:
            if isinstance(target, ast.Name):
                self.imported.setdefault(target.id, self.of(value))

    def of(self, node: ast.expr) -> str:
        """`shutil.rmtree` for what the script imported as `remove`; `?.delete` for a method of an expression."""
        parts: list[str] = []
        if isinstance(node, ast.Call):
            return self._computed(node)
        while isinstance(node, ast.Attribute) and len(parts) < _DEEPEST_NAME:
            parts.append(node.attr)
            node = node.value
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name | ast.Attribute)
            and len(parts) < _DEEPEST_NAME
        ):
            parts.append(self.of(node.func) if isinstance(node.func, ast.Name) else node.func.attr)
        elif isinstance(node, ast.Name):
            parts.append(self.imported.get(node.id, node.id))
        else:
            parts.append("?")
        return ".".join(reversed(parts)).lower()

    def _computed(self, node: ast.Call) -> str:
        """The function that a call gives: `os.system` for `getattr(os, "system")`, otherwise nobody knows it."""
        if isinstance(node.func, ast.Name) and node.func.id == "getattr" and len(node.args) > 1:
            owner, name = node.args[:2]
            if isinstance(name, ast.Constant) and isinstance(name.value, str) and not isinstance(owner, ast.Call):
                return f"{self.of(owner)}.{name.value}".lower()
            return COMPUTED
        return "?"


def _command(node: ast.Call, names: _Names, rows_before: int, *, is_repeated: bool) -> Command:
    words = [word for argument in node.args for word in _words(argument, names.constants)]
    for keyword in node.keywords:
        words += [f"-{(keyword.arg or '*').lower()}", *_words(keyword.value, names.constants)]
    if is_repeated:
        words.append(REPEATED)
    return Command(
        language=ScriptLanguage.PYTHON, row=rows_before + node.lineno, name=names.of(node.func), words=tuple(words)
    )


def _words(node: ast.expr, constants: Mapping[str, Sequence[ast.expr]]) -> list[str]:
    """The texts of an argument, one for each element of a list.  An unknown value is `$name` or `$`."""
    if isinstance(node, ast.Name) and len(constants.get(node.id, ())) == 1:
        node = constants[node.id][0]
    if isinstance(node, ast.List | ast.Tuple):
        return [_text(element) for element in node.elts]
    return [_text(node)]


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "$x" for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
        left = node.left if isinstance(node.left, ast.Constant | ast.JoinedStr) else None
        return f"{_text(left)}$x" if left is not None else "$x"
    if isinstance(node, ast.Name):
        return f"${node.id}"
    return "$"
