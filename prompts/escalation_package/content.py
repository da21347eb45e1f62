"""The escalation package as Markdown: the record's part from the record, the rest from the model's answer."""

from __future__ import annotations

from models.core import markdown
from prompts.escalation_package.inputs import EscalationPackageInput
from prompts.escalation_package.results import EscalationPackage
from prompts.outcomes import Outcome
from prompts.record_sections import causes_section, facts_section, outcome_sentence, problem_section

OUTCOMES: dict[Outcome, str] = {
    "success": "**A fix worked.** {fix} worked; this was recorded{at}.",
    "partial": "**Partly solved.** {fix} worked in part{at}{said}",
    "failed": "**Not solved.** The last fix on record, {fix}, did not work{said}",
    "pending": "**Waiting to be verified.** {fix} was applied{at}. It waits on: {notes}",
    "verifying": "**Check this first.** {fix} was applied{at}, and nobody has recorded what it did.",
    "proposed": "**Not tried yet.** {fix} was proposed and has not been tried.",
    "dismissed": "**Not solved.** {fix} was dismissed.",
    "none": "**No fix is on record.**",
}


def escalation_package_content(package: EscalationPackage, session: EscalationPackageInput, *, ledger: str) -> str:
    """The Markdown document.

    `session` is the redacted input that `package` was written from, `ledger` the attempt ledger as Markdown.
    """
    return markdown.document(
        markdown.section("Where it stands", outcome_sentence(session, OUTCOMES)),
        markdown.section("Reason for the escalation", markdown.escaped(session.reason or "")),
        markdown.section("Summary", markdown.block_of(package.summary)),
        problem_section(session),
        markdown.section("What was tried", ledger),
        markdown.section("Leading hypothesis", markdown.block_of(package.likely_cause)),
        causes_section(session),
        facts_section(session),
        markdown.section("Open questions", markdown.bullets(map(markdown.line_of, package.open_questions))),
        markdown.section("Next steps", markdown.numbered(map(markdown.line_of, package.next_steps))),
    )
