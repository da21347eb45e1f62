"""Mistakes in Python, by Python's own parser."""

from __future__ import annotations

import ast
import warnings

from models.scripting.syntax.problem import Problem

_FILE = "script"


def parsed(script: str) -> ast.Module:
    """The tree of a script.  Raises SyntaxError; its line and column may be None.

    Expressions that are nested too deeply for the parser's own limits are a SyntaxError too.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tree = compile(script, _FILE, "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
        except (RecursionError, MemoryError):
            raise SyntaxError("is nested too deeply to be read", (_FILE, 1, 1, "")) from None
        except ValueError as error:  # a NUL character, a lone surrogate
            raise SyntaxError(f"has a character that cannot be read ({error})", (_FILE, 1, 1, "")) from None
    assert isinstance(tree, ast.Module)
    return tree


def problems_of(script: str) -> list[Problem]:
    """The first mistake, which is all that the parser reports."""
    try:
        parsed(script)
    except SyntaxError as error:
        message = error.msg[:1].upper() + error.msg[1:]
        return [Problem(error.lineno or 1, max(error.offset or 1, 1), f"{message}.")]
    return []
