"""The Demo AI in the script builder: scripts of its guides, adapted by rules, and what it cannot do said plainly.

| the engineer asks for                   | the answer                                                              |
| --------------------------------------- | ----------------------------------------------------------------------- |
| something that a guide's script does    | that script; its marks become parameters, named values their defaults   |
| a value of the script as a parameter    | the script with the parameter                                           |
| another language                        | a guide's script in it if there is one, else that it cannot translate   |
| a value ("it is for FS02")              | the script with that value as the parameter's default                   |
| anything else                           | that it writes no new code, and what it can do                          |
"""

from __future__ import annotations

import re
from collections import Counter

from models.library_templates import template_of
from models.scripting.drafts import parameters_of
from models.scripting.labels import labelled
from models.scripting.languages import ScriptLanguage
from models.scripting.parameters import Parameter
from models.scripting.templating import Known, value_for
from prompts.script.inputs import ParameterIn, ScriptIn, ScriptInput
from tasks.integrations.assistant.demo.script_changes import as_parameters
from tasks.integrations.assistant.demo.script_choice import Chosen, guide_script_for
from tasks.integrations.assistant.demo.script_wording import (
    NO_NEW_CODE,
    NOTHING_FITS,
    cannot_translate,
    written,
)

_PARAMETER = re.compile(
    r"\b(?:parameters?|parametri[sz]e|templati[sz]e|template|variables?|placeholders?)\b", re.IGNORECASE
)
_LANGUAGE = re.compile(
    r"\b(?:in|to|use|using|as|into)\s+(?:a\s+)?(?P<name>power\s?shell|bash|shell|batch|cmd|python)\b", re.IGNORECASE
)
_OTHER = re.compile(r"\b(?:another|different|other|instead|new)\s+script\b|\bstart over\b", re.IGNORECASE)


def script_reply_to(context: ScriptInput) -> str:
    """The reply with markers, as a model would write it."""
    request, script = context.request, context.script
    language = _asked_language(request)
    if script is None or _OTHER.search(request):
        return _from_guides(context, language)
    if language and language != script.language:
        return _in_language(context, language)
    if _PARAMETER.search(request):
        return as_parameters(script, request, _known(context))
    if not _is_rewrite(request) and (changed := _with_values(script, request)):
        return changed
    chosen = guide_script_for(context, about=request)
    if chosen and chosen.is_sure and not (_is_change(request) or _is_rewrite(request)):
        return _adapted(context, chosen)
    return NO_NEW_CODE


_CHANGE = re.compile(
    r"^\s*(?:please\s+|can you\s+|could you\s+)?(?:add|also|check|change|remove|include|log|write|make it|then|and)\b",
    re.IGNORECASE,
)
_REWRITES = re.compile(
    r"^\s*(?:please\s+|can you\s+|could you\s+)?(?:add|also|check|remove|include|log|write)\b", re.IGNORECASE
)
_NEGATION = re.compile(r"\b(?:not|never|no longer|except|without|skip|exclude)\b|n['\u2019]t\b", re.IGNORECASE)


def _is_rewrite(request: str) -> bool:
    """Whether it asks for other code, or says what the script shall not do: what it names is no value then."""
    return bool(_REWRITES.search(request) or _NEGATION.search(request))


def _is_change(request: str) -> bool:
    """Whether the request is about the script as it is, which only a language model can rewrite."""
    return bool(_CHANGE.search(request))


def _asked_language(request: str) -> ScriptLanguage | None:
    named = _LANGUAGE.search(request)
    return labelled(named["name"].replace(" ", "")) if named else None


def _known(context: ScriptInput) -> list[Known]:
    return [Known(fact.kind, fact.value) for fact in context.facts]


def _from_guides(context: ScriptInput, language: ScriptLanguage | None) -> str:
    chosen = guide_script_for(context, language=language)
    return _adapted(context, chosen) if chosen else NOTHING_FITS


def _in_language(context: ScriptInput, language: ScriptLanguage) -> str:
    chosen = guide_script_for(context, language=language)
    if chosen is None or chosen.script.language != language:
        return cannot_translate(language)
    return _adapted(context, chosen)


def _adapted(context: ScriptInput, chosen: Chosen) -> str:
    """The guide's script with a parameter for each mark, whose default is what the request or a fact names."""
    template = template_of(chosen.script)
    filled = [_filled(one, context.request, _known(context)) for one in template.parameters]
    script = ScriptIn(
        title=chosen.fix.title,
        purpose=chosen.fix.rationale,
        language=chosen.script.language,
        body=template.body,
        parameters=filled,
    )
    return written(script, chosen.introduction(context.language))


def _filled(parameter: Parameter, request: str, known: list[Known]) -> ParameterIn:
    value = value_for(parameter, request, known)
    return ParameterIn.model_validate({**parameter, "default": value or parameter["default"]})


def _with_values(script: ScriptIn, request: str) -> str | None:
    """The script with the values that the request names as defaults; None if it names none for a parameter.

    A value that could be of several parameters is nobody's, so that no machine gets into the wrong one.
    """
    parameters = parameters_of(script.body, [one.model_dump() for one in script.parameters])
    values = {one["name"]: value for one in parameters if (value := value_for(one, request, ()))}
    given = Counter(values.values())
    values = {name: value for name, value in values.items() if given[value] == 1}
    if not values:
        return None
    filled = [
        ParameterIn.model_validate({**one, "default": values.get(one["name"], one["default"])}) for one in parameters
    ]
    said = ", ".join(f"{one['label']} is `{values[one['name']]}`" for one in parameters if one["name"] in values)
    return written(script.model_copy(update={"parameters": filled}), f"{said} now, unless somebody changes it.")
