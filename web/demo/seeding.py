"""Plays the demo's scenarios: runs each action's operation with the clock set to the time of the action."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import singledispatchmethod

from models.ai_session import AiSession
from models.core import clock
from models.core.locking import locked
from models.core.unit_of_work import db_session
from models.handoff import Handoff, Intent
from models.hypothesis_rules import Evidence, EvidenceKind, Weighs
from models.operations import ai_sessions, handoffs, suggested_fixes
from models.operations.ai_sessions import Conclusion
from models.operations.assessments import store_assessment
from models.operations.cases import store_case
from models.operations.handoffs import NewHandoff
from models.operations.hypotheses import FoundHypothesis
from models.operations.replies import Written, save_reply, start_reply
from models.queries import access
from models.queries.handoffs import open_handoff_ids
from models.queries.replies import unfinished_replies
from models.queries.steps import all_steps
from models.queries.suggested_fixes import fixes_of
from models.reply import ReplyStatus
from models.step import Step
from models.user import User
from settings import Settings
from web.demo.cases import CASES
from web.demo.people import DemoUsers
from web.demo.scenario import (
    Abandon,
    Action,
    AddNote,
    Answer,
    ApplyFix,
    Cause,
    Claim,
    Escalate,
    Park,
    RecordOutcome,
    Resolve,
    Scenario,
    SendMessage,
)

PROVIDER = {"provider": "demo", "provider_label": "Demo AI (built-in playbooks, no language model)"}
_REPLY_STARTS_AFTER = timedelta(seconds=2)
_REPLY_FINISHED_AFTER = timedelta(seconds=26)
_ASSESSMENT_AFTER = timedelta(seconds=21)


def seed_scenario(scenario: Scenario, *, users: DemoUsers, now: datetime, settings: Settings) -> AiSession:
    """Create the scenario's session and play its actions.  Actions after `now` happen at `now`."""
    player = _ScenarioPlayer(scenario, users=users, now=now, settings=settings)
    for action in scenario.actions:
        with player.at(scenario.started(now) + timedelta(minutes=action.after)):
            player.play(action)
    return player.ai_session


class _ScenarioPlayer:
    """One demo session and the operations that change it."""

    def __init__(self, scenario: Scenario, *, users: DemoUsers, now: datetime, settings: Settings) -> None:
        self._users, self._now = users, now
        self._budget = settings.assessment_budget
        with self.at(scenario.started(now)):
            self.ai_session = ai_sessions.open_session(scenario.problem, by=self._user(scenario.by))
        self._answer(scenario.started(now), scenario.answer)

    @contextmanager
    def at(self, moment: datetime) -> Iterator[None]:
        """Set the clock to `moment`, at most to now, and flush so that rows get this time."""
        with clock.moved(min(moment, self._now) - clock.now()):
            yield
            db_session().flush()

    @singledispatchmethod
    def play(self, action: Action) -> None:
        raise TypeError(f"unknown action: {type(action).__name__}")

    @play.register
    def _(self, action: SendMessage) -> None:
        ai_sessions.post_message(self.ai_session, action.message, by=self._user(action.by))
        self._answer(clock.now(), action.answer)

    @play.register
    def _(self, action: AddNote) -> None:
        ai_sessions.add_note(self.ai_session, action.note, by=self._user(action.by))

    @play.register
    def _(self, action: ApplyFix) -> None:
        suggested_fixes.apply_fix(self.ai_session, fixes_of(self.ai_session)[0], by=self._user(action.by))

    @play.register
    def _(self, action: RecordOutcome) -> None:
        newest = fixes_of(self.ai_session)[0]
        suggested_fixes.record_outcome(
            self.ai_session, newest, action.outcome, notes=action.notes, by=self._user(action.by)
        )

    @play.register
    def _(self, action: Escalate) -> None:
        new = NewHandoff(intent=Intent.ESCALATE, reason=action.reason)
        by = self._user(action.by)
        handoff = handoffs.create_handoff(self.ai_session, new, by=by, assessment_budget=self._budget)
        if action.assessment:
            with self.at(clock.now() + _ASSESSMENT_AFTER):
                data = asdict(action.assessment) | PROVIDER
                awaiting = locked(Handoff, handoff.id)
                store_assessment(awaiting, self.ai_session, assessment_round=awaiting.assessment_round, data=data)

    @play.register
    def _(self, action: Claim) -> None:
        by, waiting = self._user(action.by), open_handoff_ids([self.ai_session])[self.ai_session.id]
        handoffs.claim_handoff(access.claimable_handoff(self.ai_session.id, waiting, by=by), by=by)

    @play.register
    def _(self, action: Park) -> None:
        new = NewHandoff(intent=Intent.PARK, reason=action.reason)
        handoffs.create_handoff(self.ai_session, new, by=self._user(action.by), assessment_budget=self._budget)

    @play.register
    def _(self, action: Resolve) -> None:
        by = self._user(action.by)
        ai_sessions.resolve_session(self.ai_session, Conclusion(resolution=action.resolution), by=by)
        if case := CASES.get(self.ai_session.title):
            store_case(self.ai_session, case, by=by)

    @play.register
    def _(self, action: Abandon) -> None:
        ai_sessions.abandon_session(self.ai_session, by=self._user(action.by))

    def _answer(self, asked: datetime, answer: Answer) -> None:
        reply = unfinished_replies([self.ai_session])[self.ai_session.id]
        steps = all_steps(self.ai_session)
        with self.at(asked + _REPLY_STARTS_AFTER):
            start_reply(reply, self.ai_session)
        with self.at(asked + _REPLY_FINISHED_AFTER):
            written = Written(
                status=ReplyStatus.FINISHED,
                text=answer.text,
                data=dict(PROVIDER),
                title=answer.title,
                facts=answer.facts,
                fix=answer.fix,
                asked=answer.asked,
                hypotheses=[_weighed(cause, steps[-1]) for cause in answer.causes],
            )
            save_reply(reply, self.ai_session, written)

    def _user(self, name: str) -> User:
        user: User = getattr(self._users, name)
        return user


def _weighed(cause: Cause, step: Step) -> FoundHypothesis:
    shown = Evidence(kind=EvidenceKind.STEP, id=str(step.id), weighs=Weighs.FOR, note=cause.note)
    return FoundHypothesis(cause=cause.cause, state=cause.state, evidence=[shown])
