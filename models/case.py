"""A case: what the desk learned from a solved session, in a few lines; and its draft, which a job writes.

| the session is      | the draft                                 | the case                                        |
| ------------------- | ----------------------------------------- | ----------------------------------------------- |
| open                | written when somebody asks                | none, or that of the time before it was reopened |
| resolved            | becomes the case if the person said nothing | stored, or withheld                            |
| reopened            | is no longer kept                         | says that it failed                             |
"""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum
from typing import Any, TypedDict
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.case_guides import guide_marks
from models.case_words import matching_codes, stems_of
from models.core import clock
from models.core.database.tables import (
    Base,
    JsonObject,
    TenantRow,
    one_of,
    set_loaded,
    tenant_constraints,
    tenant_reference,
)
from models.preview import Rounds, rounds_constraints
from models.user import User

LONGEST_TITLE = 120
LONGEST_TEXT = 2_000
LONGEST_LINE = 300
LONGEST_SIGNAL = 80
MOST_LINES = 12
MOST_SIGNALS = 20

CASE = "case"
"""The kind of the draft, where events and cache keys name one: it is also the folder of its prompt."""


class CaseStatus(StrEnum):
    """WITHHELD: somebody decided that the desk does not keep it.  Only `stored` cases are read and searched."""

    STORED = "stored"
    WITHHELD = "withheld"


class Failure(StrEnum):
    """Why a case no longer counts as solved."""

    REOPENED = "reopened"


class CaseText(TypedDict):
    """What a person reads and edits.  `tried` are lines such as "what: what it showed"."""

    title: str
    problem: str
    client_kind: str | None
    signals: list[str]
    cause: str
    tried: list[str]
    fix: str
    verification: str | None


class CaseDraft(Rounds, Base):
    __tablename__ = "case_drafts"
    __table_args__ = rounds_constraints(UniqueConstraint("account_id", "ai_session_id"))

    content: Mapped[JsonObject | None]
    """A `CaseText`."""
    is_kept: Mapped[bool] = mapped_column(default=False)
    """The session was resolved without a word about its case: what the job writes is stored as the case."""

    @property
    def kind(self) -> str:
        return CASE


class Case(TenantRow, Base):
    """A session has at most one.  Its text is in columns, because the search and the ranking read them."""

    __tablename__ = "cases"
    __table_args__ = tenant_constraints(
        tenant_reference("ai_session_id", "ai_sessions"),
        tenant_reference("edited_by_id", "users"),
        CheckConstraint(one_of("status", CaseStatus), name="status"),
        CheckConstraint(one_of("failure", Failure), name="failure"),
        UniqueConstraint("account_id", "ai_session_id"),
        Index("ix_cases_listed", "account_id", "created_at", "id"),
        Index("ix_cases_fix_key", "account_id", "fix_key"),
    )

    ai_session_id: Mapped[UUID]
    status: Mapped[str] = mapped_column(default=CaseStatus.STORED)
    title: Mapped[str]
    problem: Mapped[str]
    client_kind: Mapped[str | None]
    signals: Mapped[list[str]]
    signal_words: Mapped[str]
    """The signals as one text, for the search."""
    codes: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    """The codes among them and in the problem, each in its one spelling (`matching_codes`), and marks of
    the guides that it fits (`guide_marks`), for the ranking."""
    cause: Mapped[str]
    tried: Mapped[list[str]]
    fix: Mapped[str]
    fix_key: Mapped[str]
    """The name of the fix without regard to spelling: `fix_key_of`."""
    verification: Mapped[str | None]
    trials: Mapped[JsonObject] = mapped_column(default=dict)
    """What its fix did in other sessions: the fix's id there, and `worked` or `failed`."""
    failure: Mapped[str | None]
    failed_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime]
    provider: Mapped[str | None]
    """Like `model`, None if a person wrote it without a draft."""
    model: Mapped[str | None]
    edited_by_id: Mapped[UUID | None]
    edited_at: Mapped[datetime | None]

    edited_by: Mapped[User | None] = relationship(
        primaryjoin="foreign(Case.edited_by_id) == User.id", viewonly=True, lazy="joined"
    )

    @property
    def is_withheld(self) -> bool:
        return self.status == CaseStatus.WITHHELD

    @property
    def worked_again(self) -> int:
        return self._count(WORKED)

    @property
    def failed_again(self) -> int:
        return self._count(FAILED)

    @property
    def text(self) -> CaseText:
        return CaseText(
            title=self.title,
            problem=self.problem,
            client_kind=self.client_kind,
            signals=self.signals,
            cause=self.cause,
            tried=self.tried,
            fix=self.fix,
            verification=self.verification,
        )

    def write(self, text: CaseText, *, by: User | None = None) -> None:
        """Set the text; `by` is the person whose wording it is.  What another fix did elsewhere does not count."""
        if fix_key_of(text["fix"]) != self.fix_key:
            self.trials = {}
        for name, value in text.items():
            setattr(self, name, value)
        self.fix_key, self.signal_words = fix_key_of(text["fix"]), " ".join(text["signals"])
        about = [text["title"], text["problem"]]
        self.codes = matching_codes(*text["signals"], *about) + guide_marks("\n".join(about))
        if by:
            self.edited_by_id, self.edited_at = by.id, clock.now()
            set_loaded(self, edited_by=by)

    def solve(self, *, at: datetime) -> None:
        """It solved the session's problem, also if it was marked as failed before."""
        self.resolved_at, self.failure, self.failed_at = at, None, None

    def fail(self, failure: Failure) -> None:
        self.failure, self.failed_at = failure, clock.now()

    def note_trial(self, fix_id: UUID, result: str | None) -> None:
        """What the fix did in another session; None takes back what was noted."""
        others = {key: value for key, value in self.trials.items() if key != str(fix_id)}
        self.trials = others | ({str(fix_id): result} if result else {})

    def _count(self, result: str) -> int:
        return sum(1 for value in self.trials.values() if value == result)


WORKED, FAILED = "worked", "failed"
"""The results of a trial."""

_NAME_ENDS = re.compile(r"[:.;\n]|\s[\u2013\u2014-]\s")
_LABEL = re.compile(
    r"\s*(?:[-*\u2022]\s|\(?\d{1,2}[.):](?!\d)\s?|\(?[a-z][.)]\s"
    r"|(?:the )?(?:final |permanent )?"
    r"(?:fix|solution|resolution|workaround|answer|action|steps?|what (?:helped|worked))"
    r"(?: \d{1,2})?\s?(?::|\s[\u2013\u2014-]\s))\s*",
    re.IGNORECASE,
)
_MOST_LABELS = 4
_WORD = re.compile(r"[^\W_]+")
_TELLING_STEMS = 2
LONGEST_KEY = 200


def fix_key_of(fix: str) -> str:
    """The words before the first colon or the end of the first sentence, in lower case, without numbers and labels.

    Where these say too little to tell one fix from another ("Done. Restart it"), the words of the first line.
    """
    text = _without_labels(fix.strip()[:LONGEST_LINE])
    name = _NAME_ENDS.split(text, maxsplit=1)[0]
    if len(stems_of(name)) < _TELLING_STEMS:
        name = text.partition("\n")[0]
    return " ".join(_WORD.findall(name.casefold()))[:LONGEST_KEY]


def _without_labels(text: str) -> str:
    """Without "1." and "Fix:" at its beginning."""
    for _ in range(_MOST_LABELS):
        label = _LABEL.match(text)
        if label is None or label.end() == len(text):
            break
        text = text[label.end() :]
    return text


def case_text(given: dict[str, Any]) -> CaseText:
    """The text of a stored draft or of a request, complete and within its limits."""
    return {
        "title": str(given["title"])[:LONGEST_TITLE],
        "problem": str(given["problem"])[:LONGEST_TEXT],
        "client_kind": (given.get("client_kind") or None) and str(given["client_kind"])[:LONGEST_TITLE],
        "signals": [str(one)[:LONGEST_SIGNAL] for one in given.get("signals") or [] if str(one).strip()][:MOST_SIGNALS],
        "cause": str(given.get("cause") or "")[:LONGEST_TEXT],
        "tried": [str(one)[:LONGEST_LINE] for one in given.get("tried") or [] if str(one).strip()][:MOST_LINES],
        "fix": str(given["fix"])[:LONGEST_TEXT],
        "verification": (given.get("verification") or None) and str(given["verification"])[:LONGEST_TEXT],
    }
