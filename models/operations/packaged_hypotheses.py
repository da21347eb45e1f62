"""The hypotheses in the record of a session, and in the texts that are made from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import RowMapping

from models.attempt import Attempt
from models.core.database.tables import JsonObject
from models.hypothesis_rules import EvidenceKind, HypothesisState, Key, Weighs, rank
from models.queries.session_record import RecordRows


def hypotheses_on_record(rows: RecordRows, ledger: Sequence[Attempt]) -> list[JsonObject]:
    """`{id, cause, state, source, evidence: [{kind, id, weighs, note, label}]}`, without evidence that is gone."""
    labels: dict[Key, str] = {(EvidenceKind.ATTEMPT, str(one.id)): f"attempt {one.n}" for one in ledger}
    labels |= {(EvidenceKind.STEP, str(step["id"])): f"message {step['index']}" for step in rows.steps}
    labels |= {(EvidenceKind.FACT, str(fact["id"])): fact["content"] for fact in rows.facts}
    found = [_hypothesis(row, labels) for row in rows.hypotheses]
    return sorted(found, key=_order)


def supported_lines(hypotheses: Iterable[JsonObject]) -> list[str]:
    return [one["cause"] for one in hypotheses if one["state"] == HypothesisState.SUPPORTED]


def refuted_lines(hypotheses: Iterable[JsonObject]) -> list[str]:
    """What is excluded, and by what: "Refuted: stuck jobs, by attempt 2"."""
    return [
        ", by ".join(filter(None, [f"Refuted: {one['cause']}", ", ".join(_against(one))]))
        for one in hypotheses
        if one["state"] == HypothesisState.REFUTED
    ]


def _against(one: JsonObject) -> list[str]:
    return [piece["label"] for piece in one["evidence"] if piece["weighs"] == Weighs.AGAINST]


def _hypothesis(row: RowMapping, labels: dict[Key, str]) -> JsonObject:
    labelled = ((piece, _label(piece, labels)) for piece in row["data"])
    return {
        "id": str(row["id"]),
        "cause": row["content"],
        "state": row["kind"],
        "source": row["source"],
        "evidence": [piece | {"label": label} for piece, label in labelled if label],
    }


def _label(piece: JsonObject, labels: dict[Key, str]) -> str | None:
    if piece["kind"] == EvidenceKind.SIGNAL:
        return str(piece["id"])
    return "a case" if piece["kind"] == EvidenceKind.CASE else labels.get((piece["kind"], piece["id"]))


def _order(one: JsonObject) -> tuple[int, int, int]:
    place = rank(one["state"], [piece["weighs"] for piece in one["evidence"]])
    return (0, -place[0], -place[1]) if place else (1, 0, 0)
