"""The cases that a reply may cite; and what the assistant needs to write the case of a session."""

from __future__ import annotations

from models.ai_session import AiSession
from models.core.graphemes import cut
from models.operations.documentation_record import verification_of
from models.queries.similar import similar_of
from models.queries.similar_cases import SimilarCase
from tasks.actors.inputs.sessions import session_fields
from tasks.integrations.assistant import CaseIn, CaseInput

_MOST_CASES = 3
_LONGEST = 600
"""Of each text of a case in a prompt, in characters."""
_MOST_TRIED = 6


def case_input(ai_session: AiSession) -> CaseInput:
    return CaseInput(
        **session_fields(ai_session), resolution=ai_session.resolution, verification=verification_of(ai_session)
    )


def cases_in(ai_session: AiSession) -> list[CaseIn]:
    """The cases of this desk that are most like the session, at most three."""
    similar = similar_of(ai_session, limit=_MOST_CASES).cases
    return [_case(f"C{number}", case) for number, case in enumerate(similar, start=1)]


def _case(ref: str, case: SimilarCase) -> CaseIn:
    return CaseIn(
        ref=ref,
        title=case.title,
        problem=cut(case.problem, _LONGEST),
        cause=cut(case.cause, _LONGEST),
        fix=cut(case.fix, _LONGEST),
        tried=case.tried[:_MOST_TRIED],
        in_common=case.why,
        worked=case.times,
        failed=case.failed_again,
        is_close=case.is_strong,
        was_reopened=case.is_failed,
        tried_here=case.tried_here,
        id=case.id,
    )
