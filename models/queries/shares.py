"""The links of a session, and what each of them shows to a reader outside the account."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, or_, select

from models.account import Account
from models.ai_session import AiSession
from models.attempt import Attempt
from models.client_guard import InternalTexts
from models.client_names import OtherClients
from models.core.errors import NotFound
from models.core.unit_of_work import db_session
from models.documentation import Documentation, whole
from models.documentation_text import markdown_of_sections
from models.fact import Fact
from models.queries.attempts import attempts_of
from models.queries.client_updates import other_clients_of, reasons_and_notes_of_fixes
from models.queries.facts import facts_of
from models.share import Share, SharePart
from models.shared_words import SharedWords
from models.step import Step, StepKind

MOST_BYTES = 100_000
"""Of the conversation, and of the attempts, that a link shows; searching it for secrets takes about 1 ms per KB."""
MOST_NOTES_BYTES = 200_000
"""Of the notes with which the texts of the copilot are compared for each reader."""
BYTES_OF_A_TEXT = 200
"""What a text costs besides its length, as if it were so many bytes longer."""

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
    """Reads the parts of one session, as a reader outside the account may see them.

    What it reads and searches has a limit, because it is work of the web process and anybody with the link can ask.
    """

    def __init__(self, ai_session: AiSession) -> None:
        self.ai_session = ai_session
        account = db_session().get_one(Account, ai_session.account_id)
        others = OtherClients(ai_session.client_name, other_clients_of(ai_session))
        self.words = SharedWords(others, masks_contacts=account.effective_settings.redact_contacts)

    @cached_property
    def notes(self) -> list[tuple[int, str]] | None:
        """Index and text of the notes, and of the notes of actions, oldest first; None if there are too many."""
        text = case((Step.kind == StepKind.NOTE, Step.content), else_=Step.data["notes"].astext)
        of_session = (Step.ai_session_id == self.ai_session.id, func.coalesce(text, "") != "")
        size = select(func.sum(func.octet_length(text) + BYTES_OF_A_TEXT)).where(*of_session)
        if (db_session().scalar(size) or 0) > MOST_NOTES_BYTES:
            return None
        rows = db_session().execute(select(Step.index, text).where(*of_session).order_by(Step.index))
        return [(index, note) for index, note in rows]

    @cached_property
    def current_facts(self) -> Sequence[Fact]:
        return facts_of(self.ai_session)

    @cached_property
    def noted_facts(self) -> set[UUID]:
        """The ids of the current facts that somebody took from a note."""
        sources = {fact.step_id for fact in self.current_facts if fact.step_id}
        are_notes = select(Step.id).where(*_of_kind(self.ai_session, StepKind.NOTE), Step.id.in_(sources))
        notes = set(db_session().scalars(are_notes))
        return {fact.id for fact in self.current_facts if fact.step_id in notes}

    def steps(self) -> dict[str, Any]:
        items = list(self._shown(_steps_to_show(self.ai_session)))
        left_out = _number_of_steps(self.ai_session) - len(items)
        return {"steps": items, **({"steps_left_out": left_out} if left_out else {})}

    def _shown(self, steps: Iterable[Step]) -> Iterator[dict[str, Any]]:
        """The copilot can repeat only the notes that were there when it wrote.

        With more notes than can be compared, nothing that it wrote is shown.
        """
        internal, notes = InternalTexts(), deque(self.notes or ())
        for step in steps:
            while notes and notes[0][0] < step.index:
                internal.add(notes.popleft()[1])
            if step.kind == StepKind.ASSISTANT_MESSAGE and self.notes is None:
                continue
            files = [self.words.said(str(file["name"])) for file in step.data.get("attachments", [])]
            if (text := self._text(step, internal)) or files:
                yield _step(step, text, files)

    def _text(self, step: Step, notes: InternalTexts) -> str:
        """An action's notes, which may end its text, are for colleagues like all notes."""
        if step.kind == StepKind.ASSISTANT_MESSAGE:
            return self.words.written(step.content, notes).strip()
        own = step.data.get("notes") if step.kind == StepKind.ACTION else None
        return self.words.said(step.content.removesuffix(own or "").strip())

    def facts(self) -> dict[str, Any]:
        """Without those that somebody took from a note."""
        return {"facts": [self._fact(fact) for fact in self.current_facts if fact.id not in self.noted_facts]}

    def _fact(self, fact: Fact) -> dict[str, Any]:
        return {"kind": self.words.said(fact.kind), "value": self.words.said(fact.value), "pinned": fact.pinned}

    def attempts(self) -> dict[str, Any]:
        """The newest ones, oldest first."""
        attempts = attempts_of(self.ai_session, finds_machines=False)
        sizes = accumulate(len(attempt.title.encode()) + BYTES_OF_A_TEXT for attempt in reversed(attempts))
        number = sum(1 for size in sizes if size <= MOST_BYTES)
        shown = [self._attempt(attempt) for attempt in attempts[len(attempts) - number :]]
        left_out = len(attempts) - number
        return {"attempts": shown, **({"attempts_left_out": left_out} if left_out else {})}

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
        texts = self._internal_texts()
        if sum(len(text.encode()) + BYTES_OF_A_TEXT for text in texts) > MOST_NOTES_BYTES or self.notes is None:
            return {"documentation": None}
        internal = InternalTexts(texts)
        sections = {name: self.words.written(text, internal) for name, text in whole(row.sections).items()}
        return {"documentation": markdown_of_sections(sections)}

    def _internal_texts(self) -> list[str]:
        """What the documentation may repeat and a reader must not see."""
        notes = [text for _, text in self.notes or ()]
        from_notes = [fact.value for fact in self.current_facts if fact.id in self.noted_facts]
        return list(dict.fromkeys((*notes, *reasons_and_notes_of_fixes(self.ai_session), *from_notes)))


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


def _steps_to_show(ai_session: AiSession) -> Sequence[Step]:
    """The first one and the newest, oldest first."""
    newest_first = func.sum(func.octet_length(Step.content) + BYTES_OF_A_TEXT).over(order_by=Step.index.desc())
    sized = select(Step.id, Step.index, newest_first.label("so_far")).where(*_of_kind(ai_session, *_SHOWN)).subquery()
    chosen = select(sized.c.id).where(or_(sized.c.so_far <= MOST_BYTES, sized.c.index == 1))
    return db_session().scalars(select(Step).where(Step.id.in_(chosen)).order_by(Step.index)).all()


def _number_of_steps(ai_session: AiSession) -> int:
    return db_session().scalar(select(func.count()).select_from(Step).where(*_of_kind(ai_session, *_SHOWN))) or 0


def _of_kind(ai_session: AiSession, *kinds: StepKind) -> Iterator[Any]:
    yield Step.ai_session_id == ai_session.id
    yield Step.kind.in_(kinds)
