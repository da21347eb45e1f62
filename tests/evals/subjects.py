"""What an answer to a problem is about: the guide that it opens first, and the guide that its fix is from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from models.library import load_guides
from tasks.integrations.assistant import AssistantError, ChatReplyInput, Control, Provider, ReplyDone, stream_reply
from tasks.integrations.assistant.demo import wording
from tests.evals.case import Case, Expected, Session, session_fields
from tests.evals.judge import says_yes
from tests.evals.problem import Problem

UNKNOWN = (wording.DO_NOT_KNOW, wording.TOO_LITTLE, wording.NO_GUIDE)
"""How the Demo AI says that it does not know."""


@dataclass(frozen=True)
class Subject:
    """`is_first`: the answer names the problem's guide first.  `is_on_topic`: the proposed fix is about the problem.

    `says_unknown`: the answer says that nothing it knows fits.  `opened` and `proposed` name the guides, as far as code
    can tell; `error` is the code of a failed answer.
    """

    proposes: bool = False
    is_first: bool = False
    is_on_topic: bool = False
    says_unknown: bool = False
    opened: str | None = None
    proposed: str | None = None
    error: str | None = None
    cost_micros: int = 0
    """Of the answer, in millionths of a dollar; what the judge costs is not counted."""

    @property
    def is_honest(self) -> bool:
        """Whether the answer says that it does not know, and proposes nothing."""
        return not self.proposes and self.says_unknown


def subject_of(problem: Problem, provider: Provider) -> Subject:
    """Of the first answer to the problem.  The Demo AI names guides by their titles; a model is judged by a model."""
    fields = session_fields(Session(problem=problem.problem))
    pieces = stream_reply(provider, ChatReplyInput(**fields), Control())
    try:
        reply = next(piece for piece in pieces if isinstance(piece, ReplyDone))
    except AssistantError as error:
        return Subject(error=str(error.code))
    return _by_titles(problem, reply) if provider.demo else _by_judge(problem, reply, provider)


def _by_titles(problem: Problem, reply: ReplyDone) -> Subject:
    proposed = _guides_of_fixes().get(reply.suggest_fix.title) if reply.suggest_fix else None
    named = {reply.text.find(f"**{guide.title}**"): guide.id for guide in load_guides().values()}
    named.pop(-1, None)
    opened = named[min(named)] if named else proposed
    return Subject(
        proposes=reply.suggest_fix is not None,
        is_first=problem.is_covered and opened == problem.guide,
        is_on_topic=problem.is_about(proposed),
        says_unknown=any(words in reply.text for words in UNKNOWN),
        opened=opened,
        proposed=proposed,
        cost_micros=cost_of(reply),
    )


def _by_judge(problem: Problem, reply: ReplyDone, provider: Provider) -> Subject:
    case = Case(id=problem.id, task="chat_reply", session=Session(problem=problem.problem), expect=Expected())
    fix = reply.suggest_fix
    if not problem.is_covered:
        unknown = says_yes(case, "Does the answer say that it does not know the cause yet?", reply.text, provider)
        return Subject(proposes=fix is not None, says_unknown=unknown, cost_micros=cost_of(reply))
    title = load_guides()[problem.guide].title
    first = says_yes(case, f"Does the answer treat the problem first as “{title}”?", reply.text, provider)
    on_topic = fix is not None and says_yes(case, f"Is “{fix.title}” a fix for “{title}”?", reply.text, provider)
    return Subject(proposes=fix is not None, is_first=first, is_on_topic=on_topic, cost_micros=cost_of(reply))


def cost_of(reply: ReplyDone) -> int:
    return sum(call.cost_micros for call in reply.done.calls)


@cache
def _guides_of_fixes() -> dict[str, str]:
    return {fix.title: guide.id for guide in load_guides().values() for fix in guide.fixes}
