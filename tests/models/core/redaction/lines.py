"""Reads `secrets.txt` and `harmless.txt`; their first lines explain the notation."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent
_SIGNS = str.maketrans({"¦": None, "↵": "\n", "␍": "\r", "⇥": "\t"})


def read_lines(name: str) -> list[str]:
    """The texts of a file, without its remarks."""
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.translate(_SIGNS) for line in lines if line and not line.startswith("# ")]


def without_marks(line: str) -> str:
    """The text as an engineer pastes it."""
    return line.replace("⟦", "").replace("⟧", "")
