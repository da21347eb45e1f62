"""The links of a session, and what each of them shows to a reader outside the account."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from models.account import Account
from models.ai_session import AiSession
from models.attempt import Attempt
from models.client_guard import InternalTexts
from models.core.errors import NotFound
from models.core.unit_of_work import db_session
from models.documentation import Documentation, whole
from models.documentation_text import markdown_of_sections
from models.fact import Fact
from models.queries.attempts import attempts_of
from models.queries.client_updates import internal_of
from models.queries.facts import facts_of
from models.queries.steps import steps_to_read
from models.share import Share, SharePart
from models.shared_words import SharedWords
from models.step import Step, StepKind

MOST_BYTES = 100_000
"""Of the conversation that a link shows; searching it for secrets takes about 1 ms per KB."""

_SHOWN = (StepKind.USER_MESSAGE, StepKind.ASSISTANT_MESSAGE, StepKind.ACTION)
"""Notes are for colleagues; the lines of the system say who moved the session, and why."""


def shares_of(ai_session: AiSession) -> Sequence[Share]:
    """Newest first, including the links that have ended."""
    query = select(Share).where(Share.ai_session_id == ai_session.id, Share.account_id == ai_session.account_id)
    return db_session().scalars(query.order_by(Share.created_at.desc(), Share.id.desc())).all()


def share_of(ai_session: AiSession, share_id: UUID) -> Share:
    """A link of this session, in whatever state.  Raises NotFound, also for one of another session."""
    share = db_session().get(Share, share_id)
    if share is None or share.ai_session_id != ai_session.id:
        raise NotFound
    return share


def shared_view(share: Share) -> dict[str, Any]:
    """What the link shows now: title, client, status, expiry, and the parts that it includes.

    It follows the session, so that a reader sees the present state and never what was left out since.
    """
    ai_session = db_session().get_one(AiSession, share.ai_session_id)
    reader = _Reader(ai_session)
    view = {
        "title": reader.words.said(ai_session.title),
        "client_name": ai_session.client_name,
        "status": ai_session.status,
        "expires_at": share.expires_at,
    }
    for part in share.include:
        view |= _PARTS[SharePart(part)](reader)
    return view


class _Reader:
    """Reads the parts of one session, as a reader outside the account may see them."""

    def __init__(self, ai_session: AiSession) -> None:
        self.ai_session = ai_session
        account = db_session().get_one(Account, ai_session.account_id)
        self.internal = internal_of(ai_session)
        self.words = SharedWords(self.internal, masks_contacts=account.effective_settings.redact_contacts)

    @cached_property
    def notes(self) -> set[UUID]:
        """The ids of the notes."""
        return set(db_session().scalars(select(Step.id).where(*_of_kind(self.ai_session, StepKind.NOTE))))

    @cached_property
    def current_facts(self) -> Sequence[Fact]:
        return facts_of(self.ai_session)

    def steps(self) -> dict[str, Any]:
        read = steps_to_read(self.ai_session, most_bytes=MOST_BYTES)
        items = list(self._shown(read))
        left_out = _number_of_steps(self.ai_session) - len(items)
        return {"steps": items, **({"steps_left_out": left_out} if left_out else {})}

    def _shown(self, steps: Iterable[Step]) -> Iterator[dict[str, Any]]:
        """The copilot can repeat only the notes that were there when it wrote."""
        notes = InternalTexts()
        for step in steps:
            if step.kind == StepKind.NOTE:
                notes.add(step.content)
            elif step.kind in _SHOWN:
                files = [self.words.said(str(file["name"])) for file in step.data.get("attachments", [])]
                if (text := self._text(step, notes)) or files:
                    yield _step(step, text, files)
            notes.add(step.data.get("notes") or "")

    def _text(self, step: Step, notes: InternalTexts) -> str:
        """An action's notes, which may end its text, are for colleagues like all notes."""
        if step.kind == StepKind.ASSISTANT_MESSAGE:
            return self.words.written(step.content, notes).strip()
        own = step.data.get("notes") if step.kind == StepKind.ACTION else None
        return self.words.said(step.content.removesuffix(own or "").strip())

    def facts(self) -> dict[str, Any]:
        """Without those that somebody took from a note."""
        return {"facts": [self._fact(fact) for fact in self.current_facts if fact.step_id not in self.notes]}

    def _fact(self, fact: Fact) -> dict[str, Any]:
        return {"kind": self.words.said(fact.kind), "value": self.words.said(fact.value), "pinned": fact.pinned}

    def attempts(self) -> dict[str, Any]:
        return {"attempts": [self._attempt(attempt) for attempt in attempts_of(self.ai_session)]}

    def _attempt(self, attempt: Attempt) -> dict[str, Any]:
        """Without its notes and its evidence, which are for colleagues."""
        return {
            "n": attempt.n,
            "title": self.words.said(attempt.title),
            "kind": attempt.kind,
            "outcome": attempt.outcome,
            "by": attempt.by.name if attempt.by else None,
            "at": attempt.at,
        }

    def documentation(self) -> dict[str, Any]:
        """Its sections; the rest of the document has reasons of escalations and notes of outcomes."""
        row = (
            db_session()
            .scalars(select(Documentation).where(Documentation.ai_session_id == self.ai_session.id))
            .one_or_none()
        )
        if row is None or row.content is None:
            return {"documentation": None}
        from_notes = [fact.value for fact in self.current_facts if fact.step_id in self.notes]
        internal = InternalTexts([*self.internal.texts, *from_notes])
        sections = {name: self.words.written(text, internal) for name, text in whole(row.sections).items()}
        return {"documentation": markdown_of_sections(sections)}


_PARTS: dict[SharePart, Callable[[_Reader], dict[str, Any]]] = {
    SharePart.STEPS: _Reader.steps,
    SharePart.FACTS: _Reader.facts,
    SharePart.ATTEMPTS: _Reader.attempts,
    SharePart.DOCUMENTATION: _Reader.documentation,
}


def _step(step: Step, text: str, attachments: list[str]) -> dict[str, Any]:
    return {
        "index": step.index,
        "kind": step.kind,
        "author": step.author.name if step.author else None,
        "content": text,
        "attachments": attachments,
        "created_at": step.created_at,
    }


def _number_of_steps(ai_session: AiSession) -> int:
    return db_session().scalar(select(func.count()).select_from(Step).where(*_of_kind(ai_session, *_SHOWN))) or 0


def _of_kind(ai_session: AiSession, *kinds: StepKind) -> Iterator[Any]:
    yield Step.ai_session_id == ai_session.id
    yield Step.kind.in_(kinds)
