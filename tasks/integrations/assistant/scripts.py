"""A reply of the script builder: its text as it arrives, then the script that it wrote.

The caller publishes the text and stores the result.  What a model says about its script is corrected by code: the
parameters are those of the body, the risk is at least what the checks find, and names that nobody mentioned are
pointed out in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pydantic import ValidationError

from models.core.graphemes import cut
from models.scripting.drafts import ScriptDraft, draft_of
from models.scripting.labels import labelled
from models.scripting.languages import ScriptLanguage
from models.scripting.limits import LONGEST_BODY, LONGEST_PURPOSE, LONGEST_TITLE
from models.scripting.parameters import ParameterType
from models.titles import title_of
from prompts.conversation import Assembled
from prompts.cuts import Cut
from prompts.marker_tags import MarkerTag
from prompts.script.assembly import assemble_script
from prompts.script.inputs import ScriptInput
from prompts.script.results import ScriptBody
from prompts.shapes import storable
from tasks.integrations.assistant.attempts import Attempts
from tasks.integrations.assistant.chat import VisibleText
from tasks.integrations.assistant.collector import code_blocks
from tasks.integrations.assistant.control import Control
from tasks.integrations.assistant.errors import AssistantError, InvalidOutput, TooLarge, cut_off
from tasks.integrations.assistant.grounding import Ground, machines_and_people
from tasks.integrations.assistant.marker_filter import Dropped, DropReason, Marker, MarkerFilter, Piece, Text
from tasks.integrations.assistant.port import Done, Provider, TextDelta, ToolCall
from tasks.integrations.assistant.requests import request_for, shrinking

_REDACTED = re.compile(r"(?P<quote>['\"]?)\[(?P<kind>[a-z][a-z -]*)-(?P<number>\d+) redacted\](?P=quote)")
_MOST_NAMES = 6


@dataclass(frozen=True, kw_only=True)
class ScriptDone:
    """A complete reply.  `script` is None if it wrote none; `cut` says what of the conversation was not read."""

    text: str
    script: ScriptDraft | None
    cut: Cut
    done: Done
    dropped: list[Dropped] = field(default_factory=list)


def stream_script(provider: Provider, session: ScriptInput, control: Control) -> Iterator[VisibleText | ScriptDone]:
    """Answer the engineer's latest request.

    Raises AssistantError, whose `partial_text` is the visible text so far.  A reply that was cancelled, refused or
    truncated writes no script.
    """
    attempts = Attempts(provider, control)
    for assembled, is_last in shrinking(lambda tokens: assemble_script(session, budget_tokens=tokens)):
        reply = _Reply(assembled)
        try:
            yield from reply.stream(provider, attempts)
        except AssistantError as error:
            error.partial_text = reply.text
            if not isinstance(error, TooLarge) or is_last:
                raise
            if reply.text:
                raise cut_off(error) from error
        else:
            return


class _Reply:
    """One reply while it is being written."""

    def __init__(self, assembled: Assembled[ScriptInput]) -> None:
        self._assembled = assembled
        self._filter = MarkerFilter()
        self._visible: list[str] = []
        self._about = ScriptBody()
        self._dropped: list[Dropped] = []

    @property
    def text(self) -> str:
        return "".join(self._visible).strip()

    def stream(self, provider: Provider, attempts: Attempts) -> Iterator[VisibleText | ScriptDone]:
        for event in attempts.stream(request_for(provider, self._assembled), accept=_accept):
            if isinstance(event, TextDelta):
                yield from self._shown(self._filter.feed(storable(event.text)))
            elif isinstance(event, ToolCall):
                self._take(event.name.upper(), event.input)
            elif isinstance(event, Done):
                yield from self._shown(self._filter.finish())
                yield from self._finished(event)

    def _shown(self, pieces: list[Piece]) -> Iterator[VisibleText]:
        for piece in pieces:
            if isinstance(piece, Marker):
                self._take(piece.tag, piece.body)
            elif isinstance(piece, Dropped):
                self._dropped.append(piece)
        if text := "".join(piece.text for piece in pieces if isinstance(piece, Text)):
            self._visible.append(text)
            yield VisibleText(text)

    def _take(self, tag: str, body: dict[str, object]) -> None:
        if tag != MarkerTag.SCRIPT:
            self._dropped.append(Dropped(tag, DropReason.UNKNOWN))
            return
        try:
            self._about = ScriptBody.model_validate(body)
        except ValidationError:
            self._dropped.append(Dropped(tag, DropReason.INVALID))

    def _finished(self, done: Done) -> Iterator[VisibleText | ScriptDone]:
        script = script_in(self.text, self._about, self._assembled.context)
        if script and (note := _note_about_names(script, self._assembled.context)):
            self._visible.append(note)
            yield VisibleText(note)
        yield ScriptDone(text=self.text, script=script, cut=self._assembled.cut, done=done, dropped=self._dropped)


def script_in(text: str, about: ScriptBody, session: ScriptInput) -> ScriptDraft | None:
    """The script of a reply, the longest of its code blocks, with what the marker says about it; None without one."""
    blocks = code_blocks(text)
    label, written = max(blocks, key=lambda block: len(block[1]), default=("", ""))
    if not written.strip() or len(written) > LONGEST_BODY:
        return None
    body, secrets = _with_secrets(written)
    before = session.script
    language = labelled(about.language or "") or labelled(label) or ScriptLanguage(session.language)
    known = [one.model_dump() for one in before.parameters] if before else []
    return draft_of(
        title=cut(about.title or (before.title if before else "") or title_of(session.request), LONGEST_TITLE),
        purpose=cut(about.purpose or (before.purpose if before else ""), LONGEST_PURPOSE),
        language=language,
        body=body.rstrip() + "\n",
        parameters=[*secrets, *about.parameters, *known],
    )


def _with_secrets(body: str) -> tuple[str, list[dict[str, str]]]:
    """The body with a `secret` parameter in place of each text that redaction took out of what the model read."""
    secrets: dict[str, dict[str, str]] = {}

    def placeholder(match: re.Match[str]) -> str:
        name = re.sub(r"\W", "_", f"{match['kind']}_{match['number']}")
        secrets[name] = {"name": name, "type": ParameterType.SECRET}
        return f"{{{{{name}}}}}"

    return _REDACTED.sub(placeholder, body), list(secrets.values())


def _note_about_names(script: ScriptDraft, session: ScriptInput) -> str:
    """A sentence about machines, addresses and people in the script that nobody mentioned; empty without any."""
    ground = Ground(session)
    unknown = sorted(name for name in machines_and_people(script["body"]) if not ground.mentions(name))
    if not unknown:
        return ""
    names = ", ".join(f"`{name}`" for name in unknown[:_MOST_NAMES])
    return f"\n\nCheck before you run it: {names} stands in the script, and nobody mentioned it here."


def _accept(done: Done) -> None:
    """Reject an answer without text: the engineer would see an empty message."""
    if not done.text.strip():
        raise InvalidOutput
