"""What is wrong with a guide, as sentences; nothing is wrong with a guide of the library."""

from __future__ import annotations

import re
from collections.abc import Iterator

import tree_sitter_bash
import tree_sitter_powershell
from tree_sitter import Language, Parser

from models.library import Guide
from models.library.areas import Area
from models.scripting.lint import dangers_of, is_dangerous
from prompts.untrusted import neutralise
from tasks.integrations.assistant.grounding import entities

FEWEST_SYMPTOMS = 10
MOST_TITLE_WORDS = 4
MOST_CHARACTERS = 300
"""Of a sentence, so that a check fits the task lane and a fix its card."""
_PARSERS = {
    "powershell": Parser(Language(tree_sitter_powershell.language())),
    "bash": Parser(Language(tree_sitter_bash.language())),
}
# What the grammar of PowerShell does not know: units behind an operator, and words without quotes in a list.
_UNIT = re.compile(r"\b(\d+)[KMGT]B\b")
_WORD = r"([A-Za-z][\w.*-]*)"
_BARE_IN_LIST = re.compile(
    rf"(?<![\w$:.'\"@\[(-]){_WORD}(?=,[ \w@'$])|(?<=, ){_WORD}(?![\w('\"])|(?<=[\w'],){_WORD}(?![\w('\"])"
)


def faults_of(guide: Guide) -> list[str]:
    """Every fault, each with the id of the part that has it."""
    every = (_shape, _sentences, _names, _causes, _checks, _fixes, _tree, _scripts)
    return [fault for faults in every for fault in faults(guide)]


def sentences_of(guide: Guide) -> Iterator[str]:
    """What a person reads of a guide."""
    yield from (guide.title, guide.short, *guide.first_do_not, *guide.escalate_when)
    for cause in guide.causes:
        yield from (cause.text, *cause.evidence_for, *cause.evidence_against)
    for check in guide.checks:
        yield from (check.text, *(choice.label for choice in check.choices))
    for fix in guide.fixes:
        yield from filter(None, (fix.title, fix.rationale, fix.verify, fix.undo, fix.backup, *fix.steps))


def _shape(guide: Guide) -> Iterator[str]:
    if guide.area not in set(Area):
        yield f"unknown area {guide.area}"
    if len({symptom.casefold() for symptom in guide.symptoms}) < FEWEST_SYMPTOMS:
        yield "fewer than ten different symptoms"
    if not 1 < len(guide.short.split()) <= MOST_TITLE_WORDS:
        yield "short: two to four words"
    for name in ("terms", "first_do_not", "escalate_when", "fixes", "tree"):
        if not getattr(guide, name):
            yield f"no {name}"
    for parts in (guide.causes, guide.checks, guide.fixes):
        if len({part.id for part in parts}) < len(parts):
            yield "two parts with one id"


def _sentences(guide: Guide) -> Iterator[str]:
    for sentence in sentences_of(guide):
        if not 1 <= len(sentence) <= MOST_CHARACTERS or sentence == "null":
            yield f"empty or too long: {sentence[:60]}"
        if neutralise(sentence) != sentence:
            yield f"would pass for a marker: {sentence[:60]}"


def _names(guide: Guide) -> Iterator[str]:
    """A cause, a check or a fix names no file, code or machine: an answer may only name what the session mentions."""
    said = [cause.text for cause in guide.causes] + [check.text for check in guide.checks]
    said += [f"{fix.title}: {fix.rationale}" for fix in guide.fixes]
    yield from (f"names {', '.join(names)}: {one[:60]}" for one in said if (names := sorted(entities(one))))


def _causes(guide: Guide) -> Iterator[str]:
    if len(guide.causes) < 2:
        yield "a guide separates at least two causes"
    separated = {cause for check in guide.checks for cause in check.separates}
    for cause in guide.causes:
        if cause.id not in separated:
            yield f"cause {cause.id}: no check separates it"
        if not cause.evidence_for:
            yield f"cause {cause.id}: no evidence for it"
    named = separated | {cause for fix in guide.fixes for cause in fix.causes}
    named |= {cause for check in guide.checks for one in check.choices for cause in one.supports + one.weakens}
    yield from (f"cause {cause}: does not exist" for cause in sorted(named - {cause.id for cause in guide.causes}))


def _checks(guide: Guide) -> Iterator[str]:
    for check in guide.checks:
        if (check.ask is None) == (check.do is None):
            yield f"check {check.id}: it asks or it looks"
        if check.command and not check.do:
            yield f"check {check.id}: a command belongs to something to do"
        if len(check.choices) == 1 or len({choice.label for choice in check.choices}) < len(check.choices):
            yield f"check {check.id}: its choices do not differ"


def _fixes(guide: Guide) -> Iterator[str]:
    for fix in guide.fixes:
        if not fix.causes:
            yield f"fix {fix.id}: names no cause"
        if not 2 <= len(fix.steps) <= 8:
            yield f"fix {fix.id}: two to eight steps"
        if fix.risk != "low" and not (fix.undo or fix.backup):
            yield f"fix {fix.id}: risky, and neither undone nor backed up"


def _tree(guide: Guide) -> Iterator[str]:
    nodes, checks = {node.check: node for node in guide.tree}, {check.id: check for check in guide.checks}
    ends = {f"fix:{fix.id}" for fix in guide.fixes} | {"escalate"}
    if len(nodes) < len(guide.tree):
        yield "tree: a check occurs twice"
    for node in guide.tree:
        labels = {choice.label for choice in checks[node.check].choices} if node.check in checks else set()
        if not labels or set(node.answers) != labels:
            yield f"tree: the answers of {node.check} are not the choices of the check"
        for target in sorted(set(node.answers.values()) - ends - nodes.keys()):
            yield f"tree: {node.check} leads to {target}, which does not exist"
    yield from _walk(guide, (guide.tree[0].check,) if guide.tree else ())
    reached = {target for node in guide.tree for target in node.answers.values()}
    yield from (
        f"tree: nothing leads to {check}" for check in [node.check for node in guide.tree[1:]] if check not in reached
    )


def _walk(guide: Guide, path: tuple[str, ...]) -> Iterator[str]:
    """Follows every path from its last node; a path that comes back to one of its nodes is a circle."""
    node = {node.check: node for node in guide.tree}.get(path[-1]) if path else None
    for target in sorted(set(node.answers.values())) if node else ():
        if target in path:
            yield f"tree: circle at {target}"
        else:
            yield from _walk(guide, (*path, target))


def _scripts(guide: Guide) -> Iterator[str]:
    for check in guide.checks:
        if check.command and is_dangerous(check.command, check.language):
            yield f"check {check.id}: {dangers_of(check.command, check.language)}"
        if check.command and has_syntax_error(check.command, check.language):
            yield f"check {check.id}: its command does not parse"
    for fix in guide.fixes:
        if fix.script is None:
            continue
        if is_dangerous(fix.script.body, fix.script.language) and fix.risk != "high":
            yield f"fix {fix.id}: its script is dangerous: {dangers_of(fix.script.body, fix.script.language)}"
        if has_syntax_error(fix.script.body, fix.script.language):
            yield f"fix {fix.id}: its script does not parse"
        if "```" in fix.script.body or not fix.script.body.startswith(("# ", "REM ")):
            yield f"fix {fix.id}: its script begins with a comment that says what it does"


def has_syntax_error(script: str, language: str) -> bool:
    """Whether a parser objects.  Batch has no grammar that a program could check it by."""
    if language == "powershell":
        script = _BARE_IN_LIST.sub(lambda found: f"'{found[0]}'", _UNIT.sub(r"\1", script))
    parser = _PARSERS.get(language)
    return parser is not None and parser.parse(script.encode()).root_node.has_error
