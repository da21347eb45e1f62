"""Citations in a reply's text.

`[C1]` names a case, `[G1]` a guide, `[T1]` a decision tree, `[S4]` a message, `[K2]` a fact, `[F1]` a fix, `[A3]` an
attempt.

Those that exist stay in the text and are told with it.  Those that do not are taken out, with the blank before them,
where they can only be citations; keys, cells, links and code are left as they are.  The result does not depend on where
the stream is split.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from prompts.session import CaseIn, GuideIn, Input, SessionInput, TreeIn
from tasks.integrations.assistant.code_tracking import CodeTracker

Kind = Literal["case", "guide", "tree", "step", "fact", "fix", "attempt"]
LONGEST_TITLE = 120
_KINDS: dict[type[Input], Kind] = {CaseIn: "case", GuideIn: "guide", TreeIn: "tree"}

_REFS = r"\[[CSKFAGT]\d{1,4}(?:, ?[CSKFAGT]\d{1,4}){0,7}\]"
_CITATIONS = re.compile(rf"[ \t]?((?:{_REFS}){{1,8}})")
_MAYBE = re.compile(r"[ \t]?(?:\[[CSKFAGT0-9, ]{0,56}\]){0,8}(?:\[[CSKFAGT0-9, ]{0,56})?[ \t\r]{0,8}\Z")
_REF = re.compile(r"[CSKFAGT]\d{1,4}")
_PLAIN = re.compile(r"[^\n`\\\[ \t\r]+")
_BLANKS = re.compile(r"[ \t\r]+")
_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]?")
_CLAUSE_END = re.compile(r"[.,;:!?)]|[ \t\r]{0,8}(?:\n|\Z)")
# "Press [F8], then [F5]", "cells [A1] to [C2]".
_KEYS = re.compile(
    r"\b(?:press|hit|hold|tap|typ|push|key|cell|range|column)(?:e|s|es|ed|ing)?\b(?:\W*\b(?:the|down|in|keys?|cells?|and|or"
    r"|then|to|fn|ctrl|alt|shift|[CSKFAGT]\d{1,4})\b)*\W*\Z",
    re.IGNORECASE,
)
_LINE_CHARACTERS = 80


@dataclass(frozen=True)
class Citation:
    """`id` is that of the row or guide it leads to; an attempt's is that of its fix or step."""

    ref: str
    kind: Kind
    id: str
    title: str


def citable(session: SessionInput) -> dict[str, Citation]:
    """What a reply to this session may cite, by ref."""
    found: dict[str, Citation] = {}

    def add(ref: str, kind: Kind, row_id: object, title: str) -> None:
        if ref and row_id:
            found.setdefault(ref, Citation(ref, kind, str(row_id), " ".join(title.split())[:LONGEST_TITLE]))

    found_elsewhere: list[CaseIn | GuideIn | TreeIn] = [*session.cases, *session.guides, *session.trees]
    for one in found_elsewhere:
        add(one.ref, _KINDS[type(one)], one.id, one.title)
    for turn in session.turns:
        if turn.role == "engineer" and turn.index is not None:
            add(f"S{turn.index}", "step", turn.step_id, turn.whole[:500])
    for fact in session.facts:
        add(fact.ref, "fact", fact.id, f"{fact.kind}: {fact.value}")
    for fix in session.fixes:
        add(fix.ref, "fix", fix.id, fix.title)
    for attempt in session.attempts:
        add(attempt.ref, "attempt", attempt.id, attempt.what)
    return found


class CitationFilter:
    """Feed it the visible text, then call `finish`; only what may still become a citation is held back."""

    def __init__(self, known: dict[str, Citation]) -> None:
        self._known = known
        self._code = CodeTracker()
        self._pending = ""
        self._line = ""
        """The end of what the line has so far."""
        self.cited: dict[str, Citation] = {}
        self.unknown = 0
        """How many refs were taken out."""

    def feed(self, text: str) -> str:
        """The text that is decided."""
        self._pending += text
        return self._decided(is_last=False)

    def finish(self) -> str:
        return self._decided(is_last=True)

    def _decided(self, *, is_last: bool) -> str:
        text, at = self._pending, 0
        shown: list[str] = []
        while at < len(text):
            end = self._code.take(text, at, is_last=is_last)
            if end == at:
                end, piece = self._prose(text, at, is_last=is_last)
            else:
                piece = text[at:end]
            if end < at:
                break
            shown.append(piece)
            self._line = (self._line + text[at:end])[-_LINE_CHARACTERS:].rpartition("\n")[2]
            at = end
        self._pending = text[at:]
        return "".join(shown)

    def _prose(self, text: str, at: int, *, is_last: bool) -> tuple[int, str]:
        """Where the next piece of prose ends, and what of it is shown; an end of -1 if more text is needed."""
        blanks = _BLANKS.match(text, at)
        if blanks:
            end = blanks.end()
            may_belong = text[end - 1] != "\r" and (text[end : end + 1] == "[" or (end == len(text) and not is_last))
            if may_belong and end - at > 1:
                return end - 1, text[at : end - 1]
            if not may_belong:
                return end, blanks.group()
        elif text[at] != "[":
            plain = _PLAIN.match(text, at) or _ESCAPED.match(text, at)
            assert plain
            needs_more = plain.group() == "\\" and plain.end() == len(text) and not is_last
            return (-1, "") if needs_more else (plain.end(), plain.group())
        return self._maybe_cited(text, at, is_last=is_last)

    def _maybe_cited(self, text: str, at: int, *, is_last: bool) -> tuple[int, str]:
        if not is_last and _MAYBE.match(text, at):
            return -1, ""
        match = _CITATIONS.match(text, at)
        if match is None:
            end = text.index("[", at) + 1
            return end, text[at:end]
        return match.end(), self._checked(match, text)

    def _checked(self, match: re.Match[str], text: str) -> str:
        if self._is_link(match, text) or _KEYS.search(self._line):
            return match.group()
        refs = _REF.findall(match[1])
        existing = [ref for ref in refs if ref in self._known]
        lost = [ref for ref in refs if ref not in self._known and ref[0] not in "FA"]
        if not existing and (len(lost) < len(refs) or not self._can_only_cite(match, text)):
            return match.group()
        self.unknown += len(lost)
        for ref in existing:
            self.cited.setdefault(ref, self._known[ref])
        kept = "".join(f"[{ref}]" for ref in refs if ref not in lost)
        return match.group()[: match.start(1) - match.start()] + kept if kept else ""

    def _is_link(self, match: re.Match[str], text: str) -> bool:
        """Whether it is of a link or the definition of one: `[S9](…)`, `[the log][S9]`, `[S9]: …`."""
        follows = text[match.end() : match.end() + 1]
        begins_line = not self._line.strip(" \t\r>")
        is_target = match.start() == match.start(1) and self._line.endswith("]")
        return follows == "(" or is_target or (follows == ":" and begins_line)

    def _can_only_cite(self, match: re.Match[str], text: str) -> bool:
        """Whether it stands at the end of a clause and is no index of a word: `$list[S9]`."""
        is_index = match.start() == match.start(1) and bool(re.search(r"[\w$]\Z", self._line))
        return not is_index and _CLAUSE_END.match(text, match.end()) is not None
