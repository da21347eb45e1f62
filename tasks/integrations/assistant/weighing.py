"""Decides what a reply's hypotheses come to: which evidence exists, which state it allows, and what stays refuted.

The rules are those of `models.hypothesis_rules`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from models import hypothesis_rules as rules
from models.attempt_likeness import is_like_any, says_again_because
from models.core.graphemes import has_words
from models.hypothesis_rules import (
    HINT,
    NOTHING,
    Evidence,
    HypothesisState,
    Key,
    Origin,
    Worth,
    allowed_state,
    brings_back,
    with_cited,
)
from models.hypothesis_sameness import same_cause
from models.library import load_guides
from models.pastes import split
from prompts.chat_reply.inputs import ChatReplyInput
from prompts.chat_reply.markers import CitedEvidence, HypothesesBody, HypothesisBody, SuggestFixBody
from prompts.chat_reply.results import Cited, HypothesisOut
from prompts.session import AttemptIn, CitedIn, EvidenceKind, FixIn, HypothesisIn, SessionInput, Turn, Weighs
from tasks.integrations.assistant.grounding import Ground, normalised
from tasks.integrations.assistant.marker_filter import DropReason

BACK = "New since this cause was refuted."
FAILED = "did_not_work"
_RESULTS = {FAILED: rules.Weighs.AGAINST, "worked": rules.Weighs.FOR, "partly": rules.Weighs.FOR}

Drop = Callable[[str, DropReason], None]


class Weighing:
    """The hypotheses of one reply, weighed against the session that it answers."""

    def __init__(self, session: ChatReplyInput, ground: Ground, drop: Drop) -> None:
        self._session, self._names, self._drop = session, ground, drop
        self._known = {one.ref: one for one in session.hypotheses}
        self._by_words = {_folded(one.cause): one for one in session.hypotheses}
        self._handles: dict[str, str] = {}

    def hypotheses(self, bodies: Iterable[HypothesesBody]) -> list[HypothesisOut]:
        """What is accepted, each cause once: what the reply says last about it counts."""
        weighed: dict[str, HypothesisOut] = {}
        for body in (one for group in bodies for one in group.hypotheses):
            known = self._same(body)
            out = self._weighed(body, known)
            if out is not None:
                weighed[_folded(out.cause)] = out
            if cause := known.cause if known else out and out.cause:
                self._handles |= {_folded(name): cause for name in (body.ref, body.cause) if name}
        return list(weighed.values())

    def causes_of(self, body: SuggestFixBody, accepted: Iterable[HypothesisOut]) -> list[str] | None:
        """The words of the causes that a fix is for; None if all of them stay refuted, so that it is not proposed."""
        weighed = {_folded(one.cause): one for one in accepted}
        found = [cause for name in body.causes if (cause := self._named(name, body.guide, weighed))]
        causes = list(dict.fromkeys(found))
        if causes and all(self._stays_refuted(cause, weighed) for cause in causes):
            return None
        return causes

    def _same(self, body: HypothesisBody) -> HypothesisIn | None:
        """The session's cause that the body means: by its ref, its words, its guide, or one that was refuted."""
        known = self._known.get(body.ref or "") or self._by_words.get(_folded(body.cause or ""))
        return known or same_cause(self._session.hypotheses, body.cause or "", _guide_of(body))

    def _weighed(self, body: HypothesisBody, known: HypothesisIn | None) -> HypothesisOut | None:
        cause = known.cause if known else body.cause
        if not has_words(cause or "") or not cause:
            self._drop("HYPOTHESES", DropReason.NO_SUCH_HYPOTHESIS)
            return None
        if known is None and not self._names.holds(cause):
            self._drop("HYPOTHESES", DropReason.UNGROUNDED)
            return None
        return self._out(cause, known, body, self._cited(body.evidence))

    def _out(
        self, cause: str, known: HypothesisIn | None, body: HypothesisBody, cited: list[Cited]
    ) -> HypothesisOut | None:
        fresh = [_evidence(one) for one in cited]
        before = [self._before(one) for one in known.evidence] if known else []
        ground = {piece.key: _unread(piece) for piece in before} | self._ground
        back = self._brings_back(known, cited, ground)
        if back is None:
            self._drop("HYPOTHESES", DropReason.REFUTED)
            return None
        asked = body.state or (HypothesisState.PROPOSED if back or not known else known.state)
        evidence, is_engineers = with_cited(before, fresh), bool(known and known.state_by_engineer)
        was = known.state if known else None
        state = allowed_state(asked, evidence, ground, before=was, by_engineer=is_engineers)
        guide, cause_id = _guide_of(body)
        return HypothesisOut(
            known=known.ref if known else None,
            cause=cause,
            state=state.value,
            evidence=[_said_new(one) if one.ref in back else one for one in cited],
            guide=guide,
            cause_id=cause_id,
            new_evidence=back,
        )

    def _brings_back(
        self, known: HypothesisIn | None, cited: list[Cited], ground: dict[Key, Origin]
    ) -> list[str] | None:
        """The refs that bring a refuted cause back, None if nothing does; empty for a cause that is not refuted."""
        if known is None or known.state != "refuted":
            return []
        had = [self._before(one).key for one in known.evidence if not one.is_new]
        new = {one.key for one in brings_back([_evidence(one) for one in cited], ground, refuted_with=had)}
        return [one.ref for one in cited if (one.kind, one.id) in new] or None

    def _before(self, one: CitedIn) -> Evidence:
        place = self._places.get(one.ref.upper())
        return Evidence(kind=one.kind, id=one.id or (place[2] if place else one.ref), weighs=one.weighs)

    def _cited(self, evidence: Iterable[CitedEvidence]) -> list[Cited]:
        """The evidence that exists, each piece once; it is what it is, whatever the marker says.

        An attempt weighs as its result does, and without one it is no evidence.
        """
        found: dict[Key, Cited] = {}
        for one in evidence:
            place = self._places.get(one.ref.upper()) or self._signal(one)
            origin = self._ground.get((place[0], place[2]), NOTHING) if place else NOTHING
            if place is None or origin.worth == Worth.NOTHING:
                self._drop("HYPOTHESES", DropReason.NO_SUCH_EVIDENCE)
                continue
            kind, ref, row_id = place
            weighs: Weighs = origin.weighs.value if origin.weighs else one.weighs
            found[kind, ref] = Cited(kind=kind, ref=ref, id=row_id, weighs=weighs, note=one.note)
        return list(found.values())

    def _signal(self, one: CitedEvidence) -> tuple[EvidenceKind, str, str] | None:
        code = one.ref
        is_code = one.kind == "signal" or any(sign.isdigit() for sign in code)
        if not is_code or not any(_holds(turn.whole, code) for turn in self._said):
            return None
        self._ground["signal", code] = self._origin_of(code)
        return "signal", code, code

    @cached_property
    def _places(self) -> dict[str, tuple[EvidenceKind, str, str]]:
        """Each ref of the session state with the kind, the ref and the row of the evidence that it stands for."""
        return dict(_places(self._session))

    @cached_property
    def _ground(self) -> dict[Key, Origin]:
        ground: dict[Key, Origin] = {("case", str(case.id or case.ref)): HINT for case in self._session.cases}
        ground |= {("attempt", str(one.id)): _result(one) for one in self._session.attempts if one.id}
        ground |= {("step", turn.step_id or ""): Origin(_log_of(turn)) for turn in self._said}
        return ground | {("fact", str(fact.id)): self._origin_of(fact.value) for fact in self._session.facts}

    @cached_property
    def _said(self) -> list[Turn]:
        return [turn for turn in self._session.turns if _is_citable(turn)]

    def _origin_of(self, words: str) -> Origin:
        """What names the words: nothing but logs, a person as well, or nobody knows."""
        holding = [turn for turn in self._said if _holds(turn.whole, words)]
        if any(not _log_of(turn) or _holds("\n".join(split(turn.content).own_lines), words) for turn in holding):
            return Origin()
        if not holding:
            # A message that was left out may have them; the operation that stores the causes reads all.
            return Origin() if self._session.turns_left_out else HINT
        return Origin(frozenset().union(*(_log_of(turn) for turn in holding)))

    def _named(self, name: str, guide: str | None, weighed: dict[str, HypothesisOut]) -> str | None:
        """The cause behind an entry of `for`: a ref, a cause in words, or the id of the guide's cause."""
        folded = _folded(name)
        if name in self._known:
            return self._known[name].cause
        if folded in self._by_words:
            return self._by_words[folded].cause
        if folded in self._handles:
            return self._handles[folded]
        of_guide: list[HypothesisOut | HypothesisIn] = [*weighed.values(), *self._session.hypotheses]
        named = next((one.cause for one in of_guide if guide and (one.guide, one.cause_id) == (guide, name)), None)
        same = None if named else same_cause(self._session.hypotheses, name, (None, None))
        return same.cause if same else named

    def _stays_refuted(self, cause: str, weighed: dict[str, HypothesisOut]) -> bool:
        now = weighed.get(_folded(cause)) or self._by_words.get(_folded(cause))
        return now is not None and now.state == "refuted"


def failed_before(session: SessionInput) -> list[str]:
    """The words of the attempts that failed."""
    fixes = [fix.title for fix in session.fixes if fix.status == "applied_failed"]
    return [*fixes, *(attempt.what for attempt in session.attempts if attempt.outcome == FAILED)]


def is_failed_again(session: SessionInput, title: str, rationale: str) -> bool:
    """Whether a suggestion equals an attempt that failed, and does not say "again, because …"."""
    return is_like_any(title, failed_before(session)) and not says_again_because(title, rationale)


def _places(session: ChatReplyInput) -> Iterator[tuple[str, tuple[EvidenceKind, str, str]]]:
    for turn in session.turns:
        if _is_citable(turn):
            yield f"S{turn.index}", ("step", f"S{turn.index}", turn.step_id or "")
    for fact in session.facts:
        if fact.ref and fact.id:
            yield fact.ref, ("fact", fact.ref, str(fact.id))
    for case in session.cases:
        yield case.ref, ("case", case.ref, str(case.id or case.ref))
    refs = {attempt.id: attempt.ref for attempt in session.attempts if attempt.id}
    tried: list[AttemptIn | FixIn] = [*session.attempts, *(fix for fix in session.fixes if fix.id in refs)]
    for one in tried:
        if one.id and one.ref:
            yield one.ref, ("attempt", refs[one.id], str(one.id))


def _is_citable(turn: Turn) -> bool:
    """What a person said: what was done is an attempt, and says nothing by itself."""
    is_said = turn.role == "engineer" and not turn.is_summary and not turn.is_action
    return is_said and bool(turn.step_id) and turn.index is not None


def _log_of(turn: Turn) -> frozenset[str]:
    """The pasted output of a message, as one log; the same output sent twice is the same log."""
    files = [log.text for log in turn.logs if log.source == "log"]
    if not files and not turn.is_log:
        return frozenset()
    return frozenset({"\n".join([*(paste.text for paste in split(turn.content).pastes), *files]) or f"S{turn.index}"})


def _result(attempt: AttemptIn) -> Origin:
    weighs = _RESULTS.get(attempt.outcome or "")
    return Origin(weighs=weighs) if weighs else NOTHING


def _unread(piece: Evidence) -> Origin:
    """Of evidence that is on the board, and in no part of the session that the reply reads."""
    return {"case": HINT, "attempt": NOTHING}.get(piece.kind, Origin())


def _evidence(one: Cited) -> Evidence:
    return Evidence(kind=one.kind, id=one.id, weighs=one.weighs, note=one.note)


def _said_new(one: Cited) -> Cited:
    return one if one.note else one.model_copy(update={"note": BACK})


def _guide_of(body: HypothesisBody) -> tuple[str | None, str | None]:
    """Guide and cause, if the library has both."""
    guide = load_guides().get(body.guide or "")
    if guide is None or body.cause_id not in {cause.id for cause in guide.causes}:
        return None, None
    return guide.id, body.cause_id


def _folded(words: str) -> str:
    return normalised(words).rstrip(" .!?;:")


def _holds(text: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(normalised(words))}(?!\w)", normalised(text)) is not None
