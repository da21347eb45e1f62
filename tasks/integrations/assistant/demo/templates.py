"""The Demo AI's choice of what varies in a script: by the rules of `models.scripting.templating`."""

from __future__ import annotations

from models.scripting.languages import ScriptLanguage
from models.scripting.parameters import ParameterType
from models.scripting.templating import Known, Wanted, wanted_in
from prompts.templatize.inputs import TemplatizeInput
from prompts.templatize.results import ReplacedValue, TemplateNotes

_FROM_FACT = "The facts of the session name it."


def template_notes_of(context: TemplatizeInput) -> TemplateNotes:
    """The values that vary, with title and purpose as they are."""
    known = [Known(fact.kind, fact.value) for fact in context.facts]
    values = {fact.value.strip().casefold() for fact in context.facts}
    wanted = wanted_in(ScriptLanguage(context.language), context.body, known)
    return TemplateNotes(
        values=[_value(one, values) for one in wanted if one.type != ParameterType.SECRET and len(one.text) <= 2_000],
        title=context.script_title or "Template",
        purpose=context.script_purpose,
    )


def _value(one: Wanted, facts: set[str]) -> ReplacedValue:
    return ReplacedValue(
        text=one.text,
        name=one.name,
        label=one.label or "",
        type=one.type.value,
        help=_FROM_FACT if one.text.casefold() in facts else None,
    )
