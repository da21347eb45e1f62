"""The documentation that needs no model: its sections and its frame, from what the session's record holds.

Secrets are masked as in a prompt, because the text leaves the session: it is downloaded and posted to tickets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from models.ai_session import AiSession, VerifiedBy
from models.attempt_markdown import ledger_as_markdown
from models.core import clock
from models.core.database.tables import JsonObject
from models.core.redaction import Redactor
from models.documentation import Documentation, Section, Sections, whole
from models.documentation_text import Frame, markdown_of
from models.fact import FactKind
from models.fix_transitions import FixStatus
from models.operations.packaged_hypotheses import refuted_lines, supported_lines
from models.operations.packages import SessionRecord, record_of
from models.queries.time_spent import minutes_of
from models.titles import summary_of

PROBLEM_LENGTH = 2_000
_ENVIRONMENT = frozenset(
    {FactKind.CLIENT, FactKind.USER, FactKind.DEVICE, FactKind.SYSTEM, "account", "address", "host", "version"}
)
_VERIFIED = {
    VerifiedBy.TESTED: "tested by the engineer",
    VerifiedBy.CLIENT: "confirmed by the client",
    VerifiedBy.WATCHED: "watched{until}",
    VerifiedBy.NONE: "not verified",
}


@dataclass(frozen=True)
class Recorded:
    """A session's record, read once, and what the documentation takes from it."""

    ai_session: AiSession
    record: SessionRecord

    @classmethod
    def of(cls, ai_session: AiSession) -> Recorded:
        return cls(ai_session, record_of(ai_session))

    def sections(self) -> Sections:
        """Every section; empty where only a person or a model could say something."""
        redactor = Redactor()
        found = {
            Section.PROBLEM: summary_of(self.ai_session.problem, PROBLEM_LENGTH),
            Section.ENVIRONMENT: _bullets(self._environment()),
            Section.FACTS: _bullets(_fact(fact) for fact in self.record.facts if fact["kind"] not in _ENVIRONMENT),
            Section.CAUSE: self.cause(),
            Section.RESOLUTION: self.ai_session.resolution or self._fix_that_worked(),
            Section.VERIFICATION: _bullets(self._verifications()),
            Section.NEXT_STEPS: _bullets(self._next_steps()),
        }
        return whole({section: redactor.redact(text) for section, text in found.items()})

    def cause(self, *, written: str = "", likely: str = "") -> str:
        """What was written of it, or the supported cause, or else `likely`; then what was refuted, and by what."""
        known = written or "\n".join(supported_lines(self.record.hypotheses)) or likely
        parts = [known, _bullets(refuted_lines(self.record.hypotheses))]
        return Redactor().redact("\n\n".join(filter(None, parts)))

    def markdown(self, documentation: Documentation, sections: Sections) -> str:
        return markdown_of(sections, self._frame(documentation))

    def _frame(self, documentation: Documentation) -> Frame:
        redactor = Redactor()
        minutes = documentation.time_spent_minutes
        shown = self._proposed_minutes() if minutes is None else minutes
        lines = [*self._people_and_times(), ("Time spent", f"{shown} min"), *self._verified_line()]
        return Frame(
            title=redactor.redact(self.ai_session.title),
            lines=[(name, redactor.redact(text)) for name, text in lines if text],
            attempts=ledger_as_markdown(self.record.ledger, redact=redactor.redact) if self.record.ledger else "",
        )

    def _people_and_times(self) -> Iterator[tuple[str, str]]:
        ai_session = self.ai_session
        yield "Client", ai_session.client_name or ""
        yield "Ticket", f"#{ai_session.psa_ticket_id}" if ai_session.psa_ticket_id else ""
        yield "Opened", f"{_moment(ai_session.created_at)} by {ai_session.user.name}"
        yield "Handled by", ai_session.handler.name if ai_session.handler else ""
        yield "Escalated because", (ai_session.escalation_reason or "") if ai_session.is_waiting else ""
        yield "Closed", _moment(ai_session.closed_at) if ai_session.closed_at else ""

    def _verified_line(self) -> Iterator[tuple[str, str]]:
        yield "Verified", verification_of(self.ai_session) or ""

    def _proposed_minutes(self) -> int:
        return minutes_of(datetime.fromisoformat(step["created_at"]) for step in self.record.steps)

    def _environment(self) -> Iterator[str]:
        if self.ai_session.client_name:
            yield f"Client: {self.ai_session.client_name}"
        for fact in self.record.facts:
            if fact["kind"] in _ENVIRONMENT and fact["value"] != self.ai_session.client_name:
                yield _fact(fact)

    def _fix_that_worked(self) -> str:
        worked = [fix for fix in self.record.fixes if fix["status"] == FixStatus.APPLIED_SUCCESS]
        return "\n".join([worked[-1]["title"], *_numbered(worked[-1]["steps"])]) if worked else ""

    def _verifications(self) -> Iterator[str]:
        for fix in self.record.fixes:
            if fix["status"] == FixStatus.APPLIED_SUCCESS and fix["verified_at"]:
                at = _moment(datetime.fromisoformat(fix["verified_at"]))
                yield f"“{fix['title']}” was recorded as working, {at}."

    def _next_steps(self) -> Iterator[str]:
        """What is open: a fix without a result, and a solution that is still watched."""
        for fix in self.record.fixes:
            if fix["status"] == FixStatus.APPLIED_PENDING:
                yield f"Verify “{fix['title']}”. It waits for: {fix['notes']}"
            elif fix["status"] == FixStatus.APPLIED_PARTIAL:
                yield f"Finish “{fix['title']}”, which partly worked: {fix['notes']}"
            elif fix["status"] == FixStatus.PROPOSED and fix["applied_at"]:
                yield f"Record what “{fix['title']}” did."
        if self.ai_session.watch_until:
            yield f"Watch it until {_moment(self.ai_session.watch_until)}."


def verification_of(ai_session: AiSession) -> str | None:
    """In words, how the person who resolved the session knows that it is solved."""
    if ai_session.verified_by is None:
        return None
    until = f" until {_moment(ai_session.watch_until)}" if ai_session.watch_until else ""
    return _VERIFIED[VerifiedBy(ai_session.verified_by)].format(until=until)


def _fact(fact: JsonObject) -> str:
    kind = str(fact["kind"]).replace("_", " ")
    return f"{kind[:1].upper()}{kind[1:]}: {fact['value']}"


def _moment(moment: datetime) -> str:
    return moment.astimezone(clock.now().tzinfo).strftime("%Y-%m-%d %H:%M UTC")


def _bullets(items: Iterable[str]) -> str:
    return "\n".join(f"- {' '.join(item.split())}" for item in items)


def _numbered(items: Iterable[str]) -> list[str]:
    return [f"{number}. {item}" for number, item in enumerate(items, start=1)]
