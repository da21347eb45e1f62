"""The text of a push: the documentation as it stands when the job runs, or the text given with the request."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from models.ai_session import AiSession
from models.core import clock
from models.core.redaction import Redactor
from models.destinations import ClientText, InternalNote, client_text
from models.documentation import Documentation
from models.operations.documentation import documentation_of
from models.operations.documentation_record import Recorded
from models.psa_push import Occasion, PsaPush
from models.user import User

WRITE_UP_PATIENCE = timedelta(minutes=3)
"""How long a push waits for the copilot's text; then it posts what was made from the record."""
_MARGIN = 80
"""What the adapter's marker and the number of a part take of a note's length."""
_SAID = {
    Occasion.ESCALATE: "Escalated in FlowPilot by {name}.",
    Occasion.RESOLVE: "Resolved in FlowPilot by {name}.",
    Occasion.MANUAL: "Posted from FlowPilot by {name}.",
    Occasion.SPIN_OFF: "Added from FlowPilot by {name}.",
}


def awaits_write_up(push: PsaPush, ai_session: AiSession) -> bool:
    """Whether a better text is under way, and will be here soon."""
    if push.content is not None or clock.now() > push.created_at + WRITE_UP_PATIENCE:
        return False
    documentation = documentation_of(ai_session)
    return documentation is not None and documentation.is_pending


def content_of(push: PsaPush, ai_session: AiSession) -> str:
    """The text that the push had from the beginning, or the write-up as it is now; secrets are masked."""
    content = push.content if push.content is not None else _write_up(ai_session)
    return Redactor().redact(content.strip())


def text_of(push: PsaPush, ai_session: AiSession, content: str, *, by: User, link: str) -> InternalNote | ClientText:
    """What is posted: the content, for colleagues with who posted it and the session's address.

    Raises WrongReader if the session's client is no longer the one who was named.
    """
    if push.reader is not None:
        return client_text(content, reader=push.reader, client_name=ai_session.client_name)
    said = _SAID[Occasion(push.occasion)].format(name=by.name)
    return InternalNote(f"{said}\n\n{content}\n\nSession: {link}")


def parts_of(text: str, longest: int) -> list[str]:
    """The text in parts that the PSA takes, cut between paragraphs or lines where that is possible, and numbered."""
    parts = list(_cut(text, longest - _MARGIN))
    if len(parts) == 1:
        return parts
    return [f"({number}/{len(parts)})\n{part}" for number, part in enumerate(parts, 1)]


def _write_up(ai_session: AiSession) -> str:
    documentation = documentation_of(ai_session)
    if documentation is not None and documentation.content:
        return documentation.content
    recorded = Recorded.of(ai_session)
    return recorded.markdown(documentation or Documentation(time_spent_minutes=None), recorded.sections())


def _cut(text: str, longest: int) -> Iterator[str]:
    rest = text.strip()
    while len(rest) > longest:
        ends = (rest.rfind(between, longest // 2, longest) for between in ("\n\n", "\n", " "))
        end = next((found for found in ends if found > 0), longest)
        yield rest[:end].rstrip()
        rest = rest[end:].lstrip("\n ") or ""
    if rest:
        yield rest
