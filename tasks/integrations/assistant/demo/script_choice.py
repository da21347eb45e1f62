"""Which script of the guides fits what an engineer wants."""

from __future__ import annotations

from dataclasses import dataclass

from models.library import Fix, Guide, Script, load_guides
from models.library.matching import rank_text, terms_of
from models.scripting.languages import ScriptLanguage
from prompts.script.inputs import ScriptInput
from tasks.integrations.assistant.demo.script_wording import NAMES

LIKELY = 0.3
"""From this probability on, a guide is about what the engineer wants."""
SURE = 0.6
_MOST_GUIDES = 3
_TEXT_CHARACTERS = 4_000


@dataclass(frozen=True)
class Chosen:
    """A script of a guide.  `is_sure`: the guide fits so well that the script may replace another one."""

    guide: Guide
    fix: Fix
    script: Script
    is_sure: bool

    def introduction(self, language: str) -> str:
        """What the script is, where it is from, what to know before it runs, and if it is in another language."""
        parts = [f"This is the script of the built-in guide *{self.guide.title}* for: {self.fix.title}."]
        if self.script.language != language:
            wanted, has = NAMES[ScriptLanguage(language)], NAMES[ScriptLanguage(self.script.language)]
            parts.append(f"The guide has it in {has} only; I cannot translate it into {wanted}.")
        if self.fix.backup:
            parts.append(f"Save first: {self.fix.backup}")
        parts.append(f"See that it worked: {self.fix.verify}")
        return " ".join(parts)


def guide_script_for(
    context: ScriptInput, *, language: ScriptLanguage | None = None, about: str | None = None
) -> Chosen | None:
    """The best script of the guides for the conversation, or for `about` alone; None if no guide fits.

    The fix that an inline session is about comes first.  With `language`, a script in it comes before others.
    """
    wanted = language or ScriptLanguage(context.language)
    if about is None and (own := _of_fix(context, wanted, must=language is not None)):
        return own
    text = about or _text_of(context)
    matches = [match for match in rank_text(text)[:_MOST_GUIDES] if match.probability >= LIKELY]
    for match in matches:
        if found := _best(match.guide, text, wanted):
            return Chosen(match.guide, *found, is_sure=match.probability >= SURE)
    return None


def _of_fix(context: ScriptInput, language: ScriptLanguage, *, must: bool) -> Chosen | None:
    """The script of the library's fix that the session has; with `must`, only one in this language."""
    for one in context.fixes:
        guide = load_guides().get(one.guide or "")
        fix = next((fix for fix in guide.fixes if fix.id == one.guide_fix), None) if guide else None
        if guide and fix and fix.script and (not must or fix.script.language == language):
            return Chosen(guide, fix, fix.script, is_sure=True)
    return None


def _text_of(context: ScriptInput) -> str:
    """What the engineers said here, then the fix and the problem of the session."""
    said = [turn.content for turn in reversed(context.turns) if turn.role == "engineer"]
    about = [f"{fix.title}. {fix.rationale}" for fix in context.fixes]
    problem = [context.problem] if context.in_session else []
    return "\n".join([*said[:3], *about, *problem])[:_TEXT_CHARACTERS]


def _best(guide: Guide, text: str, language: ScriptLanguage) -> tuple[Fix, Script] | None:
    """The guide's fix whose words the text shares most; scripts in the language come before others."""
    words = set(terms_of(text))
    scripts = [(fix, fix.script) for fix in guide.fixes if fix.script]
    if not scripts:
        return None
    return max(scripts, key=lambda pair: (_shared(pair[0], words), pair[1].language == language))


def _shared(fix: Fix, words: set[str]) -> int:
    head = fix.script.body.partition("\n")[0] if fix.script else ""
    return len(words & set(terms_of(f"{fix.title}\n{head}")))
