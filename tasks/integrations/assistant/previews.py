"""The texts of a resolution note and of an escalation package: one structured answer each, as Markdown of ours.

The caller sets the time budget and stores the result.
"""

from __future__ import annotations

from prompts.conversation import Assembled
from prompts.escalation_package.assembly import assemble_escalation_package
from prompts.escalation_package.content import escalation_package_content
from prompts.escalation_package.inputs import EscalationPackageInput
from prompts.escalation_package.results import EscalationPackage
from prompts.resolution_note.assembly import assemble_resolution_note
from prompts.resolution_note.content import resolution_note_content
from prompts.resolution_note.inputs import ResolutionNoteInput
from prompts.resolution_note.results import ResolutionNote
from tasks.integrations.assistant.control import Control
from tasks.integrations.assistant.errors import InvalidOutput
from tasks.integrations.assistant.grounding import Ground
from tasks.integrations.assistant.honesty import established_cause, likely_cause_of, untried
from tasks.integrations.assistant.port import Done, Provider
from tasks.integrations.assistant.within_budget import answer_within_budget

NOT_ESTABLISHED = "Not established from what the session contains."


def write_resolution_note(
    provider: Provider, session: ResolutionNoteInput, control: Control, *, ledger: str
) -> tuple[str, Done]:
    """The note as Markdown; it names only what the session contains.  Raises AssistantError.

    `ledger` is the attempt ledger as Markdown, which becomes a section as it is.
    """

    def assemble(budget_tokens: int) -> Assembled[ResolutionNoteInput]:
        return assemble_resolution_note(session, budget_tokens=budget_tokens)

    answer = answer_within_budget(provider, control, assemble, ResolutionNote)
    note = _supported_note(answer.result, answer.context)
    return resolution_note_content(note, answer.context, ledger=ledger), answer.done


def write_escalation_package(
    provider: Provider, session: EscalationPackageInput, control: Control, *, ledger: str
) -> tuple[str, Done]:
    """The package as Markdown; it names only what the session contains.  Raises AssistantError.

    `ledger` is the attempt ledger as Markdown, which becomes a section as it is.
    """

    def assemble(budget_tokens: int) -> Assembled[EscalationPackageInput]:
        return assemble_escalation_package(session, budget_tokens=budget_tokens)

    answer = answer_within_budget(provider, control, assemble, EscalationPackage)
    package = _supported_package(answer.result, answer.context)
    return escalation_package_content(package, answer.context, ledger=ledger), answer.done


def _supported_note(note: ResolutionNote, session: ResolutionNoteInput) -> ResolutionNote:
    ground = Ground(session)
    return ResolutionNote(
        facts_used=ground.grounded(note.facts_used),
        cause=established_cause(ground.grounded_prose(note.cause), session) or NOT_ESTABLISHED,
        summary=_summary(ground, note.summary),
        next_steps=untried(ground.grounded(note.next_steps), session),
    )


def _supported_package(package: EscalationPackage, session: EscalationPackageInput) -> EscalationPackage:
    ground = Ground(session)
    return EscalationPackage(
        facts_used=ground.grounded(package.facts_used),
        open_questions=ground.grounded(package.open_questions),
        likely_cause=likely_cause_of(session),
        summary=_summary(ground, package.summary),
        next_steps=untried(ground.grounded(package.next_steps), session),
    )


def _summary(ground: Ground, summary: str) -> str:
    supported = ground.grounded_prose(summary)
    if not supported:
        raise InvalidOutput
    return supported
