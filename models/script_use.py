"""What became of a fix's drafted script, in words."""

from __future__ import annotations

from models.fix_transitions import Decision

_WORDS = {
    Decision.ONE_OFF: "Its drafted script was run once.",
    Decision.DRAFT_TEMPLATE: "Its drafted script was run and kept as a draft template.",
    Decision.BUILD_TEMPLATE: "Its drafted script became a template in the script builder.",
    Decision.USED_TEMPLATE: "A template of the library was run in place of its drafted script.",
    Decision.DISMISSED: "Its drafted script was not used.",
}
_UNDECIDED = "A script was drafted for it."


def words_of(decision: str | None, *, template: str | None = None, is_drafted: bool = False) -> str:
    """One sentence, empty without a script.  `template` is the title of the one that was used, as plain text."""
    if decision is None:
        return _UNDECIDED if is_drafted else ""
    if decision == Decision.USED_TEMPLATE and template:
        return f"The library's \u201c{template}\u201d was run in place of its drafted script."
    return _WORDS.get(Decision(decision), "")
