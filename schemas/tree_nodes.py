"""The nodes of a decision tree, as they are sent and as they are shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from models.decision_trees.graph import (
    LARGEST_BYTES,
    LONGEST_FACT_KIND,
    LONGEST_FACT_VALUE,
    LONGEST_FIX_TITLE,
    LONGEST_ID,
    LONGEST_LABEL,
    LONGEST_STEP,
    LONGEST_TEXT,
    MOST_ANSWERS,
    MOST_FACTS,
    MOST_NODES,
    MOST_STEPS,
    FixRisk,
    NodeKind,
    Nodes,
    Outcome,
    is_node_id,
    node,
    size_of,
)
from schemas.fields import Line, Str, one_of

_MOST_MESSAGES = 20
_NODE_ID = {"description": "Letters, digits, `_` and `-`; not the name of something that every object has."}


def node_id(text: str) -> None:
    if not is_node_id(text):
        raise ValidationError("Use 1 to 64 letters, digits, _ and - as the id of a node.")


def node_reference() -> Str:
    return Str(allow_none=True, load_default=None, longest=LONGEST_ID, validate=node_id, metadata=_NODE_ID)


class Few(fields.List[Any]):
    """A list that is counted before its items are looked at, so that a long one costs nothing."""

    def __init__(self, inner: Any, *, most: int, **options: Any) -> None:
        self._most = most
        super().__init__(inner, validate=validate.Length(max=most), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> list[Any]:
        if isinstance(value, list) and len(value) > self._most:
            raise ValidationError(f"At most {self._most}.")
        return super()._deserialize(value, attr, data, **kwargs)


class AnswerSchema(Schema):
    label = Line(required=True, longest=LONGEST_LABEL)
    next = node_reference()


class NodeFactSchema(Schema):
    kind = Line(required=True, longest=LONGEST_FACT_KIND, blank=False)
    value = Line(required=True, longest=LONGEST_FACT_VALUE, blank=False)


class NodeFixSchema(Schema):
    title = Line(load_default="", longest=LONGEST_FIX_TITLE)
    rationale = Str(load_default="", longest=LONGEST_TEXT)
    steps = Few(Str(longest=LONGEST_STEP), most=MOST_STEPS, load_default=list)
    risk = fields.String(load_default=FixRisk.LOW, validate=one_of(FixRisk))


class NodeSchema(Schema):
    """What does not belong to the kind of the node is left out when it is saved."""

    kind = fields.String(required=True, validate=one_of(NodeKind))
    text = Str(load_default="", longest=LONGEST_TEXT)
    help = Str(load_default=None, allow_none=True, longest=LONGEST_TEXT)
    answers = Few(
        fields.Nested(AnswerSchema), most=MOST_ANSWERS, load_default=list, metadata={"description": "Of a question."}
    )
    next = node_reference()
    script_id = fields.UUID(load_default=None, allow_none=True)
    facts = Few(
        fields.Nested(NodeFactSchema),
        most=MOST_FACTS,
        load_default=list,
        metadata={"description": "What is known as soon as a run arrives here."},
    )
    outcome = fields.String(load_default=None, allow_none=True, validate=one_of(Outcome))
    fix = fields.Nested(
        NodeFixSchema, load_default=None, allow_none=True, metadata={"description": "Of an outcome `try_fix`."}
    )


class ShownAnswerSchema(Schema):
    label = fields.String(required=True)
    next = fields.String(required=True, allow_none=True)


class ShownNodeFixSchema(Schema):
    title = fields.String(required=True)
    rationale = fields.String(required=True)
    steps = fields.List(fields.String(), required=True)
    risk = fields.String(required=True, validate=one_of(FixRisk))


class ShownNodeSchema(Schema):
    kind = fields.String(required=True, validate=one_of(NodeKind))
    text = fields.String(required=True)
    help = fields.String(required=True, allow_none=True)
    answers = fields.List(fields.Nested(ShownAnswerSchema), required=True)
    next = fields.String(required=True, allow_none=True)
    script_id = fields.UUID(required=True, allow_none=True)
    facts = fields.List(fields.Nested(NodeFactSchema), required=True)
    outcome = fields.String(required=True, allow_none=True, validate=one_of(Outcome))
    fix = fields.Nested(ShownNodeFixSchema, required=True, allow_none=True)


def shown_nodes() -> fields.Dict:
    return fields.Dict(keys=fields.String(), values=fields.Nested(ShownNodeSchema), required=True)


class NodesField(fields.Dict):
    """The nodes by id, whole (`graph.node`).  A message says at which node the fault is."""

    def __init__(self, **options: Any) -> None:
        metadata = {"description": f"By id; at most {MOST_NODES}, and {LARGEST_BYTES // 1000} kB in all."}
        super().__init__(keys=fields.String(), values=fields.Nested(NodeSchema), metadata=metadata, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Nodes:
        if isinstance(value, Mapping):
            _check_ids(value)
        try:
            loaded: dict[str, Any] = super()._deserialize(value, attr, data, **kwargs)  # type: ignore[no-untyped-call]
        except ValidationError as error:
            raise ValidationError(list(_told(error.messages))[:_MOST_MESSAGES]) from error
        nodes = {node_id: node(_in_json(one)) for node_id, one in loaded.items()}
        if size_of(nodes) > LARGEST_BYTES:
            raise ValidationError(f"The texts of the nodes are more than {LARGEST_BYTES // 1000} kB in all.")
        return nodes


def _check_ids(nodes: Mapping[str, Any]) -> None:
    if len(nodes) > MOST_NODES:
        raise ValidationError(f"A tree has at most {MOST_NODES} nodes.")
    if any(not is_node_id(node_id) for node_id in nodes):
        raise ValidationError("Use 1 to 64 letters, digits, _ and - as the id of a node.")


def _in_json(one: dict[str, Any]) -> dict[str, Any]:
    script_id = one["script_id"]
    return one | {"script_id": None if script_id is None else str(script_id)}


def _told(messages: Any, place: str = "") -> Iterator[str]:
    """`Node ask-1, answers 0 label: Longer than maximum length 200.`"""
    if isinstance(messages, dict):
        for name, nested in messages.items():
            if not place:
                yield from _told(nested, f"Node {name}," if isinstance(nested, dict) else " ")
            else:
                yield from _told(nested, place if name == "value" else f"{place} {name}")
    else:
        for message in messages if isinstance(messages, list) else [messages]:
            yield f"{place.strip()}: {message}" if place.strip() else str(message)
