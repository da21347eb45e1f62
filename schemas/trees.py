"""A decision tree, the list of trees, their versions, and the file of an export."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, pre_load, validate

from models.case_words import folded
from models.decision_trees.graph import LONGEST_ID
from models.decision_trees.problems import ProblemCode
from models.tree import (
    LONGEST_PURPOSE,
    LONGEST_TAG,
    LONGEST_TITLE,
    MOST_TAGS,
    NewerTreeFile,
    NotATreeFile,
    TreeSource,
    TreeStatus,
)
from schemas.fields import Line, PageQuery, PersonSchema, Str, Time, one_of
from schemas.quick import QuickSchema
from schemas.tree_nodes import Few, NodesField, node_id, node_reference, shown_nodes

FORMAT, FORMAT_VERSION = "flowpilot-tree", 1
_ROOT = {"description": "The id of the first node; null while there is none."}


class TagsField(Few):
    """Words by which people find a tree, each once."""

    def __init__(self, **options: Any) -> None:
        tag = Line(longest=LONGEST_TAG, blank=False)
        super().__init__(tag, most=MOST_TAGS, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> list[Any]:
        tags = super()._deserialize(value, attr, data, **kwargs)
        return list({folded(tag): tag for tag in reversed(tags)}.values())[::-1]


class NewTreeSchema(Schema):
    """A new tree may be empty."""

    title = Line(required=True, longest=LONGEST_TITLE, blank=False)
    purpose = Str(load_default="", longest=LONGEST_PURPOSE, trimmed=True)
    tags = TagsField(load_default=list)
    root = node_reference()
    nodes = NodesField(load_default=dict)


class EditTreeSchema(Schema):
    """Only the fields that are sent are changed.  A draft with faults is saved."""

    version = fields.Integer(
        required=True, strict=True, metadata={"description": "The version that is changed; not the newest one is 409."}
    )
    title = Line(longest=LONGEST_TITLE, blank=False)
    purpose = Str(longest=LONGEST_PURPOSE, trimmed=True)
    tags = TagsField()
    root = Str(allow_none=True, longest=LONGEST_ID, validate=node_id, metadata=_ROOT)
    nodes = NodesField()


class TreeVersionNumberSchema(Schema):
    version = fields.Integer(required=True, strict=True, validate=validate.Range(1, 2**31 - 1))


class TreeListQuery(PageQuery):
    q = Str(
        load_default=None,
        longest=200,
        metadata={"description": "Words or parts of words of title, purpose, tags and nodes; accents do not matter."},
    )
    tag = Line(load_default=None, longest=LONGEST_TAG)
    status = fields.String(
        load_default=None,
        validate=one_of(TreeStatus),
        metadata={"description": "Without it, all but archived ones."},
    )
    source = fields.String(load_default=None, validate=validate.OneOf(["own", "library"]))


class TreeSourceSchema(Schema):
    kind = fields.String(required=True, validate=one_of(TreeSource))
    session_id = fields.UUID(required=True, allow_none=True)
    guide_id = fields.String(required=True, allow_none=True)


class TreeItemSchema(QuickSchema):
    id = fields.UUID(required=True)
    title = fields.String(required=True)
    purpose = fields.String(required=True)
    tags = fields.List(fields.String(), required=True)
    status = fields.String(required=True, validate=one_of(TreeStatus))
    version = fields.Integer(required=True, metadata={"description": "Of the newest version."})
    published_version = fields.Integer(
        required=True, allow_none=True, metadata={"description": "The version that people run."}
    )
    published_at = Time(required=True, allow_none=True)
    node_count = fields.Integer(required=True)
    source = fields.Nested(TreeSourceSchema, required=True)
    read_only = fields.Boolean(required=True, metadata={"description": "It belongs to the built-in library."})
    created_by = fields.Nested(PersonSchema, required=True, allow_none=True)
    updated_by = fields.Nested(PersonSchema, required=True, allow_none=True)
    created_at = Time(required=True, allow_none=True)
    updated_at = Time(required=True, allow_none=True)


class TreesSchema(QuickSchema):
    items = fields.List(fields.Nested(TreeItemSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class TreeProblemSchema(Schema):
    node = fields.String(required=True, allow_none=True, metadata={"description": "Null: of the whole tree."})
    code = fields.String(required=True, validate=one_of(ProblemCode))
    message = fields.String(required=True)


class TreeSchema(TreeItemSchema):
    root = fields.String(required=True, allow_none=True, metadata=_ROOT)
    nodes = shown_nodes()
    problems = fields.List(
        fields.Nested(TreeProblemSchema), required=True, metadata={"description": "What keeps it from being published."}
    )


class ImportNoteSchema(Schema):
    node = fields.String(required=True)
    message = fields.String(required=True)


class ImportedTreeSchema(TreeSchema):
    notes = fields.List(
        fields.Nested(ImportNoteSchema), required=True, metadata={"description": "What was left out, and where."}
    )


class TreeVersionItemSchema(QuickSchema):
    version = fields.Integer(required=True)
    title = fields.String(required=True)
    is_published = fields.Boolean(required=True, metadata={"description": "The save that made it published it."})
    created_by = fields.Nested(PersonSchema, required=True, allow_none=True)
    created_at = Time(required=True, allow_none=True)


class TreeVersionSchema(TreeVersionItemSchema):
    purpose = fields.String(required=True)
    tags = fields.List(fields.String(), required=True)
    root = fields.String(required=True, allow_none=True, metadata=_ROOT)
    nodes = shown_nodes()


class TreeVersionsSchema(QuickSchema):
    items = fields.List(fields.Nested(TreeVersionItemSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class TreeFileSchema(Schema):
    """The file of an export.  Loading raises NotATreeFile and NewerTreeFile before it looks at the tree."""

    format = Str(required=True, longest=100, metadata={"examples": [FORMAT]})
    version = fields.Integer(
        required=True, strict=True, metadata={"description": "Of the format.", "examples": [FORMAT_VERSION]}
    )
    tree = fields.Nested(NewTreeSchema, required=True)

    @pre_load
    def check_format(self, file: Any, **_: Any) -> Any:
        if isinstance(file, dict) and {"format", "version"} <= file.keys():
            version = file["version"]
            if file["format"] != FORMAT or type(version) is not int or version < 1:
                raise NotATreeFile
            if version > FORMAT_VERSION:
                raise NewerTreeFile
        return file
