"""What calls to a model cost the account, and its monthly budget.  Amounts are millionths of a US dollar."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from models.ai_budget import MONTH, BudgetLevel
from schemas.fields import PersonSchema, Str, one_of
from schemas.quick import QuickSchema

LARGEST_BUDGET_MICROS = 10**15


class UsageQuery(Schema):
    month = Str(
        load_default=None,
        validate=validate.Regexp(rf"{MONTH.pattern}\Z", error="Say a month as 2026-11."),
        metadata={"description": "A calendar month in UTC; without it the current one.", "examples": ["2026-11"]},
    )


class _SpentSchema(QuickSchema):
    calls = fields.Integer(required=True)
    input_tokens = fields.Integer(required=True, metadata={"description": "With what the cache wrote and read."})
    output_tokens = fields.Integer(required=True)
    cost_micros = fields.Integer(required=True)


class TaskUsageSchema(_SpentSchema):
    task = fields.String(required=True, attribute="key")


class UserUsageSchema(_SpentSchema):
    user = fields.Nested(
        PersonSchema,
        required=True,
        allow_none=True,
        attribute="key",
        metadata={"description": "Who asked; null for calls before this was recorded."},
    )


class ModelUsageSchema(_SpentSchema):
    model = fields.String(required=True, attribute="key")


class DayUsageSchema(_SpentSchema):
    day = fields.Date(required=True, attribute="key")


class BudgetStateSchema(Schema):
    """What everybody in the account may know: whether the copilot still answers."""

    level = fields.String(required=True, validate=one_of(BudgetLevel))
    hard_stop = fields.Boolean(required=True)
    used_percent = fields.Integer(required=True, allow_none=True)


class UsageSchema(QuickSchema):
    month = fields.String(required=True)
    level = fields.String(required=True, attribute="budget.level", validate=one_of(BudgetLevel))
    hard_stop = fields.Boolean(required=True, attribute="budget.hard_stop")
    budget_micros = fields.Integer(required=True, allow_none=True, attribute="budget.monthly_micros")
    used_micros = fields.Integer(required=True, attribute="budget.used_micros")
    left_micros = fields.Integer(required=True, allow_none=True, attribute="budget.left_micros")
    by_task = fields.List(fields.Nested(TaskUsageSchema), required=True)
    by_user = fields.List(fields.Nested(UserUsageSchema), required=True)
    by_model = fields.List(fields.Nested(ModelUsageSchema), required=True)
    by_day = fields.List(fields.Nested(DayUsageSchema), required=True)


class SetBudgetSchema(Schema):
    monthly_micros = fields.Integer(
        required=True,
        allow_none=True,
        strict=True,
        validate=validate.Range(min=0, max=LARGEST_BUDGET_MICROS),
        metadata={"description": "Millionths of a US dollar for a calendar month in UTC; null for no limit."},
    )
    hard_stop = fields.Boolean(
        required=True,
        truthy={True},
        falsy={False},
        metadata={"description": "Whether no call is made any more once the budget is used up."},
    )


class BudgetSchema(Schema):
    monthly_micros = fields.Integer(required=True, allow_none=True, attribute="ai_monthly_micros")
    hard_stop = fields.Boolean(required=True, attribute="ai_hard_stop")
