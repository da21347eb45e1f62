"""The rules for every save of a script: fitting parameters, an honest risk, and no credentials when it is published."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from models.case_words import folded
from models.core.errors import DomainError, Invalid, RoleRequired
from models.script import Script, ScriptStatus
from models.scripting.checks import check
from models.scripting.credentials import found_in
from models.scripting.languages import ScriptLanguage, ScriptRisk
from models.scripting.parameters import faults_of
from models.scripting.placeholders import places_in
from models.user import User


class SecretInScript(DomainError):
    """The body has what looks like a credential; `detail` says where, and never what it is."""

    status, code = 422, "secret_in_script"
    message = "This has what looks like a credential. Make it a secret parameter, then publish."


class TooRiskyToPublish(RoleRequired):
    message = "Only an admin can publish a script that can destroy something."


def settle(script: Script, *, claimed: str | None, by: User) -> None:
    """Set what follows from the script's content, and refuse what may not be saved.

    `claimed`: the risk that a person or the model says; the lint's counts if it is graver.
    Raises Invalid (422) for parameters that do not fit the body.  For a published script also Invalid for a placeholder
    where no value can stand, SecretInScript (422), and TooRiskyToPublish (403) if it can destroy something and `by` is
    no admin.
    """
    script.body = script.body.replace("\r\n", "\n").replace("\r", "\n")
    faults = faults_of(script.body, script.parameters)
    if faults:
        raise Invalid(detail={"parameters": faults})
    checked = check(ScriptLanguage(script.language), script.body)
    script.risk = ScriptRisk(claimed or ScriptRisk.READS).at_least(ScriptRisk(checked.risk))
    script.risk_reasons = list(checked.risk_reasons)
    script.folded_text = folded(f"{script.title}\n{script.purpose}\n{script.body}")
    if script.status == ScriptStatus.PUBLISHED:
        _refuse_to_publish(script, by=by)


def claimed_risk_of(script: Script, *, language: str | None, body: str | None) -> str | None:
    """The risk that a person set above the lint's; None if the text alone made it, so that another text has its own."""
    if language is None and body is None:
        return script.risk
    of_text = check(ScriptLanguage(script.language), script.body).risk
    return None if script.risk == of_text else script.risk


def tags_of(given: Iterable[str]) -> list[str]:
    """In lower case, each once, in their order."""
    return list(dict.fromkeys(" ".join(tag.split()).lower() for tag in given if tag.strip()))


def _refuse_to_publish(script: Script, *, by: User) -> None:
    misplaced = [place for place in places_in(ScriptLanguage(script.language), script.body) if place.fault]
    if misplaced:
        first = misplaced[0]
        raise Invalid(detail={"body": [f"Line {first.line}: the placeholder {first.name} {first.fault}."]})
    places = [*_credentials_in(script.body), *_credentials_in_defaults(script)]
    if places:
        raise SecretInScript(detail={**places[0], "found": places})
    if script.risk == ScriptRisk.DESTROYS and not by.is_admin:
        raise TooRiskyToPublish


def _credentials_in(body: str) -> list[dict[str, Any]]:
    return [
        {"line": one.line, "column": one.column, "length": one.text_length, "label": one.label, "parameter": None}
        for one in found_in(body)
    ]


def _credentials_in_defaults(script: Script) -> list[dict[str, Any]]:
    """A default is read by everybody, like the body; it is judged by its parameter's name."""
    places = {place.name: place for place in places_in(ScriptLanguage(script.language), script.body)}
    return [
        {"line": places[name].line, "column": places[name].column, "length": 0, "label": one.label, "parameter": name}
        for parameter in script.parameters
        if (default := parameter["default"]) and (name := parameter["name"])
        for one in found_in(f"{name} = '{default}'")
    ]
