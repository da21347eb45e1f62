"""Makes Markdown (CommonMark) of ours around texts of people, which stay text, and of models, which may be Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~&]")
_LEADING = re.compile(r"[#+=-]|\d{1,9}(?=[.)])")
_LIST_MARK = re.compile(r"^(?:[-*+>#]+|\d+[.)])\s+")
_HEADING = re.compile(r"^[ \t]*#+[ \t]*", re.MULTILINE)


def escaped(text: str) -> str:
    """A person's text on one line, in which no character is markup."""
    plain = _SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))
    start = _LEADING.match(plain)
    return f"{_guarded(start[0])}{plain[start.end() :]}" if start else plain


def line_of(text: str) -> str:
    """A model's Markdown on one line, without a list mark, a heading or an image."""
    return _without_images(_LIST_MARK.sub("", " ".join(text.split())))


def block_of(text: str) -> str:
    """A model's Markdown without headings, which would divide our document, and without images."""
    return _without_images(_HEADING.sub("", text)).strip()


def section(heading: str, *blocks: str) -> str:
    """A heading with its blocks; empty if they all are."""
    filled = [block for block in blocks if block]
    return "\n\n".join([f"## {heading}", *filled]) if filled else ""


def bullets(lines: Iterable[str]) -> str:
    """A list of lines that are Markdown."""
    return "\n".join(f"- {line}" for line in lines)


def numbered(lines: Iterable[str]) -> str:
    """The same, with numbers."""
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))


def document(*sections: str) -> str:
    """The sections that are not empty."""
    return "\n\n".join(part for part in sections if part) + "\n"


def _without_images(text: str) -> str:
    return text.replace("![", "[")


def _guarded(mark: str) -> str:
    """A sign or number that would begin a heading or a list, escaped: "2." of "2. reboot"."""
    return f"{mark}\\" if mark.isdigit() else f"\\{mark}"
