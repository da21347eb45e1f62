"""Recognises commands that can destroy data or cut people off, whatever risk the copilot claims.

Scripts are parsed, PowerShell and Bash by tree-sitter, Python by its own parser, batch, which has no grammar, by rules
of ours.  So comments and quoted text do not count, and aliases, shortened parameters and nested interpreters do.
"""

from __future__ import annotations

from models.scripting.lint.danger import dangers_of, is_dangerous
from models.scripting.lint.risk import Assessed, risk_of

__all__ = ["Assessed", "dangers_of", "is_dangerous", "risk_of"]
