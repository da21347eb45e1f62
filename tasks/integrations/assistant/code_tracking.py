"""Where code is in Markdown (CommonMark) that arrives in pieces: fences, indented code and spans.

Every character is looked at once, and little is held back, so the work grows with the length of the text alone.
"""

from __future__ import annotations

import re

_BLANKS = re.compile(r"[ \t\r]+")
_SPAN_END = re.compile(r"[`\n]")
_MARK = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]|>")
_MAYBE_MARK = re.compile(r"(?:[-*+]|\d{1,9}[.)]?)\Z")
_HELD = -1


class CodeTracker:
    """Ask it for each place in the text in turn."""

    def __init__(self) -> None:
        self._mark, self._run, self._run_is_first = "", 0, False
        """Backticks or tildes that may become more of them."""
        self._fence, self._fence_length, self._is_opening_line = "", 0, False
        self._closing, self._closes = 0, True
        """How many fence characters the line in a fence begins with, and whether nothing else is in it."""
        self._span = 0
        """The number of backticks that opened the span in which the text is."""
        self._at_start, self._indent, self._list_indent = True, 0, 0
        self._is_code_line = False
        self._may_be_code_line = True
        """Indented code follows a blank line or other code; within a paragraph, an indented line is text."""

    def take(self, text: str, at: int, *, is_last: bool) -> int:
        """The end of what is code, or opens a line, at this place; `at` if it is prose; -1 if more text is needed."""
        sign = text[at]
        if self._run and sign == self._mark:
            return self._counted(text, at)
        if self._run:
            self._end_run()
        if self._fence:
            return self._in_fence(text, at, is_last=is_last)
        if sign == "\n":
            self._end_line(is_blank=self._at_start)
            return at + 1
        if self._at_start:
            return self._line_start(text, at, is_last=is_last)
        return self._within_line(text, at)

    def _within_line(self, text: str, at: int) -> int:
        if self._is_code_line:
            return _index(text, "\n", at)
        if text[at] == "`":
            return self._begin_run(text, at, is_first=False)
        return _first(_SPAN_END, text, at) if self._span else at

    def _begin_run(self, text: str, at: int, *, is_first: bool) -> int:
        self._mark, self._run, self._run_is_first = text[at], 0, is_first
        return self._counted(text, at)

    def _counted(self, text: str, at: int) -> int:
        end = at
        while end < len(text) and text[end] == self._mark:
            end += 1
        self._run += end - at
        return end

    def _end_run(self) -> None:
        length, self._run = self._run, 0
        if self._run_is_first and length >= 3:
            self._fence, self._fence_length, self._is_opening_line = self._mark, length, True
            self._span = 0
        elif self._mark == "`":
            self._span = (0 if self._span == length else self._span) if self._span else length

    def _in_fence(self, text: str, at: int, *, is_last: bool) -> int:
        end = _index(text, "\n", at)
        if self._is_opening_line and self._fence == "`" and "`" in text[at:end]:
            # Not a fence: a span in one line, opened by as many backticks.
            self._fence, self._span = "", self._fence_length
            return _index(text, "`", at) if text[at] != "`" else self.take(text, at, is_last=is_last)
        if not self._is_opening_line:
            self._look_for_end(text[at:end])
        if end == len(text):
            return end
        if not self._is_opening_line and self._closes and self._closing >= self._fence_length:
            self._fence = ""
        self._is_opening_line, self._closing, self._closes = False, 0, True
        self._end_line(is_blank=False)
        self._may_be_code_line = True
        return end + 1

    def _look_for_end(self, part: str) -> None:
        rest = part if self._closing else part.lstrip(" \t>")
        after = rest.lstrip(self._fence) if self._closes else rest
        self._closes = self._closes and not after.strip(" \t\r")
        self._closing += len(rest) - len(after) if self._closes else 0

    def _end_line(self, *, is_blank: bool) -> None:
        if is_blank:
            self._span = 0
        self._may_be_code_line = is_blank or self._is_code_line
        self._is_code_line, self._at_start, self._indent = False, True, 0

    def _line_start(self, text: str, at: int, *, is_last: bool) -> int:
        blanks = _BLANKS.match(text, at)
        if blanks:
            self._indent += len(blanks.group().replace("\t", "    "))
            return blanks.end()
        if self._may_be_code_line and not self._span and self._indent >= self._list_indent + 4:
            self._at_start, self._is_code_line = False, True
            return _index(text, "\n", at)
        if not is_last and _MAYBE_MARK.match(text, at):
            return _HELD
        mark = _MARK.match(text, at)
        return self._begin_item(mark) if mark else self._begin_prose(text, at)

    def _begin_item(self, mark: re.Match[str]) -> int:
        """A list item or a quotation begins a paragraph of its own, in which a fence may open."""
        self._span, self._may_be_code_line = 0, False
        if mark.group() != ">":
            self._indent = self._list_indent = self._indent + len(mark.group())
        return mark.end()

    def _begin_prose(self, text: str, at: int) -> int:
        self._at_start = False
        if self._indent == 0:
            self._list_indent = 0
        if text[at] == "#":
            self._span = 0
        if text[at] in "`~":
            return self._begin_run(text, at, is_first=True)
        return _first(_SPAN_END, text, at) if self._span else at


def _index(text: str, sign: str, at: int) -> int:
    """Where the sign is next; else the end of the text."""
    found = text.find(sign, at)
    return found if found >= 0 else len(text)


def _first(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.search(text, at)
    return match.start() if match else len(text)
