"""Plain text as HaloPSA's HTML, and its HTML as plain text."""

from __future__ import annotations

import re
from html import escape, unescape

MOST_CHARACTERS = 200_000
"""Of HTML that is read: mails with pictures in them are far longer than what anybody wrote in them."""

_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre"})
_BLOCKS = _PARAGRAPHS | {"article", "div", "dl", "dt", "dd", "footer", "form", "header", "hr", "li", "section", "tr"}
_SILENT = frozenset({"script", "style", "head", "title", "template"})
_PART = re.compile(r"(?P<text>[^<]+)|</?(?P<tag>[a-z][\w:-]*)[^<>]*>|<!--|<[!?][^<>]*>|<", re.IGNORECASE)
"""A part of HTML, which is found in one step: Python's own parser takes minutes for some texts."""
_MARKUP = re.compile(r"</?(?:a|b|br|div|em|font|i|img|li|ol|p|span|strong|table|td|tr|u|ul)\b[^<>]*>", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_INDENT = re.compile(r"^ +", re.MULTILINE)


def to_html(text: str, marker: str) -> str:
    """The text, escaped, with its line breaks and indents, and `[marker]` in a last line."""
    lines = f"{text.rstrip()}\n\n[{marker}]".replace("\r\n", "\n").replace("\r", "\n")
    indented = _INDENT.sub(lambda spaces: "\N{NO-BREAK SPACE}" * len(spaces[0]), _CONTROL.sub("", lines))
    return escape(indented).replace("\n", "<br>")


def to_plain(html: str) -> str:
    """The text that a reader of this HTML sees, in paragraphs, without links' addresses and without pictures."""
    writer, shown, at = _Writer(), html[:MOST_CHARACTERS], 0
    unclosed: set[str] = set()
    while part := _PART.match(shown, at):
        at, is_end = part.end(), part[0].startswith("</")
        tag = (part["tag"] or "").lower()
        if part["text"] or part[0] == "<":
            writer.text(unescape(part[0]))
        elif part[0] == "<!--":
            end = shown.find("-->", at)
            at = end + 3 if end >= 0 else len(shown)
        elif tag in _SILENT and not is_end and tag not in unclosed:
            closing = re.compile(f"</{tag}", re.IGNORECASE).search(shown, at)
            at = closing.start() if closing else at
            unclosed |= set() if closing else {tag}
        elif tag:
            writer.tag(tag, is_end=is_end)
    return _tidied("".join(writer.pieces))


def plain_of(html: object, text: object) -> str:
    """From a pair of fields, of which HaloPSA fills the one, the other or both; `text` may have tags in it."""
    if isinstance(html, str) and html.strip():
        return to_plain(html)
    if not isinstance(text, str):
        return ""
    return to_plain(text) if _MARKUP.search(text) else text.strip()


def _tidied(text: str) -> str:
    lines = [line.rstrip() for line in text.replace("\N{NO-BREAK SPACE}", " ").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


class _Writer:
    """Puts together what is shown."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._preformatted = 0

    def tag(self, name: str, *, is_end: bool) -> None:
        if name == "br":
            self.pieces.append("\n")
        elif name in {"td", "th"} and not is_end and not self._is_at_line_start():
            self.pieces.append(" ")
        elif name in _BLOCKS:
            self._end_line(2 if name in _PARAGRAPHS else 1)
            if name == "li" and not is_end:
                self.pieces.append("- ")
        if name == "pre":
            self._preformatted = max(0, self._preformatted + (-1 if is_end else 1))

    def text(self, text: str) -> None:
        shown = text if self._preformatted else _SPACES.sub(" ", text)
        if not self._preformatted and self._is_at_line_start():
            shown = shown.lstrip(" ")
        if shown:
            self.pieces.append(shown)

    def _is_at_line_start(self) -> bool:
        return not self.pieces or self.pieces[-1].endswith("\n")

    def _end_line(self, breaks: int) -> None:
        """`breaks`: 2 to leave an empty line as well."""
        if self.pieces:
            last = self.pieces[-1]
            missing = breaks - (len(last) - len(last.rstrip("\n")))
            self.pieces.extend(["\n" * missing] if missing > 0 else [])
