"""The hypotheses of a session, as the assistant's input."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from models.hypothesis import Hypothesis
from models.hypothesis_rules import Key
from models.queries.hypotheses import Place
from tasks.integrations.assistant import CitedIn, HypothesisIn


def hypotheses_in(hypotheses: Sequence[Hypothesis], places: Mapping[Key, Place]) -> list[HypothesisIn]:
    """Oldest first, as they come; evidence that no longer exists is left out."""
    return [_hypothesis(number, one, places) for number, one in enumerate(hypotheses, start=1)]


def _hypothesis(number: int, one: Hypothesis, places: Mapping[Key, Place]) -> HypothesisIn:
    told: dict[str, Any] = {"state": one.state, "source": one.source}
    return HypothesisIn(
        ref=f"H{number}",
        cause=one.cause,
        guide=one.guide_id,
        cause_id=one.cause_id,
        state_by_engineer=one.updated_by_id is not None,
        id=one.id,
        evidence=[
            CitedIn(
                kind=piece.kind,  # type: ignore[arg-type]  # the same closed set
                ref=places[piece.key].ref,
                weighs=piece.weighs,  # type: ignore[arg-type]
                note=piece.note,
                is_new=one.is_new_since_refuted(piece.key),
                id=piece.id,
                label=places[piece.key].label,
            )
            for piece in one.pieces
            if piece.key in places
        ],
        **told,
    )
