"""A decision tree made of a solved session: what was asked, looked at and tried there, up to what solved it.

Its questions come first, then its checks, then what was tried and did not help, then the fix.  An answer that the
session did not give leads into the tree of the guide that fits, or to an escalation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from models.case_words import folded
from models.core.graphemes import cut
from models.titles import summary_of
from prompts.outcomes import leading_fix, outcome_of
from prompts.session import AttemptIn, FixIn, Turn
from prompts.tree.inputs import TreeInput
from tasks.integrations.assistant.demo.assessment import one_sentence

ESCALATE, SOLVED, SOLUTION = "escalate", "solved", "solution"
NONE_OF_THESE = "Something else"
_MOST_ASKED, _MOST_CHECKED, _MOST_TRIED = 8, 6, 6
_LONGEST_LABEL, _LONGEST_LINE = 80, 200
_QUOTE, _DONE = "> ", "Done: "
_YES_OR_NO = re.compile(r"(yes|no)\b", re.IGNORECASE)
_UNSURE = re.compile(r"(?:i )?(?:not sure|don.?t know|no idea|unknown|not known|unclear|maybe)\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[.;\n]|,\s|\s[\u2013\u2014-]\s")
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+")
_NO_HELP = frozenset({"did_not_work", "partly"})

Nodes = dict[str, dict[str, Any]]


@dataclass
class _Draft:
    """The nodes so far; `known` are the answers of the session to questions of the guide, by the question's node."""

    guide: Mapping[str, Mapping[str, Any]]
    root: str
    nodes: Nodes = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)

    def elsewhere(self, target: str | None = None) -> str:
        """Where an answer leads that the session did not give: into the guide, past what is known already."""
        target, seen = target or self.root, set()
        while target in self.known and target not in seen:
            seen.add(target)
            target = self._after(target)
        return target if target in self.guide else ESCALATE

    def _after(self, node: str) -> str:
        answers = self.guide[node]["answers"]
        return next((one["next"] for one in answers if one["label"] == self.known[node]), ESCALATE)

    def question_like(self, text: str) -> str | None:
        """The guide's question with these words."""
        key = _plain(text)
        return next((name for name, node in self.guide.items() if _asks(node) and _plain(node["text"]) == key), None)


def nodes_of_session(context: TreeInput) -> Nodes:
    """The root is the first; empty if nobody recorded what solved the session."""
    solution = _solution_of(context)
    if solution is None:
        return {}
    draft = _Draft(context.guide_nodes, context.guide_root)
    asked = list(_asked(context.turns))[:_MOST_ASKED]
    checked = [one for one in context.attempts if one.outcome == "done"][:_MOST_CHECKED]
    tried = [one for one in context.attempts if one.outcome in _NO_HELP and one.what != solution["text"]]
    tried = tried[:_MOST_TRIED]
    names = [f"ask-{n}" for n in range(1, len(asked) + 1)] or ["ask-1"]
    names += [f"check-{n}" for n in range(1, len(checked) + 1)] + [f"try-{n}" for n in range(1, len(tried) + 1)]
    after = dict(zip(names, [*names[1:], SOLUTION], strict=True))
    if asked:
        for name, (question, said) in zip(names, asked, strict=False):
            draft.nodes[name] = _question(draft, question, said, after[name])
    else:
        draft.nodes["ask-1"] = _entry(context, draft, after["ask-1"])
    for number, one in enumerate(checked, 1):
        draft.nodes[f"check-{number}"] = _check(one, after[f"check-{number}"])
    fixes = {fix.title: fix for fix in context.fixes}
    for number, one in enumerate(tried, 1):
        draft.nodes |= _trial(number, one, fixes.get(one.what), after[f"try-{number}"])
    return draft.nodes | _ends(draft, solution, has_trials=bool(tried))


def _asked(turns: Sequence[Turn]) -> Iterator[tuple[str, str]]:
    """The questions that were answered, each once, with the newest answer; without those that nobody could answer."""
    answers: dict[str, tuple[str, str]] = {}
    for turn in turns:
        question = " ".join(turn.heading.removeprefix(_QUOTE).split())
        if not turn.heading or turn.heading.startswith(_DONE) or _UNSURE.match(turn.content.strip()):
            continue
        if said := turn.content.strip():
            answers[_plain(question)] = (question, said)
    yield from answers.values()


def _question(draft: _Draft, text: str, said: str, after: str) -> dict[str, Any]:
    """With the guide's answers, if it asks the same: that of the session leads on, the others as the guide says."""
    same = draft.question_like(text)
    label = same and _same_answer([one["label"] for one in draft.guide[same]["answers"]], said)
    if same and label:
        node = draft.guide[same]
        answers = [
            {"label": one["label"], "next": after if one["label"] == label else draft.elsewhere(one["next"])}
            for one in node["answers"]
        ]
        draft.known[same] = label
        return {"kind": "question", "text": node["text"], "help": node["help"], "answers": answers}
    yes_or_no = _YES_OR_NO.match(said)
    own = yes_or_no[1].capitalize() if yes_or_no else _label_of(said)
    other = {"Yes": "No", "No": "Yes"}.get(own, NONE_OF_THESE)
    answers = [{"label": own, "next": after}, {"label": other, "next": draft.elsewhere()}]
    answers = sorted(answers, key=lambda one: one["label"] == "No")
    help_ = f"In the solved session: {one_sentence(said)}" if yes_or_no and len(said) > len(own) + 1 else None
    return {"kind": "question", "text": text, "help": help_, "answers": answers}


def _entry(context: TreeInput, draft: _Draft, after: str) -> dict[str, Any]:
    """The first question of a session in which nothing was asked: whether this is its problem."""
    code = context.signals[0].ref if context.signals else None
    problem = one_sentence(summary_of(context.problem, _LONGEST_LINE)).rstrip(".")
    text = f"Does it show {code}?" if code else f"Is this the problem: {problem}?"
    answers = [{"label": "Yes", "next": after}, {"label": "No", "next": draft.elsewhere()}]
    return {"kind": "question", "text": text, "help": problem if code else None, "answers": answers}


def _check(attempt: AttemptIn, after: str) -> dict[str, Any]:
    showed = one_sentence(attempt.notes) if attempt.notes else ""
    help_ = f"In the solved session it showed: {showed}" if showed else None
    return {"kind": "step", "text": attempt.what, "help": help_, "next": after}


def _trial(number: int, attempt: AttemptIn, fix: FixIn | None, after: str) -> Nodes:
    """Try it, and say whether it helped."""
    lines = [*(fix.steps if fix else ()), f"Risk: {fix.risk}" if fix else ""]
    notes = one_sentence(attempt.notes) if attempt.notes else ""
    helped = "it helped in part" if attempt.outcome == "partly" else "it did not help"
    lines.append(f"In the solved session {helped}" + (f": {notes}" if notes else "."))
    answers = [{"label": "Yes", "next": SOLVED}, {"label": "No", "next": after}]
    name = f"try-{number}"
    step = {
        "kind": "step",
        "text": f"Try: {attempt.what}",
        "help": "\n".join(filter(None, lines)),
        "next": f"{name}-helped",
    }
    return {
        name: step,
        f"{name}-helped": {"kind": "question", "text": "Did it help?", "help": None, "answers": answers},
    }


def _ends(draft: _Draft, solution: dict[str, Any], *, has_trials: bool) -> Nodes:
    """The outcomes, with the guide's tree behind the answers that the session did not give.

    The guide's own way to the fix that solved the session leads to that of the session.
    """
    title = _plain(solution["fix"]["title"])
    same = [name for name, node in draft.guide.items() if node["fix"] and _plain(node["fix"]["title"]) == title]
    solved = {"kind": "outcome", "text": "It is solved. Note what helped.", "outcome": "solved"}
    escalate = {
        "kind": "outcome",
        "text": "Escalate with what you have found",
        "help": "This is not the problem that was solved before.",
        "outcome": "escalate",
    }
    guide = {name: dict(node) for name, node in draft.guide.items() if name not in same}
    nodes: Nodes = {SOLUTION: solution, **({SOLVED: solved} if has_trials else {}), ESCALATE: escalate, **guide}
    for node in [*draft.nodes.values(), *nodes.values()]:
        if node.get("next") in same:
            node["next"] = SOLUTION
        if node.get("answers"):
            node["answers"] = [
                {**one, "next": SOLUTION if one["next"] in same else one["next"]} for one in node["answers"]
            ]
    return nodes


def _solution_of(context: TreeInput) -> dict[str, Any] | None:
    """The outcome with the fix that a person recorded: one that worked, or what the resolution says in words."""
    fix, said = leading_fix(context.fixes), " ".join((context.resolution or "").split())
    if fix and outcome_of(fix) == "success":
        steps = fix.steps or [fix.title]
        told = {"title": fix.title, "rationale": fix.rationale, "steps": steps, "risk": fix.risk}
    elif said:
        title = cut(one_sentence(said).rstrip("."), 120)
        steps = [cut(line, 1_000) for line in _SENTENCE_END.split(said) if line.strip()][:20]
        told = {"title": title, "rationale": "This solved it before.", "steps": steps, "risk": "medium"}
    else:
        return None
    help_ = f"How it was known: {context.verification}" if context.verification else None
    return {"kind": "outcome", "text": told["title"], "help": help_, "outcome": "try_fix", "fix": told}


def _same_answer(labels: Sequence[str], said: str) -> str | None:
    """The label that the answer begins with or repeats, or that repeats the answer."""
    key = _plain(said)
    plain = {label: _plain(label) for label in labels}
    exact = [label for label, one in plain.items() if one == key]
    beginning = [label for label, one in plain.items() if one and re.match(rf"{re.escape(one)}(?!\w)", key)]
    shortened = [label for label, one in plain.items() if len(key) > 2 and re.match(rf"{re.escape(key)}(?!\w)", one)]
    return next(iter([*exact, *beginning, *(shortened if len(shortened) == 1 else [])]), None)


def _label_of(said: str) -> str:
    first = _CLAUSE_END.split(said.strip(), maxsplit=1)[0].strip()
    return cut(first or said, _LONGEST_LABEL)


def _asks(node: Mapping[str, Any]) -> bool:
    return bool(node["kind"] == "question")


def _plain(text: str) -> str:
    return " ".join(folded(text).split()).rstrip(" ?.!:;")
