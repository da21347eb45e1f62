"""Plain text as HaloPSA's HTML, and its HTML as plain text."""

from __future__ import annotations

import re
from html import escape, unescape
from html.parser import HTMLParser

MOST_CHARACTERS = 400_000
"""Of HTML that is read: mails with pictures in them are far longer than what anybody wrote in them."""

_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre"})
_BLOCKS = _PARAGRAPHS | {"article", "div", "dl", "dt", "dd", "footer", "form", "header", "hr", "li", "section", "tr"}
_SILENT = frozenset({"script", "style", "head", "title", "template"})
_MARKUP = re.compile(
    r"</?(?:a|b|br|div|em|font|i|img|li|ol|p|span|strong|table|td|tr|u|ul)\b[^<>]{0,2000}>", re.IGNORECASE
)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_CONDITION = re.compile(r"<!\[[^<>]{0,200}>")
"""As Outlook writes it: not HTML."""
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_INDENT = re.compile(r"^ +", re.MULTILINE)


def to_html(text: str, marker: str) -> str:
    """The text, escaped, with its line breaks and indents, and `[marker]` in a last line."""
    lines = f"{text.rstrip()}\n\n[{marker}]".replace("\r\n", "\n").replace("\r", "\n")
    indented = _INDENT.sub(lambda spaces: "\N{NO-BREAK SPACE}" * len(spaces[0]), lines)
    return escape(indented).replace("\n", "<br>")


def to_plain(html: str) -> str:
    """The text that a reader of this HTML sees, in paragraphs, without links' addresses and without pictures."""
    shown = _CONDITION.sub("", html[:MOST_CHARACTERS])
    reader = _Reader()
    try:
        reader.feed(shown)
        reader.close()
    except AssertionError:  # what Python's parser says to some declarations
        return _tidied(unescape(_TAG.sub(" ", shown)))
    return _tidied("".join(reader.pieces))


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


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = self._preformatted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self.pieces.append("\n")
        elif tag in {"td", "th"}:
            self._space()
        elif tag in _BLOCKS:
            self._break(2 if tag in _PARAGRAPHS else 1)
            self.pieces.append("- " if tag == "li" else "")
        self._preformatted += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self._break(2 if tag in _PARAGRAPHS else 1)
        self._preformatted = max(0, self._preformatted - (tag == "pre"))

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._preformatted:
            self.pieces.append(data)
            return
        words = _SPACES.sub(" ", data)
        self.pieces.append(words.lstrip(" ") if self._at_line_start() else words)

    def _last(self) -> str:
        return next((piece for piece in reversed(self.pieces) if piece), "")

    def _at_line_start(self) -> bool:
        return self._last()[-1:] in {"", "\n"}

    def _space(self) -> None:
        if not self._at_line_start():
            self.pieces.append(" ")

    def _break(self, lines: int) -> None:
        """End the line, and leave an empty one if `lines` is 2."""
        if not self.pieces:
            return
        last = self._last()
        self.pieces.append("\n" * max(0, lines - (len(last) - len(last.rstrip("\n")))))
