"""Citations in a reply's text.

`[C1]` names a case, `[G1]` a guide, `[S4]` a message, `[K2]` a fact, `[F1]` a fix, `[A3]` an attempt.

Those that exist stay in the text and are told with it; those that do not are taken out, with the blank before them.
Code is left as it is.  The result does not depend on where the stream is split.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from prompts.session import SessionInput

Kind = Literal["case", "guide", "step", "fact", "fix", "attempt"]
LONGEST_TITLE = 120

_CITATION = re.compile(r"[ \t]?\[([CGSKFA]\d{1,4}(?:, ?[CGSKFA]\d{1,4}){0,7})\](?!\()")
_MAYBE = re.compile(r"[ \t](?:\[(?:[CGSKFA0-9, ]{0,48}\]?)?)?\Z|\[(?:[CGSKFA0-9, ]{0,48}\]?)?\Z")
_TICKS = re.compile(r"`+")


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

    for case in session.cases:
        add(case.ref, "case", case.id, case.title)
    for guide in session.guides:
        add(guide.ref, "guide", guide.id, guide.title)
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
        self._pending = ""
        self._code = ""
        """The backticks that opened the code in which the text is; empty outside code."""
        self.cited: dict[str, Citation] = {}
        self.unknown = 0
        """How many refs were taken out."""

    def feed(self, text: str) -> str:
        """The text that is decided."""
        self._pending += text
        return self._decided(final=False)

    def finish(self) -> str:
        return self._decided(final=True)

    def _decided(self, *, final: bool) -> str:
        done = ""
        while self._pending:
            ticks = _TICKS.search(self._pending)
            until = ticks.start() if ticks else len(self._pending)
            # Backticks at the very end may become more of them.
            is_open = ticks is None or (ticks.end() == len(self._pending) and not final)
            part = self._pending[:until]
            kept = "" if self._code or final or ticks else self._held_back(part)
            done += self._without_unknown(part.removesuffix(kept) if kept else part)
            if is_open:
                self._pending = kept + self._pending[until:]
                return done
            assert ticks
            done += ticks.group()
            self._toggle(ticks.group())
            self._pending = self._pending[ticks.end() :]
        return done

    def _toggle(self, ticks: str) -> None:
        if not self._code:
            self._code = ticks
        elif len(ticks) == len(self._code) or (len(self._code) >= 3 and len(ticks) >= len(self._code)):
            self._code = ""

    def _held_back(self, text: str) -> str:
        match = _MAYBE.search(text[-52:])
        return match.group() if match else ""

    def _without_unknown(self, text: str) -> str:
        return text if self._code else _CITATION.sub(self._checked, text)

    def _checked(self, match: re.Match[str]) -> str:
        refs = [ref.strip() for ref in match.group(1).split(",")]
        existing = [ref for ref in refs if ref in self._known]
        self.unknown += len(refs) - len(existing)
        for ref in existing:
            self.cited.setdefault(ref, self._known[ref])
        if not existing:
            return ""
        blank = match.group()[: match.group().index("[")]
        return blank + "".join(f"[{ref}]" for ref in existing)
