"""The Demo AI's one change to a script: values that are written out become parameters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.scripting.drafts import parameters_of
from models.scripting.languages import ScriptLanguage
from models.scripting.parameters import ParameterType
from models.scripting.templating import Known, Wanted, applied, literals_of, proposal_of, replaced_in, wanted_in
from models.scripting.templating.proposals import Replaced
from prompts.script.inputs import ParameterIn, ScriptIn
from tasks.integrations.assistant.demo.script_wording import written

_KINDS = (
    (re.compile(r"\b(?:hosts?|servers?|computers?|machines?|pc)\b", re.IGNORECASE), ParameterType.HOST),
    (re.compile(r"\b(?:users?|persons?|accounts?|mailbox(?:es)?)\b", re.IGNORECASE), ParameterType.USER),
    (re.compile(r"\b(?:addresses|address|ips?)\b", re.IGNORECASE), ParameterType.ADDRESS),
    (re.compile(r"\b(?:paths?|folders?|files?|shares?|director(?:y|ies))\b", re.IGNORECASE), ParameterType.PATH),
    (re.compile(r"\b(?:numbers?|days?|minutes?|seconds?|counts?)\b", re.IGNORECASE), ParameterType.NUMBER),
)
_NAMED = re.compile(
    r"\b(?:make|turn|use)\s+(?:the\s+|a\s+)?(?P<word>[A-Za-z][\w-]*)(?:\s+name)?\s+(?:a|an|into|as)\b", re.IGNORECASE
)
_NOT_FOUND = (
    "I found no value in the script that I could make a parameter of, so I left it as it is. Name the value as it is "
    "written in the script. As the Demo AI I replace whole values only: a quoted text without variables, a word, a "
    "number."
)


def as_parameters(script: ScriptIn, request: str, known: Sequence[Known]) -> str:
    """The script with a parameter for what the request names, or for everything that varies if it names nothing."""
    language = ScriptLanguage(script.language)
    wanted = _meant(language, script.body, request, known)
    proposal = proposal_of(language, script.body, wanted)
    if not proposal.parameters:
        return _NOT_FOUND
    body = applied(script.body, proposal.places)
    before = [one.model_dump() for one in script.parameters]
    parameters = parameters_of(body, [*before, *proposal.parameters])
    changed = script.model_copy(
        update={"body": body, "parameters": [ParameterIn.model_validate(one) for one in parameters]}
    )
    return written(changed, _said(replaced_in(script.body, proposal)))


def _meant(language: ScriptLanguage, body: str, request: str, known: Sequence[Known]) -> list[Wanted]:
    """First values that stand in the request, then those of the kind or the name that it says, then all that vary."""
    literals = literals_of(language, body)
    varying = wanted_in(language, body, known)
    named = [one for one in literals if len(one.value) > 1 and re.search(_whole(one.value), request, re.IGNORECASE)]
    if named:
        by_text = {one.text: one for one in varying}
        return [by_text.get(one.value) or Wanted(text=one.value, name=one.name or "Value") for one in named]
    if word := _NAMED.search(request):
        by_name = [one for one in varying if word["word"].lower() in f"{one.name} {one.label or ''}".lower()]
        if by_name:
            return [one if one.name.lower() != "host" else _renamed(one, word["word"]) for one in by_name]
    kinds = {kind for pattern, kind in _KINDS if pattern.search(request)}
    of_kind = [one for one in varying if one.type in kinds]
    if not of_kind and word:
        of_kind = [_renamed(one, word["word"]) for one in varying if one.type == ParameterType.HOST][:1]
    return of_kind or varying


def _whole(value: str) -> str:
    return rf"(?<![\w-]){re.escape(value)}(?![\w-])"


def _renamed(one: Wanted, name: str) -> Wanted:
    return Wanted(text=one.text, name=name, type=one.type, is_mark=one.is_mark, start=one.start)


def _said(replaced: Sequence[Replaced]) -> str:
    parts = []
    for one in replaced:
        lines = one["lines"]
        where = f"line {lines[0]}" if len(lines) == 1 else "lines " + ", ".join(map(str, lines))
        parts.append(f"`{one['parameter']}` stands for `{one['text']}` ({where})")
    return f"{'; '.join(parts)}. Nothing else of the script changed."
