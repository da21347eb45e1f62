"""The parameters of a script that becomes a template.

The model only names the values that vary; code puts the parameters in their places, so that nothing else of the script
can change, and finds the secrets, which no model reads.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.scripting.languages import ScriptLanguage
from models.scripting.parameters import Parameter, ParameterType
from models.scripting.templating import Known, Wanted, applied, proposal_of, replaced_in, wanted_in
from models.scripting.templating.proposals import Replaced
from prompts.conversation import Assembled
from prompts.templatize.assembly import assemble_templatize
from prompts.templatize.inputs import TemplatizeInput
from prompts.templatize.results import ReplacedValue, TemplateNotes
from tasks.integrations.assistant.control import Control
from tasks.integrations.assistant.grounding import Ground
from tasks.integrations.assistant.port import Done, Provider
from tasks.integrations.assistant.within_budget import answer_within_budget


@dataclass(frozen=True, kw_only=True)
class Template:
    """A proposal.  Without parameters, nothing of the script varies."""

    title: str
    purpose: str
    body: str
    parameters: list[Parameter]
    replaced: list[Replaced]
    places: list[tuple[int, int, str]]
    """Where in the script the parameters are: start, end (excluded) and name, in code points."""


def write_template(provider: Provider, given: TemplatizeInput, control: Control) -> tuple[Template, Done]:
    """`given` is the script as it is, with its secrets; what is sent is redacted.  Raises AssistantError."""

    def assemble(budget_tokens: int) -> Assembled[TemplatizeInput]:
        return assemble_templatize(given, budget_tokens=budget_tokens)

    answer = answer_within_budget(provider, control, assemble, TemplateNotes)
    return template_of(given, answer.result), answer.done


def template_of(given: TemplatizeInput, notes: TemplateNotes) -> Template:
    """The script with a parameter for each secret and for each value of the notes that stands in it as a whole."""
    language = ScriptLanguage(given.language)
    secrets = [one for one in wanted_in(language, given.body) if one.type == ParameterType.SECRET]
    proposal = proposal_of(language, given.body, [*secrets, *(_wanted(value) for value in notes.values)])
    ground = Ground(given)
    return Template(
        title=notes.title if ground.holds(notes.title) else given.script_title,
        purpose=notes.purpose if ground.holds(notes.purpose) else given.script_purpose,
        body=applied(given.body, proposal.places),
        parameters=proposal.parameters,
        replaced=replaced_in(given.body, proposal),
        places=[(place.start, place.end, place.name) for place in proposal.places],
    )


def known_of(given: TemplatizeInput) -> list[Known]:
    """What is known of the problem, for the rules that find what varies."""
    return [Known(fact.kind, fact.value) for fact in given.facts]


def _wanted(value: ReplacedValue) -> Wanted:
    """A choice needs its choices, which nobody knows yet: it becomes a text."""
    kind = ParameterType(value.type if value.type != "choice" else "text")
    is_mark = value.text.startswith("<") and value.text.endswith(">")
    return Wanted(
        text=value.text, name=value.name, type=kind, label=value.label or None, help=value.help, is_mark=is_mark
    )
