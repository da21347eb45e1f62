"""Does a case's task with a provider, and keeps all that came of it in one shape for every task."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from models.decision_trees.guide_trees import tree_of
from models.library import load_guides
from tasks.integrations.assistant import (
    AssessmentInput,
    AssistantError,
    CallRecord,
    CaseInput,
    ChatReplyInput,
    ClientUpdateInput,
    Control,
    ConversationSummaryInput,
    DocumentationInput,
    Done,
    EscalationPackageInput,
    Provider,
    ReplyDone,
    ResolutionNoteInput,
    ScriptDone,
    ScriptIn,
    ScriptInput,
    TemplatizeInput,
    TreeInput,
    VisibleText,
    assess,
    document,
    draft_tree,
    stream_reply,
    stream_script,
    summarise,
    write_case,
    write_escalation_package,
    write_resolution_note,
    write_template,
    write_to_client,
)
from tests.evals.case import Case, Session, attempts, session_fields

BUDGET_SECONDS = 120.0


@dataclass
class Answer:
    """`text` is all that a person would read.  The other fields are empty where the task has no such part."""

    text: str = ""
    outcomes: dict[str, str] = field(default_factory=dict)
    fix: BaseModel | None = None
    facts: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    confidence: str | None = None
    error: str | None = None
    calls: list[CallRecord] = field(default_factory=list)
    seconds: float = 0.0


def answer_to(case: Case, provider: Provider) -> Answer:
    """Never raises an AssistantError: its code becomes the answer's `error`."""
    answer, started = Answer(), time.monotonic()
    control = Control(deadline=started + BUDGET_SECONDS)
    try:
        TASKS[case.task](case, provider, control, answer)
    except AssistantError as error:
        answer.error, answer.text, answer.calls = str(error.code), error.partial_text, error.calls
    answer.seconds = time.monotonic() - started
    return answer


def _chat_reply(case: Case, provider: Provider, control: Control, answer: Answer) -> None:
    session = ChatReplyInput(**session_fields(case.session))
    for piece in stream_reply(provider, session, control):
        if isinstance(piece, VisibleText):
            continue
        _keep_reply(piece, answer)


def _keep_reply(reply: ReplyDone, answer: Answer) -> None:
    asked = [*(question.text for question in reply.questions), *(action.text for action in reply.actions)]
    answer.text, answer.fix, answer.calls = "\n".join([reply.text, *asked]), reply.suggest_fix, reply.done.calls
    answer.outcomes = {outcome.fix_ref: outcome.outcome for outcome in reply.fix_outcomes}
    answer.facts = [fact.value for fact in reply.facts]
    answer.questions = [question.text for question in reply.questions]


def _assessment(case: Case, provider: Provider, control: Control, answer: Answer) -> None:
    fields = session_fields(case.session)
    given: dict[str, Any] = {**fields, "reason": case.session.reason, "escalated_by": "Sam"}
    session = AssessmentInput(**given, attempts=attempts(case.session))
    result, done = assess(provider, session, control)
    answer.text, answer.calls, answer.confidence = result.model_dump_json(), done.calls, result.confidence
    answer.questions = result.open_questions


def _resolution_note(case: Case, provider: Provider, control: Control, answer: Answer) -> None:
    session = ResolutionNoteInput(**session_fields(case.session), attempts=attempts(case.session))
    _keep_preview(answer, *write_resolution_note(provider, session, control, ledger=""))


def _escalation_package(case: Case, provider: Provider, control: Control, answer: Answer) -> None:
    given = {**session_fields(case.session), "attempts": attempts(case.session), "reason": case.session.reason}
    _keep_preview(answer, *write_escalation_package(provider, EscalationPackageInput(**given), control, ledger=""))


def _keep_preview(answer: Answer, content: str, done: Done) -> None:
    """Without the outcome's section, which comes from the record and not from the model."""
    answer.text, answer.calls = content.partition("## Summary")[2], done.calls


def _documentation(case: Case, provider: Provider, control: Control, answer: Answer) -> None:
    given = {**session_fields(case.session), "attempts": attempts(case.session), **_resolved(case.session)}
    result, done = document(provider, DocumentationInput(**given, escalation_reason=None, verification=None), control)
    answer.text, answer.calls = result.model_dump_json(), done.calls


def _client_update(case: Case, provider: Provider, control: Control, answer: Answer) -> None:
    is_solved = _resolved(case.session)["is_resolved"]
    given = {**session_fields(case.session), "attempts": attempts(case.session), "resolution": None}
    status = "resolved" if is_solved else "active"
    session = ClientUpdateInput(**given, status=status, verification=None)
    result, done = write_to_client(provider, session, control)
    answer.text, answer.calls = "\n".join(str(value) for value in result.model_dump().values()), done.calls


def _case(case: Case, provider: Provider, control: Control, answer: Answer) -> None:
    given = {**session_fields(case.session), "attempts": attempts(case.session)}
    resolution = _resolved(case.session)["resolution"]
    notes, done = write_case(provider, CaseInput(**given, resolution=resolution), control)
    answer.text, answer.calls = notes.model_dump_json(), done.calls


def _conversation_summary(case: Case, provider: Provider, control: Control, answer: Answer) -> None:
    session = ConversationSummaryInput(**session_fields(case.session), attempts=attempts(case.session))
    answer.text, done = summarise(provider, session, control)
    answer.calls = done.calls


def _script(case: Case, provider: Provider, control: Control, answer: Answer) -> None:
    given = case.session.script
    script = ScriptIn(**given.model_dump()) if given else None
    session = ScriptInput(**session_fields(case.session), language=_language(case.session), script=script)
    for piece in stream_script(provider, session, control):
        if isinstance(piece, ScriptDone):
            answer.text, answer.calls = piece.text, piece.done.calls


def _templatize(case: Case, provider: Provider, control: Control, answer: Answer) -> None:
    script = case.session.script
    assert script is not None, f"{case.id} has no script"
    given = TemplatizeInput(
        **session_fields(case.session),
        language=script.language,
        script_title=script.title,
        script_purpose=script.purpose,
        body=script.body,
    )
    template, done = write_template(provider, given, control)
    answer.text, answer.calls = f"{template.title}\n{template.purpose}\n{template.body}", done.calls


def _tree(case: Case, provider: Provider, control: Control, answer: Answer) -> None:
    tree = tree_of(load_guides()[case.session.guide]) if case.session.guide else None
    guide = {"guide_title": tree.title, "guide_root": tree.root, "guide_nodes": dict(tree.nodes)} if tree else {}
    resolved = _resolved(case.session)
    given: dict[str, Any] = {**session_fields(case.session), "resolution": resolved["resolution"], **guide}
    notes, done = draft_tree(provider, TreeInput(**given, is_session=resolved["is_resolved"]), control)
    answer.text, answer.calls = notes.model_dump_json(), done.calls


def _language(session: Session) -> str:
    return session.script.language if session.script else "powershell"


def _resolved(session: Session) -> dict[str, Any]:
    worked = [fix.title for fix in session.fixes if fix.status == "applied_success"]
    return {"is_resolved": bool(worked), "resolution": worked[-1] if worked else None}


TASKS: dict[str, Callable[[Case, Provider, Control, Answer], None]] = {
    "chat_reply": _chat_reply,
    "assessment": _assessment,
    "resolution_note": _resolution_note,
    "escalation_package": _escalation_package,
    "documentation": _documentation,
    "client_update": _client_update,
    "conversation_summary": _conversation_summary,
    "case": _case,
    "script": _script,
    "templatize": _templatize,
    "tree": _tree,
}
