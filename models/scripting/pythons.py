"""Reads Python by Python's own parser, which has limits on depth that a hostile text meets."""

from __future__ import annotations

import ast
import warnings

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
