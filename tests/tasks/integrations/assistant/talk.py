"""Sessions in few words, for tests of what the assistant says about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace

from tasks.integrations.assistant import (
    AssessmentInput,
    AttemptIn,
    ChatReplyInput,
    Control,
    FactIn,
    FixIn,
    LaneItemIn,
    Provider,
    ReplyDone,
    SuggestFix,
    Turn,
    choose_provider,
    stream_reply,
)


def demo_provider() -> Provider:
    settings = SimpleNamespace(
        anthropic_api_key=None, anthropic_base_url=None, anthropic_model=None, demo_ai_delay_ms=0
    )
    return choose_provider(settings)


def asked(message: str, *, fixes: list[FixIn] | None = None, facts: list[FactIn] | None = None) -> ChatReplyInput:
    """One message and nothing before it."""
    return ChatReplyInput(
        problem=message,
        client_name="Northwind",
        psa_ticket_id=None,
        turns=[Turn(role="engineer", author="Sam", content=message)],
        facts=facts or [],
        fixes=fixes or [],
    )


def a_fix(ref: str = "F1", *, status: str = "proposed", applied: bool = True, title: str = "Flush the cache") -> FixIn:
    return FixIn(
        ref=ref, title=title, rationale="", steps=["Do it"], risk="low", status=status, applied=applied, notes=None
    )


@dataclass
class Talk:
    """A session that goes on: what the copilot proposes and finds is kept, as the product does."""

    problem: str
    turns: list[Turn] = field(default_factory=list)
    fixes: list[FixIn] = field(default_factory=list)
    facts: list[FactIn] = field(default_factory=list)
    lane: list[LaneItemIn] = field(default_factory=list)

    def say(self, message: str) -> ReplyDone:
        return self._hear(Turn(role="engineer", author="Sam", content=message))

    def answer(self, question: str, answer: str) -> ReplyDone:
        """An engineer answers a question of the task lane, and the copilot replies."""
        self.lane = [item for item in self.lane if item.text != question]
        return self._hear(Turn(role="engineer", author="Sam", heading=f"> {question}", content=answer))

    def _hear(self, turn: Turn) -> ReplyDone:
        self.turns.append(turn)
        *_, done = stream_reply(demo_provider(), self.as_asked(), Control())
        assert isinstance(done, ReplyDone)
        assert not done.dropped
        self.turns.append(Turn(role="copilot", author="Copilot", content=done.text))
        self.facts += [FactIn(kind=fact.kind, value=fact.value) for fact in done.facts]
        asked = [("question", one.text) for one in done.questions] + [("action", one.text) for one in done.actions]
        self.lane = [LaneItemIn(kind=kind, text=text, state="open") for kind, text in asked]
        if done.suggest_fix:
            self._propose(done.suggest_fix)
        return done

    def record(self, status: str, *, applied: bool = True, notes: str | None = None) -> None:
        """Somebody changes the newest fix."""
        self.fixes[-1] = self.fixes[-1].model_copy(update={"status": status, "applied": applied, "notes": notes})

    def as_asked(self) -> ChatReplyInput:
        return ChatReplyInput(
            problem=self.problem,
            client_name="Northwind",
            psa_ticket_id="T-1",
            turns=self.turns,
            facts=self.facts,
            fixes=self.fixes,
            lane=self.lane,
        )

    def as_escalated(self, reason: str, attempts: list[AttemptIn] | None = None) -> AssessmentInput:
        return AssessmentInput(
            **dict(self.as_asked()) | {"attempts": attempts or []}, reason=reason, escalated_by="Sam"
        )

    def _propose(self, fix: SuggestFix) -> None:
        shape = fix.model_dump(exclude={"script"})
        ref = f"F{len(self.fixes) + 1}"
        self.fixes.append(FixIn(**shape, ref=ref, status="proposed", applied=False, notes=None))
